"""A city with one plan of Parks, being drafted by its director."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from plans.actions import add, begin_plan, change
from plans.models import Action, Goal, Outcome, Plan
from raci import clock
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Person, Record, Unit
from tests.city import SmallCity, small_city

WHOLE = {
    "summary": "Everybody learns to swim.",
    "opinion_sought": True,
    "opinion_from": "42 organisations",
    "opinion_said": "Evenings suit families.",
    "opinion_changed": "Lessons moved to evenings.",
}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[SmallCity]:
    """The city, loaded once a module; each test works in a savepoint of its own, and all of it is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield small_city()
        transaction.set_rollback(True)


@pytest.fixture
def city(loaded: SmallCity, db: None) -> SmallCity:
    return loaded


@dataclass
class ParksPlan:
    """A plan with one goal, outcome and action, ready for consultation."""

    plan: Plan
    goal: Goal
    outcome: Outcome
    action: Action

    @property
    def record(self) -> Record:
        return self.plan.record

    @property
    def case(self) -> Case:
        return self.record.cases.latest("number")


def make_plan(
    city: SmallCity, by: Person | None = None, title: str = "Parks equity plan 2027", unit: Unit | None = None
) -> ParksPlan:
    by = by or city.director
    plan = begin_plan(
        unit=unit or city.parks, title=title, begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), by=by
    )
    change(plan, WHOLE, by=by)
    goal = add(plan, {"title": "Reduce the gap in swimming", "description": "By half."}, by=by)
    outcome = add(goal, {"title": "Children of every district swim"}, by=by)
    values = {
        "title": "Free lessons at 6 pools",
        "lead_id": city.post("director-parks").pk,
        "partners": "School districts",
        "starts_on": date(2027, 1, 15),
        "due_on": date(2027, 6, 30),
        "budget_cents": 4_800_050,
    }
    return ParksPlan(plan, goal, outcome, add(outcome, values, by=by))


@pytest.fixture
def parks(city: SmallCity) -> ParksPlan:
    return make_plan(city)


def consult(parks: ParksPlan, city: SmallCity) -> Case:
    """Open consultation; every role asked answers."""
    cases.open_consultation(parks.case, by=city.director)
    holders = {"EO": city.officer, "OEHR": city.office, "ACA_DCA": city.deputy, "CET": city.lead}
    text = parks.case.texts.latest("number")
    for asked in text.consultations.filter(way="asked").select_related("role"):
        cases.answer(asked, by=holders[asked.role.code], answer="no_objection")
    return parks.case


def approve(parks: ParksPlan, city: SmallCity) -> Case:
    """The whole way to an approval with a condition."""
    case = consult(parks, city)
    cases.submit(case, by=city.director)
    condition = cases.ConditionAsked("Cost the second goal.", city.post("director-parks"), clock.today())
    text = case.texts.latest("number")
    cases.decide(case, by=city.administrator, kind=Act.CONDITIONS, conditions=[condition], sha256=text.sha256)
    return case
