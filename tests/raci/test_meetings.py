"""A team meets: planned, taken down, decided with dissent, followed up; its minutes frozen, and approved at the next meeting."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError

from raci import agenda, clock, reviewing, xrays
from raci.actions.meetings import agenda as items
from raci.actions.meetings import following, planning, taking
from raci.actions.meetings.minutes import approve_minutes
from raci.authority import facts_for
from raci.history import acting
from raci.models import ActionItem, Meeting, Minutes, Notice, Team
from raci.queries.xrays.action_items import OVERDUE_ACTION
from raci.quorum import quorum
from raci.refusals import Conflict, NotReady, Refused
from raci.service import service_person
from tests.city import SmallCity, small_city
from tests.meetings import attend, held, meet, members

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city(db) -> SmallCity:
    return small_city()


@pytest.fixture
def team(city: SmallCity) -> Team:
    return Team.objects.get(code="citywide-equity-team")


# ---- quorum


@pytest.mark.parametrize(
    ("percent", "members", "needed"),
    [(50, 7, 4), (50, 8, 5), (66, 9, 6), (0, 9, 1), (99, 10, 10), (50, 0, 1), (50, 1, 1)],
)
def test_quorum_is_more_than_its_share(percent: int, members: int, needed: int):
    assert quorum(percent=percent, members=members, present=needed).is_reached
    assert not quorum(percent=percent, members=members, present=needed - 1).is_reached


# ---- planning


def test_r_of_4_6_plans_a_meeting_and_members_are_told(city: SmallCity, team: Team):
    meeting = meet(team, city.officer, 7)
    told = Notice.objects.filter(key=f"meeting:{meeting.pk}:planned")
    assert {one.person for one in told} == set(members(meeting)) - {city.officer}
    assert "City Hall" in told[0].line
    for person in (city.director, city.administrator, city.mayor, city.technician):
        with pytest.raises(Refused):
            meet(team, person, 7)


def test_a_meeting_is_moved_and_called_off_and_calendars_count_on(city: SmallCity, team: Team):
    meeting = meet(team, city.office, 7)
    planning.move_meeting(meeting, by=city.office, begins=time(10), ends=time(11))
    assert (meeting.sequence, meeting.begins) == (1, time(10))
    with pytest.raises(NotReady):
        planning.move_meeting(meeting, by=city.office, ends=time(9))
    another = meet(team, city.office, 14)
    with pytest.raises(NotReady, match="already has a meeting at this hour"):
        planning.move_meeting(another, by=city.office, on=meeting.on, begins=time(10), ends=time(11))
    with pytest.raises(NotReady):
        planning.cancel_meeting(meeting, by=city.office, why=" ")
    planning.cancel_meeting(meeting, by=city.office, why="Snow.")
    assert (meeting.sequence, meeting.state) == (2, Meeting.State.CANCELLED)
    assert Notice.objects.filter(key=f"meeting:{meeting.pk}:cancelled", line__contains="Snow.").exists()
    with pytest.raises(Conflict):
        planning.move_meeting(meeting, by=city.office, place="Elsewhere")
    with pytest.raises(Conflict):
        items.add_item(meeting, by=city.office, title="Late", wanted="inform")


# ---- the agenda


def test_items_change_places_and_go(city: SmallCity, team: Team):
    meeting = meet(team, city.officer, 7)
    one, two, three = (items.add_item(meeting, by=city.officer, title=name, wanted="inform") for name in "abc")
    items.move_item(three, by=city.officer, up=True)
    items.move_item(one, by=city.officer, up=True)
    assert [item.title for item in meeting.items.all()] == ["a", "c", "b"]
    items.change_item(two, by=city.officer, title="B", minutes=20)
    items.remove_item(one, by=city.officer)
    assert [item.title for item in meeting.items.all()] == ["c", "B"]
    with pytest.raises(Conflict):
        items.change_item(one, by=city.officer, title="gone")
    with pytest.raises(NotReady):
        items.add_item(meeting, by=city.officer, title=" ", wanted="inform")


def test_what_was_put_off_is_proposed_until_a_later_agenda_has_it(city: SmallCity, team: Team):
    facts = facts_for(city.officer)
    meeting = meet(team, city.officer)
    item = items.add_item(meeting, by=city.officer, title="The budget", wanted="decide")
    taking.note_item(item, by=city.officer, notes="", got="put_off")
    proposed = [one for one in agenda.proposals(team, facts) if one.title == "The budget"]
    assert [one.wanted for one in proposed] == ["decide"]
    later = meet(team, city.officer, 30)
    assert items.add_proposals(later, proposed, by=city.officer) == 1
    assert items.add_proposals(later, proposed, by=city.officer) == 0
    assert "The budget" not in [one.title for one in agenda.proposals(team, facts)]


# ---- taking down


def test_nothing_is_taken_down_before_the_day(city: SmallCity, team: Team):
    meeting = meet(team, city.officer, 1)
    with pytest.raises(NotReady):
        attend(meeting, city.officer)


def test_attendance_is_of_members_and_guests_are_named(city: SmallCity, team: Team):
    meeting = meet(team, city.officer)
    attend(meeting, city.officer)
    attend(meeting, city.officer, absent=1)
    hows = list(meeting.attendances.values_list("how", flat=True))
    assert hows.count("guest") == 1
    assert hows.count("absent") == 1
    assert hows.count("present") == len(members(meeting)) - 1
    with pytest.raises(NotReady):
        taking.take_attendance(meeting, by=city.officer, members={city.mayor.pk: "present"})


def test_notes_of_two_writers_do_not_overwrite_each_other(city: SmallCity, team: Team):
    item = items.add_item(meet(team, city.officer), by=city.officer, title="One", wanted="discuss")
    taking.note_item(item, by=city.officer, notes="first", got="", seen=0)
    with pytest.raises(Conflict):
        taking.note_item(item, by=city.office, notes="second", got="", seen=0)
    item.refresh_from_db()
    assert item.notes == "first"


def test_a_vote_is_counted_among_those_present_and_dissent_is_named(city: SmallCity, team: Team):
    meeting = meet(team, city.officer)
    item = items.add_item(meeting, by=city.officer, title="One", wanted="decide")
    with pytest.raises(NotReady):
        taking.resolve(item, by=city.officer, words="Yes.", way="vote", votes=(1, 0, 0))
    attend(meeting, city.officer, absent=1)
    absent, present = members(meeting)[0], members(meeting)[1]
    for bad in (
        {"way": "vote"},
        {"way": "vote", "votes": (99, 0, 0)},
        {"way": "consensus", "dissents": {absent: "no"}},
        {"way": "consensus", "words": ""},
    ):
        with pytest.raises(NotReady):
            taking.resolve(item, by=city.officer, **({"words": "Yes."} | bad))
    made = taking.resolve(
        item, by=city.officer, words="Yes.", way="vote", votes=(3, 1, 0), dissents={present: "Too soon."}
    )
    assert made.carried
    assert [str(one) for one in made.dissents.all()] == [f"{present}: Too soon."]
    taking.withdraw_resolution(made, by=city.officer)
    assert not item.resolutions.exists()


# ---- action items


def test_an_action_item_follows_until_its_owner_closes_it(city: SmallCity, team: Team):
    meeting = meet(team, city.officer, -10)
    item = items.add_item(meeting, by=city.officer, title="One", wanted="decide")
    due = clock.today() - timedelta(days=2)
    action = following.give_action(
        item, by=city.officer, words="Draft it", due_on=due, post=city.post("director-parks")
    )
    assert Notice.objects.filter(person=city.director, key=f"action:{action.pk}:given").exists()
    assert [one.title for one in agenda.proposals(team, facts_for(city.officer))] == ["Overdue: Draft it"]
    assert {one.finding.where for one in xrays.looked_at(facts_for(city.lead))} >= {"Draft it"}
    assert not {one.finding.where for one in xrays.looked_at(facts_for(city.technician))} & {"Draft it"}
    assert [
        len(found) for rule, found in xrays.to_mend(facts_for(city.director)).items() if rule is OVERDUE_ACTION
    ] == [1]
    for person in (city.elsewhere, city.mayor):
        with pytest.raises(Refused):
            following.close_action(action, by=person, note="Done.")
    with pytest.raises(Refused):  # an owner does not drop it
        following.close_action(action, by=city.director, note="No.", dropped=True)
    following.put_off_action(action, by=city.officer, due_on=clock.today(), why="Ill.")
    following.close_action(action, by=city.director, note="Done.")
    assert action.state == ActionItem.State.DONE
    with pytest.raises(Conflict):
        following.close_action(action, by=city.officer, note="Again.")


def test_an_action_item_has_one_owner_and_a_day_after_the_meeting(city: SmallCity, team: Team):
    item = items.add_item(meet(team, city.officer), by=city.officer, title="One", wanted="decide")
    for bad in (
        {"due_on": clock.today()},
        {"due_on": clock.today(), "person": city.lead, "post": city.post("director-parks")},
        {"due_on": clock.today() - timedelta(days=1), "person": city.lead},
        {"due_on": clock.today(), "person": city.lead, "words": " "},
    ):
        with pytest.raises(NotReady):
            following.give_action(item, by=city.officer, **({"words": "Draft it"} | bad))


# ---- minutes


def test_minutes_are_frozen_handed_in_and_approved_at_the_next_meeting(city: SmallCity, team: Team):
    meeting, minutes = held(team, city.office, -7)
    reviewing.hand_in(minutes, by=city.office)
    assert json.loads(minutes.content)["items"][0]["notes"] == "We talked."
    with pytest.raises(Conflict):
        taking.note_item(meeting.items.get(), by=city.office, notes="Otherwise.", got="agree")
    with pytest.raises(NotReady):  # at no meeting
        reviewing.accept(minutes, by=city.officer)
    following_meeting = meet(team, city.office)
    with pytest.raises(NotReady):  # not on its agenda
        approve_minutes(minutes, meeting=following_meeting, by=city.officer)
    proposed = agenda.proposals(team, facts_for(city.office))
    assert [one.origin for one in proposed] == [f"minutes:{minutes.pk}"]
    items.add_proposals(following_meeting, proposed, by=city.office)
    with pytest.raises(Refused):  # R is not A
        approve_minutes(minutes, meeting=following_meeting, by=city.office)
    approve_minutes(minutes, meeting=following_meeting, by=city.officer, corrections="Pat, not Pam.")
    assert (minutes.state, minutes.approved_in, minutes.corrections) == ("accepted", following_meeting, "Pat, not Pam.")
    assert agenda.proposals(team, facts_for(city.office)) == []


def test_minutes_are_not_handed_in_with_an_open_item(city: SmallCity, team: Team):
    meeting = meet(team, city.office)
    items.add_item(meeting, by=city.office, title="Forgotten", wanted="inform")
    with pytest.raises(NotReady):  # nobody's attendance is taken
        taking.close_meeting(meeting, by=city.office)
    attend(meeting, city.office)
    minutes = taking.close_meeting(meeting, by=city.office)
    with pytest.raises(NotReady, match="Forgotten"):
        reviewing.hand_in(minutes, by=city.office)


# ---- what every reviewed record has: shown on minutes


def test_who_hands_in_never_accepts_nor_gives_back(city: SmallCity, team: Team):
    _meeting, minutes = held(team, city.office)
    with pytest.raises(Refused, match="somebody else hands it in"):  # the Officer holds A and R: it would wait for ever
        reviewing.hand_in(minutes, by=city.officer)
    reviewing.hand_in(minutes, by=city.office)
    minutes.answered_by, minutes.answered_at, minutes.reason = city.office, clock.now(), "x"
    minutes.state = Minutes.State.RETURNED
    with pytest.raises(IntegrityError), acting(by=service_person("test", "Test"), act="test"):
        minutes.save()


def test_given_back_it_is_mended_and_handed_in_again(city: SmallCity, team: Team):
    meeting, minutes = held(team, city.office)
    reviewing.hand_in(minutes, by=city.office)
    assert [(one.kind.code, row.pk) for one, row, _via in reviewing.to_answer(facts_for(city.officer))] == [
        ("minutes", minutes.pk)
    ]
    with pytest.raises(NotReady):
        reviewing.give_back(minutes, by=city.officer, why=" ")
    reviewing.give_back(minutes, by=city.officer, why="Say who spoke.")
    assert Notice.objects.filter(person=city.office, key__contains=":returned:").exists()
    assert [row.pk for _one, row, _via in reviewing.given_back(facts_for(city.office))] == [minutes.pk]
    taking.note_item(meeting.items.get(), by=city.office, notes="Kim spoke.", got="agree")
    reviewing.hand_in(minutes, by=city.office)
    assert "Kim spoke." in minutes.content
    assert minutes.reason == ""
    assert Notice.objects.filter(person=city.officer, key__contains=":handed-in:").exists()


def test_it_is_taken_back_before_it_is_answered(city: SmallCity, team: Team):
    _meeting, minutes = held(team, city.office)
    stale = Minutes.objects.get(pk=minutes.pk)
    reviewing.hand_in(minutes, by=city.office)
    with pytest.raises(Conflict):  # on a page opened before
        reviewing.hand_in(stale, by=city.office)
    for person in (city.mayor, city.director):
        with pytest.raises(Refused):
            reviewing.take_back(minutes, by=person, why="Mine.")
    reviewing.take_back(minutes, by=city.office, why="A name is wrong.")
    assert (minutes.state, minutes.submitted_by) == ("draft", None)
    row = Minutes.history.filter(id=minutes.pk).latest("history_id")
    assert (row.history_act, row.history_why) == ("take_back", "A name is wrong.")


def test_who_reads_them(city: SmallCity, team: Team):
    _meeting, minutes = held(team, city.office)
    for person in (city.officer, city.lead, city.auditor, city.administrator, city.director, city.reader):
        assert reviewing.may_read(facts_for(person), minutes)
    assert not reviewing.may_read(facts_for(city.technician), minutes)
    assert not reviewing.may_read(facts_for(city.mayor), minutes)


def test_meetings_of_the_source_stand_in_the_demonstration_city(city: SmallCity):
    shipped = Meeting.objects.get(on=date(2024, 11, 5))
    assert shipped.team.code == "city-leadership-team"
    assert shipped.begins is None  # the source does not say, so nobody does
    assert [item.wanted for item in shipped.items.all()] == ["affirm", "agree", "agree", "agree"]
