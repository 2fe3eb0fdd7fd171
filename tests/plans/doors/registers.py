"""The registers of the equity office."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.models import AlignmentItem, CityComparison, ListedPolicy, LongRangePlan
from raci.history import acting
from raci.models import Theme
from tests.city import SmallCity
from tests.plans.registers import alignment, comparison, long_range, policy


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """An entry in each."""
    row = policy(city, verdict="amend", why="Fees keep families away.")
    compared, item, far = comparison(city), alignment(city), long_range(city)
    return {
        "register-policies": {"register": "policies"},
        "register-policy": {"register": "policies", "pk": row.pk},
        "register-comparison": {"register": "comparisons", "pk": compared.pk},
        "register-far-ahead": {"register": "long-range-plans", "pk": far.pk},
        "register-item": {"register": "alignment", "pk": item.pk},
    }


LISTS = {
    "plans:comparison-list": ("office", dict),
    "plans:policy-list": ("office", dict),
    "plans:alignment-list": ("office", dict),
    "plans:long-range-list": ("office", dict),
}
EXPORTS = {
    "city-comparisons": "office",
    "listed-policies": "office",
    "alignment-items": "office",
    "long-range-plans": "office",
}
FULL = {"city-comparisons": 4, "listed-policies": 3, "alignment-items": 4, "long-range-plans": 4}


def grow(city: SmallCity, number: int) -> None:
    """An entry more in each."""
    policy(city, f"Policy {number}")
    comparison(city, practice=f"Practice {number}")
    alignment(city, question=f"Question {number}")
    long_range(city, f"Plan {number}")


def plant(city: SmallCity, number: int, payload: str) -> None:
    """An entry of each whose texts are the payload."""
    day = date(2026, 5, 1)
    with acting(by=city.office, act="write"):
        ListedPolicy.objects.create(
            title=payload, unit=city.parks, reference=payload, verdict="keep", why=payload, in_force_since=day
        )
        LongRangePlan.objects.create(
            title=payload, unit=city.parks, reference=payload, found=payload, followed=payload, review="not_needed"
        )
        CityComparison.objects.create(city=payload, practice=payload, source=payload, lesson=payload, looked_on=day)
        AlignmentItem.objects.create(
            body=payload, theme=Theme.objects.earliest("order"), question=payload, position=payload, result=payload,
            met_on=day,
        )  # fmt: skip


ONE_THING = ["plans:register-create", "plans:register-entry", "plans:register-edit"]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:policy-list", "who": "office"},
    {"name": "plans:comparison-list", "who": "office"},
    {"name": "plans:alignment-list", "who": "office"},
    {"name": "plans:long-range-list", "who": "office"},
    {"name": "plans:register-entry", "args": "register-far-ahead.register register-far-ahead.pk"},
    {"name": "plans:register-edit", "args": "register-far-ahead.register register-far-ahead.pk", "who": "office"},
    {"name": "plans:register-create", "args": "register-policies", "who": "office"},
    {"name": "plans:register-create", "args": "register-policies", "who": "office", "press": "Enter it", "status": 422},
    {"name": "plans:register-entry", "args": "register-policy.register register-policy.pk"},
    {"name": "plans:register-entry", "args": "register-item.register register-item.pk", "who": "office"},
    {"name": "plans:register-edit", "args": "register-comparison.register register-comparison.pk", "who": "office"},
]
