"""The demonstration's initiatives and what was reported of them, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from metrics.models import Group
from plans.actions import change
from plans.initiatives.acts import ask_update, begin_initiative, report_update, tie, tied
from plans.models import Initiative
from raci import clock
from raci.actions import cases
from raci.actions.voices import give_voice
from raci.authority import Act, Subject
from raci.models import Case, Objective, Person, Post, Service, Theme, Unit, Voice
from raci.statements import in_line

FILE = "initiatives.yaml"
Holder = Callable[[str], Person]
Answer = Callable[[Case], Any]


def bring_initiatives(folder: Path, person: Holder, decider: str, answer_all: Answer) -> None:
    """What the city's folder tells, if it tells something; `decider`: the post that decides under 2.2."""
    path = folder / FILE
    if not path.exists():
        return
    for told in yaml.safe_load(path.read_text(encoding="utf-8"))["initiatives"]:
        row = _written(told, person(told["by"]))
        _on_its_way(row.record.cases.get(), told, person, decider, answer_all)
        _reported(row, told, person(told["by"]))


def _day(days: int | None) -> date | None:
    return None if days is None else clock.today() + timedelta(days=days)


def _written(told: dict[str, Any], by: Person) -> Initiative:
    lead = Post.objects.get(code=told["lead"])
    row = begin_initiative(unit=Unit.objects.get(code=told["unit"]), title=told["title"], lead=lead, by=by)
    objective, service = told.get("objective"), told.get("service")
    values = {
        "purpose": told["purpose"],
        "disparity": told["disparity"],
        "partners": told["partners"],
        "objective_id": Objective.objects.get(code=objective).pk if objective else None,
        "service_id": Service.objects.get(code=service).pk if service else None,
        "begins_on": _day(told["begins_days"]),
        "ends_on": _day(told.get("ends_days")),
        "high_impact": "high_impact" in told,
        "why_high_impact": told.get("high_impact", ""),
    }
    change(row, values, by=by)
    wanted = {
        "post": Post.objects.filter(code__in=told["co_leads"]),
        "theme": Theme.objects.filter(code__in=told["themes"]),
        "group": [group for one in told["groups"] if (group := _group(one)) is not None],
    }
    tie(row, {**tied(row), **{name: {one.pk for one in rows} for name, rows in wanted.items()}}, by=by)
    return row


def _group(named: str) -> Group | None:
    """A city that counts by other groups has none of it."""
    dimension, code = named.split("/")
    return Group.objects.filter(dimension__code=dimension, code=code).first()


def _on_its_way(case: Case, told: dict[str, Any], person: Holder, decider: str, answer_all: Answer) -> None:
    by = person(told["by"])
    cases.open_consultation(case, by=by)
    if told["goes_to"] != "approved":
        return
    answer_all(case)
    _sign_all(case)
    cases.submit(case, by=by, statement=told.get("statement", ""))
    cases.decide(case, by=person(decider), kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)


def _sign_all(case: Case) -> None:
    """Each role that shares the lead signs through its first holder."""
    for voice in Voice.objects.filter(case=case, way=Voice.Way.SIGN).select_related("role"):
        people = [person for _post, person in in_line({voice.role.code}, Subject.of_case(case), clock.today())]
        give_voice(voice, by=people[0])


def _reported(row: Initiative, told: dict[str, Any], by: Person) -> None:
    for one in told["updates"]:
        due_on = clock.today() + timedelta(days=one["due_days"])
        update = ask_update(row, title=one["title"], due_on=due_on, by=by)
        if "standing" in one:
            report_update(update, standing=one["standing"], words=one["words"], by=by)
