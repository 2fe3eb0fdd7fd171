"""All plans at once: the actions in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.models import ActionInForce
from raci.history import acting
from raci.models import Record, Scope
from tests.city import SmallCity

LISTS = {
    "plans:action-list": ("director", dict),
    "plans:portfolio": ("director", dict),
    "plans:timeline": ("director", dict),
}
EXPORTS = {"actions": "director"}
FULL = {"actions": 3}


def _row(city: SmallCity, number: int, words: str) -> None:
    """One action of a plan of Parks that is in force."""
    scope = Scope.objects.get(activity_code="4.1", unit=city.parks)
    with acting(by=city.director, act="create"):
        record = Record.objects.create(kind="plan", scope=scope, title=words)
    ActionInForce.objects.create(
        action=10**9 + number, record=record, scope=scope, unit=city.parks, plan_title=words, number="1.1", place=1,
        title=words, lead=city.post("director-parks"), lead_title="Director", partners=words, starts_on=date(2027, 1, 1),
        due_on=date(2027, 12, 31), budget_cents=100, status="pending",
    )  # fmt: skip


def grow(city: SmallCity, number: int) -> None:
    """One more action."""
    _row(city, number, f"Action {number}")


def plant(city: SmallCity, number: int, payload: str) -> None:
    """An action whose texts are the payload."""
    _row(city, number, payload)


LOOKS: list[dict[str, Any]] = [
    {"name": "plans:portfolio", "who": "administrator"},
    {"name": "plans:portfolio", "who": "technician"},
    {"name": "plans:timeline", "who": "administrator"},
    {"name": "plans:action-list", "who": "administrator"},
]
