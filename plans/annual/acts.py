"""The acts on annual reports: beginning one, telling its stories. `raci.reviewing` hands in and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.annual.year import assembled, quarters_of, text_of
from plans.kinds import ANNUAL
from plans.models import AnnualReport, GoalStory, Plan
from raci import clock, reviewing
from raci.keeping import keeping
from raci.models import Person
from raci.records import canonical, digest
from raci.refusals import NotReady, Problem

WORDS = ("story", "barriers", "adjustments")
Stories = Mapping[int, Mapping[str, str]]  # by goal


def begin_annual(plan: Plan, begins_on: date, *, by: Person) -> AnnualReport:
    """Begin the report on a fiscal year that is over, or whose last quarter runs; a form sent twice begins one."""
    quarters, scope = quarters_of(begins_on), plan.record.scope
    with transaction.atomic():
        Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if quarters[0].begins_on != begins_on or quarters[0].number != 1 or quarters[-1].begins_on > clock.today():
            raise NotReady([Problem(_("Choose a fiscal year whose last quarter has begun."), field="year")])
        known = AnnualReport.objects.filter(plan=plan, begins_on=begins_on).first()
        if known is not None:
            url = reverse("plans:annual-detail", args=[known.pk])
            raise NotReady([Problem(_("There is a report on this year already."), url=url)])
        with keeping(ANNUAL, scope.unit, by=by, act="begin_annual", activity=scope.activity_code):
            return AnnualReport.objects.create(
                plan=plan, activity_code=scope.activity_code, year=f"FY {quarters[-1].year}", begins_on=begins_on,
                ends_on=quarters[-1].ends_on,
            )  # fmt: skip


def write_annual(report: AnnualReport, *, words: str, stories: Stories, by: Person, opened: str = "") -> AnnualReport:
    """Keep what is told, complete or not. `opened`: the report's fingerprint when its form was opened."""
    titles = {goal["id"]: goal["title"] for goal in text_of(report.plan)["goals"]}
    with reviewing.writing(report, by=by, act="write_annual", opened=opened) as locked:
        known = {one.goal: one for one in locked.stories.all()}
        for goal, told in stories.items():
            if goal in titles:
                row = known.get(goal) or GoalStory(report=locked, goal=goal)
                values = {"title": titles[goal], **{name: told.get(name, "").strip() for name in WORDS}}
                if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
                    for name, value in values.items():
                        setattr(row, name, value)
                    row.save()
        locked.words, locked.edits = words.strip(), locked.edits + 1
        locked.save()
    report.refresh_from_db()
    return report


def missing(report: AnnualReport) -> list[Problem]:
    """What it still lacks: a story of each goal, and the year itself has to be over."""
    found = []
    write = reverse("plans:annual-write", args=[report.pk])
    if report.ends_on >= clock.today():
        found.append(Problem(_("The year is not over yet.")))
    for goal in assembled(report)["goals"]:
        if not goal["story"]:
            text = _("What happened with the goal “%(title)s” is not told yet.") % {"title": goal["title"]}
            found.append(Problem(text, field=f"g{goal['id']}-story", url=f"{write}#id_g{goal['id']}-story"))
    return found


def _freeze(row: AnnualReport) -> None:
    """What is handed in stays as it was read, whatever a quarter says later."""
    state, row.state = row.state, AnnualReport.State.DRAFT
    row.content = canonical(assembled(row))
    row.state, row.sha256 = state, digest(row.content)


REVIEW = reviewing.Review(
    ANNUAL,
    unit=lambda row: row.plan.record.scope.unit,
    url=lambda row: reverse("plans:annual-detail", args=[row.pk]),
    related=("plan__record__scope__unit",),
    activity=lambda row: row.activity_code,
    problems=missing,
    freeze=_freeze,
)
