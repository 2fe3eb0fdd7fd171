"""What members said goes once they left all boards and the cycle of audits is over; not while a hold stands (compliance 15.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from boards.actions import self_identification as acts
from boards.actions.appointments import end_appointment
from boards.actions.self_id_retention import WHY, erase_after_leaving, set_retention
from boards.models import Appointment, Seat, SelfIdentification
from boards.standing import add_months
from raci import clock
from raci.history import acting
from raci.models import Payload, PayloadErasure, Person
from raci.refusals import NotReady, Refused
from raci.sealed import keys
from tests.boards.test_vault import answered
from tests.boards.vault import custodian
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
SCHEDULE = "Records schedule 12.3"


@pytest.fixture(autouse=True)
def keys_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PAYLOAD_KEYS", tmp_path / "keys")


@pytest.fixture
def city(db: None) -> SmallCity:
    found = small_city()
    custodian(found)
    return found


def left(city: SmallCity, row: SelfIdentification, day: date) -> None:
    """Their seats came to an end on a day."""
    with acting(by=city.officer, act="seat"):
        for one in Appointment.objects.filter(member=row.member):
            one.serves_from, one.ended_on, one.ended_how = min(one.serves_from or day, day), day, "resigned"
            one.save()


def held(city: SmallCity, hold: str = "", months: int = 12, by: Person | None = None) -> None:
    set_retention(months=months, source=SCHEDULE, is_held=bool(hold), hold_why=hold, by=by or city.attorney)


def test_it_is_destroyed_the_day_after_the_cycle_and_not_a_day_before(
    city: SmallCity, django_capture_on_commit_callbacks: Callable[..., object]
):
    row, ask = answered(city)
    other, _ask = answered(city, "Otto Rane")
    today = clock.today()
    assert erase_after_leaving() == 0, "both serve"
    left(city, row, add_months(today, -12))
    assert erase_after_leaving() == 0, "a year is not over"
    left(city, row, add_months(today, -12) - timedelta(1))
    payload = row.payload
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert erase_after_leaving() == 1
    row.refresh_from_db()
    assert (row.state, row.payload, acts.read_own(ask)) == ("erased", None, {})
    assert (Payload.objects.get(pk=payload).ciphertext, keys.is_kept(payload)) == (None, False)
    assert PayloadErasure.objects.get().why == WHY
    assert erase_after_leaving() == 0
    assert acts.read_for_custodian(other, by=city.auditor, why="Does it still open?")


def test_who_still_has_a_seat_or_is_on_the_way_to_one_has_not_left(city: SmallCity):
    row, _ask = answered(city)
    left(city, row, date(2020, 1, 1))
    with acting(by=city.officer, act="seat"):
        board = Appointment.objects.filter(member=row.member).get().seat.board
        again = Seat.objects.create(board=board, label="again")
        nominee = Appointment.objects.create(seat=again, member=row.member, nominated_on=clock.today())
    assert erase_after_leaving() == 0
    end_appointment(nominee, clock.today(), "withdrawn", by=city.director)
    assert erase_after_leaving() == 0, "until the cycle is over since"
    held(city, months=0)
    assert erase_after_leaving() == 0, "today is not over"


def test_a_hold_keeps_it_and_what_somebody_takes_back_it_does_not(city: SmallCity):
    row, _ask = answered(city)
    other, other_ask = answered(city, "Otto Rane")
    for one in (row, other):
        left(city, one, date(2020, 1, 1))
    held(city, "Matter 26-114")
    assert erase_after_leaving() == 0
    acts.withdraw(other_ask)
    other.refresh_from_db()
    assert (other.state, other.payload) == ("withdrawn", None)
    held(city)
    assert erase_after_leaving() == 1


def test_who_audits_says_how_long_and_for_what_a_hold_is(city: SmallCity):
    for nobody in (city.officer, city.director, city.mayor, city.technician):
        with pytest.raises(Refused):
            held(city, by=nobody)
    with pytest.raises(NotReady, match="number of the matter"):
        set_retention(months=12, source=SCHEDULE, is_held=True, hold_why=" ", by=city.auditor)
    with pytest.raises(NotReady, match="schedule of records"):
        set_retention(months=12, source="", is_held=False, hold_why="", by=city.auditor)
    with pytest.raises(NotReady, match="From 0 to 60"):
        held(city, months=61)
    held(city, months=24)
    assert erase_after_leaving() == 0
