"""What actions are tied to, and how they are measured."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from raci.models import Theme
from tests.city import SmallCity
from tests.plans.conftest import make_plan
from tests.plans.ties import another, measure, tie_to


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A draft of Parks whose action is measured, about a theme, and waits for another."""
    plan = make_plan(city, title="Plan of tied actions")
    first = another(plan.action, city, "Teachers are hired", due_on=date(2027, 9, 30))
    row = measure(plan.action, city, target=Decimal(600), unit_label="children", target_on=date(2027, 6, 30))
    tie_to(plan.action, city.director, theme=[Theme.objects.earliest("order").pk], needs=[first.pk])
    return {
        "tied-plan": {"pk": plan.record.pk},
        "tied-action": {"pk": plan.action.pk},
        "tied-goal": {"pk": plan.goal.pk},
        "tied-measure": {"pk": row.pk},
    }


ONE_THING = [
    "plans:action-ties",
    "plans:goal-serves",
    "plans:city-plan-create",
    "plans:measure-create",
    "plans:measure-edit",
    "plans:measure-remove",
]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:plan-detail", "args": "tied-plan", "who": "director"},
    {"name": "plans:plan-print", "args": "tied-plan", "who": "director"},
    {"name": "plans:action-ties", "args": "tied-action", "who": "director"},
    {"name": "plans:city-plan-create", "who": "office"},
    {"name": "plans:goal-serves", "args": "tied-goal", "who": "director"},
    {"name": "plans:measure-create", "args": "tied-action", "who": "director"},
    {"name": "plans:measure-create", "args": "tied-action", "who": "director", "press": "Add", "status": 422},
    {"name": "plans:measure-edit", "args": "tied-measure", "who": "director"},
    {"name": "plans:measure-remove", "args": "tied-measure", "who": "director"},
]
