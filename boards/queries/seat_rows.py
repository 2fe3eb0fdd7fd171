"""A board's seats as rows of its page: how each stands, who has it, who is on the way to it, and its line in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boards.models import Appointment, Seat, VacancyNotice
from boards.standing import BoardStanding, Standing, State
from boards.time_line import Bar, TimeLine
from boards.words import STATES, days_words
from raci.drawing import day as day_words


@dataclass(frozen=True)
class SeatRow:
    """A seat of the page: how it stands, who has it, who is on the way to it, and its bars."""

    seat: Seat
    standing: Standing
    appointment: Appointment | None
    coming: list[Appointment]
    notice: VacancyNotice | None
    bars: tuple[tuple[Bar, str], ...]

    @property
    def state(self) -> str:
        """Its state in a word."""
        return str(STATES[self.standing.state])

    @property
    def sentence(self) -> str:
        """The same in a sentence, for the table."""
        one = self.standing
        if one.state is State.FILLED:
            return _term_words(self.appointment)
        since = day_words(one.since) if one.since else ""
        if one.state is State.VACANT:
            words = _("vacant since %(day)s: %(days)s") if since else _("vacant, not known since when")
        elif one.state is State.HOLDOVER:
            words = _("serves on since %(day)s until a successor is appointed: %(days)s")
        else:
            since = day_words(one.term.term_end) if one.term else ""
            words = _("the term was over on %(day)s, and the law is not known to let them serve on: %(days)s")
        return words % {"day": since, "days": days_words(one.days)}

    @property
    def line_words(self) -> str:
        """What its line of the picture shows, for who cannot see it."""
        return "; ".join(words for _bar, words in self.bars) or self.state


def seat_rows(
    seats: Sequence[Seat],
    standing: BoardStanding,
    line: TimeLine,
    appointments: Sequence[Appointment],
    notices: dict[int, VacancyNotice],
) -> list[SeatRow]:
    """A row a seat, in the order of the seats."""
    by_pk = {one.pk: one for one in appointments}
    coming: dict[int, list[Appointment]] = {}
    for one in appointments:
        is_open = one.ended_on is None or one.ended_on > standing.day
        if is_open and (not one.is_serving or (one.serves_from and one.serves_from > standing.day)):
            coming.setdefault(one.seat_id, []).append(one)
    rows = []
    for seat, stands, bars in zip(seats, standing.seats, line.rows, strict=True):
        found = by_pk.get(stands.term.key) if stands.term else None  # type: ignore[call-overload]
        worded = tuple((bar, bar_words(bar)) for bar in bars)
        notice = notices.get(seat.pk) if not stands.is_filled else None
        rows.append(SeatRow(seat, stands, found, coming.get(seat.pk, []), notice, worded))
    return rows


def bar_words(bar: Bar) -> str:
    """One stretch of a line in words."""
    name = str(bar.term.member) if bar.term else str(STATES[bar.state])
    words = {"name": name, "from": day_words(bar.begins), "until": day_words(bar.ends), "state": STATES[bar.state]}
    if bar.state in (State.FILLED, State.VACANT):
        return _("%(name)s %(from)s to %(until)s") % words
    return _("%(name)s, %(state)s, %(from)s to %(until)s") % words


def _term_words(one: Appointment | None) -> str:
    if one is None:
        return ""
    if one.term_end is None:
        return _("no end of the term is known")
    return _("term ends on %(day)s") % {"day": day_words(one.term_end)}
