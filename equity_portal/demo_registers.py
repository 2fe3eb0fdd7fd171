"""The demonstration's registers, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from plans.registers.acts import enter
from plans.registers.catalogue import ALIGNMENTS, COMPARISONS, POLICIES
from raci import clock
from raci.models import Person, Theme, Unit

FILE = "registers.yaml"
YEARS = 5


def bring_registers(folder: Path, person: Callable[[str], Person]) -> None:
    """What the city's folder tells, if it tells something."""
    path = folder / FILE
    if not path.exists():
        return
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    by = person(told["keeper"])
    for one in told["policies"]:
        enter(POLICIES, _policy(one), by=by)
    for one in told["comparisons"]:
        looked_on = _before(one.pop("days"))
        enter(COMPARISONS, {**one, "looked_on": looked_on}, by=by)
    for one in told["alignment"]:
        days, next_days = one.pop("days"), one.pop("next_days", None)
        values = {**one, "theme": Theme.objects.get(code=one["theme"]), "met_on": _before(days)}
        enter(ALIGNMENTS, {**values, "next_on": _before(-next_days) if next_days else None}, by=by)


def _before(days: int | None) -> date | None:
    return None if days is None else clock.today() - timedelta(days=days)


def _policy(told: dict[str, Any]) -> dict[str, Any]:
    in_force, reviewed = told.pop("in_force_days"), told.pop("reviewed_days", None)
    return {
        **told,
        "unit": Unit.objects.get(code=told["unit"]),
        "in_force_since": _before(in_force),
        "reviewed_on": _before(reviewed),
        "review_every_years": YEARS,
        "standard": None,
    }
