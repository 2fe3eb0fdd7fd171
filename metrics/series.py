"""The values of one indicator, place and combination of groups, period by period, and what can be wrong with them.

Sums that add up are kept, never a rate: which sums a kind of value has stands in `SUMS_OF`. Counts are compared as whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from raci.days import is_meant
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say

Number = int | float | Decimal
SUMS = ("n", "k", "w", "wy", "w2", "w2y", "x", "x2", "events", "exposure", "value", "se")
WHOLE = ("n", "k", "events")
SIGNED = ("x", "value")  # every other sum is of things that are there or not
# What each kind of value (IndicatorVersion.Value) is kept as.
SUMS_OF: dict[str, tuple[str, ...]] = {
    "rate": ("n", "k", "w", "wy", "w2", "w2y", "value", "se"),  # a value alone where its publisher gives no more
    "count": ("n",),
    "mean": ("n", "x", "x2", "value", "se"),
    "events": ("events", "exposure", "value", "se"),
    "estimate": ("n", "value", "se"),
    "milestone": ("value",),
}
PUBLISHED = ("estimate",)  # not added up, so its periods may overlap (five-year surveys)
MOST_WHOLE = 1e15
MOST = {"exposure": 1e14, "value": 1e16, "se": 1e16}  # the columns hold no more
NEAR = 1e-9  # of sums of floating numbers


class Cell(NamedTuple):
    """One period's sums; `None` is not known, or not of this kind of value. First and last day are both counted in."""

    begins: date
    ends: date
    n: int | None = None
    k: int | None = None
    w: float | None = None
    wy: float | None = None
    w2: float | None = None
    w2y: float | None = None
    x: float | None = None
    x2: float | None = None
    events: int | None = None
    exposure: Decimal | None = None
    value: Decimal | None = None
    se: Decimal | None = None


@dataclass(frozen=True)
class NewSeries:
    """What a batch is to hold of one indicator, place and combination of groups, all by their numbers.

    `groups` stand in ascending order; none is everybody. `lines`: where each cell stands in its file, if in one.
    """

    indicator: int
    place: int | None
    groups: tuple[int, ...]
    cells: tuple[Cell, ...]
    lines: tuple[int, ...] = ()

    def line(self, at: int) -> int | None:
        """The line of the file that a cell stands in."""
        return self.lines[at] if at < len(self.lines) else None


@dataclass(frozen=True)
class Fault:
    """Why a series, or one cell of it, is not taken. `field` is the sum it is about, if it is about one."""

    series: NewSeries
    cell: int | None
    sentence: Sentence
    field: str = ""

    @property
    def line(self) -> int | None:
        """The line of the file, if it stands in one."""
        return self.series.line(self.cell or 0)


def faults(rows: Sequence[NewSeries], kinds: Mapping[int, str], dimensions: Mapping[int, int]) -> Iterator[Fault]:
    """Everything that stands against storing these. `kinds`: of values, by indicator; `dimensions`: group > its dimension."""
    seen: set[tuple[int, int | None, tuple[int, ...]]] = set()
    for row in rows:
        key = (row.indicator, row.place, row.groups)
        if key in seen:
            yield Fault(row, None, say(TWICE))
        seen.add(key)
        if row.indicator not in kinds:
            yield Fault(row, None, say(NO_INDICATOR))
            continue
        if sentence := _about_groups(row.groups, dimensions):
            yield Fault(row, None, sentence)
        kind = kinds[row.indicator]
        for at, cell in enumerate(row.cells):
            for field, sentence in about_cell(cell, kind):
                yield Fault(row, at, sentence, field)
        yield from _about_periods(row, kind)


def _about_groups(groups: tuple[int, ...], dimensions: Mapping[int, int]) -> Sentence | None:
    if any(group not in dimensions for group in groups):
        return say(NO_GROUP)
    if len({dimensions[group] for group in groups}) < len(groups):
        return say(TWO_GROUPS)
    return None if all(one < other for one, other in pairwise(groups)) else say(NO_GROUP)


def _about_periods(row: NewSeries, kind: str) -> Iterator[Fault]:
    if not row.cells:
        yield Fault(row, None, say(NO_PERIODS))
    order = sorted(range(len(row.cells)), key=lambda at: row.cells[at][:2])
    for before, after in pairwise(order):
        one, other = row.cells[before], row.cells[after]
        if one[:2] == other[:2] or (kind not in PUBLISHED and other.begins <= one.ends):
            facts = {"begins": one.begins.isoformat(), "ends": one.ends.isoformat()}
            same = one[:2] == other[:2]
            yield Fault(row, after, say(SAME_PERIOD, **facts) if same else say(OVERLAPS, **facts), "period")


