"""The attacker's linear programme: how far each number could be from the truth, as far as all that is printed allows.

The unknowns are distances from the truth, so that nothing moved is always a solution and each question starts from the answer
to the one before (primal simplex). A printed number is a sum of distances that is 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from metrics.suppression.cells import Cells
from metrics.suppression.numbers import Kind, Number, Support

Distances = NDArray[np.float64]
NEAR = 1e-6  # people; solutions are multiples of small fractions, the solver's tolerance is 1e-7
_OPTIMAL, _UNBOUNDED = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded


# One thread and one seed: the same question has the same answer. Strategy 4 is the primal simplex, without presolving: both
# keep what the question before found out.
SETTINGS: dict[str, bool | str | int] = {
    "threads": 1, "random_seed": 0, "presolve": "off", "solver": "simplex", "simplex_strategy": 4,
}  # fmt: skip


class Solver(highspy.Highs):
    """HiGHS without its greeting, which it would print where a command prints its answer."""

    def enableCallbacks(self) -> None:  # noqa: N802 (its maker's name; its own beginning calls it)
        """Silence first."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Unsolved(RuntimeError):
    """The solver gave no answer, so nothing may be released on its account."""


class _Columns:
    """Which unknowns make up which number: the people of each finest cell, then those with each outcome."""

    def __init__(self, cells: Cells, outcomes: Sequence[str]) -> None:
        self.outcomes, self.rows = tuple(outcomes), len(cells.n)
        counts = [cells.n, *(cells.outcome(name).k for name in outcomes)]
        self.truth = np.concatenate([np.array(one, dtype=np.float64) for one in counts])

    def of(self, kind: Kind, outcome: str, support: Support) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The columns whose sum it is, and their signs."""
        rows, ones = np.array(support, dtype=np.int32), np.ones(len(support))
        if kind is Kind.PEOPLE:
            return rows, ones
        having = rows + np.int32((self.outcomes.index(outcome) + 1) * self.rows)
        if kind is Kind.WITH:
            return having, ones
        return np.concatenate([rows, having]), np.concatenate([ones, -ones])


@dataclass(frozen=True)
class Solution:
    """What the attacker finds for one question.

    `moved`: the distance of every number in one world that fits all that is printed (None: there is no limit), in their order;
    `duals`: by how much the answer would change with each printed number, in the same order.
    """

    moved: Distances | None
    duals: Distances


class Programme:
    """Asks the solver. Numbers are called by their place in `numbers`."""

    def __init__(self, cells: Cells, outcomes: Sequence[str], numbers: Sequence[Number]) -> None:
        columns = _Columns(cells, outcomes)
        self._parts = [columns.of(one.kind, one.outcome, one.support) for one in numbers]
        self._truth, self._values = columns.truth, np.array([one.value for one in numbers], dtype=np.float64)
        self._column, self._row = self._placed()
        within = [columns.of(Kind.WITHOUT, name, (row,)) for name in outcomes for row in range(columns.rows)]
        self._all, self._starts = _stacked(self._parts)
        self._solver = self._begun(within)
        for place, one in enumerate(numbers):
            self.show(place) if one.is_known else self.hide(place)

    def _placed(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """A number that is one unknown is bounded there; any other is a row of its own."""
        single = np.array([len(columns) == 1 for columns, _ in self._parts], dtype=bool)
        column = np.array([columns[0] for columns, _ in self._parts], dtype=np.int64)
        return np.where(single, column, -1), np.where(single, -1, np.cumsum(~single) - 1)

    def _begun(self, within: list[tuple[NDArray[np.int32], NDArray[np.float64]]]) -> highspy.Highs:
        solver = Solver()  # type: ignore[no-untyped-call]
        for name, value in SETTINGS.items():
            solver.setOptionValue(name, value)
        rows = [part for part, column in zip(self._parts, self._column, strict=True) if column < 0]
        solver.passModel(_model(self._truth, rows, within))
        return solver

    def show(self, place: int) -> None:
        """From now on this number is printed."""
        self._bound(place, 0, 0)

    def hide(self, place: int) -> None:
        """From now on it is not."""
        self._bound(place, -self._least(place), highspy.kHighsInf)

    def limit(self, place: int, most: float) -> None:
        """Ask for no more than this distance of a hidden number: enough is enough, and there is always an answer."""
        self._bound(place, -min(self._least(place), most), most)

    def _least(self, place: int) -> float:
        return float(self._values[place])

    def _bound(self, place: int, low: float, high: float) -> None:
        if self._column[place] >= 0:
            self._solver.changeColBounds(int(self._column[place]), low, high)
        else:
            self._solver.changeRowBounds(int(self._row[place]), low, high)

    def furthest(self, place: int, sign: int) -> Solution:
        """How far up (1) or down (-1) a number can be from the truth; raises Unsolved where the solver has no answer."""
        columns, signs = self._parts[place]
        self._solver.changeColsCost(len(columns), columns, -sign * signs)
        try:
            return self._solved()
        finally:
            self._solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))

    def _solved(self) -> Solution:
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == _UNBOUNDED:
            return Solution(None, np.zeros(len(self._parts)))
        if status != _OPTIMAL:
            self._solver.clearSolver()  # once more from the start, without what the questions before left behind
            self._solver.run()
            status = self._solver.getModelStatus()
        if status != _OPTIMAL:
            raise Unsolved(f"The solver ended with {self._solver.modelStatusToString(status)}.")
        return self._told(self._solver.getSolution())

    def _told(self, solution: highspy.HighsSolution) -> Solution:
        values, signs = self._all
        moved = np.add.reduceat(np.asarray(solution.col_value)[values] * signs, self._starts)
        moved[np.abs(moved) < NEAR] = 0
        by_column, by_row = np.append(solution.col_dual, 0.0), np.append(solution.row_dual, 0.0)
        return Solution(moved, np.abs(by_column[self._column]) + np.abs(by_row[self._row]))


def _stacked(
    parts: Iterable[tuple[NDArray[np.int32], NDArray[np.float64]]],
) -> tuple[tuple[NDArray[np.int32], NDArray[np.float64]], NDArray[np.int64]]:
    """Parts behind each other, and where each begins."""
    listed = list(parts)
    starts = np.cumsum([0, *(len(columns) for columns, _ in listed)])
    columns = np.concatenate([np.zeros(0, np.int32), *(columns for columns, _ in listed)])
    return (columns, np.concatenate([np.zeros(0), *(signs for _, signs in listed)])), starts[:-1]


def _model(
    truth: NDArray[np.float64],
    rows: list[tuple[NDArray[np.int32], NDArray[np.float64]]],
    within: list[tuple[NDArray[np.int32], NDArray[np.float64]]],
) -> highspy.HighsLp:
    """Each unknown from minus its truth up; rows open; at the end the rows by which no outcome exceeds its group."""
    (columns, signs), starts = _stacked([*rows, *within])
    others = [sum(s * truth[c] for c, s in zip(part, sign, strict=True)) for part, sign in within]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(truth), len(starts)
    model.col_cost_, model.col_lower_ = np.zeros(len(truth)), -truth
    model.col_upper_ = np.full(len(truth), highspy.kHighsInf)
    model.row_lower_ = np.array([-highspy.kHighsInf] * len(rows) + [-other for other in others])
    model.row_upper_ = np.full(len(starts), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.append(starts, len(columns))
    model.a_matrix_.index_, model.a_matrix_.value_ = columns, signs
    return model
