"""What is due within 30, 60 and 90 days, as a page and as a calendar: a line a requirement and day, with its units counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.checks.verdicts import Result
from compliance.models import Closure, CorrectiveAction, Obligation
from compliance.queries.status import with_status
from compliance.queries.theirs import theirs
from raci import clock
from raci.authority import Facts, facts_for
from raci.calendars import Event
from raci.models import Person, Unit
from raci.queries.meetings.calendars import Feed

STEPS = (30, 60, 90)
FEED = Feed(gettext_lazy("What the law asks of me"), "compliance:obligation-feed")
AHEAD = 370  # days of the feed
MOST = 200  # lines of a part of the page


@dataclass(frozen=True)
class Entry:
    """Something due on a day."""

    due_on: date
    title: str
    detail: str
    url: str
    key: str


@dataclass(frozen=True)
class Part:
    """A stretch of days with what is due in it."""

    label: str
    entries: list[Entry]
    more: int


@dataclass(frozen=True)
class CalendarPage:
    """Overdue, then step by step."""

    parts: list[Part]
    units: list[Unit]
    unit: Unit | None
    mine: bool


def calendar_page(facts: Facts, unit: str = "", *, mine: bool = False) -> CalendarPage:
    """Of the whole city, of a unit, or of one's own posts (a constant number of queries)."""
    units = list(Unit.objects.order_by("name"))
    at = next((one for one in units if one.code == unit), None)
    last = facts.today + timedelta(days=STEPS[-1])
    entries = list(due(facts, last, at, mine=mine, late=True))
    parts = [_part(_("Overdue"), [one for one in entries if one.due_on < facts.today])]
    begins = facts.today
    for days in STEPS:
        ends = facts.today + timedelta(days=days)
        label = ngettext("Within %(n)s day", "Within %(n)s days", days) % {"n": days}
        parts.append(_part(label, [one for one in entries if begins <= one.due_on <= ends]))
        begins = ends + timedelta(days=1)
    return CalendarPage(parts, units, at, mine)


def _part(label: str, entries: list[Entry]) -> Part:
    return Part(label, entries[:MOST], max(len(entries) - MOST, 0))


def due(
    facts: Facts, last: date, unit: Unit | None = None, *, mine: bool = False, late: bool = False
) -> Iterable[Entry]:
    """What is to be shown or done until a day, in its order (2 queries)."""
    states = [Result.EVIDENCE_DUE.value, *([Result.EVIDENCE_OVERDUE.value] if late else [])]
    found = with_status(Obligation.objects.filter(due_on__lte=last), facts.today).filter(stands__in=states)
    actions = CorrectiveAction.objects.filter(due_on__lte=last, dropped_at=None).exclude(
        closure__state=Closure.State.ACCEPTED
    )
    if not late:
        actions = actions.filter(due_on__gte=facts.today)
    if unit is not None:
        found = found.filter(unit__path__startswith=unit.path)
        actions = actions.filter(finding__unit__path__startswith=unit.path)
    if mine:
        found = found.filter(theirs(facts))
        actions = actions.filter(owner__in=[one.post for one in facts.posts])
    names = ("due_on", "requirement__code", "requirement__text")
    rows = found.order_by("due_on", "requirement__code").values(*names)
    lines = [_entry(row) for row in rows.annotate(n=Count("pk"), first=Min("pk"), name=Min("unit__name"))]
    lines += [_corrective(one) for one in actions.select_related("owner", "finding__unit").order_by("due_on", "pk")]
    return sorted(lines, key=lambda one: (one.due_on, one.title))


def _entry(row: dict[str, Any]) -> Entry:
    code, n = row["requirement__code"], row["n"]
    url = reverse("compliance:obligation-detail", args=[row["first"]])
    detail = row["name"]
    if n > 1:
        url = f"{reverse('compliance:obligation-list')}?{urlencode({'q': code, 'sort': 'due_on'})}"
        detail = ngettext("%(n)s unit", "%(n)s units", n) % {"n": n}
    title = f"{code} {row['requirement__text']}"
    return Entry(row["due_on"], title, detail, url, f"{code}-{row['due_on']}")


def _corrective(one: CorrectiveAction) -> Entry:
    detail = f"{_('corrective action')} · {one.owner.title} · {one.finding.unit.name}"
    url = reverse("compliance:corrective-action-detail", args=[one.pk])
    return Entry(one.due_on, one.title, detail, url, f"corrective-{one.pk}")


def events(person: Person) -> list[Event]:
    """What is theirs to show or to do in a year, as whole days of a calendar: dates and titles, nothing of what was judged."""
    facts = facts_for(person)
    found = due(facts, facts.today + timedelta(days=AHEAD), mine=True)
    return as_events(found)


def as_events(entries: Iterable[Entry]) -> list[Event]:
    """As calendars read them."""
    now, base = clock.now(), settings.PORTAL_ADDRESS.rstrip("/")
    return [
        Event(
            uid=f"law-{one.key}@equity-portal",
            sequence=0,
            title=one.title,
            begins=one.due_on,
            ends=one.due_on,
            changed=now,
            text=one.detail,
            url=f"{base}{one.url}" if base else "",
        )
        for one in entries
    ]


def filtered(facts: Facts, unit: str, *, mine: bool) -> list[Event]:
    """The same as the page shows, for a file."""
    at = Unit.objects.filter(code=unit).first()
    return as_events(due(facts, facts.today + timedelta(days=AHEAD), at, mine=mine))
