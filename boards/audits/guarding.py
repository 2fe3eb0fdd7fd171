"""What a reader of every audit and every directory can work out of single groups of people: the gate of the next audit. Pure.

The directory tells who served at which audit, so that people fall into strata: those of the first audit alone, of the first and
second, and so on, split by whatever else tables tell apart. The unknowns are how many of each stratum are of which group; each
number that was ever told is an equation over them. For each stratum, and for whoever came, went and stayed between any two
tables, a new table must leave a reader as many possibilities as the threshold has people, or, where fewer than that can have
answered, every possibility there is: they learn nothing of it but how many answered, which is nobody's secret. What is
certainly at or above the threshold may be known, and that nobody is of a group where a table stored long ago told it. A table
that tells groups is refused for whatever is known too nearly with it, though an earlier table and the directory alone leave it so
(five of eleven stayed); one that tells how many answered, for what is known more nearly by it.

Beyond the model: what somebody knows of single members, and members who change what they said, which only misleads a reader
who supposes, as this one does, that nobody does. Limits are those of a linear programme, as in `metrics.suppression`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import ceil, floor
from time import monotonic

import highspy
import numpy as np

from boards.audits.tables import LONGEST, Presence, Table, Turnover
from metrics.suppression.programme import NEAR, SETTINGS, Solver, Unsolved

Row = tuple[list[int], list[int] | None, int]  # columns, their weights where not all 1, and their sum
UNKNOWN = "?"  # who said nothing; no group, so nobody's secret, but part of every sum
MOST_WORK = 500_000  # questions times unknowns, each of which the solver looks at; about LONGEST on one core


@dataclass(frozen=True)
class Learnt:
    """A number of people that could be found out too nearly: of which tables' people, of which group, between which limits."""

    people: int
    group: str
    low: int
    high: int

    def is_narrower_than(self, limits: tuple[int, int]) -> bool:
        """Whether it lies between fewer numbers than before."""
        return self.high - self.low < limits[1] - limits[0]


class Inconsistent(Exception):
    """More answers changed than members: no reader could believe all tables at once, and nothing can be judged."""


class TooMany(Exception):
    """More than can be judged in time: nothing is known of it, so nothing is told."""


def learnt(
    tables: Sequence[Table],
    before: Sequence[Table],
    turnover: Turnover,
    least: int,
    *,
    beyond: bool = False,
    ends: float | None = None,
) -> list[Learnt]:
    """What a reader finds out by these tables with those before; nothing where they may be told.

    `beyond`: only what is narrower than the tables before and the directory left it. Raises TooMany where that takes longer
    than LONGEST, or than `ends` by the clock that only goes on.
    """
    ends = monotonic() + LONGEST if ends is None else ends
    before, tables = ([table for table in some if _speaks(table)] for some in (before, tables))
    strata = _joined(turnover, {table.name for table in (*before, *tables)})
    attack = _Attack([*before, *tables], strata, ends=ends)
    questions = attack.questions()
    attack.need_a_world()
    found = [(asked, one) for asked in questions for one in attack.finds(asked, least)]
    if not (found and before and beyond):
        return [one for _asked, one in found]
    until_now = _Attack(before, strata, attack.groups, ends=ends)
    return [one for asked, one in found if one.is_narrower_than(until_now.limits(asked, one.group))]


def _speaks(table: Table) -> bool:
    """Whether it tells any number; one that tells none tells no strata apart."""
    return bool(table.parts) or table.unknown is not None


def _joined(turnover: Turnover, names: set[str]) -> dict[Presence, int]:
    """Strata that these tables tell apart."""
    found: dict[Presence, int] = {}
    for presence, people in turnover.items():
        kept = frozenset(one for one in presence if one[0] in names)
        if kept and people:
            found[kept] = found.get(kept, 0) + people
    return found


