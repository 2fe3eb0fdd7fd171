"""As it stood on a day: one parser, one banner, and lists that answer for that day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from raci import asof, clock
from raci.actions.people import disable_person, invite_person
from raci.authority import facts_for
from raci.history import acting
from raci.lists import ask, get
from raci.models import Holding, Person
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
TODAY = date(2026, 11, 28)
TREASURY = "equity-manager-treasury"  # vacant in the city that ships


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def page(client: Client, person: Person, url: str) -> HttpResponse:
    client.force_login(person)
    return client.get(url)


# ---- the parser


@pytest.mark.parametrize("said", ["2026-13-01", "yesterday", "0001-01-01", "9999-12-31", "\0", "2026-11-2x", "\ud800"])
def test_what_is_no_day_is_said_and_today_is_shown(said: str):
    found = asof.read({"on": said}, TODAY, "/posts/")
    assert found.is_today
    assert "is no day" in found.problem
    assert found.problem.isprintable()


def test_a_day_leads_back_to_the_same_page_today():
    found = asof.read({"on": "2026-10-01", "unit": "parks"}, TODAY, "/posts/")
    assert (found.day, found.back, found.query) == (date(2026, 10, 1), "/posts/?unit=parks", "?on=2026-10-01")
    assert found.sentence == "As it stood on Thursday, 1 October 2026, by what is recorded today."
    assert asof.read({"on": "2026-12-24"}, TODAY, "/").sentence.startswith("As it will stand on Thursday, 24 December")
    assert asof.read({"on": "2026-11-28"}, TODAY, "/posts/").is_today
    assert asof.read({}, TODAY, "/posts/").query == ""


def test_a_page_that_does_not_look_back_says_so(client: Client, city: SmallCity):
    said = "does not look back"
    for url in (reverse("raci:team", args=["citywide-equity-team"]), reverse("raci:xrays")):
        assert said in page(client, city.officer, f"{url}?on=2026-10-01").content.decode()
        assert said not in page(client, city.officer, url).content.decode()
    looking_back = ("raci:posts", "raci:matrix", "raci:structure", "raci:unit-list")
    for url in (*map(reverse, looking_back), reverse("raci:post", args=["director-parks"])):
        assert said not in page(client, city.officer, f"{url}?on=2026-10-01").content.decode()


# ---- posts and units


def hold(city: SmallCity, person: Person, **days: date) -> Holding:
    with acting(by=city.officer, act="begin_holding"):
        return Holding.objects.create(post=city.post(TREASURY), person=person, proposed_by=city.officer, **days)


def posts(facts, **asked: str) -> dict[str, list[str]]:
    found = ask(get("posts"), facts, asked)
    assert not found.problems
    return {row.code: [one.person.name for one in row.holders_today] for row in found.rows}


def test_the_posts_of_a_day_name_who_held_them_then(city: SmallCity):
    nora, today = invite_person(email="nora@city.example", name="Nora New", by=city.technician), clock.today()
    hold(city, nora, begins_on=today - timedelta(days=60), ends_on=today - timedelta(days=31))
    disable_person(nora, by=city.technician, why="Left the city.")
    facts = facts_for(city.technician)
    then, after = ((today - timedelta(days=days)).isoformat() for days in (31, 30))
    assert posts(facts, on=then)[TREASURY] == ["Nora New"]
    assert posts(facts, on=after)[TREASURY] == []
    assert posts(facts)[TREASURY] == []
    assert list(posts(facts, on=then, q="nora")) == [TREASURY]
    assert TREASURY in posts(facts, on=after, vacant="1")
    assert TREASURY not in posts(facts, on=then, vacant="1")


def test_a_post_abolished_since_stands_on_the_day_before(city: SmallCity):
    facts, post, today = facts_for(city.technician), city.post(TREASURY), clock.today()
    with acting(by=city.officer, act="abolish"):
        post.abolished_on = today
        post.save()
    assert TREASURY in posts(facts, on=(today - timedelta(days=1)).isoformat())
    assert TREASURY not in posts(facts)


def test_the_list_says_the_day_and_keeps_it_in_its_links(client: Client, city: SmallCity):
    answer = page(client, city.technician, reverse("raci:posts") + "?on=2026-10-01&unit=parks").content.decode()
    assert "As it stood on Thursday, 1 October 2026" in answer
    assert 'href="/posts/?unit=parks"' in answer  # back to today
    assert "/posts/director-parks/?on=2026-10-01" in answer
    assert "on=2026-10-01&amp;sort=" in answer or "sort=title&amp;on=2026-10-01" in answer
    assert "As it stood on Thursday" not in page(client, city.technician, reverse("raci:posts")).content.decode()


def test_units_count_the_posts_of_the_day(city: SmallCity):
    nora, today = invite_person(email="nora@city.example", name="Nora New", by=city.technician), clock.today()
    hold(city, nora, begins_on=today - timedelta(days=60), ends_on=today - timedelta(days=31))
    facts = facts_for(city.technician)

    def held(**asked: str) -> tuple[int, int]:
        row = next(row for row in ask(get("units"), facts, asked).rows if row.code == "treasury")
        return row.held, row.vacant

    now, then = held(), held(on=(today - timedelta(days=40)).isoformat())
    assert then[0] == 1  # nobody else held anything before the city was loaded
    assert now[1] >= 1
