"""A release: which tables of a population are printed, by which rule, and what is hidden in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metrics.suppression.cells import Cells, Grouping, Key

LEAST_THRESHOLD = 10
THRESHOLD = 11
GROUP_THRESHOLD = 30  # below it a rate is not shown as reliable either, so that little is lost
N = "n"

# A count that is withheld: its key, and which number: "n" (with it every outcome of the cell) or an outcome's name.
Hidden = tuple[Key, str]


@dataclass(frozen=True)
class Rule:
    """What is small, in people.

    `threshold`: a count above 0 and below it is hidden, and each hidden count stays uncertain by at least so many.
    `group_threshold`: in a group smaller than it, an outcome that nobody or everybody has is hidden as well.
    A city may raise either; raises ValueError for a threshold below 10 or a group threshold below the threshold.
    """

    threshold: int = THRESHOLD
    group_threshold: int = GROUP_THRESHOLD

    def __post_init__(self) -> None:
        if self.threshold < LEAST_THRESHOLD:
            raise ValueError(
                f"The threshold is {self.threshold}; it may be raised, but not be below {LEAST_THRESHOLD}."
            )
        if self.group_threshold < self.threshold:
            raise ValueError(
                f"The group threshold is {self.group_threshold}; it may not be below the threshold, {self.threshold}."
            )

    def is_small(self, count: int) -> bool:
        """Whether so many people, or so many others, could be found out."""
        return 0 < count < self.threshold

    def tells_of_all(self, k: int, n: int) -> bool:
        """Whether nobody or everybody of a small group has the outcome."""
        return 0 < n < self.group_threshold and k in (0, n)


@dataclass(frozen=True)
class Release:
    """Tables over one population's finest cells; `hidden` may be empty (nothing chosen yet), a suppressor's or a person's.

    `groupings`: each is one table without its totals; `()` is the grand total (`cells.with_margins` lists them all).
    `outcomes`: names of those printed beside n. Where n is hidden, its outcomes are hidden with it. Raises ValueError for
    what the cells do not have, and for a hidden count that no table prints.
    """

    name: str
    cells: Cells
    groupings: tuple[Grouping, ...]
    outcomes: tuple[str, ...] = ()
    rule: Rule = Rule()
    hidden: frozenset[Hidden] = frozenset()

    def __post_init__(self) -> None:
        for name in self.outcomes:
            self.cells.outcome(name)
        for grouping in self.groupings:
            self.cells.places(grouping)
        printed = set(self.rows()) if self.hidden else set()
        for key, measure in self.hidden:
            if key not in printed or measure not in (N, *self.outcomes):
                raise ValueError(
                    f"No table prints {measure} of {named(self.cells.dimensions, key)}, so it cannot be hidden."
                )

    def rows(self) -> dict[Key, list[int]]:
        """Which finest cells each printed count sums up, table after table; a count of two tables stands once."""
        found = dict[Key, list[int]]()
        for grouping in self.groupings:
            found.update(self.rows_of(grouping))
        return found

    def rows_of(self, grouping: Grouping) -> dict[Key, list[int]]:
        """Which finest cells each count of one table sums up."""
        return {self._key(grouping, levels): rows for levels, rows in self.cells.rows_by(grouping).items()}

    def _key(self, grouping: Grouping, levels: tuple[str, ...]) -> Key:
        chosen = dict(zip(grouping, levels, strict=True))
        return tuple(chosen.get(name) for name in self.cells.dimensions)

    def under_every_name(self) -> Release:
        """The same, with what is hidden hidden in each table that prints it: a district of one tract is that tract."""
        rows = self.rows()
        same = {(tuple(rows[key]), measure) for key, measure in self.hidden}
        every = (
            (key, measure) for key in rows for measure in (N, *self.outcomes) if (tuple(rows[key]), measure) in same
        )
        return replace(self, hidden=frozenset(every))

    def hides(self, key: Key, measure: str) -> bool:
        """Whether a reader sees the mark instead of this number."""
        return (key, N) in self.hidden or (key, measure) in self.hidden


def named(dimensions: tuple[str, ...], key: Key, total: str = "all") -> str:
    """A count's cell in words: `race Asian, area all`."""
    return (
        ", ".join(f"{name} {total if level is None else level}" for name, level in zip(dimensions, key, strict=True))
        or total
    )
