"""The year's turn of a plan."""

from __future__ import annotations

from typing import Any

from plans.models import Action
from plans.turning.acts import turn_year
from tests.city import SmallCity
from tests.plans.progress import in_force, plan_of_the_year


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A plan in force whose period may be closed, and one whose period is."""
    open_one = in_force(city, plan_of_the_year(city, title="Parks plan that ends"))
    closed = in_force(city, plan_of_the_year(city, ("Swim", "Row"), title="Parks plan that ended"))
    row = Action.objects.get(title="Row", outcome__goal__plan=closed)
    days = {"begins_on": closed.ends_on, "ends_on": closed.ends_on}
    turn_year(closed, title="Parks plan after that", **days, ends={row.pk: "Done by others."}, by=city.manager)
    return {"turn": {"pk": open_one.record_id}, "turned": {"pk": closed.record_id}}


ONE_THING = ["plans:plan-turn"]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:plan-turn", "args": "turn", "who": "manager"},
    {
        "name": "plans:plan-turn",
        "args": "turn",
        "who": "manager",
        "meanwhile": "the title is emptied",
        "press": "Close it and begin the next plan",
        "status": 422,
    },
    {"name": "plans:plan-turn", "args": "turned", "who": "manager"},
    {"name": "plans:plan-turn", "args": "turned", "who": "administrator"},
]
