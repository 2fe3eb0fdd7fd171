"""When something is due: the periods of a requirement's rhythm that a city has before it on a day. No Django.

Where the law gives no day, the portal asks once a fiscal year of the city, by its last day; that is practice and no law. A
rhythm of several years counts from a day that the city says; until then its day is not known, and is not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.checks.clocks import years_later
from compliance.packs.facts import Cadence
from metrics.periods import last_day
from raci.days import later

ITSELF, REVIEW = "", "review"
AHEAD = 92  # days: a period that begins within them is made already
YEARLY = (Cadence.ANNUAL, Cadence.CONTINUOUS)
MOST_YEARS = 300


@dataclass(frozen=True)
class Rhythm:
    """How often, and from when. `fixed`: the day of `by_fixed_date`, None where it is not known; `counts_from`: a day on which
    a rhythm of several years was due, None where nobody said it; `since`: the first day on which it was asked of the city.
    """

    cadence: str
    since: date
    every: int | None = None
    review: str = ""
    review_every: int | None = None
    fixed: date | None = None
    counts_from: date | None = None


@dataclass(frozen=True)
class Span:
    """A period for which something is due. `ends` None: it ends with nothing; `due` None: the day is not known."""

    part: str
    begins: date
    ends: date | None
    due: date | None


@dataclass(frozen=True)
class Year:
    """A city's fiscal year, by the month and day it begins on."""

    month: int = 7
    day: int = 1

    def beginning(self, day: date) -> date:
        """The first day of the fiscal year that a day lies in."""
        first = self._in(day.year)
        return first if first <= day else self._in(day.year - 1)

    def _in(self, year: int) -> date:
        return date(year, self.month, min(self.day, last_day(year, self.month).day))

    def after(self, day: date) -> date:
        """The last day of the fiscal year that a day lies in."""
        return self._in(self.beginning(day).year + 1) - timedelta(days=1)


def spans(rhythm: Rhythm, today: date, year: Year) -> list[Span]:
    """The periods that run today and those that begin within `AHEAD` days, of the thing itself and of its review.

    What is due with an award or at an event is not here: an award gives its own days (`of_award`), an event comes by hand.
    """
    found = list(_stream(ITSELF, rhythm.cadence, rhythm.every, rhythm, today, year))
    review = list(_stream(REVIEW, rhythm.review, rhythm.review_every, rhythm, today, year))
    if rhythm.cadence in YEARLY and rhythm.review in YEARLY:
        return found  # one look a year is both
    if rhythm.cadence == Cadence.BY_FIXED_DATE:
        return found + [one for one in review if _after(one, rhythm)]
    if rhythm.review == Cadence.EVERY_N_YEARS and rhythm.counts_from is None:
        return found  # nothing to look at again before it is known when it was done
    return found + review


def of_award(rhythm: Rhythm, begins: date, ends: date | None, today: date, year: Year) -> list[Span]:
    """What an award asks for: the thing itself by its first day, and a review in each later fiscal year that it runs in."""
    found = [Span(ITSELF, begins, ends, begins)]
    if rhythm.review in YEARLY:
        found += [
            one
            for one in _stream(REVIEW, rhythm.review, None, rhythm, today, year)
            if begins < one.begins and (ends is None or one.begins <= ends)
        ]
    return found


def _after(one: Span, rhythm: Rhythm) -> bool:
    """A review after a fixed day begins with the first whole year after it."""
    return rhythm.fixed is not None and one.begins > rhythm.fixed


def _stream(part: str, cadence: str, every: int | None, rhythm: Rhythm, today: date, year: Year) -> Iterator[Span]:
    horizon = later(today, AHEAD)
    if cadence in YEARLY:
        yield from _years(part, today, horizon, year)
    elif cadence == Cadence.MONTHLY:
        yield from _months(part, today, horizon)
    elif cadence == Cadence.BIENNIAL_ODD_YEAR:
        yield from _odd_years(part, rhythm, today, horizon)
    elif cadence == Cadence.EVERY_N_YEARS:
        yield from _several_years(part, every or 1, rhythm, today, horizon)
    elif cadence == Cadence.ONCE:
        yield Span(part, rhythm.since, None, year.after(rhythm.since))
    elif cadence == Cadence.BY_FIXED_DATE:
        yield Span(part, rhythm.since, None, rhythm.fixed)


def _years(part: str, today: date, horizon: date, year: Year) -> Iterator[Span]:
    begins = year.beginning(today)
    while begins <= horizon:
        ends = year.after(begins)
        yield Span(part, begins, ends, ends)
        begins = later(ends)


def _months(part: str, today: date, horizon: date) -> Iterator[Span]:
    begins = today.replace(day=1)
    while begins <= horizon:
        ends = last_day(begins.year, begins.month)
        yield Span(part, begins, ends, ends)
        begins = later(ends)


def _odd_years(part: str, rhythm: Rhythm, today: date, horizon: date) -> Iterator[Span]:
    """Two years that end with an odd one, in which it is due: by its last day, or by the day of the year that the city says."""
    odd = today.year + (today.year + 1) % 2
    while date(odd - 1, 1, 1) <= horizon:
        last = date(odd, 12, 31)
        said = rhythm.counts_from
        yield Span(part, date(odd - 1, 1, 1), last, years_later(said, odd - said.year) if said else last)
        odd += 2


def _several_years(part: str, every: int, rhythm: Rhythm, today: date, horizon: date) -> Iterator[Span]:
    if rhythm.counts_from is None:
        yield Span(part, rhythm.since, None, None)
        return
    start, turn = rhythm.counts_from, 0
    while years_later(start, turn + every) < today and turn < MOST_YEARS:
        turn += every
    if start > today:  # the first one is still to come
        yield Span(part, rhythm.since, start, start)
    while later(years_later(start, turn)) <= horizon:
        due = years_later(start, turn + every)
        yield Span(part, later(years_later(start, turn)), due, due)
        turn += every
