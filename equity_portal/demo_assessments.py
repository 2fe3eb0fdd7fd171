"""The demonstration's screenings and impact assessments, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from plans.actions import change
from plans.assessing.acts import begin_assessment, write_screening
from raci import clock, reviewing
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Person, Unit

FILE = "assessments.yaml"
OWN = ("unit", "by", "accepted", "goes_to", "follow_up_days")  # of the file, not of the record
Holder = Callable[[str], Person]


def bring_assessments(folder: Path, person: Holder, decider: str, answer_all: Callable[[Case], Any]) -> None:
    """What the city's folder tells, if it tells something; `decider`: the post that decides under 2.2."""
    path = folder / FILE
    if not path.exists():
        return
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    for one in told["screenings"]:
        _screened(one, person, decider)
    for one in told["assessments"]:
        _assessed(one, person, decider, answer_all)


def _said(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in OWN}


def _screened(told: dict[str, Any], person: Holder, decider: str) -> None:
    by = person(told["by"])
    row = write_screening(Unit.objects.get(code=told["unit"]), _said(told), by=by)
    reviewing.hand_in(row, by=by)
    if told["accepted"]:
        reviewing.accept(row, by=person(decider))


def _assessed(told: dict[str, Any], person: Holder, decider: str, answer_all: Callable[[Case], Any]) -> None:
    by, values = person(told["by"]), _said(told)
    unit = Unit.objects.get(code=told["unit"])
    row = begin_assessment(unit=unit, title=values.pop("title"), trigger=values.pop("trigger"), by=by)
    if "follow_up_days" in told:
        values["follow_up_on"] = clock.today() + timedelta(days=told["follow_up_days"])
    change(row, values, by=by)
    if told["goes_to"] != "approved":
        return
    case = row.record.cases.get()
    cases.open_consultation(case, by=by)
    answer_all(case)
    cases.submit(case, by=by)
    cases.decide(case, by=person(decider), kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)
