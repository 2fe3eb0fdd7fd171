"""Meetings of boards: who sat that day, who came, whether enough did."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from boards.actions import appointments
from boards.actions.meetings import enter_meeting, move_meeting, sitting, write_attendance
from boards.models import Attendance
from boards.queries.meetings import meetings_page
from raci import clock
from raci.authority import facts_for
from raci.refusals import Conflict, NotReady, Refused
from tests.boards.doors.boards import board, member, seat
from tests.boards.doors.meetings import DAY, met
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def test_who_sat_that_day_is_asked_and_the_quorum_follows_from_who_came(city: SmallCity) -> None:
    at = board(city, quorum=2)
    ada, bo = member(city, seat(at), "Ada Moss"), member(city, seat(at, "2"), "Bo Fern")
    later = member(city, seat(at, "3"), "Cy Alder", serves_from=DAY + timedelta(days=1))
    first = met(city, at, Ada_Moss="present", Bo_Fern="present")
    assert [one.member.name for one in sitting(first)] == ["Ada Moss", "Bo Fern"]
    second = met(city, at, DAY + timedelta(days=7), Ada_Moss="present", Bo_Fern="excused", Cy_Alder="absent")
    met(city, at, DAY + timedelta(days=8))
    write_attendance(first, "", {later.pk: "present"}, by=city.director)  # had no seat that day
    page = meetings_page(at.code, facts_for(city.elsewhere))
    assert [one.met_quorum for one in page.meetings] == [None, False, True]
    came = {one.appointment: (one.present, one.excused, one.absent) for one in page.came}
    assert came == {ada: (2, 0, 0), bo: (1, 1, 0), later: (0, 0, 1)}
    write_attendance(second, "", {bo.pk: ""}, by=city.director)
    assert not Attendance.objects.filter(meeting=second, appointment=bo).exists()


def test_a_meeting_is_written_down_once_after_it_was_and_moved_only_where_who_came_sat(city: SmallCity) -> None:
    at = board(city)
    who = member(city, seat(at), "Ada Moss", serves_from=date(2026, 2, 1))
    row = met(city, at, Ada_Moss="present")
    with pytest.raises(NotReady, match="already"):
        enter_meeting(at, DAY, "", by=city.director)
    with pytest.raises(NotReady, match="still to come"):
        enter_meeting(at, clock.today() + timedelta(days=1), "", by=city.director)
    with pytest.raises(NotReady, match="Ada Moss did not sit"):
        move_meeting(row, date(2026, 1, 31), by=city.director)
    move_meeting(row, date(2026, 2, 1), by=city.director)
    row.refresh_from_db()
    with pytest.raises(Conflict):
        write_attendance(row, "", {who.pk: "absent"}, by=city.director, edits=0)


def test_the_liaison_writes_meetings_down_and_a_stranger_does_not(city: SmallCity) -> None:
    at = board(city)
    with pytest.raises(Refused):
        enter_meeting(at, DAY, "", by=city.lead)
    at.liaison = city.post("lead-vibrant-communities")  # as its row would say
    assert enter_meeting(at, DAY, "", by=city.lead).board == at
    with pytest.raises(Refused):
        appointments.nominate(seat(at), appointments.Who(name="X"), {"serves_from": DAY}, by=city.lead)
