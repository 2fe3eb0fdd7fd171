"""Which actions a unit says something of in a quarter: those of its plans in force that had begun and were not over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.dateparse import parse_date

from plans.content import actions_of
from plans.models import Action, Plan, ProgressLine, ProgressReport
from plans.progress.quarters import Calendar, Quarter
from raci.models import Case, City, Decision, Record, Text, Unit
from raci.records import Content

APPROVING = (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)


def calendar() -> Calendar:
    """The city's (1 query)."""
    city = City.objects.first()
    if city is None:
        return Calendar()
    return Calendar(int(city.fiscal_year_begins[:2]), city.report_due_days, city.report_grace_days)


@dataclass(frozen=True)
class InForce:
    """A plan with its text in force, the unit and activity it stands under, and since when one was in force."""

    plan: Plan
    unit: Unit
    activity: str
    text: Content
    since: date


def plans_in_force(**whose: object) -> list[InForce]:
    """Plans with an approved text, by unit and title (1 query); `whose` narrows down their records ("scope__unit")."""
    approvals = Decision.objects.filter(submission__text__record=OuterRef("record"), kind__in=APPROVING)
    first = approvals.order_by().values("submission__text__record").annotate(at=Min("decided_at")).values("at")
    narrowed = {f"record__{name}": value for name, value in whose.items()}
    texts = Text.objects.filter(case__state=Case.State.APPROVED, record__plan__isnull=False, **narrowed)
    found = texts.annotate(since=Subquery(first)).select_related("record__plan", "record__scope__unit")
    newest: dict[int, Text] = {}
    for text in found.order_by("record__scope__unit__path", "record__title", "record", "number"):
        newest[text.record_id] = text
    return [_in_force(text) for text in newest.values()]


def _in_force(text: Text) -> InForce:
    scope = text.record.scope
    since = timezone.localtime(text.since or text.frozen_at).date()  # type: ignore[attr-defined]
    return InForce(text.record.plan, scope.unit, scope.activity_code, json.loads(text.content), since)


def units_with_plans(quarter: Quarter) -> QuerySet[Unit]:
    """Units with a plan that was in force by the quarter's end and covers a part of it, which have no report on it yet."""
    approved = Decision.objects.filter(
        submission__text__record=OuterRef("pk"), kind__in=APPROVING, decided_at__date__lte=quarter.ends_on
    )
    covering = Record.objects.filter(
        Exists(approved), cases__state=Case.State.APPROVED, plan__begins_on__lte=quarter.ends_on,
        plan__ends_on__gte=quarter.begins_on,
    )  # fmt: skip
    there = ProgressReport.objects.filter(unit=OuterRef("pk"), begins_on=quarter.begins_on)
    return Unit.objects.filter(~Exists(there), scopes__records__in=covering).distinct().order_by("path")


@dataclass
class Expected:
    """An action as the plan in force has it, and what was said of it last."""

    plan: Plan
    number: str
    title: str
    goal: str
    lead: str
    due_on: date
    pk: int
    was: str = Action.Status.PENDING
    was_value: str = ""
    was_words: str = ""
    last: list[ProgressLine] = field(default_factory=list)  # the newest first


def expected(unit: Unit, begins_on: date, ends_on: date) -> list[Expected]:
    """What is asked of a unit for a quarter (2 queries)."""
    found = [
        one
        for plan in plans_in_force(scope__unit=unit)
        if _covers(plan.text, begins_on, ends_on)
        for one in _actions(plan.plan, plan.text, ends_on)
    ]
    said = last_said([one.pk for one in found], begins_on)
    for one in found:
        _remember(one, said.get(one.pk, []))
    return [one for one in found if one.was not in Action.OVER]


def _covers(text: Content, begins_on: date, ends_on: date) -> bool:
    first, last = parse_date(text["begins_on"]), parse_date(text["ends_on"])
    return bool(first and last and first <= ends_on and last >= begins_on)


def _actions(plan: Plan, text: Content, ends_on: date) -> Iterator[Expected]:
    goals = {action["id"]: goal["title"] for goal in text["goals"] for o in goal["outcomes"] for action in o["actions"]}
    for number, action in actions_of(text):
        starts, due = parse_date(action["starts_on"]), parse_date(action["due_on"])
        if starts and due and starts <= ends_on:
            yield Expected(plan, number, action["title"], goals[action["id"]], action["lead"], due, action["id"])


def last_said(actions: Iterable[int], before: date) -> dict[int, list[ProgressLine]]:
    """What accepted reports on earlier quarters say of these actions, the newest first (1 query)."""
    lines = ProgressLine.objects.filter(
        action__in=list(actions), report__begins_on__lt=before, report__state=ProgressReport.State.ACCEPTED
    )
    found: dict[int, list[ProgressLine]] = {}
    for line in lines.select_related("report").order_by("-report__begins_on"):
        found.setdefault(line.action, []).append(line)
    return found


def _remember(one: Expected, said: list[ProgressLine]) -> None:
    one.last = said
    if said:
        one.was, one.was_value, one.was_words = said[0].status, said[0].value, said[0].words
