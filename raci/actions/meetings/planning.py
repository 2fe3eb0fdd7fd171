"""Plan a meeting of a team, move it, call it off: R of 4.6 for the team's unit. Its members are told, and calendars count on."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.meetings import telling
from raci.keeping import keeping
from raci.kinds import MEETING
from raci.models import Meeting, Person, Team
from raci.refusals import Conflict, NotReady, Problem


def plan_meeting(
    *,
    team: Team,
    on: date,
    begins: time,
    ends: time,
    by: Person,
    title: str = "",
    place: str = "",
    link: str = "",
    agenda_closes_on: date | None = None,
    was_held: bool = False,
) -> Meeting:
    """Call a meeting. `was_held`: one of a past day is written down, which was held without the portal."""
    with keeping(MEETING, team.unit, by=by, act="plan_meeting"):
        Team.objects.select_for_update(of=("self",)).get(pk=team.pk)  # two at once: the second sees the first
        problems = _problems(team, on, begins, ends)
        if on < clock.today() and not was_held:
            text = _("That day is past. To write down a meeting that was held, say that it was.")
            problems.append(Problem(text, field="on"))
        problems += _closes(on, agenda_closes_on) + _planned_already(team, on, begins)
        if problems:
            raise NotReady(problems)
        meeting = Meeting.objects.create(
            team=team, on=on, begins=begins, ends=ends, title=title, place=place, link=link, changed_at=clock.now(),
            agenda_closes_on=agenda_closes_on,
        )  # fmt: skip
        telling.planned(meeting, by)
    return meeting


def move_meeting(meeting: Meeting, *, by: Person, **said: Any) -> None:
    """Change its day, hours, place, link or title while it is planned; members are told when and where it is now."""
    with keeping(MEETING, meeting.team.unit, by=by, act="move_meeting"):
        locked = _planned(meeting)
        for name, value in said.items():
            setattr(locked, name, value)
        problems = _problems(locked.team, locked.on, locked.begins, locked.ends)
        problems += _closes(locked.on, locked.agenda_closes_on)
        if "on" in said and said["on"] != meeting.on and said["on"] < clock.today():
            problems.append(Problem(_("That day is past: a meeting is moved to a day to come."), field="on"))
        if {"on", "begins"} & said.keys():
            Team.objects.select_for_update(of=("self",)).get(pk=locked.team_id)  # as above
            problems += _planned_already(locked.team, locked.on, locked.begins, but=locked)
        if problems:
            raise NotReady(problems)
        _changed(locked)
        telling.moved(locked, by)
    meeting.refresh_from_db()


def cancel_meeting(meeting: Meeting, *, by: Person, why: str) -> None:
    """Call it off, with the reason. What was on its agenda is proposed for the next one."""
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with keeping(MEETING, meeting.team.unit, by=by, act="cancel_meeting", why=why):
        locked = _planned(meeting)
        locked.state, locked.why_cancelled = Meeting.State.CANCELLED, why.strip()
        _changed(locked)
        telling.cancelled(locked, by)
    meeting.refresh_from_db()


def locked_meeting(pk: int) -> Meeting:
    """The meeting's row, locked until the act is done, with its team."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("team__unit").get(pk=pk)


def _planned(meeting: Meeting) -> Meeting:
    locked = locked_meeting(meeting.pk)
    if locked.state != Meeting.State.PLANNED:
        raise Conflict(_("The meeting is no longer planned: it is %(state)s.") % {"state": locked.get_state_display()})
    return locked


def _changed(meeting: Meeting) -> None:
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    meeting.save()


def _closes(on: date, closes_on: date | None) -> list[Problem]:
    if closes_on is None or closes_on <= on:
        return []
    return [Problem(_("The agenda closes by the day of the meeting."), field="agenda_closes_on")]


def _planned_already(team: Team, on: date, begins: time | None, *, but: Meeting | None = None) -> list[Problem]:
    others = Meeting.objects.filter(team=team, on=on, begins=begins).exclude(state=Meeting.State.CANCELLED)
    there = (others.exclude(pk=but.pk) if but else others).first()
    if there is None:
        return []
    url = reverse("raci:meeting", args=[there.pk])
    return [Problem(_("The team already has a meeting at this hour of this day."), field="begins", url=url)]


def _problems(team: Team, on: date, begins: time | None, ends: time | None) -> list[Problem]:
    problems = []
    if team.ended_on and on > team.ended_on:
        problems.append(Problem(_("The team has ended by then."), field="on"))
    if begins and ends and ends <= begins:
        problems.append(Problem(_("It ends before it begins."), field="ends"))
    return problems
