"""The demonstration's budget reviews, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from metrics.actions.reconciliations import begin_reconciliation
from metrics.models import Reconciliation
from plans.budgets.acts import add_line, answer_questions, begin_review, say_money, take_over_questions
from raci import clock, reviewing
from raci.models import Person, Unit

FILE = "budgets.yaml"
CENTS = 100
BARE = {"full_time": 0, "part_time": 0, "seasonal": 0, "fund": "", "transfer_to": "", "note": ""}
Holder = Callable[[str], Person]


def bring_budgets(folder: Path, person: Holder) -> None:
    """What the city's folder tells, if it tells something."""
    path = folder / FILE
    if not path.exists():
        return
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    take_over_questions(by=person(told["template_by"]))
    for one in told["reviews"]:
        _reviewed(one, person)


def _reviewed(told: dict[str, Any], person: Holder) -> None:
    unit, by = Unit.objects.get(code=told["unit"]), person(told["by"])
    table = _table(unit, told["reconciliation"], person) if "reconciliation" in told else None
    due_on = clock.today() + timedelta(days=told["due_days"])
    row = begin_review(unit, year=told["year"], due_on=due_on, reconciliation=table, by=by)
    answer_questions(row, dict(enumerate(told["answers"], 1)), reconciliation=table, by=by)
    lines = [(add_line(row, _line(one), by=by), one) for one in told["lines"]]
    if "decided_by" in told:
        reviewing.hand_in(row, by=by)
        reviewing.accept(row, by=person(told["decided_by"]))
    for line, one in lines:
        if "adopted" in one:
            spent = one["spent"] * CENTS if "spent" in one else None
            say_money(line, adopted_cents=one["adopted"] * CENTS, spent_cents=spent, by=by)


def _line(told: dict[str, Any]) -> dict[str, Any]:
    said = {name: told.get(name, "") for name in ("kind", "label", "benefits", "burdens")}
    return {**said, "action": None, "requested_cents": told["requested"] * CENTS}


def _table(unit: Unit, told: dict[str, Any], person: Holder) -> Reconciliation:
    lines = [
        {"kind": one["kind"], "label": one["label"], "cents": one["dollars"] * CENTS, **BARE} for one in told["lines"]
    ]
    values = {"title": told["title"], "source": "", "note": ""}
    return begin_reconciliation(unit, values, lines, by=person(told["by"]))
