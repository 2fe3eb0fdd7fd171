"""A team at work, for the tests that need something behind each address of meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from raci import clock, reviewing
from raci.actions.meetings import agenda, calendars, following, planning, taking
from raci.models import ActionItem, AgendaItem, Meeting, Minutes, Person, Resolution, Team
from tests.city import SmallCity


@dataclass(frozen=True)
class TeamAtWork:
    """The Citywide Equity Team: a meeting planned for today, minutes of one that are a draft, of another that are handed in."""

    team: Team
    planned: Meeting
    item: AgendaItem
    resolution: Resolution
    action: ActionItem  # the director's of Parks
    draft: Minutes
    minutes: Minutes  # handed in by the Office
    calendar: str  # the key of the officer's


def make_team(city: SmallCity) -> TeamAtWork:
    """By acts, as people would."""
    team = Team.objects.get(code="citywide-equity-team")
    planned = meet(team, city.officer)
    item = agenda.add_item(planned, by=city.officer, title="The standard", wanted="agree")
    return TeamAtWork(
        team=team,
        planned=planned,
        item=item,
        resolution=taking.resolve(item, by=city.officer, words="We agree.", way="consensus"),
        action=following.give_action(
            item, by=city.officer, words="Draft it", due_on=clock.today(), post=city.post("director-parks")
        ),
        draft=held(team, city.office, -2)[1],
        minutes=handed_in(team, city.office, -9),
        calendar=calendars.make_link(by=city.officer),
    )


def meet(team: Team, by: Person, days: int = 0) -> Meeting:
    """A meeting so many days from today."""
    on = clock.today() + timedelta(days=days)
    return planning.plan_meeting(
        team=team, by=by, on=on, begins=time(9), ends=time(10, 30), place="City Hall", was_held=days < 0
    )


def members(meeting: Meeting) -> list[Person]:
    """Who sits on the team on its day."""
    return [member.person for member in meeting.team.members_on(meeting.on)]


def attend(meeting: Meeting, by: Person, absent: int = 0) -> None:
    """Everybody is there but the first `absent`, and a guest."""
    people = members(meeting)
    how = {one.pk: "present" for one in people} | {one.pk: "absent" for one in people[:absent]}
    taking.take_attendance(meeting, by=by, members=how, guests=["Pat Guest", " "])


def held(team: Team, by: Person, days: int = 0) -> tuple[Meeting, Minutes]:
    """One that was held, with one item."""
    meeting = meet(team, by, days)
    item = agenda.add_item(meeting, by=by, title="The standard", wanted="agree")
    attend(meeting, by)
    taking.note_item(item, by=by, notes="We talked.", got="agree")
    return meeting, taking.close_meeting(meeting, by=by)


def handed_in(team: Team, by: Person, days: int) -> Minutes:
    """Minutes that wait for their approval."""
    _meeting, minutes = held(team, by, days)
    reviewing.hand_in(minutes, by=by)
    return minutes
