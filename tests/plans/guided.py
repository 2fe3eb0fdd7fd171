"""Plans begun from the template, for tests."""

from __future__ import annotations

from datetime import date

from plans.actions import add, begin_plan, change
from plans.models import Plan, PlanSection
from raci.actions import cases
from raci.models import Person, Unit
from tests.city import SmallCity
from tests.plans.conftest import WHOLE


def begun_from_template(
    city: SmallCity, *, title: str = "Parks plan, guided", by: Person | None = None, unit: Unit | None = None
) -> Plan:
    return begin_plan(
        unit=unit or city.parks, title=title, begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31),
        by=by or city.director, from_template=True,
    )  # fmt: skip


def section(plan: Plan, title: str = "Results") -> PlanSection:
    return PlanSection.objects.get(plan=plan, title=title)


def answer(plan: Plan, by: Person) -> None:
    """What is needed, in a sentence each."""
    for one in plan.sections.filter(is_required=True, words=""):
        change(one, {"words": f"{one.title}: by district."}, by=by)


def asked_about(city: SmallCity, *, title: str = "Parks plan, asked") -> Plan:
    """Complete, and in consultation."""
    plan = begun_from_template(city, title=title)
    change(plan, WHOLE, by=city.director)
    goal = add(plan, {"title": "Swim", "description": ""}, by=city.director)
    outcome = add(goal, {"title": "All swim"}, by=city.director)
    days = {"starts_on": plan.begins_on, "due_on": plan.ends_on}
    lead = {"lead_id": city.post("director-parks").pk, "partners": "", "budget_cents": 0}
    add(outcome, {"title": "Lessons", **lead, **days}, by=city.director)
    answer(plan, city.director)
    cases.open_consultation(plan.record.cases.get(), by=city.director)
    return plan
