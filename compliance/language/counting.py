"""People by language from a file of counts by small places (tracts): added up, each row accounted for.

The margin of a sum is the root of the sum of squared margins (U.S. Census Bureau, Understanding and Using ACS Data, 2018,
chapter 8). Margins of places with an estimate of nought are counted too, so that the margin is rather too wide than too
narrow: a language is then looked at again sooner. Margins are those of 90 %, in people, as published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import isqrt

from metrics.reading.files import Line, Table
from metrics.reading.numbers import Number
from metrics.reading.observations import Observation, Row, Verdict
from metrics.reading.proposing import propose
from metrics.reading.rows import read
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, Unreadable, say

LANGUAGE = "language"  # what the dimension of languages is called by whatever file
LESS_THAN_WELL = (
    "lep",
    "less than very well",
    "limited english",
)  # what names the count of people with limited English
RELIABILITY = "reliability"
WEAK = ("not reliable", "unreliable", "do not use")
MOST_FAULTS = 20


@dataclass(frozen=True)
class LanguageCount:
    """One language over all places that were added up."""

    name: str
    speakers: int
    margin_of_error: int | None  # None where a part has none
    parts: int
    weak_parts: int  # of these, not reliable in the publisher's own words


@dataclass(frozen=True)
class Fault:
    """A row that cannot be counted, and why."""

    line: int
    sentence: Sentence


@dataclass(frozen=True)
class Counts:
    """What a file comes to. Every row is in one of `used`, `totals`, `other`, `outside`, `empty`, `refused`."""

    languages: tuple[LanguageCount, ...]
    population: int | None  # over all of whom the languages were counted, where the file says it
    places: int
    flags: dict[str, int]  # rows counted, by the publisher's word on their reliability
    used: int = 0
    totals: int = 0  # the people of whom the languages are a part
    other: int = 0  # about something else than languages (countries of birth)
    outside: int = 0  # of places that were not asked for
    empty: int = 0
    refused: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def rows(self) -> int:
        """All of them."""
        return self.used + self.totals + self.other + self.outside + self.empty + self.refused


@dataclass
class _Sum:
    people: int = 0
    squares: int | None = 0
    parts: int = 0
    weak: int = 0

    def add(self, people: int, margin: int | None, *, weak: bool) -> None:
        """One place more."""
        self.people += people
        self.squares = None if self.squares is None or margin is None else self.squares + margin * margin
        self.parts += 1
        self.weak += weak


@dataclass
class _Tally:
    """The file while it is read."""

    prefix: str
    reliability: int | None  # the column with the publisher's word
    languages: dict[str, _Sum] = field(default_factory=dict)
    population: dict[str, dict[str, int]] = field(default_factory=dict)  # by series, then by place
    series: set[str] = field(default_factory=set)  # those that languages stand in
    places: set[str] = field(default_factory=set)
    seen: set[tuple[str, str]] = field(default_factory=set)
    flags: Counter[str] = field(default_factory=Counter)
    tally: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)

    def take(self, row: Row, cells: Sequence[str]) -> None:
        """One row, into one of the heaps."""
        if row.verdict is Verdict.EMPTY:
            self.tally["empty"] += 1
        elif row.observation is None:
            self.refuse(row.line, row.reason or say(NOT_READ))
        elif not row.observation.place_code.startswith(self.prefix):
            self.tally["outside"] += 1
        else:
            self._figure(row.line, row.observation, cells)

    def refuse(self, line: int, sentence: Sentence) -> None:
        """A row that stands against the file."""
        self.tally["refused"] += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, sentence))

    def _figure(self, line: int, one: Observation, cells: Sequence[str]) -> None:
        people = _whole(one.n if one.n is not None else one.value)
        place = one.place_code or one.place
        if one.is_total:
            self.totals[one.series] += 1
            if people is not None:
                self.population.setdefault(one.series, {})[place] = people
            return
        name = _language_of(one)
        if name is None:
            self.tally["other"] += 1
        elif people is None:
            self.refuse(line, say(NO_PEOPLE))
        elif (name, place) in self.seen:
            self.refuse(line, say(TWICE, language=name, place=one.place or place))
        else:
            self.seen.add((name, place))
            self._count(name, people, one, place, cells)

    def _count(self, name: str, people: int, one: Observation, place: str, cells: Sequence[str]) -> None:
        word = cells[self.reliability].strip() if self.reliability is not None and self.reliability < len(cells) else ""
        weak = any(bad in word.casefold() for bad in WEAK)
        self.languages.setdefault(name, _Sum()).add(people, _whole(one.moe), weak=weak)
        self.tally["used"] += 1
        self.places.add(place)
        self.series.add(one.series)
        if word:
            self.flags[word] += 1
        if one.base is not None and (base := _whole(one.base)) is not None:
            self.population.setdefault(one.series, {})[place] = base


def count(table: Table, *, prefix: str = "", period: str = "") -> Counts:
    """The languages of a file. `prefix`: only places whose code begins so (a county's GEOID). Raises Unreadable for what
    holds no counts by language."""
    mapping = propose(table).mapping
    mapping = replace(mapping, period=mapping.period or period, indicator=mapping.indicator or LANGUAGE)
    at = next((n for n, heading in enumerate(table.headings) if heading.casefold() == RELIABILITY), None)
    held = _Tally(prefix, at)
    last: list[Line] = []
    rows = list(_with_cells(read(_watched(table.lines(), last), mapping), last))
    measures = {row.observation.indicator for row, _cells in rows if row.observation is not None}
    wanted = _wanted(measures)
    for row, cells in rows:
        if row.observation is not None and row.observation.indicator not in wanted:
            held.tally["other"] += 1
        else:
            held.take(row, cells)
    if not held.languages and not held.tally["refused"]:
        raise Unreadable(say(NO_LANGUAGES, file=table.name))
    return _counts(held)


def _watched(lines: Iterable[Line], last: list[Line]) -> Iterator[Line]:
    for line in lines:
        last[:] = [line]
        yield line


def _with_cells(rows: Iterator[Row], last: list[Line]) -> Iterator[tuple[Row, Sequence[str]]]:
    for row in rows:
        yield row, last[0][1] if last else ()


def _wanted(measures: set[str]) -> set[str]:
    """Of several measures in one file those of people with limited English; a single one is taken for that."""
    named = {one for one in measures if any(word in one.casefold() for word in LESS_THAN_WELL)}
    return named if len(measures) > 1 and named else measures


def _counts(held: _Tally) -> Counts:
    totals = sum(many for series, many in held.totals.items() if series in held.series)
    elsewhere = sum(held.totals.values()) - totals
    people = [value for series in held.series for value in held.population.get(series, {}).values()]
    whole = len(people) == len(held.places) and len(held.series) == 1
    languages = [
        LanguageCount(name, one.people, None if one.squares is None else _root(one.squares), one.parts, one.weak)
        for name, one in held.languages.items()
    ]
    return Counts(
        languages=tuple(sorted(languages, key=lambda one: (-one.speakers, one.name))),
        population=sum(people) if whole else None,
        places=len(held.places),
        flags=dict(sorted(held.flags.items())),
        used=held.tally["used"],
        totals=totals,
        other=held.tally["other"] + elsewhere,
        outside=held.tally["outside"],
        empty=held.tally["empty"],
        refused=held.tally["refused"],
        faults=tuple(held.faults),
    )


def _language_of(one: Observation) -> str | None:
    return next((group for dimension, group in one.groups if LANGUAGE in dimension.casefold()), None)


def _whole(number: Number | None) -> int | None:
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def _root(squares: int) -> int:
    """The nearest whole number to the root."""
    root = isqrt(squares)
    return root + 1 if squares - root * root > root else root


NOT_READ = _("It cannot be read.")
NO_PEOPLE = _("It holds no whole number of people.")
TWICE = _("%(language)s in %(place)s stands in the file twice.")
NO_LANGUAGES = _(
    "%(file)s holds no counts by language: a column that names languages, and one with people, are looked for."
)