class _Attack:
    def __init__(
        self, tables: Sequence[Table], strata: Mapping[Presence, int], groups: Sequence[str] = (), *, ends: float
    ) -> None:
        self._ends = ends
        self.strata = [dict(presence) for presence in strata]
        self.people = list(strata.values())
        told = {code for table in tables for codes, _n in table.parts for code in codes}
        self.groups = sorted({*groups, *told})
        self._names = [table.name for table in tables]
        # No table tells of none since groups of none are counted together; stored ones may, and stay told.
        none = {table.name: {groups[0] for groups, count in table.told if not count} for table in tables}
        self._nobody = [set().union(*(none.get(name, ()) for name in one)) for one in self.strata]
        self._tables = tables
        self._need_time(sets=len(self.strata))

    # ---- which sets of people are asked about

    def questions(self) -> list[frozenset[int]]:
        """Each stratum, and who is in one table and not, or also, in another; each set once. Raises TooMany."""
        where = {frozenset(at for at, one in enumerate(self.strata) if one.get(name)) for name in self._names}
        sets: set[frozenset[int]] = {frozenset({at}) for at in range(len(self.strata))}
        for first, second in combinations(where, 2):
            sets |= {first - second, second - first, first & second}
            self._need_time(sets=len(sets))
        return sorted(filter(None, sets), key=sorted)

    def _need_time(self, *, sets: int = 0) -> None:
        work = sets * len(self.groups) * len(self.strata) * self._width
        if work > MOST_WORK or monotonic() > self._ends:
            raise TooMany

    def finds(self, strata: frozenset[int], least: int) -> Iterator[Learnt]:
        """The groups of which too much is known in this set of people."""
        people = sum(self.people[at] for at in strata)
        known = self._limits([at * self._width + place for at in sorted(strata) for place in range(len(self.groups))])[
            1
        ]
        for place, group in enumerate(self.groups):
            if all(group in self._nobody[at] for at in strata):
                continue
            low, high = self._limits([at * self._width + place for at in sorted(strata)])
            if low < least and high - low < min(least, known):
                yield Learnt(people, group, low, high)

    def limits(self, strata: frozenset[int], group: str) -> tuple[int, int]:
        """Between which numbers those of a group must lie in this set of people."""
        return self._limits([at * self._width + self._place(group) for at in sorted(strata)])

    # ---- the programme

    @property
    def _width(self) -> int:
        return len(self.groups) + 1

    def need_a_world(self) -> None:
        """Raises Inconsistent where no world fits what was told."""
        self._solve(np.zeros(0), [])

    @cached_property
    def _solver(self) -> highspy.Highs:
        rows: list[Row] = [
            ([at * self._width + g for g in range(self._width)], None, n) for at, n in enumerate(self.people)
        ]
        rows += [row for table in self._tables for row in self._equations(table)]
        solver = Solver()  # type: ignore[no-untyped-call]
        for name, value in SETTINGS.items():
            solver.setOptionValue(name, value)
        solver.setOptionValue("time_limit", LONGEST)  # of all its work; `_need_time` looks between two questions
        solver.passModel(_model([n for n in self.people for _g in range(self._width)], rows))
        return solver

    def _equations(self, table: Table) -> Iterator[Row]:
        counted = [(at, one[table.name]) for at, one in enumerate(self.strata) if one.get(table.name)]
        told: list[tuple[Iterable[str], int]] = [*table.parts]
        told += [] if table.unknown is None else [((UNKNOWN,), table.unknown)]
        for groups, count in told:
            places = [self._place(code) for code in groups]
            columns = [at * self._width + place for at, _weight in counted for place in places]
            weights = [weight for _at, weight in counted for _place in places]
            yield columns, weights, count

    def _place(self, code: str) -> int:
        return len(self.groups) if code == UNKNOWN else self.groups.index(code)

    def _limits(self, columns: list[int]) -> tuple[int, int]:
        found = [sign * self._solve(np.full(len(columns), sign, dtype=np.float64), columns) for sign in (1, -1)]
        return ceil(found[0] - NEAR), floor(found[1] + NEAR)

    def _solve(self, cost: np.ndarray, columns: list[int]) -> float:
        """The least of a sum; raises Inconsistent where no world fits what was told."""
        self._need_time()
        at = np.array(columns, dtype=np.int32)
        self._solver.changeColsCost(len(at), at, cost)
        self._solver.run()
        status = self._solver.getModelStatus()
        value = self._solver.getInfo().objective_function_value
        self._solver.changeColsCost(len(at), at, np.zeros(len(at)))
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Inconsistent
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise TooMany
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(f"The solver ended with {self._solver.modelStatusToString(status)}.")
        return float(value)


def _model(most: Sequence[int], rows: Sequence[Row]) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(most), len(rows)
    model.col_cost_, model.col_lower_ = np.zeros(len(most)), np.zeros(len(most))
    model.col_upper_ = np.array(most, dtype=np.float64)
    sums = np.array([count for _columns, _weights, count in rows], dtype=np.float64)
    model.row_lower_, model.row_upper_ = sums, sums
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(columns) for columns, _weights, _count in rows)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([one for columns, _w, _n in rows for one in columns], dtype=np.int32)
    weights = [weight for columns, own, _n in rows for weight in (own or [1] * len(columns))]
    model.a_matrix_.value_ = np.array(weights, dtype=np.float64)
    return model
