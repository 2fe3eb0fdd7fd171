"""A long file of observations, read in blocks and checked as a whole: of each row its series, its period and its sums. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from metrics.finest.fields import Block, Fault, Faulty, Numbers, Places, Rows
from metrics.periods import Period, Unclear, parse
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, Unreadable, say

WHOLE = ("n", "k", "events")
SIGNED = ("x", "value")
LIMITS = {"exposure": 1e14, "value": 1e16, "se": 1e16}  # the columns hold no more
LIMIT = 1e15  # of all others: a double holds every whole number below it
NO_FIGURE = -2e8  # the Census writes -222222222 and the like where it has none
NEAR = 1e-9  # of sums of floating numbers
MOST_FAULTS = 20  # that are named; then reading ends

NO_ROWS = _("The file has headings and no row under them.")
NOT_THERE = _("“%(text)s” is not known here. Correct it, or add it first.")
NO_NUMBER = _("“%(text)s” is not a number. Write it as 1234.5, or leave it empty if it is not known.")
NO_COUNT = _("“%(text)s” is not a count. Write a whole number, or leave it empty if it is not known.")
LARGE = _("“%(text)s” is larger than the portal keeps. Correct it.")
BELOW = _("“%(text)s” is below zero. Correct it, or leave it empty if it is not known.")
MORE = _("More have the outcome (“%(text)s”) than there are. Check whether the columns are swapped.")
ALONE = _("How many have the outcome is given (“%(text)s”), and not of how many. Fill in the other number.")
OF_NOBODY = _("A sum over nobody is nothing (“%(text)s”).")
SQUARES = _("The sum of squares (“%(text)s”) is smaller than these numbers allow.")
NO_EXPOSURE = _("Events cannot happen where nobody was exposed (“%(text)s”).")
NOTHING = _("No figure is given. Leave the row out.")
TWICE = _("The same indicator, place, groups and period stand in line %(other)d. Keep one of them.")
OVERLAPS = _("Its period shares days with that of line %(other)d, and what both hold would be counted twice.")


@dataclass(frozen=True)
class Layout:
    """The headings of a file. An `indicator`, `place` or `period` of "" has no column: what codes say for "" holds for all rows.

    `groups`: a heading for each dimension. `sums`: name of the column of arrays (n, k, w, wy, ...) > heading.
    """

    indicator: str
    period: str
    place: str
    groups: tuple[str, ...]
    sums: Mapping[str, str]


@dataclass(frozen=True)
class Codes:
    """What the texts of a file mean, by number: only what the batch may hold. A place or group of "" is everywhere, everybody.

    `number`: what a cell says that is no plain number, NaN where it says that none is known (raises ValueError); with it a row
    without any figure is left out, as published files have them.
    """

    indicators: Mapping[str, int]
    places: Mapping[str, int]
    groups: Mapping[str, Mapping[str, int]]  # by heading
    period: Callable[[str], Period] = parse
    number: Callable[[str], float] | None = None


@dataclass
class Gathered:
    """All rows of a file: of each its series, period, line and sums (NaN is not known)."""

    names: tuple[str, ...]
    series: list[str] = field(default_factory=list)  # indicator, place and groups, as COPY takes them
    periods: list[Period] = field(default_factory=list)
    parts: list[tuple[NDArray[Any], ...]] = field(default_factory=list)
    empty: int = 0  # rows without a figure, left out

    def close(self) -> None:
        """One array of each, instead of one a block."""
        self.of_series, self.period, self.line, *rest = (np.concatenate(each) for each in zip(*self.parts, strict=True))
        self.sums: dict[str, Numbers] = dict(zip(self.names, rest, strict=True))
        self.parts.clear()
        if self.empty:  # a series of nothing but empty rows is none
            used, places = np.unique(self.of_series, return_inverse=True)
            self.series, self.of_series = [self.series[at] for at in used.tolist()], places.astype(np.int32)


def gathered_from(file: BinaryIO, layout: Layout, codes: Codes, progress: Callable[[int], object]) -> Gathered:
    """Read a file whole. Raises Unreadable and Faulty."""
    rows = Rows(file)
    reader = _Reader(rows, layout, codes)
    read = 0
    for block in rows.blocks():
        reader.add(block)
        read += len(block)
        progress(read)
        if len(reader.faults) >= MOST_FAULTS:
            break
    _refuse(reader.faults)
    if not read:
        raise Unreadable(say(NO_ROWS))
    reader.found.close()
    return reader.found


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise Faulty(sorted(faults, key=lambda fault: (fault.line, fault.column))[:MOST_FAULTS])


class _Reader:
    def __init__(self, rows: Rows, layout: Layout, codes: Codes) -> None:
        self.codes, self.headings = codes, rows.headings
        keys = [("indicator", layout.indicator), ("place", layout.place), *(("group", each) for each in layout.groups)]
        self.keys = [(what, rows.column(heading)) for what, heading in keys if heading]
        self.fixed = {what for what, heading in keys if not heading}
        self.period = rows.column(layout.period) if layout.period else -1
        self.sums = {name: rows.column(heading) for name, heading in layout.sums.items()}
        self.found = Gathered(tuple(layout.sums))
        self.numbers: dict[str, int] = {}  # of each series
        self.met: tuple[dict[Any, int], dict[Any, int]] = ({}, {})
        self.spans: dict[Period, int] = {}
        self.blamed: set[tuple[int, str]] = set()  # columns and texts whose fault has been said
        self.faults: list[Fault] = []

    def add(self, block: Block) -> None:
        columns = [column for _what, column in self.keys]
        series = self._coded(block, columns, self.met[0], self._series) if columns else self._all(block, self._series)
        spans = self.period >= 0
        period = self._coded(block, [self.period], self.met[1], self._span) if spans else self._all(block, self._span)
        sums = {name: self._sum(block, name, column) for name, column in self.sums.items()}
        unknown = [np.isnan(each) for name, each in sums.items() if name != "se" or len(sums) == 1]
        nothing = np.logical_and.reduce(unknown) if sums else np.zeros(len(block), dtype=np.bool_)
        if not self.codes.number:
            self._blame(block, nothing, "", NOTHING)
        self._check_together(block, sums)
        parts: tuple[NDArray[Any], ...] = (
            series.astype(np.int32),
            period.astype(np.int32),
            block.lines.astype(np.int32),
            *sums.values(),
        )
        if self.codes.number and nothing.any():
            self.found.empty += int(nothing.sum())
            parts = tuple(each[~nothing] for each in parts)
        self.found.parts.append(parts)

    def _check_together(self, block: Block, sums: Mapping[str, Numbers]) -> None:
        """What the sums of one row must be to each other."""
        for part, whole in (("k", "n"), ("wy", "w"), ("w2y", "w2")):
            if part in sums and whole in sums:
                most = sums[whole] if part in WHOLE else sums[whole] * (1 + 1e-9)
                self._blame(block, sums[part] > most, part, MORE)
        n, k, x, x2 = (sums.get(name) for name in ("n", "k", "x", "x2"))
        if n is not None and k is not None:
            said = np.isin(block.lines, [fault.line for fault in self.faults])
            self._blame(block, np.isnan(n) & ~np.isnan(k) & ~said, "k", ALONE)
        if n is not None and x is not None:
            self._blame(block, (n == 0) & (np.nan_to_num(x) != 0), "x", OF_NOBODY)
        if n is not None and x is not None and x2 is not None:
            self._blame(block, (n > 0) & (x2 * n < x * x * (1 - NEAR)), "x2", SQUARES)
        if "events" in sums and "exposure" in sums:
            self._blame(block, (sums["events"] > 0) & (sums["exposure"] == 0), "exposure", NO_EXPOSURE)

    @staticmethod
    def _all(block: Block, code: Callable[[Block, int], int]) -> Places:
        return np.full(len(block), code(block, 0), dtype=np.intp)

    @staticmethod
    def _coded(block: Block, columns: list[int], met: dict[Any, int], code: Callable[[Block, int], int]) -> Places:
        """The code of each row, worked out once for all that are written alike."""
        first, places = block.alike(columns)
        written = block.written(first, columns)
        found = list(map(met.get, written))
        for at, (known, row) in enumerate(zip(found, first.tolist(), strict=True)):
            if known is None:
                found[at] = met[written[at]] = code(block, row)
        return np.array(found, dtype=np.intp)[places]

    def _series(self, block: Block, row: int) -> int:
        """The number of a row's series; -1 where a code is not known."""
        indicator, place, groups = self.codes.indicators.get("") if "indicator" in self.fixed else None, None, []
        place = self.codes.places.get("") if "place" in self.fixed else None
        for what, column in self.keys:
            text = block.field(row, column)
            known = self._known(what, column)
            number = known.get(text)
            if number is None and (text or what == "indicator"):
                self._fault(block, row, column, say(NOT_THERE, text=text[:60]), text)
                return -1
            if what == "indicator":
                indicator = number
            elif what == "place":
                place = number
            elif number is not None:
                groups.append(number)
        said = f"{indicator}\t{place if place is not None else chr(92) + 'N'}\t{{{','.join(map(str, sorted(groups)))}}}"
        found = self.numbers.setdefault(said, len(self.numbers))
        if found == len(self.found.series):
            self.found.series.append(said)
        return found

    def _known(self, what: str, column: int) -> Mapping[str, int]:
        if what == "group":
            return self.codes.groups[self.headings[column]]
        return self.codes.indicators if what == "indicator" else self.codes.places

    def _span(self, block: Block, row: int) -> int:
        text = block.field(row, self.period) if self.period >= 0 else ""
        try:
            period = self.codes.period(text)
        except Unclear as unclear:
            self._fault(block, row, self.period, unclear.sentence, text)
            return -1
        found = self.spans.setdefault(period, len(self.spans))
        if found == len(self.found.periods):
            self.found.periods.append(period)
        return found

    def _sum(self, block: Block, name: str, column: int) -> Numbers:
        values, wrong = block.numbers(column)
        if self.codes.number:
            wrong = self._published(block, column, values, wrong)
        for row in wrong[:MOST_FAULTS]:
            self._fault(block, row, column, say(NO_NUMBER, text=block.field(row, column)[:60]))
        if name in WHOLE:
            self._blame(block, (values != np.floor(values)) & ~np.isnan(values), name, NO_COUNT)
        self._blame(block, np.abs(values) >= LIMITS.get(name, LIMIT), name, LARGE)
        if name not in SIGNED:
            self._blame(block, values < 0, name, BELOW)
        return values

    def _published(self, block: Block, column: int, values: Numbers, odd: Sequence[int]) -> list[int]:
        """Put what odd cells say into `values`; the rows of those that are no number either."""
        assert self.codes.number is not None
        wrong = []
        for row in {*odd, *np.flatnonzero(values <= NO_FIGURE).tolist()}:
            try:
                values[row] = self.codes.number(block.field(row, column))
            except ValueError:
                wrong.append(row)
        return sorted(wrong)

    def _blame(self, block: Block, wrong: NDArray[np.bool_], name: str, reason: str) -> None:
        column = self.sums.get(name, -1)
        for row in np.flatnonzero(wrong)[:MOST_FAULTS].tolist():
            text = block.field(row, column)[:60] if name else ""
            self._fault(block, row, column, say(reason, text=text))

    def _fault(self, block: Block, row: int, column: int, reason: Sentence, text: str | None = None) -> None:
        """A text that means nothing is named where it stands first."""
        if text is not None:
            if (column, text) in self.blamed:
                return
            self.blamed.add((column, text))
        self.faults.append(Fault(int(block.lines[row]), self.headings[column] if column >= 0 else "", reason))


def ordered(gathered: Gathered, *, published: bool) -> NDArray[np.intp]:
    """Rows by series, then by period. Raises Faulty where a period stands in one twice, or shares days with another."""
    ranks = np.argsort(np.argsort([(one.begin.toordinal() << 24) + one.end.toordinal() for one in gathered.periods]))
    key = gathered.of_series.astype(np.int64) * len(ranks) + ranks[gathered.period]
    order = np.argsort(key, kind="stable")
    one, other = order[:-1], order[1:]
    begins = np.array([each.begin.toordinal() for each in gathered.periods])
    ends = np.array([each.end.toordinal() for each in gathered.periods])
    same = key[one] == key[other]
    shares = (gathered.of_series[one] == gathered.of_series[other]) & (
        begins[gathered.period[other]] <= ends[gathered.period[one]]
    )
    wrong = np.flatnonzero(same if published else shares)[:MOST_FAULTS]
    line = gathered.line
    _refuse([
        Fault(int(line[other[at]]), "", say(TWICE if same[at] else OVERLAPS, other=int(line[one[at]]))) for at in wrong.tolist()
    ])  # fmt: skip
    return order
