"""Actions tied to standards, money, evidence and each other, for tests."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from plans.actions import add
from plans.models import Action, Measure
from plans.ties.acts import tie, tied
from raci.models import Person
from tests.city import SmallCity

MEASURED: dict[str, Any] = {
    "title": "Children who finish a course", "indicator_id": None, "target": None, "unit_label": "", "target_on": None,
}  # fmt: skip


def tie_to(action: Action, by: Person, **more: Collection[int]) -> None:
    """Besides what it is tied to."""
    now = tied(action)
    tie(action, {kind: now[kind] | set(more.get(kind, ())) for kind in now}, by=by)


def measure(action: Action, city: SmallCity, **said: Any) -> Measure:
    row = add(action, {**MEASURED, **said}, by=city.director)
    assert isinstance(row, Measure)
    return row


def another(action: Action, city: SmallCity, title: str, **said: Any) -> Action:
    """One more action beside it."""
    values = {
        "title": title, "lead_id": action.lead_id, "partners": "", "starts_on": action.starts_on, "due_on": action.due_on,
        "budget_cents": 0, **said,
    }  # fmt: skip
    row = add(action.outcome, values, by=city.director)
    assert isinstance(row, Action)
    return row