def about_cell(cell: Cell, kind: str) -> Iterator[tuple[str, Sentence]]:
    """What is wrong with one period's sums: (the sum it is about, the sentence)."""
    if cell.ends < cell.begins or not (is_meant(cell.begins) and is_meant(cell.ends)):
        yield "period", say(NO_PERIOD, begins=cell.begins.isoformat(), ends=cell.ends.isoformat())
    known = {name: value for name in SUMS if (value := getattr(cell, name)) is not None}
    if not known:
        yield "", say(NOTHING)
    for name, value in known.items():
        if name not in SUMS_OF[kind]:
            yield name, say(FOREIGN[kind])
        elif sentence := _about_number(name, value):
            yield name, sentence
    if all(math.isfinite(value) for value in known.values()):
        yield from TOGETHER.get(kind, _nothing)(cell)


def _about_number(name: str, value: Number) -> Sentence | None:
    if not math.isfinite(value):
        return say(NO_NUMBER)
    if value < 0 and name not in SIGNED:
        return say(BELOW_NOTHING, number=value)
    return say(TOO_LARGE, number=value) if abs(float(value)) >= MOST.get(name, MOST_WHOLE) else None


def _nothing(_cell: Cell) -> Iterator[tuple[str, Sentence]]:
    return iter(())


def _rate(cell: Cell) -> Iterator[tuple[str, Sentence]]:
    if cell.n is not None and cell.k is not None and cell.k > cell.n:
        yield "k", say(MORE_THAN_ALL, k=cell.k, n=cell.n)
    for part, whole, name in ((cell.wy, cell.w, "wy"), (cell.w2y, cell.w2, "w2y")):
        if part is not None and whole is not None and part > whole * (1 + NEAR):
            yield name, say(MORE_WEIGHT, part=part, whole=whole)


def _mean(cell: Cell) -> Iterator[tuple[str, Sentence]]:
    if cell.n is None or cell.x is None:
        return
    if cell.n == 0 and (cell.x or cell.x2):
        yield "x", say(OF_NOBODY)
    elif cell.x2 is not None and cell.x2 * cell.n < cell.x * cell.x * (1 - NEAR):
        yield "x2", say(SQUARES)


def _events(cell: Cell) -> Iterator[tuple[str, Sentence]]:
    if cell.events and cell.exposure is not None and cell.exposure == 0:
        yield "exposure", say(NO_EXPOSURE, n=cell.events)


def _milestone(cell: Cell) -> Iterator[tuple[str, Sentence]]:
    if cell.value is not None and not Decimal(0) <= cell.value <= Decimal(100):
        yield "value", say(NO_PERCENT, number=cell.value)


TOGETHER = {"rate": _rate, "mean": _mean, "events": _events, "milestone": _milestone}

TWICE = _("The same indicator, place and groups stand in it twice.")
NO_INDICATOR = _("This indicator is not known.")
NO_GROUP = _("A group is not known, or the groups do not stand in their order.")
TWO_GROUPS = _("Two groups of one dimension cannot be combined: a person stands in one of them.")
NO_PERIODS = _("It holds no value.")
NO_PERIOD = _("From %(begins)s to %(ends)s is no period.")
SAME_PERIOD = _("The period from %(begins)s to %(ends)s stands in it twice.")
OVERLAPS = _("This period overlaps the one from %(begins)s to %(ends)s, and what both hold would be counted twice.")
NOTHING = _("Nothing is known of this period: leave it out.")
NO_NUMBER = _("This is no number.")
BELOW_NOTHING = _("%(number)s is below nothing.")
TOO_LARGE = _("%(number)s is larger than the portal keeps.")
MORE_THAN_ALL = _("%(k)d people with the outcome are more than the %(n)d people there are.")
MORE_WEIGHT = _("The weight of those with the outcome (%(part)s) is more than the weight of all (%(whole)s).")
OF_NOBODY = _("A sum over nobody is nothing.")
SQUARES = _("The sum of squares is smaller than these numbers allow.")
NO_EXPOSURE = _("%(n)d events cannot happen where nobody was exposed.")
NO_PERCENT = _("%(number)s is no percentage of what is complete: write 0 to 100.")
FOREIGN = {
    "rate": _("This indicator is a share of people: it takes people and how many of them have the outcome."),
    "count": _("This indicator counts people: it takes their number."),
    "mean": _("This indicator is a mean: it takes people, the sum of the number and the sum of its squares."),
    "events": _("This indicator is events per exposure: it takes both."),
    "estimate": _("This indicator takes figures as published: the value and its standard error."),
    "milestone": _("This measure is a milestone: it takes what percentage is complete."),
}
