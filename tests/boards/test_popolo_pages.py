"""The register to take away: all of it for staff, and for the public what its pages show and no more."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from boards.actions.appointments import end_appointment
from boards.models import MemberContact
from raci import clock
from raci.history import acting
from tests.boards.doors.boards import board, member, seat
from tests.boards.test_rosters import check_popolo
from tests.city import small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def test_staff_take_all_away_and_the_public_what_its_pages_show(settings: Any):
    city = small_city()
    shown, hidden = board(city, is_public=True), board(city, "Hidden Board")
    serving = member(city, seat(shown))
    member(city, seat(shown, "2"), "Ben Ode", nominated_on=date(2026, 1, 1))
    over = member(city, seat(shown, "3"), "Cy Past", serves_from=date(2020, 1, 1))
    end_appointment(over, date(2024, 1, 1), "removed", by=city.director)
    member(city, seat(hidden), "Dee Hidden")
    with acting(by=city.director, act="keep_member_contact"):
        MemberContact.objects.create(member=serving.member, email="nora@home.example", noted_on=clock.today())
    staff = Client()
    staff.force_login(city.elsewhere)
    everything, printed = staff.get(reverse("boards:board-popolo")), StringIO()
    call_command("export_boards", stdout=printed)
    assert everything.json() == json.loads(printed.getvalue())
    assert 'filename="boards.popolo.json"' in everything["Content-Disposition"]
    address, anybody = reverse("boards:public-popolo"), Client()
    assert anybody.get(address).status_code == 404
    settings.PUBLIC_BOARDS = True
    told = anybody.get(address)
    check_popolo(told.json())
    assert [one["name"] for one in told.json()["persons"]] == ["Nora Reyes"]
    assert [one["name"] for one in told.json()["organizations"]] == ["Pool Advisory Board"]
    assert len(told.json()["posts"]) == 3
    for word in ("Ode", "Past", "Hidden", "removed", "nora@home", "start_date", "nominated"):
        assert word not in told.text, word
    assert address in anybody.get(reverse("boards:public-list")).text
