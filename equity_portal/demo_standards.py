"""The demonstration's standards and policies and what bureaus answered, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from plans.actions import add, change
from plans.models import Standard
from plans.standards.acts import begin_standard, submit_answer
from raci import clock, reviewing
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Objective, Person, Unit

FILE = "standards.yaml"
WRITER, DECIDER = "equity-policy", "city-administrator"
Holder = Callable[[str], Person]


def bring_standards(folder: Path, person: Holder, answer_all: Callable[[Case], Any]) -> None:
    """What the city's folder tells, if it tells something; `answer_all` has everybody answer who was asked."""
    path = folder / FILE
    if not path.exists():
        return
    for told in yaml.safe_load(path.read_text(encoding="utf-8"))["standards"]:
        standard = _decided(_written(told, person(WRITER)), person, answer_all)
        for answer in told["answers"]:
            _answered(standard, answer, person)


def _written(told: dict[str, Any], by: Person) -> Standard:
    standard = begin_standard(activity=told["activity"], title=told["title"], by=by)
    values = {
        "purpose": told["purpose"],
        "objective_id": Objective.objects.get(code=told["objective"]).pk,
        "answer_by": clock.today() + timedelta(days=told["answer_within_days"]),
    }
    change(standard, values, by=by)
    for clause in told["clauses"]:
        add(standard, clause, by=by)
    return standard


def _decided(standard: Standard, person: Holder, answer_all: Callable[[Case], Any]) -> Standard:
    case = standard.record.cases.get()
    cases.open_consultation(case, by=person(WRITER))
    answer_all(case)
    cases.submit(case, by=person(WRITER))
    cases.decide(case, by=person(DECIDER), kind=Act.APPROVE, sha256=case.texts.get().sha256)
    return standard


def _answered(standard: Standard, told: dict[str, Any], person: Holder) -> None:
    until = clock.today() + timedelta(days=told["until_days"]) if "until_days" in told else None
    row = submit_answer(
        standard, Unit.objects.get(code=told["unit"]), stance=told["stance"], words=told.get("words", ""), until=until,
        version=1, by=person(told["by"]),
    )  # fmt: skip
    if told.get("accepted"):
        reviewing.accept(row, by=person(DECIDER))
