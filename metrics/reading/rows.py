"""A file's lines with a mapping: one verdict for each figure, one after the other. Bad input is a verdict, never an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from metrics.periods import Period, Unclear, parse
from metrics.reading.figures import Figures, Persons
from metrics.reading.groups import Grouping
from metrics.reading.mapping import BESIDE, MEASURES, PERSONAL, Mapping, Role
from metrics.reading.observations import Row, Verdict
from metrics.reading.words import in_year, key
from metrics.reading.wrong import NO_FIGURES, NO_INDICATOR, NO_PERIOD, PERIODS_TURNED, TOO_MANY_CELLS, Wrong, short
from raci.imports.verdicts import Unreadable, say

PARTS = ("quarter", "month")  # columns that say which part of the year beside them
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
        self.periods: dict[str, Period] = {}
        self.period_columns = mapping.of(Role.PERIOD) or mapping.of(Role.PERIOD_BEGIN, Role.PERIOD_END)
        self.period_at = self.period_columns[0].at if len(self.period_columns) == 1 else -1
        self.indicator, self.series = _Text(mapping, Role.INDICATOR), _Text(mapping, Role.SERIES)
        self.code, self.place = _Text(mapping, Role.PLACE_CODE), _Text(mapping, Role.PLACE)
        self.unit = _Text(mapping, Role.UNIT)
        # whether each figure's heading names its indicator
        self.is_named = all(one.name for one in mapping.of(*MEASURES, *PERSONAL) if one.role not in BESIDE)

    def rows(self, line: int, cells: Sequence[str]) -> list[Row]:
        """The verdicts on one line."""
        try:
            facts = self.facts(cells)
        except Wrong as wrong:
            return [Row(line, Verdict.REFUSED, wrong.sentence, wrong.field)]
        return self.figures.rows(line, cells, facts) or [Row(line, Verdict.REFUSED, say(NO_FIGURES))]

    def facts(self, cells: Sequence[str]) -> tuple[Any, ...]:
        """What the line's figures are about: all of an Observation before its measures. Raises Wrong."""
        if len(cells) != self.width:
            self._check_width(cells)
        held = self.mapping
        text = cells[self.period_at] if self.period_at >= 0 else ""
        period = self.periods.get(text) if text else None
        if period is None:
            period = self._period(cells)
        groups, overlapping, series = self.grouping.of(cells)
        indicator = self.indicator.of(cells) or held.indicator
        if not indicator and not self.is_named:
            raise Wrong(
                say(NO_INDICATOR), self.mapping.columns[self.indicator.only].heading if self.indicator.places else ""
            )
        return (
            indicator,
            self.series.of(cells) or series,
            period,
            self.code.of(cells) or held.place_code,
            self.place.of(cells) or held.place,
            groups,
            overlapping,
            self.unit.of(cells) or held.unit,
        )

    def _check_width(self, cells: Sequence[str]) -> None:
        """Raises Wrong for a row that ends too early or goes on too long."""
        if len(cells) < self.used:
            raise Wrong(short(len(cells), self.width), "")
        if any(cell.strip() for cell in cells[self.width :]):
            raise Wrong(say(TOO_MANY_CELLS, cells=len(cells), columns=self.width), "")

    def _period(self, cells: Sequence[str]) -> Period:
        """The line's period. Raises Wrong."""
        texts = tuple(cells[column.at] for column in self.period_columns) or (self.mapping.period,)
        if len(texts) > 1 and self.period_columns[0].role is Role.PERIOD:
            year, part = sorted(
                zip(texts, self.period_columns, strict=True), key=lambda one: key(one[1].heading) in PARTS
            )[:2]
            texts = (in_year(year[0], part[0], part[1].heading),)
        known = "\n".join(texts)
        period = self.periods.get(known)
        if period is None:
            period = self._parsed(texts)
            if len(self.periods) < REMEMBERED:
                self.periods[known] = period
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


class _Text:
    """The columns that say one thing of a row; where there are several, all that they say."""

    def __init__(self, mapping: Mapping, role: Role) -> None:
        self.places = tuple(column.at for column in mapping.of(role))
        self.only = self.places[0] if len(self.places) == 1 else -1

    def of(self, cells: Sequence[str]) -> str:
        """What they say, "" where they say nothing."""
        if self.only >= 0:
            return cells[self.only].strip()
        return " · ".join(text for at in self.places if (text := cells[at].strip())) if self.places else ""
