"""A quarter in the life of the Citywide Equity Team: from a nomination through two meetings to approved minutes.

In real browsers, axe on each page, the taking down by keys alone; time is moved, not waited for.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from raci import clock, jobs
from raci.history import acting
from raci.models import Holding, Job, Meeting, Minutes, Nomination, Person, Team
from raci.service import service_person
from tests.city import SmallCity, small_city
from tests.journeys.driver import Visitor, give_passwords, office
from tests.journeys.test_axe import ALL_RULES
from tests.journeys.test_keyboard import Hands

pytestmark = pytest.mark.django_db(transaction=True)
NOTES = "Sam reads the draft aloud; two questions are left."
DECIDED = "The draft standard goes to the bureaus."


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    return city


@pytest.fixture
def team(city: SmallCity) -> Team:
    """Without the lead of Vibrant Communities: the seat is vacant since yesterday."""
    team = Team.objects.get(code="citywide-equity-team")
    with acting(by=service_person("test", "Test"), act="end_holding"):
        holding = Holding.objects.get(post__code="lead-vibrant-communities", person=city.lead)
        holding.begins_on = clock.today() - timedelta(days=90)
        holding.ends_on = clock.today() - timedelta(days=1)
        holding.save()
    return team


def test_a_quarter_of_the_team(city: SmallCity, team: Team, browser: Any, live_server: Any, move_time: Any) -> None:
    with office(browser, live_server.url) as meet:
        deputy = meet(city.deputy)
        deputy_nominates(deputy, team, city.manager)
        nominee_accepts(meet(city.manager))
        officer = meet(city.officer)
        officer_welcomes(officer, city.manager)
        assert city.manager in [member.person for member in team.members_on(clock.today())]
        first = officer_plans(officer, team, days=7)
        officer_builds_the_agenda(officer, "The draft standard")
        move_time(days=7)
        officer = meet(city.officer)
        officer_takes_down(Hands(officer), first, city.manager)
        clerk = meet(city.office)
        clerk_hands_the_minutes_in(clerk, first)
        second = officer_plans(officer, team, days=30)
        officer_ticks_the_minutes(officer)
        move_time(days=37)
        officer = meet(city.officer)
        officer_approves(officer, first)
        officer_prints(officer)
        member_closes(meet(city.manager))
    minutes = Minutes.objects.get(meeting=first)
    assert (minutes.state, minutes.approved_in) == (Minutes.State.ACCEPTED, second)
    assert Nomination.objects.get().state == Nomination.State.WELCOMED


def accessible(visitor: Visitor) -> None:
    """No violation of WCAG 2.1 AA on the page as it stands."""
    visitor.page.evaluate(AXE_SCRIPT)
    found = visitor.page.evaluate("rules => axe.run(document, rules).then(results => results.violations)", ALL_RULES)
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == [], visitor.page.url


def deputy_nominates(deputy: Visitor, team: Team, nominee: Person) -> None:
    deputy.go(f"/teams/{team.code}/")
    accessible(deputy)
    deputy.follow(re.compile("^Nominate"))
    accessible(deputy)
    deputy.fill(Whom=nominee.email, Why_them="She runs the bureau's plan and knows the service area.")
    deputy.press("Ask them")
    deputy.sees("is asked.")
    accessible(deputy)


def nominee_accepts(nominee: Visitor) -> None:
    nominee.go("/")
    nominee.follow(re.compile("Citywide Equity Team|lead", re.I), nominee.page.locator("main"))
    accessible(nominee)
    nominee.press("Accept")
    nominee.sees("You accepted.")


def officer_welcomes(officer: Visitor, nominee: Person) -> None:
    officer.go("/")
    officer.follow(re.compile(re.escape(nominee.name)), officer.page.locator("main"))
    officer.press(re.compile("^Welcome"))
    officer.sees("is welcomed")
    accessible(officer)


def officer_plans(officer: Visitor, team: Team, days: int) -> Meeting:
    officer.go(f"/teams/{team.code}/")
    officer.follow("Plan a meeting")
    accessible(officer)
    day = clock.today() + timedelta(days=days)
    officer.fill(Day=day.isoformat(), From="09:00", Until="10:30", Place="City Hall")
    officer.press("Plan it and tell the members")
    officer.sees("Next: the agenda.")
    return Meeting.objects.get(team=team, on=day)


def officer_builds_the_agenda(officer: Visitor, title: str) -> None:
    officer.fill(Item=title, Outcome_wanted="agree", Minutes="30")
    officer.press("Add the item")
    officer.sees("The item is on the agenda.", "30 minutes in all")
    accessible(officer)
    officer.follow("To the meeting")
    officer.sees("Wanted:", "members")
    accessible(officer)


def officer_takes_down(hands: Hands, meeting: Meeting, owner: Person) -> None:
    """Attendance, notes, a decision and something to do: no mouse."""
    visitor = hands.visitor
    visitor.go(f"/meetings/{meeting.pk}/take/")
    accessible(visitor)
    for _member in {member.person_id for member in meeting.team.members_on(meeting.on)}:
        hands.to("present")
        hands.page.keyboard.press("Space")
    notes = hands.page.get_by_label("Notes")
    notes.fill("The draft")  # not saved, and not yet kept, when another form of the page is sent
    hands.page.get_by_label("Guests").focus()
    hands.page.keyboard.type("Pat Lee")
    hands.enter("Save the attendance")
    visitor.sees("The attendance is saved.", "reached")
    assert notes.input_value() == "The draft"
    notes.fill("")
    hands.page.keyboard.type(NOTES)
    hands.to("Outcome")
    hands.page.keyboard.type("agreed")
    hands.enter("Save The draft standard")
    visitor.sees("Saved: The draft standard", NOTES)
    hands.enter("Write down a decision")
    accessible(visitor)
    hands.types("What was decided", DECIDED)
    hands.enter("Write it down")
    visitor.sees("by consensus", DECIDED)
    visitor.follow(re.compile("^Give something to do"))
    accessible(visitor)
    visitor.fill(What_is_to_be_done="Send the draft to the bureaus", Or_by_the_person=owner.email)
    visitor.fill(Due=(clock.today() + timedelta(days=14)).isoformat())
    visitor.press("Give it")
    visitor.sees("its owner is told")
    visitor.press("Close the meeting")
    visitor.sees("The meeting is closed.", NOTES, DECIDED)
    accessible(visitor)


def clerk_hands_the_minutes_in(clerk: Visitor, meeting: Meeting) -> None:
    clerk.go(f"/meetings/{meeting.pk}/minutes/")
    clerk.press("Hand it in")
    clerk.sees("It is handed in.", "As handed in.")
    accessible(clerk)


def officer_ticks_the_minutes(officer: Visitor) -> None:
    officer.sees("They are handed in by")
    officer.choose("Approve the minutes of")
    officer.press("Put the ticked on the agenda")
    officer.sees("1 item is put on the agenda.")
    accessible(officer)


def officer_approves(officer: Visitor, meeting: Meeting) -> None:
    officer.go("/")
    officer.follow(re.compile("^Minutes of"), officer.page.locator("main"))
    officer.sees("You are asked to approve them")
    officer.fill(Corrections_that_were_said="Pat Lee is spelled with double e.")
    officer.press("Approve the minutes")
    officer.sees("The minutes are approved.", "double e", "Approved at the meeting of")
    accessible(officer)


def officer_prints(officer: Visitor) -> None:
    officer.press(re.compile("PDF"))
    job = Job.objects.latest("pk")
    assert jobs.do(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error


def member_closes(member: Visitor) -> None:
    """What the meeting gave her waits on her first page, late by now; she closes it."""
    member.go("/")
    member.follow("Send the draft to the bureaus", member.page.locator("main"))
    member.sees("overdue")
    accessible(member)
    member.field("How it was done, or why it is dropped").fill("Sent to all bureaus.")
    member.press("It is done")
    member.sees("Sent to all bureaus.", "done")
