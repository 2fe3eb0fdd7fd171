"""Terms that end, seats that are vacant and holdovers: as a page and as a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.models import Appointment
from boards.queries.standing import active_on, serving_on
from boards.standing import add_months
from raci import clock
from raci.authority import Facts, facts_for
from raci.calendars import Event
from raci.models import Person, Unit
from raci.queries.meetings.calendars import Feed

STEPS = (2, 6, 12)  # months
MOST = 200  # lines of a part of the page
FEED = Feed(gettext_lazy("Terms on boards that end, of the boards I stand beside or appoint to"), "boards:term-feed")


@dataclass(frozen=True)
class Part:
    """A stretch of time with the terms that end in it."""

    label: str
    rows: list[Appointment]
    more: int


@dataclass(frozen=True)
class CalendarPage:
    """What is over already, then step by step."""

    parts: list[Part]
    units: list[Unit]
    unit: Unit | None
    mine: bool


def calendar_page(facts: Facts, unit: str = "", *, mine: bool = False) -> CalendarPage:
    """Of the whole city, of a unit, or of the boards one stands beside (a constant number of queries)."""
    units = list(Unit.objects.order_by("name"))
    at = next((one for one in units if one.code == unit), None)
    rows = list(ending(facts, at, mine=mine, late=True))
    parts = [_part(_("Over, and still in the seat"), [one for one in rows if _end(one) < facts.today])]
    begins = facts.today
    for months in STEPS:
        ends = add_months(facts.today, months)
        label = ngettext("Within %(n)s month", "Within %(n)s months", months) % {"n": months}
        parts.append(_part(label, [one for one in rows if begins <= _end(one) <= ends]))
        begins = date.fromordinal(ends.toordinal() + 1)
    return CalendarPage(parts, units, at, mine)


def ending(facts: Facts, unit: Unit | None = None, *, mine: bool = False, late: bool = False) -> QuerySet[Appointment]:
    """Those who serve and whose term ends within the last step, or is over (1 query)."""
    found = Appointment.objects.filter(
        serving_on(facts.today),
        active_on(facts.today, "seat__board__"),
        term_end__lte=add_months(facts.today, STEPS[-1]),
    )
    if not late:
        found = found.filter(term_end__gte=facts.today)
    if unit is not None:
        found = found.filter(seat__board__unit__path__startswith=unit.path)
    if mine:
        posts = [one.post for one in facts.posts]
        found = found.filter(
            Q(seat__board__liaison__in=posts)
            | Q(seat__board__appointing_post__in=posts)
            | Q(seat__board__confirming_post__in=posts)
        )
    return found.select_related("member", "seat__board__unit", "seat__board__liaison").order_by("term_end", "pk")


def events(person: Person) -> list[Event]:
    """Of the boards they stand beside, appoint to or confirm for: seats and days, no names."""
    return as_events(ending(facts_for(person), mine=True))


def filtered(facts: Facts, unit: str, *, mine: bool) -> list[Event]:
    """The same as the page shows, for a file."""
    at = Unit.objects.filter(code=unit).first()
    return as_events(ending(facts, at, mine=mine))


def as_events(rows: Iterable[Appointment]) -> list[Event]:
    """As calendars read them: a whole day a term."""
    now, base = clock.now(), settings.PORTAL_ADDRESS.rstrip("/")
    return [
        Event(
            uid=f"board-term-{one.pk}@equity-portal",
            sequence=one.edits,
            title=_("Term ends: %(board)s, seat %(seat)s") % {"board": one.seat.board.name, "seat": one.seat.label},
            begins=_end(one),
            ends=_end(one),
            changed=now,
            text=_appoints(one),
            url=f"{base}{reverse('boards:seat-detail', args=[one.seat_id])}" if base else "",
        )
        for one in rows
    ]


def _appoints(one: Appointment) -> str:
    board = one.seat.board
    return _("%(who)s appoints.") % {"who": board.appointed_by} if board.appointed_by else ""


def _end(one: Appointment) -> date:
    assert one.term_end is not None
    return one.term_end


def _part(label: str, rows: list[Appointment]) -> Part:
    return Part(label, rows[:MOST], max(len(rows) - MOST, 0))
