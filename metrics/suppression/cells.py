"""The finest cells of a population: one row for each combination of levels, with its people and its outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

# The levels that a count is for, one for each dimension of its cells; None: all of them (a total).
Key = tuple[str | None, ...]
Grouping = tuple[str, ...]
MOST_PEOPLE = 2**40  # beyond it, sums are no longer exact in a linear programme


@dataclass(frozen=True)
class Outcome:
    """How many people of each row have it (promoted, served, in debt); `k` stands in the order of the rows."""

    name: str
    k: tuple[int, ...]


@dataclass(frozen=True)
class Cells:
    """Rows of a population, `levels[i][d]` being row i's level of dimension d.

    A row may count nobody (it could have been otherwise, and may be hidden); a combination without a row is known to everybody
    to be empty. A hierarchy is a second dimension that follows from the first (tract, district). Raises ValueError for
    rows that stand twice, for counts below 0 and for an outcome beyond its group; rows are numbered from 1 in what is said.
    """

    dimensions: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    n: tuple[int, ...]
    outcomes: tuple[Outcome, ...] = ()

    def __post_init__(self) -> None:
        _whole(self)
        _distinct(self)
        for outcome in self.outcomes:
            _within(outcome, self.n)

    def outcome(self, name: str) -> Outcome:
        """By its name; raises ValueError where the cells have none of this name."""
        for one in self.outcomes:
            if one.name == name:
                return one
        raise ValueError(f"There is no outcome “{name}” in these cells.")

    def places(self, dimensions: Sequence[str]) -> list[int]:
        """Where these dimensions stand; raises ValueError for one that the cells do not have."""
        for name in dimensions:
            if name not in self.dimensions:
                raise ValueError(
                    f"There is no dimension “{name}” in these cells: {', '.join(self.dimensions) or 'none'}."
                )
        return [self.dimensions.index(name) for name in dimensions]

    def rows_by(self, dimensions: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
        """Which rows each combination of these dimensions' levels sums up, in the order in which they come."""
        places, found = self.places(dimensions), dict[tuple[str, ...], list[int]]()
        for row, levels in enumerate(self.levels):
            found.setdefault(tuple(levels[place] for place in places), []).append(row)
        return found

    def rolled_up(self, dimensions: Sequence[str]) -> Cells:
        """The same people by fewer dimensions."""
        rows = self.rows_by(dimensions)
        outcomes = (Outcome(one.name, _sums(one.k, rows.values())) for one in self.outcomes)
        return Cells(tuple(dimensions), tuple(rows), _sums(self.n, rows.values()), tuple(outcomes))


def _sums(counts: Sequence[int], groups: Iterable[list[int]]) -> tuple[int, ...]:
    return tuple(sum(counts[row] for row in rows) for rows in groups)


def _whole(cells: Cells) -> None:
    if not len(cells.levels) == len(cells.n) or any(len(one.k) != len(cells.n) for one in cells.outcomes):
        raise ValueError("Each row has its levels, its n and its outcomes: the lengths differ.")
    if len({one.name for one in cells.outcomes}) < len(cells.outcomes):
        raise ValueError("Two outcomes have the same name.")
    for row, count in enumerate(cells.n, 1):
        if not 0 <= count <= MOST_PEOPLE:
            raise ValueError(f"Row {row}: n is {count}; it must be a whole number from 0.")


def _distinct(cells: Cells) -> None:
    if len(set(cells.dimensions)) < len(cells.dimensions):
        raise ValueError(f"A dimension stands twice: {', '.join(cells.dimensions)}.")
    first = dict[tuple[str, ...], int]()
    for row, levels in enumerate(cells.levels, 1):
        if len(levels) != len(cells.dimensions):
            raise ValueError(f"Row {row} has {len(levels)} levels for {len(cells.dimensions)} dimensions.")
        if first.setdefault(levels, row) != row:
            raise ValueError(f"Row {row} is for the same cell as row {first[levels]}: {', '.join(levels)}.")


def _within(outcome: Outcome, n: Sequence[int]) -> None:
    for row, (count, people) in enumerate(zip(outcome.k, n, strict=True), 1):
        if not 0 <= count <= people:
            raise ValueError(
                f"Row {row}: {outcome.name} is {count}, but it must lie between 0 and n, which is {people}."
            )


def with_margins(dimensions: Sequence[str], ways: int | None = None) -> tuple[Grouping, ...]:
    """Every grouping by these dimensions, from the finest to the grand total; `ways`: by at most so many at once."""
    most = len(dimensions) if ways is None else min(ways, len(dimensions))
    return tuple(group for size in range(most, -1, -1) for group in combinations(dimensions, size))
