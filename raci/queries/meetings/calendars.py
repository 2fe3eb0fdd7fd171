"""Meetings as events of a calendar (raci/calendars.py): when, where and what for; nothing of what is said there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from raci import clock
from raci.calendars import Event, Person
from raci.models import Holding, Meeting, Team
from raci.models import Person as Somebody
from raci.models.city import in_force_on
from raci.queries.meetings.pages import meetings_of


def events(meetings: Iterable[Meeting], *, invited: tuple[Person, ...] = ()) -> list[Event]:
    """As calendars read them, in the city's time."""
    zone = clock.zone()
    return [_event(meeting, zone, invited) for meeting in meetings]


def mine(person: Somebody) -> list[Event]:
    """The meetings of the teams they sit on or convene."""
    return events(meetings_of(person).order_by("on", "pk"))


def of_team(team: Team) -> list[Event]:
    """All meetings of a team."""
    return events(Meeting.objects.filter(team=team).select_related("team__convener").order_by("on", "pk"))


@dataclass(frozen=True)
class Feed:
    """Another calendar that one's own key opens, of an upper room: how it is called, and the name of its address."""

    label: str | Promise
    address: str


_feeds: list[Feed] = []


def register_feed(feed: Feed) -> None:
    """Make it known (from `AppConfig.ready`)."""
    if feed not in _feeds:
        _feeds.append(feed)


def feed_addresses(request: HttpRequest, key: str) -> list[tuple[str, str]]:
    """The name of each of them with its address under this key."""
    return [(str(one.label), request.build_absolute_uri(reverse(one.address, args=[key]))) for one in _feeds if key]


def team_addresses(request: HttpRequest, key: str) -> list[tuple[str, str]]:
    """The name of each team with the address of its calendar under this key."""
    teams = Team.objects.filter(ended_on=None).order_by("name") if key else []
    return [
        (team.name, request.build_absolute_uri(reverse("raci:calendar-team", args=[key, team.code]))) for team in teams
    ]


def invitation_of(meeting: Meeting, person: Somebody) -> Event:
    """One meeting, for one of its members or somebody who reads of it."""
    return events([meeting], invited=(Person(person.name, person.email),))[0]


def _event(meeting: Meeting, zone: ZoneInfo, invited: tuple[Person, ...]) -> Event:
    path = reverse("raci:meeting", args=[meeting.pk])
    address = f"{settings.PORTAL_ADDRESS.rstrip('/')}{path}" if settings.PORTAL_ADDRESS else ""
    title = f"{meeting.team.name}: {meeting.title}" if meeting.title else meeting.team.name
    return Event(
        uid=f"{meeting.uid}@equity-portal",
        sequence=meeting.sequence,
        title=title,
        begins=_at(meeting.on, meeting.begins, zone),
        ends=_at(meeting.on, meeting.ends, zone),
        changed=meeting.changed_at,
        where=meeting.place or meeting.link,
        text="\n".join(part for part in (meeting.link, meeting.why_cancelled) if part),
        url=address,
        cancelled=meeting.state == Meeting.State.CANCELLED,
        organizer=_convener(meeting) if invited else None,
        invited=invited,
    )


def _convener(meeting: Meeting) -> Person:
    """Who holds the convener's post today; where it is vacant, the portal itself."""
    held = Holding.objects.filter(
        in_force_on(clock.today()), post=meeting.team.convener_id, state=Holding.State.IN_FORCE
    )
    holder = held.select_related("person").order_by("pk").first()
    address = holder.person.email if holder else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return Person(meeting.team.convener.title, address)


def _at(day: date, hour: time | None, zone: ZoneInfo) -> datetime | date:
    return day if hour is None else datetime.combine(day, hour, zone)
