"""Plans begun from the template, for tests."""

from __future__ import annotations

from datetime import date

from plans.actions import begin_plan, change
from plans.models import Plan, PlanSection
from raci.models import Person, Unit
from tests.city import SmallCity


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
    for one in plan.sections.filter(is_required=True):
        change(one, {"words": f"{one.title}: by district."}, by=by)
