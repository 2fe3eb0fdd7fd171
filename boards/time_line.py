"""The seats of a board on one line of time: who had each, holdovers, and the gaps. In hundredths of the line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from boards.standing import Clause, Place, State, Term, add_months

BACK, AHEAD = 36, 24  # months of the line before and after its day


@dataclass(frozen=True)
class Bar:
    """A stretch of a seat's line."""

    left: float
    width: float
    state: State
    term: Term | None
    begins: date
    ends: date


@dataclass(frozen=True)
class Year:
    """The beginning of a year on the line."""

    number: int
    left: float


@dataclass(frozen=True)
class TimeLine:
    """The stretch of time, its day in hundredths of it, and a row of bars a seat."""

    first: date
    last: date
    today: float
    rows: tuple[tuple[Bar, ...], ...]
    years: tuple[Year, ...]


def time_line(day: date, places: Sequence[Place], terms: Iterable[Term], clause: Clause) -> TimeLine:
    """A row for each seat, in the order given."""
    first, last = add_months(day, -BACK), add_months(day, AHEAD)
    by_seat: dict[object, list[Term]] = {}
    for term in terms:
        by_seat.setdefault(term.seat, []).append(term)
    rows = tuple(
        tuple(
            _bar(stretch, first, last)
            for stretch in _stretches(one, by_seat.get(one.key, []), clause, day, first, last)
        )
        for one in places
    )
    years = tuple(Year(year, _left(date(year, 1, 1), first, last)) for year in range(first.year + 1, last.year + 1))
    return TimeLine(first, last, _left(day, first, last), rows, years)


@dataclass(frozen=True)
class _Stretch:
    begins: date
    ends: date
    state: State
    term: Term | None


def _stretches(
    place: Place, terms: list[Term], clause: Clause, day: date, first: date, last: date
) -> Iterable[_Stretch]:
    """Oldest first. What has not come is drawn as far as terms go; a gap only as far as the day, and none before the first term
    of a seat that was there before: nobody knows who had it.
    """
    begins, ends = max(place.from_on or first, first), min(place.abolished_on or last, last)
    known = sorted(terms, key=lambda one: one.serves_from or date.min)
    at = begins if begins > first or not known else max(known[0].serves_from or begins, begins)
    for term in known:
        starts = max(term.serves_from or begins, at)
        stops = min(term.ended_on or _goes_until(term, day, last), ends)
        if stops < starts:
            continue
        if at < starts:
            yield _Stretch(at, starts - timedelta(days=1), State.VACANT, None)
        yield from _of_term(term, starts, stops, clause)
        at = stops + timedelta(days=1)
    until = min(day, ends)
    if at <= until:
        yield _Stretch(at, until, State.VACANT, None)


def _goes_until(term: Term, day: date, last: date) -> date:
    return max(term.term_end, day) if term.term_end else last


def _of_term(term: Term, starts: date, stops: date, clause: Clause) -> Iterable[_Stretch]:
    over = term.term_end
    if over is None or over >= stops:
        yield _Stretch(starts, stops, State.FILLED, term)
        return
    if over >= starts:
        yield _Stretch(starts, over, State.FILLED, term)
    state = State.HOLDOVER if term.holds_over or clause is Clause.YES else State.EXPIRED
    yield _Stretch(max(over + timedelta(days=1), starts), stops, state, term)


def _bar(one: _Stretch, first: date, last: date) -> Bar:
    left = _left(one.begins, first, last)
    right = _left(one.ends + timedelta(days=1), first, last)
    return Bar(left, max(round(right - left, 2), 0.4), one.state, one.term, one.begins, one.ends)


def _left(day: date, first: date, last: date) -> float:
    return round(100 * (day - first).days / ((last - first).days + 1), 2)
