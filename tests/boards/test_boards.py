"""Boards in the database: what its rows say is what the rule says, and the acts that fill and empty a seat."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from boards.actions import appointments, boards, seats, telling, vacancies
from boards.actions.appointments import Who
from boards.models import Appointment, Attendance, Board, BoardMeeting, MemberContact, Seat
from boards.queries.boards import board_page
from boards.queries.standing import standing_of, with_counts, with_standing
from raci import clock
from raci.authority import facts_for
from raci.history import acting
from raci.models import Notice
from raci.refusals import Conflict, NotReady, Refused
from raci.xrays import looked_at
from tests.boards.doors.boards import NOTICE, SERVES, board, member, seat
from tests.city import SmallCity, small_city
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
DAY = date(2026, 3, 1)


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def codes(rows) -> list[str]:
    return [one.finding.key.split(":")[0] for one in rows if one.rule.code.startswith("board-")]


def test_what_the_database_counts_is_what_the_rule_says(city):
    """Each board of each clause, with seats of every kind of past, on days around every edge."""
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]
    maybe = (None, *days)
    with acting(by=city.director, act="enter_board"):
        for clause in Board.Holdover.values:
            row = Board.objects.create(unit=city.parks, name=clause, code=clause, holdover=clause, quorum=2)
            who = member(city, Seat.objects.create(board=row, label="first")).member
            for number, (begins, ends, over, there) in enumerate(product(maybe, maybe, maybe, (None, DAY))):
                at = Seat.objects.create(board=row, label=str(number), from_on=there)
                if number % 5 and (begins is None or ends is None or ends >= begins):
                    how = "resigned" if ends else ""
                    Appointment.objects.create(
                        seat=at,
                        member=who,
                        is_serving=True,
                        serves_from=begins,
                        ended_on=ends,
                        term_end=over,
                        ended_how=how,
                    )
    for day in (*days, DAY + timedelta(days=40)):
        for row in with_counts(Board.objects.all(), day):
            found = standing_of(row, row.seats.all(), Appointment.objects.filter(seat__board=row), day)
            counted = (row.seats_there, row.filled, row.vacant, row.holdovers, row.expired)
            assert counted == (found.total, found.filled, found.vacant, found.holdover, found.expired), (row, day)
            told = {one.pk: (one.stands, one.since) for one in with_standing(row.seats.all(), day)}
            for one in found.seats:
                assert told[one.seat] == (one.state.value, one.since), (row, day, one)


def test_a_seat_does_not_hold_two_people_on_a_day(city):
    at = seat(board(city))
    first = member(city, at)
    with pytest.raises(Conflict, match="Nora Reyes has seat 1; the term ends on 31 Dec 2099"):
        member(city, at, "Ben Ode", serves_from=DAY)
    appointments.end_appointment(first, DAY, "resigned", by=city.director)
    with pytest.raises(Conflict, match="until 1 Mar 2026"):
        member(city, at, "Ben Ode", serves_from=DAY)
    assert member(city, at, "Ben Ode", serves_from=DAY + timedelta(days=1)).is_serving
    with (
        pytest.raises(IntegrityError, match="seat_does_not_hold_two_people_on_a_day"),
        transaction.atomic(),
        acting(by=city.director, act="edit"),
    ):
        Appointment.objects.create(seat=at, member=first.member, is_serving=True, serves_from=DAY)


def test_who_holds_over_leaves_the_day_before_the_successor_comes(city):
    at = seat(board(city))
    first = member(city, at, serves_from=date(2020, 1, 1), term_end=date(2024, 1, 1))
    member(city, at, "Ben Ode", serves_from=DAY)
    first.refresh_from_db()
    assert (first.ended_on, first.ended_how) == (date(2026, 2, 28), "replaced")


def test_nobody_has_two_seats_of_a_board_at_once(city):
    row = board(city)
    who = Who(member=member(city, seat(row)).member)
    with pytest.raises(Conflict, match="Nora Reyes has seat 1 of this board then"):
        appointments.nominate(seat(row, "2"), who, SERVES, by=city.director)
    other = board(city, "Tree Board")
    assert appointments.nominate(seat(other), who, SERVES, by=city.director).is_serving


def test_a_nominee_has_no_seat_until_they_take_it(city):
    at = seat(board(city))
    row = member(city, at, nominated_on=DAY)
    assert not row.is_serving
    with pytest.raises(NotReady, match="before the step that comes first"):
        appointments.take_step(row, "appointed_on", {"appointed_on": DAY - timedelta(days=1)}, by=city.director)
    for step in ("appointed_on", "confirmed_on"):
        appointments.take_step(row, step, {step: DAY}, by=city.director)
    appointments.take_step(row, "sworn_on", {"sworn_on": DAY, "serves_from": DAY}, by=city.director)
    row.refresh_from_db()
    assert row.is_serving
    labels = [one.history_act for one in row.history.order_by("history_id")]
    assert labels == ["nominate_to_seat", "appoint_to_seat", "confirm_appointment", "swear_in"]


def test_days_that_cannot_be_known_yet_are_refused_at_their_field(city):
    at, today = seat(board(city)), clock.today()
    tomorrow, year = today + timedelta(days=1), today + timedelta(days=365)

    def refused(act, *args, **more) -> list[str]:
        with pytest.raises(NotReady) as found:
            act(*args, **more, by=city.director)
        return [one.field for one in found.value.problems]

    def nominated(**days):
        return refused(appointments.nominate, at, Who(name="Cy Lane"), days)

    for step in appointments.STEPS:
        assert nominated(**{step: tomorrow}) == [step]
    assert nominated(serves_from=year + timedelta(days=1)) == ["serves_from"]
    assert nominated(serves_from=tomorrow, term_end=today) == ["term_end"]
    row = member(city, at, nominated_on=today)
    assert refused(appointments.take_step, row, "appointed_on", {"appointed_on": tomorrow}) == ["appointed_on"]
    assert refused(appointments.correct, row, {"sworn_on": tomorrow}) == ["sworn_on"]
    url = reverse("boards:appointment-step", args=[row.pk])
    assert "day" in signed_in(city.director).post(url, {"day": tomorrow, "edits": row.edits}).context["form"].errors
    appointments.take_step(row, "appointed_on", {"appointed_on": today, "serves_from": year}, by=city.director)

    other = seat(at.board, "2")
    for days in (-367, 61):
        day = today + timedelta(days=days)
        assert refused(vacancies.announce, other, {**NOTICE, "announced_on": day}) == ["announced_on"]
    notice = vacancies.announce(other, {**NOTICE, "announced_on": today}, by=city.director)
    old = today - timedelta(days=500)
    with acting(by=city.director, act="change_vacancy_notice"):
        notice.announced_on = old
        notice.save()
    vacancies.change_notice(notice, {**NOTICE, "announced_on": old, "languages": "Spanish"}, by=city.director)


def test_only_who_keeps_boards_there_does(city):
    row = board(city)
    for person in (city.elsewhere, city.mayor, city.auditor, city.officer):
        with pytest.raises(Refused):
            boards.change_board(row, {"name": "Mine"}, by=person)
        with pytest.raises(Refused):
            appointments.nominate(seat(row), Who(name="Ben Ode"), SERVES, by=person)
    assert boards.enter_board(city.water, {"name": "Water board"}, seats=1, by=city.elsewhere).unit == city.water


def test_an_address_is_in_no_history(city):
    row = member(city, seat(board(city)))
    appointments.keep_contact(row, "nora@home.example", by=city.director)
    assert MemberContact.objects.get(member=row.member).email == "nora@home.example"
    assert not any("home.example" in str(vars(one)) for one in MemberContact.history.all())
    appointments.keep_contact(row, "", by=city.director)
    assert not MemberContact.objects.exists()


def test_a_board_that_is_dissolved_takes_its_seats_along(city):
    row = board(city)
    next_month = clock.today() + timedelta(days=30)
    serving, coming = member(city, seat(row)), member(city, seat(row, "2"), "Ben Ode", serves_from=next_month)
    boards.dissolve_board(row, DAY, by=city.director, why="Ordinance 2")
    serving.refresh_from_db()
    coming.refresh_from_db()
    assert (serving.ended_on, serving.ended_how) == (DAY, "dissolved")
    assert (coming.is_serving, coming.ended_how) == (False, "withdrawn")
    assert set(row.seats.values_list("abolished_on", flat=True)) == {DAY}
    with pytest.raises(NotReady, match="Say by what"):
        seats.abolish_seat(seat(board(city, "Another")), DAY, by=city.director, why=" ")


def test_the_page_says_how_seats_stand_and_that_a_quorum_is_at_risk(city):
    today = clock.today()
    row = board(city, quorum=2, seats=3)
    member(city, seat(row), serves_from=date(2024, 1, 1), term_end=today + timedelta(days=30))
    member(city, seat(row, "2"), "Ben Ode", serves_from=date(2024, 1, 1), term_end=today - timedelta(days=1))
    page = board_page(row.code, facts_for(city.mayor))
    assert page.sentence.startswith("3 seats · 2 filled · 1 holdover · 1 vacant, for ")
    assert "Its quorum is at risk" in page.quorum_words
    assert not page.may_keep


def test_what_is_missing_is_found_and_what_is_nearly_so_is_not(city):
    today = clock.today()
    row = board(city, quorum=1, seats=4)
    boards.name_liaison(row, city.post("equity-manager-parks"), by=city.director)
    ends = {"serves_from": date(2020, 1, 1), "term_end": today - timedelta(days=180)}
    holdover = member(city, seat(row), **ends)
    gone = member(city, seat(row, "2"), "Ben Ode", serves_from=date(2020, 1, 1), term_end=date(2098, 1, 1))
    appointments.end_appointment(gone, today - timedelta(days=90), "resigned", by=city.director)
    member(city, seat(row, "3"), "Lou Tan", **SERVES)
    member(city, seat(row, "4"), "Ada Kim", **SERVES)
    shipped = {one.pk for one in looked_at(facts_for(city.director))}
    more = board(city, "Bare Board", quorum=2, seats=1)
    member(city, seat(more), "Sol Ray", serves_from=date(2024, 1, 1))
    appointments.correct(holdover, {**ends, "term_end": today - timedelta(days=181)}, by=city.director)
    appointments.correct(gone, {"ended_on": today - timedelta(days=91), "ended_how": "resigned"}, by=city.director)
    found = [one for one in looked_at(facts_for(city.director)) if one.pk not in shipped]
    assert sorted(codes(found)) == ["holdover", "liaison", "open", "quorum", "vacant"]
    assert all(one.finding.is_mine for one in found)


def test_the_liaison_is_told_once_of_a_term_and_of_a_vacancy(city):
    today = clock.today()
    row = board(city)
    boards.name_liaison(row, city.post("equity-manager-parks"), by=city.director)
    member(city, seat(row), serves_from=date(2024, 1, 1), term_end=today + timedelta(days=60))
    gone = member(city, seat(row, "2"), "Ben Ode", serves_from=date(2024, 1, 1), term_end=date(2098, 1, 1))
    appointments.end_appointment(gone, today - timedelta(days=1), "resigned", by=city.director)
    for _round in range(2):
        telling.tell_of_terms()
        telling.tell_of_vacancies()
    lines = Notice.objects.filter(person=city.manager, key__startswith="board:").values_list("line", flat=True)
    assert sum("ends on" in one for one in lines) == 1
    assert sum("is vacant since" in one for one in lines) == 1
    assert sum("stands beside" in one for one in lines) == 1


def test_a_member_may_have_an_account_of_the_portal(city):
    who = appointments.nominate(
        seat(board(city)), Who(name="Ada", email="ada@home.example", person=city.lead), SERVES, by=city.director
    )
    assert who.member.person == city.lead
    client = Client()
    client.force_login(city.director)
    url = reverse("boards:member-contact", args=[who.pk])
    assert city.lead.name in client.get(url).content.decode()
    assert client.post(url, {"email": "ada@work.example", "person": ""}).status_code == 302
    who.member.refresh_from_db()
    assert (who.member.person, who.member.contact.email) == (None, "ada@work.example")


def test_attendance_is_written_down_once(city):
    row = board(city)
    with acting(by=city.director, act="change_board"):
        meeting = BoardMeeting.objects.create(board=row, met_on=DAY)
        who = member(city, seat(row))
        Attendance.objects.create(meeting=meeting, appointment=who, presence="present")
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(meeting=meeting, appointment=who, presence="absent")


def test_the_page_looks_back_and_ahead_by_what_is_recorded_today(city, dated, move_time):
    row = board(city, established_on=date(2023, 1, 1))
    move_time(days=20)
    today = clock.today()
    was = member(city, seat(row), serves_from=date(2024, 1, 1), term_end=today + timedelta(days=30))
    appointments.end_appointment(was, date(2025, 5, 5), "resigned", by=city.director)
    member(
        city,
        seat(row),
        "Ben Ode",
        nominated_on=date(2025, 6, 1),
        serves_from=date(2025, 7, 1),
        term_end=date(2027, 6, 30),
    )
    boards.name_liaison(row, city.post("director-parks"), by=city.director)

    def first(day: date) -> tuple[str, str, list[str]]:
        found = board_page(row.code, facts_for(city.director), day)
        one = found.rows[0]
        name = one.appointment.member.name if one.appointment else ""
        return one.standing.state.value, name, [who.member.name for who in one.coming]

    assert first(date(2024, 6, 1)) == ("filled", "Nora Reyes", [])
    assert first(date(2025, 5, 20)) == ("vacant", "", [])
    assert first(date(2025, 6, 15)) == ("vacant", "", ["Ben Ode"])
    assert first(today) == ("filled", "Ben Ode", [])
    assert first(date(2027, 7, 1)) == ("holdover", "Ben Ode", [])
    before, then, now = (
        board_page(row.code, facts_for(city.director), day)
        for day in (date(2022, 1, 1), today - timedelta(days=9), today)
    )
    assert (before.is_before, before.rows, before.quorum_words) == (True, [], "")
    assert (then.board.liaison, now.board.liaison) == (None, city.post("director-parks"))
    assert (bool(now.may_keep), bool(then.may_keep), bool(then.may_appoint)) == (True, False, False)
    client = Client()
    client.force_login(city.director)
    url = reverse("boards:board-detail", args=[row.code])
    looked = client.get(url, {"on": "2024-06-01"}).text
    assert "As it stood on Saturday, 1 June 2024" in looked
    assert "Nora Reyes" in looked
    assert "Change the board" not in looked
