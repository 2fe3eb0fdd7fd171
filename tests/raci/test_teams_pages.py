"""The pages of teams as a clerk meets them: who sits there, what is vacant, what may be done and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from raci import clock
from raci.actions import teams as acts
from raci.actions.posts import end_holding
from raci.authority import facts_for
from raci.history import acting
from raci.models import Charter, Holding, Membership, Person, Team, Unit
from raci.queries.teams import team_page
from raci.refusals import NotReady, Refused
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def shown(person: Person, name: str, *args, status: int = 200) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(reverse(f"raci:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def sent(person: Person, page: str, /, *args, **fields) -> int:
    client = Client()
    client.force_login(person)
    return client.post(reverse(f"raci:{page}", args=args), fields).status_code


def test_team_page_shows_a_vacant_service_area_and_who_may_nominate(city: SmallCity, move_time):
    held = Holding.objects.get(post__code="lead-vibrant-communities")
    end_holding(held, by=city.officer, ends_on=clock.today(), why="Moves on.")
    move_time(days=1)
    team = Team.objects.get(code="citywide-equity-team")
    page = team_page(team, facts_for(city.deputy))
    assert (page.count, page.vacant) == (5, 1)
    assert [seat.post.code for seat in page.seats if seat.may_nominate] == ["lead-vibrant-communities"]
    text = shown(city.deputy, "team", team.code)
    assert "vacant; last held until" in text
    assert "Who sat on it before" in text
    nominate = reverse("raci:team-nominate", args=[team.code, "lead-vibrant-communities"])
    assert nominate in text
    assert nominate not in shown(city.director, "team", team.code)
    client = Client()
    client.force_login(city.deputy)
    assert nominate in client.get("/").content.decode()


def test_unit_of_a_kind_that_leads_sits_there_without_a_post(city: SmallCity):
    root = Unit.objects.get(kind="city")
    with acting(by=city.technician, act="test"):
        Unit.objects.create(
            code="new-area", name="New Area", kind="service_area", parent=root, path="/portland/new-area/"
        )
    page = team_page(Team.objects.get(code="citywide-equity-team"), facts_for(city.officer))
    assert [unit.code for unit in page.without_post] == ["new-area"]
    assert "no post on the team" in shown(city.officer, "team", "citywide-equity-team")


def test_charter_is_written_in_versions_that_stay(city: SmallCity):
    team = Team.objects.get(code="citywide-equity-team")
    later = clock.today() + timedelta(days=10)
    fields = {"text": "A new text.", "what_changed": "All of it.", "begins_on": later.isoformat()}
    assert sent(city.officer, "charter-write", team.code, **fields | {"what_changed": ""}) == 422
    assert sent(city.director, "charter-write", team.code, **fields) == 403
    assert sent(city.officer, "charter-write", team.code, **fields) == 302
    assert [one.number for one in Charter.objects.filter(team=team)] == [2, 1]
    text = shown(city.mayor, "team-charter", team.code)
    assert "Who we are" in text
    assert "A new text." not in text
    assert "A new text." in shown(city.mayor, "charter-version", team.code, 2)
    assert "wrote a team’s charter" in shown(city.mayor, "team-timeline", team.code)
    with pytest.raises(NotReady, match="newest version"):
        acts.write_charter(team, text="A new text.", what_changed="Nothing.", begins_on=later, by=city.officer)


def test_workgroup_is_begun_its_members_named_and_ended(city: SmallCity):
    fields = {
        "name": "Language access", "kind": "workgroup", "unit": "equity", "convener": "equity-policy", "quorum_percent": 50,
    }  # fmt: skip
    assert sent(city.director, "team-create", **fields) == 403
    assert sent(city.officer, "team-create", **fields) == 302
    team = Team.objects.get(code="language-access")
    today = clock.today()
    member = {"person": city.manager.pk, "part": "Chair", "begins_on": today.isoformat()}
    assert sent(city.officer, "member-name", team.code, **member) == 302
    assert sent(city.officer, "member-name", team.code, **member) == 422
    assert sent(city.officer, "member-name", team.code, post="equity-data", begins_on=today.isoformat()) == 302
    for own in ({"person": city.officer.pk}, {"post": "equity-officer"}):
        assert sent(city.officer, "member-name", team.code, begins_on=today.isoformat(), **own) == 403
    assert team.members_on(today).count() == 2
    named = Membership.objects.get(team=team, person=city.manager)
    assert sent(city.officer, "membership-end", named.pk, ends_on=today.isoformat(), why="Done.") == 302
    assert team.members_on(today + timedelta(days=1)).count() == 1
    assert "Language access" in shown(city.mayor, "team-list")


def test_members_who_hold_a_post_are_not_named(city: SmallCity):
    team = Team.objects.get(code="citywide-equity-team")
    with pytest.raises(Refused, match="are nominated"):
        acts.name_member(team, person=city.manager, begins_on=clock.today(), by=city.officer)
    with pytest.raises(NotReady, match="city's files"):
        acts.change_team(team, convener=city.post("city-administrator"), by=city.officer)
    shown(city.officer, "member-name", team.code, status=403)


def test_only_a_team_that_is_there_is_shown(city: SmallCity):
    shown(city.officer, "team", "nothing-like-this", status=404)
    shown(city.officer, "charter-version", "citywide-equity-team", 9, status=404)
