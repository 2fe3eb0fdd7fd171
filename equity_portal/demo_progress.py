"""The demonstration's running plan, its quarters and its year, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from plans import actions as plans
from plans.annual.acts import begin_annual, write_annual
from plans.answering.acts import make_action
from plans.models import Action, Goal, Outcome, Plan
from plans.progress.acts import Said, begin_report, submit_report
from plans.progress.expected import calendar, expected
from raci import clock, reviewing
from raci.actions import cases
from raci.actions.directives import Instruction, accept_directive, record_directive
from raci.authority import Act
from raci.models import Case, Directive, Person, Post, Role, Unit

FILE = "progress.yaml"
DECIDER, ACCEPTER = "city-administrator", "deputy-vibrant-communities"
SAME = "same"
Holder = Callable[[str], Person]


def bring_progress(folder: Path, person: Holder, answer_all: Callable[[Case], Any]) -> None:
    """What the city's folder tells, if it tells something; `answer_all` has everybody answer who was asked."""
    path = folder / FILE
    if not path.exists():
        return
    for told in yaml.safe_load(path.read_text(encoding="utf-8"))["plans"]:
        plan = _in_force(_written(told, person), told, person, answer_all)
        _quarters(plan, told, person)
        _year(plan, told, person)


def _written(told: dict[str, Any], person: Holder) -> Plan:
    by, begins = person(told["writer"]), _day(-told["begun_days_ago"])
    unit = Unit.objects.get(code=told["unit"])
    plan = plans.begin_plan(
        unit=unit, title=told["title"], begins_on=begins, ends_on=_day(told["ends_in_days"]), by=by
    )  # fmt: skip
    opinion = {f"opinion_{name}": value for name, value in told["opinion"].items()}
    plans.change(plan, {"summary": told["summary"], **opinion}, by=by)
    directive = _directive(told["directive"], person)
    for goal_told in told["goals"]:
        goal = plans.add(plan, {"title": goal_told["title"], "description": goal_told["description"]}, by=by)
        outcome = cast(Outcome, plans.add(cast(Goal, goal), {"title": goal_told["title"]}, by=by))
        for action in goal_told["actions"]:
            _action(action, outcome, begins, directive, by)
    return Plan.objects.get(pk=plan.pk)


def _action(told: dict[str, Any], outcome: Outcome, begins: date, directive: Directive, by: Person) -> None:
    values = {
        "title": told["title"], "lead_id": Post.objects.get(code=told["lead"]).pk, "partners": "", "starts_on": begins,
        "due_on": _day(told["due_in_days"]), "budget_cents": told["budget"],
    }  # fmt: skip
    if told.get("of_directive"):
        make_action(directive, outcome, values, by=by)
    else:
        plans.add(outcome, values, by=by)


def _directive(told: dict[str, Any], person: Holder) -> Directive:
    said = Instruction(
        title=told["title"], words=told["words"], giver=Role.objects.get(code=told["giver"]), given_on=_day(0),
        reference=told["reference"], activity=told["activity"], post=Post.objects.get(code=told["post"]),
        due_on=_day(told["due_in_days"]),
    )  # fmt: skip
    document = SimpleUploadedFile("memorandum.txt", told["words"].encode(), "text/plain")
    made = record_directive(said, document, by=person(told["recorded_by"]))
    accept_directive(made, by=person(told["post"]))
    return made


def _in_force(plan: Plan, told: dict[str, Any], person: Holder, answer_all: Callable[[Case], Any]) -> Plan:
    case, by = plan.record.cases.get(), person(told["submitter"])
    cases.open_consultation(case, by=by)
    answer_all(case)
    cases.submit(case, by=by)
    cases.decide(case, by=person(DECIDER), kind=Act.APPROVE, sha256=case.texts.get().sha256)
    return plan


def _quarters(plan: Plan, told: dict[str, Any], person: Holder) -> None:
    """All but the last of the quarters that are over are accepted; the last one waits to be reported on."""
    by, unit = person(told["submitter"]), plan.record.scope.unit
    quarters = calendar().before(clock.today(), len(told["quarters"]) + 1)
    actions = list(Action.objects.filter(outcome__goal__plan=plan).order_by("pk").values_list("pk", flat=True))
    for quarter, said in zip(reversed(quarters[1:]), told["quarters"], strict=True):
        report = begin_report(unit, quarter.begins_on, by=by)
        asked = {one.pk for one in expected(unit, report.begins_on, report.ends_on)}
        rows = [_said(pk, row) for pk, row in zip(actions, said["rows"], strict=True) if row and pk in asked]
        submit_report(report, words=said["words"], said=rows, by=by)
        reviewing.accept(report, by=person(ACCEPTER))
    begin_report(unit, quarters[0].begins_on, by=by)


def _said(action: int, row: list[Any]) -> Said:
    status, words, value, spent = row
    return Said(action, "" if status == SAME else status, status == SAME, words, value, spent)


def _year(plan: Plan, told: dict[str, Any], person: Holder) -> None:
    """The last fiscal year that is over."""
    by, days = person(told["submitter"]), calendar()
    over = [one for one in days.before(clock.today(), 8) if one.number == 1]
    begins = next(one.begins_on for one in over if days.before(clock.today())[0].begins_on >= _last_of(one.begins_on))
    report = begin_annual(plan, begins, by=by)
    goals = list(plan.goals.all())
    stories = {goal.pk: story for goal, story in zip(goals, told["annual"]["stories"], strict=True)}
    write_annual(report, words=told["annual"]["words"], stories=stories, by=by)
    reviewing.hand_in(report, by=by)


def _last_of(begins_on: date) -> date:
    """The first day of the last quarter of the fiscal year that begins on a day."""
    months = begins_on.month - 1 + 9
    return date(begins_on.year + months // 12, months % 12 + 1, 1)


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)
