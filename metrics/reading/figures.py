"""The figures in a row: each set of columns that is about the same thing becomes one observation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from metrics.reading.mapping import BESIDE, MEASURES, Column, Mapping, Role
from metrics.reading.numbers import NotANumber, Number, is_hidden, is_unknown, number, whole
from metrics.reading.observations import Groups, Observation, Row, Verdict
from metrics.reading.refusing import UNCOMPUTED as MARK
from metrics.reading.wrong import (
    ALONE,
    BELOW_ZERO,
    HIDDEN,
    LIMITS_TURNED,
    MORE_THAN_ALL,
    NO_ANSWER,
    NO_COUNT,
    NO_NUMBER,
    NO_RESULT,
    NOT_GIVEN,
    SQUARES,
    Wrong,
)
from raci.imports.verdicts import say

PLACE = {role: at for at, role in enumerate(MEASURES)}
NOTHING: tuple[None, ...] = (None,) * len(MEASURES)
SIGNED = frozenset({Role.VALUE, Role.LOW, Role.HIGH, Role.SUM, Role.WEIGHTED_SUM})
COUNTS = frozenset({Role.N, Role.K})
N, K, LOW, HIGH = PLACE[Role.N], PLACE[Role.K], PLACE[Role.LOW], PLACE[Role.HIGH]
SUM, SQUARED = PLACE[Role.SUM], PLACE[Role.SUM_OF_SQUARES]


Field = tuple[
    int, int, bool, Column
]  # its place in the row, its place among the measures, whether it is a figure by itself


class Figures:
    """The columns of figures of a mapping, put together by what they are about."""

    def __init__(self, mapping: Mapping) -> None:
        together: dict[tuple[str, Groups], list[Column]] = {}
        for column in mapping.of(*MEASURES):
            together.setdefault((column.name, column.groups), []).append(column)
        self.shared = [
            _field(one) for columns in together.values() if _all_beside(columns) and len(together) > 1 for one in columns
        ]  # fmt: skip
        self.sets = [
            (_Added(name, groups, any(one.overlapping for one in columns), _unit(columns)), [_field(one) for one in columns])
            for (name, groups), columns in together.items()
            if len(together) == 1 or not _all_beside(columns)
        ]  # fmt: skip

    def rows(self, line: int, cells: Sequence[str], facts: tuple[Any, ...]) -> list[Row]:
        """A verdict for each figure of the line."""
        rows = []
        for added, columns in self.sets:
            try:
                rows.append(self._row(line, cells, added.to(facts) if added.says else facts, columns))
            except Wrong as wrong:
                rows.append(Row(line, Verdict.REFUSED, wrong.sentence, wrong.field))
        return rows

    def _row(self, line: int, cells: Sequence[str], facts: tuple[Any, ...], columns: list[Field]) -> Row:
        measures: list[Any] = list(NOTHING)
        figures = False
        for at, place, alone, column in columns:
            text = cells[at]
            value = int(text) if text.isdecimal() and len(text) <= 15 else _measure(text, column)
            if value is not None:
                measures[place] = value
                figures = figures or alone
        if not figures:
            hidden = any(is_hidden(cells[at]) for at, _place, alone, _column in columns if alone)
            return Row(line, Verdict.EMPTY, say(HIDDEN if hidden else NOT_GIVEN), columns[0][3].heading)
        for at, place, _alone, column in self.shared:
            measures[place] = _measure(cells[at], column)
        if len(columns) > 1:
            _check(measures, columns)
        return tuple.__new__(Row, (line, READ, None, "", tuple.__new__(Observation, facts + tuple(measures))))


READ = Verdict.READ


class _Added(NamedTuple):
    """What the headings of some columns say of their figures."""

    name: str
    groups: Groups
    overlapping: bool
    unit: str

    @property
    def says(self) -> bool:
        """Whether they say anything."""
        return bool(self.name or self.groups or self.overlapping or self.unit)

    def to(self, facts: tuple[Any, ...]) -> tuple[Any, ...]:
        """The row's facts with it."""
        return (
            self.name or facts[0], *facts[1:5], facts[5] + self.groups, facts[6] or self.overlapping, self.unit or facts[7],
        )  # fmt: skip


def _field(column: Column) -> Field:
    return column.at, PLACE[column.role], column.role not in BESIDE, column


def _all_beside(columns: list[Column]) -> bool:
    return all(column.role in BESIDE for column in columns)


def _unit(columns: list[Column]) -> str:
    return next((column.unit for column in columns if column.unit and column.role not in BESIDE), "")


