"""A plan's year as its quarters tell it: what was done, the first and the last figure of each action, money, what was late."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from plans.models import Action, AnnualReport, Plan, ProgressLine, ProgressReport
from plans.progress.expected import calendar, plans_in_force
from plans.progress.quarters import Quarter
from raci.models import Text
from raci.records import Content


def quarters_of(begins_on: date) -> list[Quarter]:
    """The four quarters of the fiscal year that begins on a day (1 query)."""
    days, found, day = calendar(), [], begins_on
    for _each in range(4):
        quarter = days.quarter_of(day)
        found.append(quarter)
        day = date.fromordinal(quarter.ends_on.toordinal() + 1)
    return found


def text_of(plan: Plan) -> Content:
    """The text in force; the one approved last where none is (2 queries at most)."""
    for one in plans_in_force(pk=plan.record_id):
        return one.text
    texts = Text.objects.filter(record=plan.record_id, submissions__decision__kind__in=("approve", "conditions"))
    last = texts.order_by("-number").first()
    found: Content = json.loads(last.content) if last else {"goals": []}
    return found


def assembled(report: AnnualReport) -> Content:
    """All of the year as plain values (6 queries)."""
    if report.state not in AnnualReport.OPEN:
        frozen: Content = json.loads(report.content)
        return frozen
    plan, quarters = report.plan, quarters_of(report.begins_on)
    lines = _lines(plan, report)
    stories = {one.goal: one for one in report.stories.all()}
    goals = [
        {
            "id": goal["id"],
            "title": goal["title"],
            **{name: getattr(stories.get(goal["id"]), name, "") for name in ("story", "barriers", "adjustments")},
            "actions": [
                _action(f"{number}.{at}", action, lines.get(action["id"], []), quarters, report.ends_on)
                for at, action in enumerate((a for outcome in goal["outcomes"] for a in outcome["actions"]), 1)
            ],
        }
        for number, goal in enumerate(text_of(plan)["goals"], 1)
    ]
    return {
        "title": plan.record.title, "unit": plan.record.scope.unit.name, "year": report.year, "words": report.words,
        "quarters": _quarters(plan, quarters), "goals": goals, **_money(goals), "counts": _counts(goals),
    }  # fmt: skip


def _lines(plan: Plan, report: AnnualReport) -> dict[int, list[ProgressLine]]:
    """What accepted reports of the year say, by action, the oldest first (1 query)."""
    lines = ProgressLine.objects.filter(
        plan=plan, report__begins_on__gte=report.begins_on, report__ends_on__lte=report.ends_on,
        report__state=ProgressReport.State.ACCEPTED,
    )  # fmt: skip
    found: dict[int, list[ProgressLine]] = {}
    for line in lines.select_related("report").order_by("report__begins_on"):
        found.setdefault(line.action, []).append(line)
    return found


def _action(number: str, action: Content, said: list[ProgressLine], quarters: list[Quarter], ends_on: date) -> Content:
    by_quarter = {line.report.begins_on: line for line in said}
    values = [line.value for line in said if line.value]
    last = said[-1].status if said else Action.Status.PENDING
    due = parse_date(action["due_on"])
    return {
        "number": number, "title": action["title"], "lead": action["lead"], "due_on": action["due_on"],
        "budget_cents": action["budget_cents"], "spent_cents": sum(line.spent_cents or 0 for line in said),
        "status": str(last), "first_value": values[0] if values else "", "last_value": values[-1] if values else "",
        "quarters": [by_quarter[one.begins_on].status if one.begins_on in by_quarter else "" for one in quarters],
        "said": said[-1].words if said else "",
        "is_late": bool(due and due <= ends_on and last not in Action.OVER),
    }  # fmt: skip


def _quarters(plan: Plan, quarters: list[Quarter]) -> list[Content]:
    rows = ProgressReport.objects.filter(
        unit=plan.record.scope.unit_id, begins_on__in=[one.begins_on for one in quarters]
    )
    found = {row.begins_on: row for row in rows}
    return [_quarter(one, found.get(one.begins_on)) for one in quarters]


def _quarter(quarter: Quarter, row: ProgressReport | None) -> Content:
    is_accepted = row is not None and row.state == ProgressReport.State.ACCEPTED
    return {
        "label": quarter.label, "words": row.words if row and is_accepted else "", "is_accepted": is_accepted,
        "is_late": bool(row and row.is_late),
    }  # fmt: skip


def _money(goals: list[Content]) -> dict[str, int]:
    actions = [action for goal in goals for action in goal["actions"]]
    return {name: sum(action[name] for action in actions) for name in ("budget_cents", "spent_cents")}


def _counts(goals: list[Content]) -> list[list[Any]]:
    said = [action["status"] for goal in goals for action in goal["actions"]]
    return [[code, said.count(code)] for code in Action.Status.values if code in said]
