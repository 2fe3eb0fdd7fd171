"""The pages of meetings: what leaks to nobody, what two writers see, and a calendar that a program reads by a secret address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from raci import agenda, clock, reviewing
from raci import typing as unsaved
from raci.actions import cases
from raci.actions.meetings import agenda as items
from raci.actions.meetings import planning, taking
from raci.actions.people import disable_person
from raci.actions.posts import end_holding
from raci.authority import facts_for
from raci.models import AgendaItem, CalendarLink, Holding, Meeting, Notice, Person, Team
from raci.refusals import NotReady
from tests.city import SmallCity, small_city
from tests.meetings import attend, handed_in, held, meet
from tests.plans.conftest import make_plan
from tests.raci.test_calendars import parse

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city(db) -> SmallCity:
    return small_city()


@pytest.fixture
def team(city: SmallCity) -> Team:
    return Team.objects.get(code="citywide-equity-team")


def of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_all_staff_read_the_agenda_and_notes_are_for_readers_of_the_minutes(city: SmallCity, team: Team):
    meeting, _minutes = held(team, city.officer)
    url = reverse("raci:meeting", args=[meeting.pk])
    for person, reads in ((city.director, True), (city.lead, True), (city.technician, False), (city.mayor, False)):
        text = of(person).get(url).content.decode()
        assert "The standard" in text
        assert ("We talked." in text) is reads, person
        assert ("Pat Guest" in text) is reads, person


def test_a_proposed_consultation_names_no_record_to_readers_of_the_agenda(city: SmallCity, team: Team):
    plan = make_plan(city, title="Secret plan of Parks")
    cases.open_consultation(plan.case, by=city.director)
    [found] = [one for one in agenda.proposals(team, facts_for(city.officer)) if one.origin.startswith("consultation:")]
    assert "Secret" in found.why
    assert "Secret" not in found.title
    assert not [one for one in agenda.proposals(team, facts_for(city.elsewhere)) if "Secret" in one.why]


def test_second_writer_sees_both_texts_and_loses_none(city: SmallCity, team: Team):
    meeting = meet(team, city.officer)
    item = taking_item(meeting, city)
    url = reverse("raci:agenda-item-notes", args=[item.pk])
    mine = {f"item-{item.pk}-notes": "What I heard.", f"item-{item.pk}-got": "", f"item-{item.pk}-seen": "0"}
    taking.note_item(item, by=city.office, notes="What she heard.", got="")
    answer = of(city.officer).post(url, mine)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "What I heard." in text
    assert "What she heard." in text
    again = of(city.officer).post(url, {**mine, f"item-{item.pk}-seen": "1"})
    assert again.status_code == 302
    item.refresh_from_db()
    assert item.notes == "What I heard."


def taking_item(meeting: Meeting, city: SmallCity) -> AgendaItem:
    return items.add_item(meeting, by=city.officer, title="One", wanted="discuss")


def test_what_was_typed_comes_back_until_it_is_saved(city: SmallCity, team: Team):
    meeting = meet(team, city.officer)
    item = taking_item(meeting, city)
    unsaved.keep(city.officer, f"notes:{item.pk}", {f"item-{item.pk}-notes": ["half a sen"]})
    page = reverse("raci:meeting-take", args=[meeting.pk])
    assert "half a sen" in of(city.officer).get(page).content.decode()
    attend(meeting, city.officer)
    of(city.officer).post(reverse("raci:agenda-item-notes", args=[item.pk]), {f"item-{item.pk}-notes": "A sentence."})
    assert "half a sen" not in of(city.officer).get(page).content.decode()


def test_a_meeting_is_not_closed_over_what_is_typed_and_not_saved(city: SmallCity, team: Team):
    meeting = meet(team, city.officer)
    item = taking_item(meeting, city)
    attend(meeting, city.officer)
    unsaved.keep(city.officer, f"notes:{item.pk}", {f"item-{item.pk}-notes": ["Half a thought"]})
    url = reverse("raci:meeting-close", args=[meeting.pk])
    answer = of(city.officer).post(url)
    assert answer.status_code == 422
    assert "you typed something and did not save it" in answer.content.decode()
    unsaved.drop(city.officer, f"notes:{item.pk}")
    assert of(city.officer).post(url).status_code == 302


def test_a_meeting_is_planned_once_and_not_for_a_day_that_is_past(city: SmallCity, team: Team):
    meeting = meet(team, city.officer, 3)
    with pytest.raises(NotReady, match="already has a meeting at this hour"):
        meet(team, city.officer, 3)
    hours = {"team": team, "begins": meeting.begins, "ends": meeting.ends, "by": city.officer}
    with pytest.raises(NotReady, match="That day is past"):
        planning.plan_meeting(on=clock.today() - timedelta(days=2), **hours)
    with pytest.raises(NotReady, match="That day is past"):
        planning.move_meeting(meeting, by=city.officer, on=clock.today() - timedelta(days=2))
    assert planning.plan_meeting(on=clock.today() - timedelta(days=2), was_held=True, **hours).on < clock.today()


def test_nothing_is_taken_down_once_minutes_are_handed_in(city: SmallCity, team: Team):
    minutes = handed_in(team, city.office, -3)
    assert of(city.officer).get(reverse("raci:meeting-take", args=[minutes.meeting_id])).status_code == 409


def test_who_may_not_hand_in_reads_who_may(city: SmallCity, team: Team):
    _meeting, minutes = held(team, city.office)
    reason = reviewing.may_hand_in(facts_for(city.officer), minutes).reason
    assert f"{city.office.name} (" in reason
    assert city.officer.name not in reason
    text = of(city.officer).get(reverse("raci:minutes", args=[minutes.meeting_id])).content.decode()
    assert f"These may: {city.office.name}" in text


def test_minutes_say_at_which_meeting_they_are_approved(city: SmallCity, team: Team):
    minutes = handed_in(team, city.office, -3)
    page = reverse("raci:minutes", args=[minutes.meeting_id])
    assert "none is planned" in of(city.officer).get(page).content.decode()
    later = meet(team, city.office, 9)
    day = date_format(later.on, "j M Y")
    assert f"The next is on {day}, and they are not on its agenda yet" in of(city.officer).get(page).content.decode()
    known = facts_for(city.office)
    items.add_proposals(later, agenda.proposals(team, known), by=city.office)
    text = of(city.officer).get(page).content.decode()
    assert f"You are asked to approve them at the meeting of {day}, not before" in text
    assert "Nothing else waits" in of(city.office).get(reverse("raci:meeting-agenda", args=[later.pk])).content.decode()
    [line] = [one.line for one in Notice.objects.filter(person=city.officer, key__contains=":handed-in:")]
    assert "approved at a later meeting" in line


# ---- calendars


def key_of(person: Person) -> str:
    client = of(person)
    client.post(reverse("raci:calendar"))
    text = client.get(reverse("raci:calendar-made")).content.decode()
    assert "meetings.ics" not in client.get(reverse("raci:calendar-made")).content.decode()  # shown once
    return text.split("/calendars/")[1].split("/")[0]


def test_a_feed_says_when_and_where_and_nothing_else(city: SmallCity, team: Team):
    held(team, city.officer)
    off = meet(team, city.officer, 9)
    planning.cancel_meeting(off, by=city.officer, why="Snow.")
    key = key_of(city.lead)
    for name in (reverse("raci:calendar-feed", args=[key]), reverse("raci:calendar-team", args=[key, team.code])):
        answer = Client().get(name)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in answer["Cache-Control"]
        text = answer.content.decode()
        lines = parse(text)
        assert [value for name, _parameters, value in lines if name == "STATUS"].count("CANCELLED") == 1
        assert "We talked." not in text
        assert "Pat Guest" not in text
        assert "@" not in text.replace("@equity-portal", "")  # nobody's address


def test_a_feed_of_mine_holds_the_meetings_of_my_teams_alone(city: SmallCity, team: Team):
    meet(team, city.officer, 3)
    key = key_of(city.mayor)
    assert "VEVENT" not in Client().get(reverse("raci:calendar-feed", args=[key])).content.decode()


def test_meetings_that_somebody_convenes_are_theirs_too_while_they_hold_the_post(city: SmallCity, team: Team):
    meet(team, city.officer, 3)
    held_by = Holding.objects.get(person=city.officer, post=team.convener)
    assert not team.members.filter(person=city.officer).exists()
    key = key_of(city.officer)
    feed = reverse("raci:calendar-feed", args=[key])
    assert Client().get(feed).content.decode().count("BEGIN:VEVENT") == 1
    end_holding(held_by, by=city.officer, ends_on=clock.today(), why="Moves on.")
    assert "VEVENT" not in Client().get(feed).content.decode()


def test_a_key_opens_nothing_once_it_is_taken_back_replaced_or_its_owner_is_gone(city: SmallCity, team: Team):
    first, second = key_of(city.lead), key_of(city.lead)
    url = reverse("raci:calendar-feed", args=[second])
    assert Client().get(reverse("raci:calendar-feed", args=[first])).status_code == 404
    assert Client().get(url).status_code == 200
    disable_person(city.lead, by=city.technician, why="Left.")
    assert Client().get(url).status_code == 404
    assert second not in CalendarLink.objects.get(person=city.lead).digest
    other = key_of(city.director)
    of(city.director).post(reverse("raci:calendar"), {"do": "end"})
    assert Client().get(reverse("raci:calendar-feed", args=[other])).status_code == 404


def test_an_invitation_names_its_reader_and_who_convenes(city: SmallCity, team: Team):
    meeting = meet(team, city.officer, 3)
    lines = parse(of(city.lead).get(reverse("raci:meeting-invitation", args=[meeting.pk])).content.decode())
    found = {name: value for name, _parameters, value in lines}
    assert (found["METHOD"], found["SEQUENCE"]) == ("REQUEST", "0")
    assert found["ATTENDEE"] == f"mailto:{city.lead.email}"
    assert found["ORGANIZER"] == f"mailto:{city.officer.email}"
