"""Home: what waits on whom, why, until when; and what it says when nothing does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions import change
from raci.actions import cases
from raci.authority import Act, facts_for
from raci.models import Person
from raci.queries.home import home_page
from raci.queries.waiting import ANSWER, CONDITION, DECIDE, DRAFT, FOUND, MEND, SUBMIT, waiting_on
from tests.city import SmallCity, small_city
from tests.plans.conftest import ParksPlan, approve, consult, make_plan

pytestmark = pytest.mark.portland


@pytest.fixture
def city(db) -> SmallCity:
    return small_city()


@pytest.fixture
def parks(city: SmallCity) -> ParksPlan:
    return make_plan(city)


def kinds(person: Person) -> list[str]:
    """What waits on them; what X-rays find is in test_xrays.py."""
    return [one.kind for one in waiting_on(facts_for(person)) if one.kind != FOUND]


def test_home_leads_to_the_sign_in_page(client, db):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_home_follows_the_record_from_hand_to_hand(parks: ParksPlan, city: SmallCity, move_time):
    assert kinds(city.director) == [DRAFT]
    assert kinds(city.manager) == []  # nothing of hers yet
    cases.open_consultation(parks.case, by=city.director)
    assert kinds(city.director) == []
    assert [kinds(who) for who in (city.officer, city.office, city.deputy, city.lead)] == [[ANSWER]] * 4
    assert kinds(city.elsewhere) == kinds(city.administrator) == kinds(city.auditor) == []
    for asked in parks.case.consultations.select_related("role"):
        who = {"EO": city.officer, "OEHR": city.office, "ACA_DCA": city.deputy}.get(asked.role.code)
        if who:
            cases.answer(asked, by=who, answer="no_objection")
    assert kinds(city.officer) == []
    assert kinds(city.director) == []
    move_time(days=40)  # the lead stays silent
    assert kinds(city.director) == kinds(city.manager) == [SUBMIT]
    cases.submit(parks.case, by=city.director)
    assert kinds(city.director) == []
    assert kinds(city.administrator) == [DECIDE]
    cases.decide(parks.case, by=city.administrator, kind=Act.RETURN, reason="Cost the second goal.")
    assert kinds(city.director) == kinds(city.manager) == [MEND]
    change(parks.plan, {"summary": "Costed."}, by=city.director)
    cases.submit(parks.case, by=city.director)
    assert kinds(city.officer) == [ANSWER]  # about the difference
    assert kinds(city.administrator) == [DECIDE]


def test_home_gives_each_thing_its_reason_its_day_and_its_address(client, parks: ParksPlan, city: SmallCity):
    cases.open_consultation(parks.case, by=city.director)
    (one,) = waiting_on(facts_for(city.officer), [ANSWER])
    number = len(waiting_on(facts_for(city.officer)))  # with what X-rays found
    asked = parks.case.consultations.get(role__code="EO")
    assert one.url == reverse("raci:consultation-answer", args=[asked.pk])
    assert one.due_on == asked.due_on
    assert "you hold C for 4.1 (matrix v1)" in one.reason
    client.force_login(city.officer)
    page = client.get("/").content.decode()
    for words in (
        f"{number} things wait on you",
        "Parks equity plan 2027",
        "you hold C for 4.1",
        one.url,
        "You act as Equity Officer",
    ):
        assert words in page


def test_home_shows_conditions_to_their_owners(parks: ParksPlan, city: SmallCity):
    approve(parks, city)
    assert kinds(city.director) == [CONDITION]
    assert kinds(city.manager) == []
    condition = parks.case.submissions.get().decision.conditions.get()
    cases.close_condition(condition, by=city.director, note="Costed.")
    assert kinds(city.director) == []


def test_home_asks_nothing_of_authors_of_the_version(parks: ParksPlan, city: SmallCity):
    from raci import clock
    from raci.history import acting
    from raci.models import Holding

    with acting(by=city.technician, act="test"):
        Holding.objects.create(
            post=city.post("equity-officer"), person=city.director, begins_on=clock.today(), proposed_by=city.technician
        )
    cases.open_consultation(parks.case, by=city.manager)
    assert kinds(city.director) == []
    assert kinds(city.officer) == [ANSWER]


def test_home_says_on_whom_one_waits_and_when_silence_passes(client, parks: ParksPlan, city: SmallCity):
    cases.open_consultation(parks.case, by=city.director)
    home = home_page(facts_for(city.director))
    (one,) = home.others
    assert "Equity Officer" in one.on
    assert one.passes_on == parks.case.consultations.get(role__code="EO").due_on
    client.force_login(city.director)
    page = client.get("/").content.decode()
    assert "Nothing waits on you" in page
    assert "silence passes after" in page
    assert f'You may begin: <a class="usa-link" href="{reverse("plans:plan-create")}">Equity plan (4.1)</a></p>' in page
    client.force_login(city.officer)
    assert ">Inbox (1 unread)</a>" in client.get("/").content.decode()
    consult_rest(parks, city)
    cases.submit(parks.case, by=city.director)
    (one,) = home_page(facts_for(city.director)).others
    assert one.on == "City Administrator"


def consult_rest(parks: ParksPlan, city: SmallCity) -> None:
    holders = {"EO": city.officer, "OEHR": city.office, "ACA_DCA": city.deputy, "CET": city.lead}
    for asked in parks.case.consultations.filter(answer="").select_related("role"):
        cases.answer(asked, by=holders[asked.role.code], answer="no_objection")


def test_home_counts_by_kind_and_hides_empty_kinds(parks: ParksPlan, city: SmallCity):
    make_plan(city, title="Second plan")
    consult(parks, city)
    home = home_page(facts_for(city.director))
    assert home.counts == [("Submit", 1), ("Go on writing", 1)]


def test_home_costs_the_same_with_one_and_with_many(city: SmallCity):
    def cost() -> int:
        total = 0
        for person in (city.director, city.officer, city.administrator):
            facts = facts_for(person)
            with CaptureQueriesContext(connection) as queries:
                home_page(facts)
            total += len(queries)
        return total

    def fill(*numbers: int) -> None:
        for number in numbers:
            cases.open_consultation(make_plan(city, title=f"Open {number}").case, by=city.director)
            made = make_plan(city, title=f"Submitted {number}")
            consult(made, city)
            cases.submit(made.case, by=city.director)
            make_plan(city, title=f"Draft {number}")

    fill(1)
    one = cost()
    fill(2, 3)
    assert cost() == one
