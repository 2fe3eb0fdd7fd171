"""A file's lines with a mapping: one verdict for each figure, one after the other. Bad input is a verdict, never an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from metrics.periods import Period, Unclear, parse
from metrics.reading.figures import Figures, Persons
from metrics.reading.groups import Grouping
from metrics.reading.mapping import PERSONAL, Mapping, Role
from metrics.reading.observations import Row, Verdict
from metrics.reading.wrong import NO_PERIOD, PERIODS_TURNED, TOO_MANY_CELLS, Wrong, short
from raci.imports.verdicts import Unreadable, say

REMEMBERED = 100_000  # texts of periods and combinations of groups kept in mind; after that they are read again


def read(lines: Iterable[tuple[int, Sequence[str]]], mapping: Mapping) -> Iterator[Row]:
    """A verdict for each figure in the lines (`Table.lines()`); a line with several figures gives several.

    What the mapping lacks (`Mapping.lacks`) has every row refused for it. A file that cannot be read to its end gives
    a last row that says so.
    """
    reader = _Reader(mapping)
    line = 0
    try:
        for line, cells in lines:
            yield from reader.rows(line, cells)
    except Unreadable as refusal:
        yield Row(line + 1, Verdict.REFUSED, refusal.sentence)


class _Reader:
    """A mapping made ready: what is the same for all rows is worked out once."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.used = max((one.at for one in mapping.columns if one.role is not Role.IGNORE), default=0) + 1
        self.width = len(mapping.columns)
        self.grouping = Grouping(mapping)
        self.figures = Persons(mapping) if mapping.of(*PERSONAL) else Figures(mapping)
        self.periods: dict[tuple[str, ...], Period] = {}
        self.period_columns = mapping.of(Role.PERIOD) or mapping.of(Role.PERIOD_BEGIN, Role.PERIOD_END)
        self.indicators, self.series = _places(mapping, Role.INDICATOR), _places(mapping, Role.SERIES)
        self.codes, self.names = _places(mapping, Role.PLACE_CODE), _places(mapping, Role.PLACE)
        self.units = _places(mapping, Role.UNIT)

    def rows(self, line: int, cells: Sequence[str]) -> list[Row]:
        """The verdicts on one line."""
        try:
            facts = self.facts(cells)
        except Wrong as wrong:
            return [Row(line, Verdict.REFUSED, wrong.sentence, wrong.field)]
        return self.figures.rows(line, cells, facts)

    def facts(self, cells: Sequence[str]) -> tuple[Any, ...]:
        """What the line's figures are about: all of an Observation before its measures. Raises Wrong."""
        mapping = self.mapping
        if len(cells) < self.used:
            raise Wrong(short(len(cells), self.width), "")
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            raise Wrong(say(TOO_MANY_CELLS, cells=len(cells), columns=self.width), "")
        period = self.period(cells)
        groups, overlapping, series = self.grouping.of(cells)
        return (
            _said(cells, self.indicators) or mapping.indicator,
            _said(cells, self.series) or series,
            period,
            _said(cells, self.codes) or mapping.place_code,
            _said(cells, self.names) or mapping.place,
            groups,
            overlapping,
            _said(cells, self.units) or mapping.unit,
        )

    def period(self, cells: Sequence[str]) -> Period:
        """The line's period. Raises Wrong."""
        texts = tuple(cells[column.at] for column in self.period_columns) or (self.mapping.period,)
        period = self.periods.get(texts)
        if period is None:
            period = self._parsed(texts)
            if len(self.periods) < REMEMBERED:
                self.periods[texts] = period
        return period

    def _parsed(self, texts: tuple[str, ...]) -> Period:
        column = self.period_columns[0] if self.period_columns else None
        spans, field = (column.spans, column.heading) if column else (False, "")
        if not texts[0].strip():
            raise Wrong(say(NO_PERIOD), field)
        try:
            begin, *rest = (parse(text, self.mapping.fiscal_first_month, spans=spans) for text in texts if text.strip())
            if not rest:
                return begin
            if rest[0].end < begin.begin:
                raise Unclear(say(PERIODS_TURNED, begin=texts[0], end=texts[1]))
            return Period(begin.begin, rest[0].end)
        except Unclear as unclear:
            raise Wrong(unclear.sentence, field) from unclear


def _places(mapping: Mapping, role: Role) -> tuple[int, ...]:
    return tuple(column.at for column in mapping.of(role))


def _said(cells: Sequence[str], places: tuple[int, ...]) -> str:
    if not places:
        return ""
    if len(places) == 1:
        return cells[places[0]].strip()
    return " · ".join(text for at in places if (text := cells[at].strip()))
