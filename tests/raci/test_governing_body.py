"""A governing body's loop: the agenda closes, each item says what it means for equity, a directive comes of it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from raci import clock
from raci.actions.meetings.agenda import add_item, change_item
from raci.actions.meetings.planning import plan_meeting
from raci.actions.meetings.taking import note_item
from raci.actions.teams import create_team
from raci.models import Directive, Meeting, Team, Unit
from raci.refusals import NotReady
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
EQUITY = "Families east of 82nd Avenue gain the hours; nobody loses any."


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


@pytest.fixture
def council(city: SmallCity) -> Team:
    """Kept by the Office for the city."""
    unit = Unit.objects.get(kind="city")
    convener = city.post("equity-officer")
    return create_team(name="City Council", kind=Team.Kind.GOVERNING, unit=unit, convener=convener, by=city.officer)


@pytest.fixture
def meeting(city: SmallCity, council: Team) -> Meeting:
    today = clock.today()
    return plan_meeting(
        team=council, on=today + timedelta(days=14), begins=time(9), ends=time(11), by=city.officer,
        agenda_closes_on=today + timedelta(days=7),
    )  # fmt: skip


def test_each_item_says_what_it_means_for_equity(city: SmallCity, meeting: Meeting) -> None:
    with pytest.raises(NotReady) as lacking:
        add_item(meeting, by=city.officer, title="Sunday hours", wanted="decide")
    assert [one.field for one in lacking.value.problems] == ["equity"]
    item = add_item(meeting, by=city.officer, title="Sunday hours", wanted="decide", equity=EQUITY)
    with pytest.raises(NotReady):
        change_item(item, by=city.officer, equity=" ")


def test_other_teams_need_none(city: SmallCity) -> None:
    team = Team.objects.get(code="citywide-equity-team")
    on = clock.today() + timedelta(days=3)
    ordinary = plan_meeting(team=team, on=on, begins=time(9), ends=time(10), by=city.officer)
    assert add_item(ordinary, by=city.officer, title="Ours", wanted="inform").equity == ""


def test_what_comes_after_the_agenda_closed_goes_to_the_next_meeting(
    city: SmallCity, meeting: Meeting, move_time: Any
) -> None:
    move_time(days=7)
    add_item(meeting, by=city.officer, title="Just in time", wanted="inform", equity=EQUITY)
    move_time(days=8)
    with pytest.raises(NotReady, match="The agenda closed on"):
        add_item(meeting, by=city.officer, title="Late", wanted="inform", equity=EQUITY)
    on = clock.today() + timedelta(days=30)
    with pytest.raises(NotReady, match="by the day of the meeting"):
        plan_meeting(
            team=meeting.team, on=on, begins=time(9), ends=time(11), by=city.officer,
            agenda_closes_on=on + timedelta(days=1),
        )  # fmt: skip


def test_a_directive_comes_of_an_item_by_pages(city: SmallCity, meeting: Meeting, move_time: Any, client: Any) -> None:
    item = add_item(meeting, by=city.officer, title="Sunday hours", wanted="decide", equity=EQUITY)
    move_time(days=14)
    note_item(item, by=city.officer, notes="", got="directed")
    client.force_login(city.officer)
    page = f"/meetings/{meeting.pk}/"
    text = client.get(page).content.decode()
    assert EQUITY in text
    assert "Record the directive that was given" in text
    form = client.get(f"/directives/new/?item={item.pk}").context["form"]
    assert form.initial["title"] == "Sunday hours"
    sent = {
        "title": "Sunday hours", "words": "Open on Sundays.", "giver": form.fields["giver"].queryset[0].pk,
        "given_on": str(clock.today()), "reference": form.initial["reference"], "activity": "2.2",
        "post": city.post("director-parks").pk, "due_on": str(clock.today() + timedelta(days=60)),
        "document": SimpleUploadedFile("minutes.txt", b"Directed.", "text/plain"),
    }  # fmt: skip
    answer = client.post(f"/directives/new/?item={item.pk}", sent)
    assert answer.status_code == 302
    assert Directive.objects.get().item == item
    text = client.get(page).content.decode()
    assert "Record the directive that was given" not in text
    assert f'href="{answer["Location"]}"' in text
    assert "Sunday hours" in client.get(answer["Location"]).content.decode()


def test_no_directive_comes_of_an_item_that_gave_none(city: SmallCity, meeting: Meeting, client: Any) -> None:
    item = add_item(meeting, by=city.officer, title="Sunday hours", wanted="decide", equity=EQUITY)
    client.force_login(city.officer)
    assert client.get(f"/directives/new/?item={item.pk}").context["form"].initial == {}
    assert client.get("/directives/new/?item=nothing").status_code == 200
