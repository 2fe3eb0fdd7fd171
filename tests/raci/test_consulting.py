"""Who is asked, who is invited, and until when what changed may still be objected to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plans.actions import change
from raci import clock
from raci.actions import cases
from raci.actions.posts import accept_delegation, delegate
from raci.authority import Act, facts_for, may
from raci.city.loading import loader
from raci.consulting import to_ask
from raci.history import acting
from raci.models import Case, Consultation, Holding, Record, Scope, Unit
from raci.queries.home import home_page
from raci.refusals import NotReady, Refused
from tests.city import SmallCity, small_city
from tests.plans.conftest import ParksPlan, consult, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def parks(city: SmallCity) -> ParksPlan:
    return make_plan(city)


def ways(case: Case, city: SmallCity) -> dict[str, str]:
    return {asked.role.code: asked.way for asked in to_ask(case, facts_for(city.director))}


def test_roles_that_reach_less_than_the_city_are_invited_on_its_own_records_and_asked_on_a_bureaus(
    city: SmallCity, parks: ParksPlan
):
    whole = Unit.objects.get(kind="city")
    with acting(by=loader(), act="test"):
        record = Record.objects.create(
            kind="plan", title="Whole", scope=Scope.objects.get(activity_code="3.2", unit=whole)
        )
        case = Case.objects.create(record=record, number=1, state_since=clock.now())
    assert ways(case, city) == {
        "ACA_DCA": "invited",
        "CET": "invited",
        "DIR": "invited",
        "EM": "invited",
        "ATTY": "asked",
    }
    assert ways(parks.case, city) == {"EO": "asked", "OEHR": "asked", "ACA_DCA": "asked", "CET": "asked"}


def returned_and_submitted_again(parks: ParksPlan, city: SmallCity) -> Case:
    consult(parks, city)
    cases.submit(parks.case, by=city.director)
    cases.decide(parks.case, by=city.administrator, kind=Act.RETURN, reason="Cost the goal.")
    change(parks.plan, {"summary": "Costed."}, by=city.director)
    cases.submit(parks.case, by=city.director)
    return parks.case


@pytest.mark.django_db(transaction=True)
def test_after_the_two_days_the_earlier_answer_stands_and_the_decider_decides(
    city: SmallCity, parks: ParksPlan, move_time
):
    case = returned_and_submitted_again(parks, city)
    question = case.consultations.get(way="review", role__code="EO")
    assert may(city.officer, Act.ANSWER, case)
    with pytest.raises(NotReady, match="may still object"):
        cases.decide(case, by=city.administrator, kind=Act.APPROVE)
    move_time(days=8)
    with pytest.raises(Refused, match="what you answered before stands"):
        cases.answer(question, by=city.officer, answer="objection", words="Too late.")
    cases.decide(case, by=city.administrator, kind=Act.APPROVE)
    assert Consultation.objects.get(pk=question.pk).answer == ""


def test_consultation_lasts_two_working_days_at_least(city: SmallCity, parks: ParksPlan):
    with pytest.raises(NotReady, match="two working days at least"):
        cases.open_consultation(parks.case, by=city.director, due_on=clock.today())
    assert parks.case.state == "draft"


def test_home_waits_on_nobody_for_a_text_that_was_taken_back(city: SmallCity, parks: ParksPlan):
    cases.open_consultation(parks.case, by=city.director)
    cases.revise(parks.case, by=city.director)
    change(parks.plan, {"summary": "Said better."}, by=city.director)
    consult(parks, city)
    assert home_page(facts_for(city.director)).others == []
    cases.submit(parks.case, by=city.director)
    [waiting] = home_page(facts_for(city.director)).others
    assert (waiting.on, waiting.passes_on) == ("City Administrator", None)


def test_round_that_was_taken_back_is_not_said_to_wait(city: SmallCity, parks: ParksPlan, client):
    cases.open_consultation(parks.case, by=city.director)
    cases.revise(parks.case, by=city.director)
    change(parks.plan, {"summary": "Said better."}, by=city.director)
    cases.open_consultation(parks.case, by=city.director)
    client.force_login(city.director)
    page = client.get(f"/records/{parks.record.pk}/consultation/").content.decode()
    assert page.count("taken back before an answer") == 4
    assert page.count("no answer yet, due") == 4


def test_delegation_begins_today_at_the_earliest(city: SmallCity):
    holding = Holding.objects.get(post__code="city-administrator")
    given = {"to": city.deputy, "activity": "4.1", "letter": "A", "ends_on": clock.today() + timedelta(days=5)}
    with pytest.raises(NotReady, match="today at the earliest"):
        delegate(holding, begins_on=clock.today() - timedelta(days=1), by=city.administrator, **given)
    delegation = delegate(holding, begins_on=clock.today(), by=city.administrator, **given)
    accept_delegation(delegation, by=city.deputy)
    assert delegation.accepted_at


def test_conditions_belong_to_an_approval_with_conditions_alone(city: SmallCity, parks: ParksPlan):
    consult(parks, city)
    cases.submit(parks.case, by=city.director)
    asked = cases.ConditionAsked("Cost it.", city.post("director-parks"), clock.today())
    decision = cases.decide(parks.case, by=city.administrator, kind=Act.APPROVE, conditions=[asked])
    assert not decision.conditions.exists()


def test_reading_with_head_is_as_with_get(city: SmallCity, parks: ParksPlan, client):
    client.force_login(city.director)
    for address in ("/plans/", f"/plans/{parks.record.pk}/"):
        assert client.head(address).status_code == 200
