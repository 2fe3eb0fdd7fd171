"""Minutes (reviewed, 4.6): frozen as they are handed in, approved at a later meeting of the team, corrections said there."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raci import clock, records, reviewing
from raci.authority import Facts
from raci.kinds import MINUTES
from raci.models import AgendaItem, Attendance, Meeting, Minutes, Person, Resolution
from raci.quorum import Quorum, quorum
from raci.refusals import Problem
from raci.reviewing import Review

How = Attendance.How


def approve_minutes(minutes: Minutes, *, meeting: Meeting, by: Person, corrections: str = "") -> None:
    """A of 4.6 accepts them as approved at a later meeting of the team, with the corrections that were said there.

    The text stays as it was handed in; corrections stand below it. What needs more is given back instead.
    """

    def say_where(locked: Minutes) -> None:
        locked.approved_in, locked.corrections = meeting, corrections.strip()

    reviewing.accept(minutes, by=by, also=say_where)


def _before_approval(minutes: Minutes) -> list[Problem]:
    where = minutes.approved_in
    if where is None:
        text = _("Minutes are approved at a later meeting of the team: put them on its agenda.")
        return [Problem(text, field="meeting")]
    same_team = where.team_id == minutes.meeting.team_id
    later = _beginning(where) > _beginning(minutes.meeting)
    if not (same_team and later and where.state != Meeting.State.CANCELLED and where.on <= clock.today()):
        return [
            Problem(_("They are approved at a later meeting of the same team, on its day or after."), field="meeting")
        ]
    if not where.items.filter(origin=origin_of(minutes)).exists():
        return [Problem(_("They are not on the agenda of that meeting."), field="meeting")]
    return []


def _beginning(meeting: Meeting) -> tuple[date, time]:
    return meeting.on, meeting.begins or time.min


def origin_of(minutes: Minutes) -> str:
    """What an item of an agenda that is about them is known by."""
    return f"minutes:{minutes.pk}"


def _problems(minutes: Minutes) -> list[Problem]:
    """What is not written down yet."""
    take = reverse("raci:meeting-take", args=[minutes.meeting_id])
    open_items = minutes.meeting.items.filter(got="")
    text = _("Say what came of “%(title)s”, or that it was put off.")
    return [Problem(text % {"title": item.title}, url=f"{take}#item-{item.pk}") for item in open_items]


def _freeze(minutes: Minutes) -> None:
    minutes.content = records.canonical(content_of(minutes.meeting))
    minutes.sha256 = records.digest(minutes.content)


def content_of(meeting: Meeting) -> dict[str, Any]:
    """What the minutes say, as plain values: who was there, each item with what came of it (6 queries)."""
    attendances = list(meeting.attendances.select_related("person"))
    counted = quorum_of(meeting, attendances)
    items = meeting.items.order_by("order", "pk").prefetch_related(
        "resolutions__dissents__person", "action_items__post", "action_items__person"
    )
    return {
        "team": meeting.team.name,
        "title": meeting.title,
        "on": meeting.on.isoformat(),
        "begins": f"{meeting.begins:%H:%M}" if meeting.begins else "",
        "ends": f"{meeting.ends:%H:%M}" if meeting.ends else "",
        "place": meeting.place,
        "members": counted.members,
        "needed": counted.needed,
        "present": _names(attendances, How.PRESENT),
        "excused": _names(attendances, How.EXCUSED),
        "absent": _names(attendances, How.ABSENT),
        "guests": _names(attendances, How.GUEST),
        "items": [_item(item) for item in items],
    }


def quorum_of(meeting: Meeting, attendances: list[Attendance]) -> Quorum:
    """As the charter says: as it was when the meeting was held, or as it is today."""
    held = meeting.quorum_percent is not None and meeting.members_count is not None
    return quorum(
        percent=meeting.quorum_percent if held else meeting.team.quorum_percent,  # type: ignore[arg-type]
        members=meeting.members_count if held else meeting.team.members_on(meeting.on).count(),  # type: ignore[arg-type]
        present=sum(row.how == How.PRESENT for row in attendances),
    )


def _names(attendances: list[Attendance], how: str) -> list[str]:
    return sorted(row.person.name if row.person else row.name for row in attendances if row.how == how)


def _item(item: AgendaItem) -> dict[str, Any]:
    return {
        "title": item.title,
        "wanted": item.wanted,
        "got": item.got,
        "presenter": item.presenter,
        "notes": item.notes,
        "decisions": [_resolution(one) for one in item.resolutions.all()],
        "actions": [
            {"words": one.words, "owner": one.owner, "due_on": one.due_on.isoformat()}
            for one in item.action_items.all()
        ],
    }


def _resolution(one: Resolution) -> dict[str, Any]:
    return {
        "words": one.words,
        "way": one.way,
        "votes": [one.votes_for, one.votes_against, one.abstained] if one.way == Resolution.Way.VOTE else [],
        "carried": one.carried,
        "dissent": [{"name": dissent.person.name, "words": dissent.words} for dissent in one.dissents.all()],
    }


def frozen(minutes: Minutes) -> dict[str, Any] | None:
    """What was handed in; None for minutes that never were."""
    return json.loads(minutes.content) if minutes.content else None


def _reads(minutes: Minutes, facts: Facts) -> bool:
    """The team's members of that day and of today; who reads what is published, once they are approved."""
    if minutes.state == Minutes.State.ACCEPTED and facts.has("reads_published"):
        return True
    team, days = minutes.meeting.team, (minutes.meeting.on, facts.today)
    return any(team.members_on(day).filter(person=facts.person).exists() for day in days)


REVIEW = Review(
    kind=MINUTES,
    unit=lambda row: row.meeting.team.unit,
    url=lambda row: reverse("raci:minutes", args=[row.meeting_id]),
    related=("meeting__team__unit", "approved_in"),
    problems=_problems,
    freeze=_freeze,
    before_accepting=_before_approval,
    readers=_reads,
    waits=gettext_lazy(
        "Minutes are approved at a later meeting of the team, on its day; they can be given back before."
    ),
)
