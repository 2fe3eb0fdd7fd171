"""The draft of one's own city: what stands before its founding, and what a step says."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from raci.actions import founding as acts
from raci.city.draft import Draft
from raci.history import acting
from raci.models import Founding, Matrix, Person
from raci.service import service_person

pytestmark = pytest.mark.django_db

CITY = {
    "name": "City of Bend",
    "time_zone": "America/Los_Angeles",
    "fiscal_year_begins": "07-01",
    "holidays": [],
    "accent": "#005ea2",
}
PARKS = {"code": "parks", "name": "Parks", "kind": "bureau", "parent": "bend", "path": "/bend/parks/"}
FOUNDER, DANA = "fay@bend.gov", "dana@bend.gov"


@pytest.fixture
def founder() -> Person:
    """Whose draft has everything but posts."""
    found = acts.begin_founding(email=FOUNDER, name="Fay Founder")
    draft = Draft.of(found.draft)
    draft.name_city(CITY)
    draft.shipped = "portland"
    draft.units.append(PARKS)
    draft.people[DANA] = "Dana Reyes"
    found.draft = draft.stored()
    found.save()
    return found.founder


@pytest.fixture
def their(client: Client, founder: Person) -> Client:
    """The founder's browser."""
    client.force_login(founder)
    return client


def fill(founder: Person, **holders: str) -> None:
    acts.fill_posts({code.replace("_", "-"): {"holder": one} for code, one in holders.items()}, by=founder)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_posts_are_not_done_while_nobody_fills_the_others(their: Client, founder: Person) -> None:
    fill(founder, technical_administrator=FOUNDER, director_parks=DANA)
    checklist, founding = page(their, "/founding/"), page(their, "/founding/found/")
    field = "/founding/posts/?page=1#holder-equity-officer"
    for shown in (checklist, founding):
        assert "Name a holder for one of these posts" in shown
        assert f'href="{field}"' in shown
        assert "Mayor" not in shown
        assert "City Administrator: nobody decides Set Citywide Equity Standards (1.1)" in shown
    assert ">4/5<" in checklist
    assert "/founding/found/" not in checklist
    assert 'id="holder-equity-officer"' in page(their, "/founding/posts/")
    fill(founder, equity_officer=DANA)
    checklist = page(their, "/founding/")
    assert ">5/5<" in checklist
    assert "/founding/found/" in checklist
    assert "Still open" not in checklist


def test_the_founding_page_says_what_the_founder_will_not_do(their: Client, founder: Person) -> None:
    fill(founder, technical_administrator=FOUNDER, equity_officer=DANA)
    said = "You hold Technical administrator: you will not be able to change units or posts yourself."
    shown = page(their, "/founding/found/")
    assert said in shown
    assert "that is for Dana Reyes (Equity Officer)." in shown
    fill(founder, equity_policy=FOUNDER)
    assert "you will not be able" not in page(their, "/founding/found/")


def test_a_matrix_with_other_roles_opens_the_posts_again(their: Client, founder: Person) -> None:
    fill(founder, equity_officer=DANA, technical_administrator=FOUNDER, director_parks=DANA)
    acts.adopt_matrix("anchorage", by=founder)
    checklist = page(their, "/founding/")
    assert "These are no longer named: Equity Officer (Dana Reyes). Save the posts again." in checklist
    assert ">4/5<" in checklist
    held = {code: one["holder"] for code, one in Draft.of(Founding.objects.get().draft).posts.items()}
    assert held == {"technical-administrator": FOUNDER, "director-parks": DANA}
    fill(founder, chief_equity_officer=DANA)
    assert ">5/5<" in page(their, "/founding/")


def test_an_address_of_nobody_is_marked_in_its_field(their: Client) -> None:
    answer = their.post(
        "/founding/posts/", {"post": ["mayor", "equity-officer"], "holder:mayor": "x@bend.gov", "keep:mayor": "1"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert '<a class="usa-link" href="#holder-mayor">x@bend.gov is none of your people yet.' in shown
    assert 'id="holder-mayor" aria-invalid="true"' in shown
    assert shown.count("aria-invalid") == 1


def test_after_the_founding_the_founder_is_led_home_and_nobody_else(their: Client, founder: Person) -> None:
    fill(founder, technical_administrator=FOUNDER, equity_officer=DANA)
    acts.found_city(by=founder)
    for address in ("/founding/", "/founding/found/", "/founding/posts/"):
        answer = their.get(address, follow=True)
        assert answer.redirect_chain == [("/", 302)]
        assert "The city was founded by Fay Founder on " in answer.content.decode()
    assert their.post("/founding/found/").status_code == 302
    assert Matrix.objects.count() == 1
    stranger = Client()
    stranger.force_login(Person.objects.get(email=DANA))
    assert stranger.get("/founding/").status_code == 404
    assert stranger.get("/founding/found/").status_code == 404


def test_a_password_from_the_environment_is_checked_like_any_other(monkeypatch: Any) -> None:
    monkeypatch.setenv("OWN_CITY_PASSWORD", "short")
    with pytest.raises(CommandError, match="at least 12 characters"):
        call_command("begin_own_city", email=FOUNDER, name="Fay Founder")
    assert not Person.objects.filter(email=FOUNDER).exists()
    assert not Founding.objects.exists()


def test_while_the_city_is_a_draft_empty_pages_lead_to_the_checklist(their: Client) -> None:
    for address in ("/matrix/", "/posts/", "/units/"):
        shown = page(their, address)
        assert '<a class="usa-button" href="/founding/">Back to the checklist</a>' in shown, address
        assert "when it is loaded" not in shown
    other = Person(email="other@bend.gov", name="Other")
    with acting(by=service_person("test-loader", "Loader"), act="test"):
        other.save()
    stranger = Client()
    stranger.force_login(other)
    for address in ("/matrix/", "/posts/", "/units/"):
        assert "Back to the checklist" not in page(stranger, address)


def test_the_founders_home_says_what_comes_next(their: Client, founder: Person) -> None:
    fill(founder, technical_administrator=FOUNDER, equity_officer=DANA, director_parks=DANA)
    their.post("/founding/found/")
    shown = page(their, "/")
    assert "City of Bend is founded</h1>" in shown
    assert "From now on Dana Reyes (Equity Officer) may fill posts and keep units" in shown
    assert "Dana Reyes (Director, Parks) may begin it" in shown
    assert "manage.py password_link dana@bend.gov" in shown
    other = Client()
    other.force_login(Person.objects.get(email=DANA))
    assert "What comes next" not in page(other, "/")


def test_where_the_founder_may_not_it_says_who_can(their: Client, founder: Person) -> None:
    fill(founder, technical_administrator=FOUNDER, equity_officer=DANA)
    acts.found_city(by=founder)
    who = "Today that is for Dana Reyes (Equity Officer)."
    assert f"Filling this post takes R for 4.4 in its unit. {who}" in page(their, "/posts/mayor/")
    refused = their.get("/imports/units/")
    assert refused.status_code == 403
    assert f"Bringing in units takes R for 4.4, for the city. {who}" in refused.content.decode()