def _measure(text: str, column: Column) -> Number | None:
    """A cell's number. Raises Wrong."""
    value: Number | None
    if text == MARK:
        raise Wrong(say(NO_RESULT), column.heading)
    try:
        value = number(text, comma=column.comma)
    except NotANumber as error:
        raise Wrong(say(NO_NUMBER, text=text.strip()[:60]), column.heading) from error
    if value is None:
        return None
    if value < 0 and column.role not in SIGNED:
        raise Wrong(say(BELOW_ZERO, text=text.strip()), column.heading)
    if column.role in COUNTS:
        count = whole(value)
        if count is None or count >= 10**15:
            raise Wrong(say(NO_COUNT, text=text.strip()), column.heading)
        return count
    return value


def _check(measures: list[Any], columns: list[Field]) -> None:
    """What figures of one row must be to each other. Raises Wrong."""
    n, k, low, high = measures[N], measures[K], measures[LOW], measures[HIGH]
    if k is not None and (n is None or k > n):
        field = next(one.heading for *_where, one in columns if one.role is Role.K)
        raise Wrong(say(ALONE, k=k) if n is None else say(MORE_THAN_ALL, k=k, n=n), field)
    if low is not None and high is not None and low > high:
        field = next(one.heading for *_where, one in columns if one.role is Role.LOW)
        raise Wrong(say(LIMITS_TURNED, low=low, high=high), field)
    total, squares = measures[SUM], measures[SQUARED]
    if n and total is not None and squares is not None and squares * n < total * total:
        raised = total * total - squares * n
        if raised * 10**9 > total * total:  # a publisher's rounding in the last digits is none of the clerk's
            field = next(one.heading for *_where, one in columns if one.role is Role.SUM_OF_SQUARES)
            raise Wrong(say(SQUARES, squares=squares, sum=total, n=n), field)


class Persons:
    """Rows that are people, or kinds of people with their number: each adds to the sums of its cell."""

    def __init__(self, mapping: Mapping) -> None:
        self.outcomes = mapping.of(Role.OUTCOME, Role.AMOUNT)
        self.weight = next(iter(mapping.of(Role.WEIGHT)), None)
        self.count = next(iter(mapping.of(Role.COUNT)), None)

    def rows(self, line: int, cells: Sequence[str], facts: tuple[Any, ...]) -> list[Row]:
        """A verdict for each outcome of the person."""
        rows = []
        for column in self.outcomes:
            try:
                rows.append(self._row(line, cells, _Added(column.name, column.groups, False, "").to(facts), column))
            except Wrong as wrong:
                rows.append(Row(line, Verdict.REFUSED, wrong.sentence, wrong.field))
        return rows

    def _row(self, line: int, cells: Sequence[str], facts: tuple[Any, ...], column: Column) -> Row:
        people = self._people(cells)
        happened = _answer(cells[column.at], column) if column.role is Role.OUTCOME else None
        amount = _measure(cells[column.at], column) if column.role is Role.AMOUNT else happened
        if amount is None or people is None:
            return Row(line, Verdict.EMPTY, say(NOT_GIVEN), column.heading)
        found: dict[str, Any] = {"n": people}
        if column.role is Role.OUTCOME:
            found["k"] = people * amount
        else:
            found.update(sum=people * amount, sum_of_squares=people * amount * amount)
        if self.weight is not None:
            weight = _measure(cells[self.weight.at], self.weight)
            if weight is None:
                return Row(line, Verdict.EMPTY, say(NOT_GIVEN), self.weight.heading)
            found.update(weight_sum=people * weight, weighted_sum=people * weight * amount)
            found.update(weight_squares=people * weight**2, weighted_squares=people * weight**2 * amount)
        return Row(line, Verdict.READ, None, "", Observation(*facts)._replace(**found))

    def _people(self, cells: Sequence[str]) -> int | None:
        """How many people a row stands for. Raises Wrong."""
        if self.count is None:
            return 1
        text = cells[self.count.at]
        value = _measure(text, self.count)
        people = None if value is None else whole(value)
        if value is not None and people is None:
            raise Wrong(say(NO_COUNT, text=text.strip()), self.count.heading)
        return people


def _answer(text: str, column: Column) -> int | None:
    """1 for yes, 0 for no. Raises Wrong."""
    if text == MARK:
        raise Wrong(say(NO_RESULT), column.heading)
    word = text.strip().casefold()
    if word in column.success:
        return 1
    if word in column.failure:
        return 0
    if is_unknown(word):
        return None
    if column.failure:
        words = ", ".join((*column.success, *column.failure))
        raise Wrong(say(NO_ANSWER, text=text.strip()[:60], words=words), column.heading)
    return 0
