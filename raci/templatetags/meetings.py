"""For templates of meetings: the words of stored codes, which frozen minutes hold as they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from raci.doors import facts
from raci.models import Attendance, Team
from raci.models.meetings import Got, Outcome
from raci.queries.meetings.of_team import TeamMeetings

register = template.Library()


@register.simple_tag(takes_context=True)
def meetings_of(context: dict[str, Any], team: Team) -> TeamMeetings:
    """{% meetings_of team as meetings %}: what the page's reader may see of them."""
    return TeamMeetings(team, facts(context["request"]))


@register.filter
def attended(how: str) -> str:
    """ "present", in words."""
    return str(Attendance.How(how).label)


@register.filter
def outcome(wanted: str) -> str:
    """The outcome that was wanted."""
    return str(Outcome(wanted).label)


@register.filter
def got(came_to: str) -> str:
    """The outcome that was got."""
    return str(Got(came_to).label)


@register.filter
def has_quorum(text: dict[str, Any]) -> bool:
    """Whether enough members were there, by frozen minutes."""
    return len(text["present"]) >= int(text["needed"])


@register.filter
def as_day(written: str) -> date:
    """A day as frozen minutes write it."""
    return date.fromisoformat(written)


@register.filter
def named(number: int, noun: str) -> str:
    """The name of a form whose typing is kept: {{ item.pk|named:"notes" }} is "notes:12"."""
    return f"{noun}:{number}"
