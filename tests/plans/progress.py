"""Parks at work: a plan in force long enough to have quarters, and its reports, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from plans.actions import add, begin_plan, change
from plans.models import Action, Plan, ProgressReport
from plans.progress.acts import Said, begin_report, submit_report, write_report
from plans.progress.expected import calendar, expected
from raci import clock, reviewing
from raci.actions import cases
from raci.authority import Act
from raci.models import Person, Unit
from tests.city import SmallCity
from tests.plans.conftest import WHOLE, ParksPlan, consult

TITLES = ("Free lessons at 6 pools", "Second child free")


def plan_of_the_year(
    city: SmallCity, titles: Iterable[str] = TITLES, *, by: Person | None = None, unit: Unit | None = None,
    title: str = "Parks plan of the year", from_template: bool = False,
) -> Plan:  # fmt: skip
    """A draft whose period has been running for a year and goes on for two, with these actions."""
    by, today = by or city.director, clock.today()
    begins, ends = today - timedelta(days=400), today + timedelta(days=800)
    plan = begin_plan(
        unit=unit or city.parks, title=title, begins_on=begins, ends_on=ends, by=by, from_template=from_template
    )
    change(plan, WHOLE, by=by)
    goal = add(plan, {"title": "Reduce the gap in swimming", "description": "By half."}, by=by)
    outcome = add(goal, {"title": "Children of every district swim"}, by=by)
    for each in titles:
        values: dict[str, Any] = {
            "title": each, "lead_id": city.post("director-parks").pk, "partners": "", "starts_on": begins,
            "due_on": ends, "budget_cents": 4_800_000,
        }  # fmt: skip
        add(outcome, values, by=by)
    return Plan.objects.get(pk=plan.pk)


def in_force(city: SmallCity, plan: Plan) -> Plan:
    """Approved by the City Administrator."""
    goal = plan.goals.all()[0]
    outcome = goal.outcomes.all()[0]
    parks = ParksPlan(plan, goal, outcome, outcome.actions.all()[0])
    case = consult(parks, city)
    cases.submit(case, by=city.director)
    cases.decide(case, by=city.administrator, kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)
    return Plan.objects.get(pk=plan.pk)


def last_quarter(back: int = 1) -> date:
    """The first day of the last quarter that is over, or of one before it."""
    return calendar().before(clock.today(), back)[-1].begins_on


def opened(city: SmallCity, back: int = 1) -> ProgressReport:
    """The director's, on the last quarter."""
    return begin_report(city.parks, last_quarter(back), by=city.director)


def said(report: ProgressReport, status: str = "on_track", **more: Any) -> list[Said]:
    """The same of each action."""
    asked = expected(report.unit, report.begins_on, report.ends_on)
    return [Said(one.pk, status, **more) for one in asked]


def handed_in(report: ProgressReport, city: SmallCity, rows: list[Said] | None = None) -> ProgressReport:
    """By the director."""
    rows = said(report) if rows is None else rows
    return submit_report(report, words="A good quarter.", said=rows, by=city.director)


def accepted(report: ProgressReport, city: SmallCity, rows: list[Said] | None = None) -> ProgressReport:
    """By the service area's deputy, whom the City Administrator named."""
    handed_in(report, city, rows)
    reviewing.accept(report, by=city.deputy)
    return report


def actions(plan: Plan) -> list[Action]:
    """In their order."""
    return list(Action.objects.filter(outcome__goal__plan=plan).order_by("pk"))


__all__ = [
    "accepted", "actions", "handed_in", "in_force", "last_quarter", "opened", "plan_of_the_year", "said", "write_report",
]  # fmt: skip
