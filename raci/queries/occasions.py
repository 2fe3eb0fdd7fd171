"""The page of the city's calendar, its feed, and the kernel's own occasions: what waits by a day, meetings, consultations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raci import clock, occasions
from raci.authority import Facts, facts_for
from raci.calendars import Event
from raci.grants import visible
from raci.models import Consultation, Meeting, Person
from raci.occasions import Occasion, Source
from raci.queries.meetings.calendars import Feed
from raci.queries.meetings.pages import meetings_of
from raci.queries.waiting import waiting_on

MONTHS, BACK, AHEAD = 3, 31, 370  # of a page; days of the feed
MOST = 300  # lines of a page
FEED = Feed(gettext_lazy("Everything: what is due of me, meetings, sessions"), "raci:occasion-feed")


@dataclass(frozen=True)
class Month:
    """A month with what is in it."""

    label: str
    lines: list[tuple[Source, Occasion]]


@dataclass(frozen=True)
class OccasionsPage:
    """Three months from one on."""

    months: list[Month]
    kinds: list[Source]
    kind: str
    mine: bool
    first: date
    before: str  # the months before and after, as "2027-01"
    after: str
    more: int


def occasions_page(facts: Facts, *, month: str = "", kind: str = "", mine: bool = False) -> OccasionsPage:
    """What happens or is due, as far as this person may see it (a constant number of queries)."""
    first = _first_of(month) or facts.today.replace(day=1)
    last = date.fromordinal(_moved(first, MONTHS).toordinal() - 1)
    known = list(occasions.sources().values())
    kind = kind if kind in occasions.sources() else ""
    found = [one for one in occasions.between(facts, first, last, [kind] if kind else []) if one[1].is_mine or not mine]
    return OccasionsPage(
        months=[
            Month(label, list(lines)) for label, lines in groupby(found[:MOST], key=lambda pair: _label(pair[1].on))
        ],
        kinds=known,
        kind=kind,
        mine=mine,
        first=first,
        before=f"{_moved(first, -MONTHS):%Y-%m}",
        after=f"{_moved(first, MONTHS):%Y-%m}",
        more=max(len(found) - MOST, 0),
    )


def _label(day: date) -> str:
    return date_format(day, "F Y")


def _first_of(month: str) -> date | None:
    try:
        found = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    return found if 1900 <= found.year < 2199 else None


def _moved(first: date, months: int) -> date:
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


# ---- the feed: one's own


def events(person: Person) -> list[Event]:
    """What concerns them, a month back and a year ahead. The teams' meetings keep the numbers of their own feed."""
    facts = facts_for(person)
    first, last = (date.fromordinal(facts.today.toordinal() + days) for days in (-BACK, AHEAD))
    return [_event(source, one) for source, one in occasions.between(facts, first, last) if one.is_mine]


def _event(source: Source, one: Occasion) -> Event:
    base = settings.PORTAL_ADDRESS.rstrip("/")
    return Event(
        uid=f"{source.code}-{one.key}@equity-portal",
        sequence=one.edits,
        title=one.title,
        begins=_at(one.on, one.begins),
        ends=_at(one.on, one.ends or one.begins),
        changed=clock.now(),
        where=one.place,
        text=one.detail,
        url=f"{base}{one.url}" if base else "",
    )


def _at(day: date, hour: time | None) -> date | datetime:
    return day if hour is None else datetime.combine(day, hour, clock.zone())


# ---- the kernel's own


def _waiting(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    for one in waiting_on(facts):
        if one.due_on and first <= one.due_on <= last:
            key = f"{one.kind}-{one.url.strip('/').replace('/', '-')}"
            yield Occasion(one.due_on, f"{one.verb}: {one.title}", one.detail, one.url, key, is_mine=True)


def _meetings(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    own = set(meetings_of(facts.person).values_list("pk", flat=True))
    rows = Meeting.objects.filter(on__range=(first, last)).exclude(state=Meeting.State.CANCELLED)
    for one in rows.select_related("team").order_by("on", "pk"):
        title = f"{one.team.name}: {one.title}" if one.title else one.team.name
        url = reverse("raci:meeting", args=[one.pk])
        yield Occasion(
            one.on, title, "", url, str(one.uid), one.pk in own, one.begins, one.ends, one.place, one.sequence
        )


def _consultations(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    asked = Consultation.objects.filter(
        due_on__range=(first, last), answer="", answered_by=None, case__in=visible(facts).order_by().values("pk"),
        case__state="consultation",
    )  # fmt: skip
    seen = set()
    for one in asked.select_related("case__record").order_by("due_on", "pk"):
        if one.due_on is None or (one.case_id, one.due_on) in seen:
            continue
        seen.add((one.case_id, one.due_on))
        url = reverse("raci:case-consultation", args=[one.case.record_id])
        title = _("Answers are due: %(title)s") % {"title": one.case.title or one.case.record.title}
        yield Occasion(one.due_on, title, "", url, f"{one.case_id}-{one.due_on}")


SOURCES = (
    Source("waiting", gettext_lazy("Due of me"), _waiting),
    Source("meetings", gettext_lazy("Meetings of teams"), _meetings),
    Source("consultations", gettext_lazy("Consultations that end"), _consultations),
)
