"""How the seats of a board stand on a day: filled, holdover, expired or vacant, since when, and whether its quorum holds.

Worked out of terms, never typed. A seat counts as filled while somebody serves in it, also as a holdover: the term is over,
and the law lets them serve until a successor is appointed. Where the law does not, or nobody knows whether it does, the seat
is expired: it counts as vacant and is flagged. All days are included in the time they begin or end.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

NEXT_MONTHS = (6, 12)  # in which terms that end are counted


class State(Enum):
    """What a seat is on a day."""

    FILLED = "filled"
    HOLDOVER = "holdover"
    EXPIRED = "expired"
    VACANT = "vacant"


class Clause(Enum):
    """Whether the law lets members serve on until a successor is appointed."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Term:
    """Somebody's time in a seat. An empty day: not known, or open."""

    seat: Hashable
    member: Hashable
    serves_from: date | None = None
    term_end: date | None = None
    ended_on: date | None = None  # the last day
    key: Hashable = None  # what the asker knows it by
    holds_over: bool = False  # whatever the clause: the source says of this one that they serve until a successor comes

    def covers(self, day: date) -> bool:
        """Whether they have the seat on this day."""
        begun = self.serves_from is None or self.serves_from <= day
        return begun and (self.ended_on is None or self.ended_on >= day)


@dataclass(frozen=True)
class Place:
    """A seat, and the days between which there is one."""

    key: Hashable
    from_on: date | None = None
    abolished_on: date | None = None  # the last day

    def there_on(self, day: date) -> bool:
        """Whether the board has this seat on the day."""
        begun = self.from_on is None or self.from_on <= day
        return begun and (self.abolished_on is None or self.abolished_on >= day)


@dataclass(frozen=True)
class Standing:
    """One seat on a day. `since`: the first day it is as it is, where that is known."""

    seat: Hashable
    state: State
    term: Term | None  # of whoever sits there, also when it counts as vacant
    since: date | None
    day: date

    @property
    def is_filled(self) -> bool:
        """Whether somebody serves there whom the law lets serve."""
        return self.state in (State.FILLED, State.HOLDOVER)

    @property
    def days(self) -> int | None:
        """For how many days it has been so, this one counted; None where it is not known since when."""
        return None if self.since is None else (self.day - self.since).days + 1


@dataclass(frozen=True)
class BoardStanding:
    """A board on a day."""

    day: date
    seats: tuple[Standing, ...]
    quorum: int | None = None
    ending: Mapping[int, int] = field(default_factory=dict)  # months -> filled seats whose term ends within them

    def _count(self, *states: State) -> int:
        return sum(one.state in states for one in self.seats)

    @property
    def total(self) -> int:
        """Seats there are."""
        return len(self.seats)

    @property
    def filled(self) -> int:
        """Seats that somebody serves in, holdovers among them."""
        return self._count(State.FILLED, State.HOLDOVER)

    @property
    def vacant(self) -> int:
        """The others: nobody sits there, or somebody whose time is over."""
        return self.total - self.filled

    @property
    def expired(self) -> int:
        """Of the vacant: somebody still sits there."""
        return self._count(State.EXPIRED)

    @property
    def holdover(self) -> int:
        """Of the filled: the term is over."""
        return self._count(State.HOLDOVER)

    @property
    def lacks_quorum(self) -> bool:
        """Fewer serve than it takes to decide."""
        return self.quorum is not None and self.filled < self.quorum

    @property
    def may_lose_quorum(self) -> bool:
        """It decides today, and would not once the terms of the next six months are over with no successor."""
        ending = self.ending.get(NEXT_MONTHS[0], 0)
        return self.quorum is not None and not self.lacks_quorum and self.filled - ending < self.quorum


def board_on(
    day: date, places: Iterable[Place], terms: Iterable[Term], *, clause: Clause, quorum: int | None = None
) -> BoardStanding:
    """The board on this day, its seats in the order given."""
    by_seat: dict[Hashable, list[Term]] = {}
    for term in terms:
        by_seat.setdefault(term.seat, []).append(term)
    seats = tuple(seat_on(day, one, by_seat.get(one.key, ()), clause) for one in places if one.there_on(day))
    ending = {months: sum(_ends_by(one, add_months(day, months)) for one in seats) for months in NEXT_MONTHS}
    return BoardStanding(day, seats, quorum, ending)


def seat_on(day: date, place: Place, terms: Sequence[Term], clause: Clause) -> Standing:
    """One seat on this day, from all the terms in it."""
    sits = next((one for one in terms if one.covers(day)), None)
    if sits is None:
        return Standing(place.key, State.VACANT, None, _empty_since(day, place, terms), day)
    if sits.term_end is None or sits.term_end >= day:
        return Standing(place.key, State.FILLED, sits, sits.serves_from, day)
    state = State.HOLDOVER if sits.holds_over or clause is Clause.YES else State.EXPIRED
    return Standing(place.key, state, sits, max(_after(sits.term_end), sits.serves_from or date.min), day)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _empty_since(day: date, place: Place, terms: Sequence[Term]) -> date | None:
    """The day after the last one left; for a seat nobody sat in yet, the day it came to be."""
    left = [one.ended_on for one in terms if one.ended_on is not None and one.ended_on < day]
    return max(_after(max(left)), place.from_on or date.min) if left else place.from_on


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _ends_by(one: Standing, last: date) -> bool:
    if one.state is not State.FILLED or one.term is None:
        return False
    ends = [day for day in (one.term.term_end, one.term.ended_on) if day is not None]
    return bool(ends) and min(ends) <= last
