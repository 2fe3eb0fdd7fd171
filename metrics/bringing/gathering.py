"""A file's verdicts put together: of each indicator, place and combination of groups the figures by period. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from metrics.periods import Period
from metrics.reading.groups import overlaps
from metrics.reading.mapping import Mapping
from metrics.reading.observations import Groups, Observation, Row, Verdict
from metrics.reading.totals import Totals
from raci.evidence.verdicts import _
from raci.imports.verdicts import say

MOST_KEPT = 1_000  # refused rows that are shown one by one
ADDED = (
    "n", "k", "sum", "sum_of_squares", "events", "exposure", "weight_sum", "weighted_sum", "weight_squares",
    "weighted_squares",
)  # fmt: skip
TOLD_EACH = 5_000  # rows between two words of progress
TWICE = _("Line %(line)d holds the same already. Leave one of the two out.")


class Label(NamedTuple):
    """How a file calls an indicator: its name, which series of it, in which unit."""

    indicator: str
    series: str
    unit: str

    @property
    def text(self) -> str:
        """Name and series, as a person reads them."""
        return " · ".join(part for part in (self.indicator, self.series) if part)


class Subject(NamedTuple):
    """What a line of figures is about, in the file's words."""

    label: Label
    place_code: str
    place: str
    groups: Groups  # in order of their dimensions' names


class Figure(NamedTuple):
    """A figure and the line it stands in."""

    observation: Observation
    line: int


@dataclass
class Gathered:
    """All of a file. `shared`: (dimension, group) that share people with others, so that they are never added up."""

    adds_up: bool
    figures: dict[Subject, dict[Period, Figure]] = field(default_factory=dict)
    lines: int = 0
    read: int = 0
    empty: int = 0
    refused: int = 0
    faults: list[Row] = field(default_factory=list)
    shared: set[tuple[str, str]] = field(default_factory=set)
    measures: dict[Label, set[str]] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)

    @property
    def cells(self) -> int:
        """How many values it comes to."""
        return sum(len(periods) for periods in self.figures.values())

    @property
    def series(self) -> int:
        """Of how many indicators in a place, of a combination of groups."""
        return len(self.figures)

    def refuse(self, row: Row) -> None:
        """Count a refused row, and keep it if not too many are."""
        self.refused += 1
        if len(self.faults) < MOST_KEPT:
            self.faults.append(row)


def gather(rows: Iterable[Row], mapping: Mapping, progress: Callable[[int], object] = lambda lines: None) -> Gathered:
    """Put the verdicts of a file together; `progress` is told how many lines were read."""
    found, last = Gathered(mapping.adds_up), 0
    share = _sharing(mapping)
    for row in rows:
        if row.line != last:
            found.lines, last = found.lines + 1, row.line
            if found.lines % TOLD_EACH == 0:
                progress(found.lines)
        if row.observation is not None:
            _take(found, row, row.observation, share)
        elif row.verdict is Verdict.EMPTY:
            found.empty += 1
        else:
            found.refuse(row)
    return found


def _take(found: Gathered, row: Row, one: Observation, share: Callable[[str, str], bool]) -> None:
    label = Label(one.indicator, one.series, one.unit)
    subject = Subject(label, one.place_code, one.place, tuple(sorted(one.groups)))
    assert one.period is not None
    periods = found.figures.setdefault(subject, {})
    before = periods.get(one.period)
    if before is not None and not found.adds_up:
        found.refuse(Row(row.line, Verdict.REFUSED, say(TWICE, line=before.line)))
        return
    found.read += 1
    periods[one.period] = Figure(
        _added(before.observation, one) if before else one, before.line if before else row.line
    )
    known = found.measures.setdefault(label, set())
    known.update(name for name in KINDS if getattr(one, name) is not None)
    if one.overlapping:
        marked = {pair for pair in one.groups if share(*pair)}
        found.shared |= marked or set(one.groups[-1:])
    found.totals.add(one)


KINDS = ("n", "k", "value", "se", "moe", "sum", "events", "weight_sum", "base", "population")


def _added(one: Observation, other: Observation) -> Observation:
    """Two parts of one cell. What is not known of either is not known of both."""
    sums: dict[str, Any] = {}
    for name in ADDED:
        first, second = getattr(one, name), getattr(other, name)
        sums[name] = None if first is None or second is None else first + second
    return one._replace(**sums)


def _sharing(mapping: Mapping) -> Callable[[str, str], bool]:
    """Whether the mapping says that a group shares people with others of its dimension."""
    columns: dict[str, list[Callable[[str], bool]]] = {}
    for column in mapping.columns:
        if column.name:
            columns.setdefault(column.name, []).append(lambda group, column=column: overlaps(column, group))  # type: ignore[misc]
    headings = {pair for column in mapping.columns if column.overlapping for pair in column.groups}
    return lambda name, group: (name, group) in headings or any(ask(group) for ask in columns.get(name, ()))
