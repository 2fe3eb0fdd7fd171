"""The acts on the content of a plan or a standard. The workflow's own (submit, decide ...) are `raci.actions.cases`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.assessing.steps import questions
from plans.guided.template import write_sections
from plans.kinds import PLAN
from plans.models import (
    Action,
    Clause,
    Goal,
    GoalTie,
    ImpactAssessment,
    Initiative,
    Measure,
    Outcome,
    Plan,
    PlanSection,
    Standard,
)
from raci.actions.cases import begin_record
from raci.authority import Subject, facts_for
from raci.history import acting
from raci.models import Case, Person, Unit
from raci.records import Kind, canonical, digest
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.workflow import editing, retitle

Whole = Plan | Standard | Initiative | ImpactAssessment  # what is decided as one
Part = Whole | Goal | Outcome | Action | Measure | Clause | PlanSection
Below = Goal | Outcome | Action | Measure | Clause
CONTENT: dict[type[Part], tuple[str, ...]] = {
    Plan: (
        "title",
        "begins_on",
        "ends_on",
        "summary",
        "opinion_sought",
        "opinion_from",
        "opinion_said",
        "opinion_changed",
        "opinion_why_not",
    ),
    Goal: ("title", "description"),
    Outcome: ("title",),
    Action: ("title", "lead_id", "partners", "starts_on", "due_on", "budget_cents"),
    PlanSection: ("words",),
    Measure: ("title", "indicator_id", "target", "unit_label", "target_on"),
    Standard: ("title", "purpose", "objective_id", "answer_by"),
    Clause: ("title", "words", "shown_by"),
    Initiative: (
        "title",
        "purpose",
        "disparity",
        "lead_id",
        "directive_id",
        "objective_id",
        "service_id",
        "indicator_id",
        "partners",
        "begins_on",
        "ends_on",
        "high_impact",
        "why_high_impact",
    ),
    ImpactAssessment: tuple(question.name for _step, question in questions()),
}


class Changed(Conflict):
    """The part was saved by somebody else after the form was opened; `now` is what it says today."""

    def __init__(self, reason: str, now: Part | None) -> None:
        super().__init__(reason)
        self.now = now


def fingerprint(part: Part, names: Iterable[str] = ()) -> str:
    """What a form was opened on: a hash of the part's content as saved; `names`: the form's own fields alone."""
    return digest(canonical({name: str(getattr(part, name)) for name in names or CONTENT[type(part)]}))


def fingerprint_below(part: Below) -> str:
    """What somebody looked at before removing it: a hash of the part and of all below it."""
    return digest(canonical({str(at): fingerprint(each) for at, each in enumerate(_with_all_below(part))}))


def _with_all_below(part: Below) -> list[Part]:
    match part:
        case Goal():
            actions = Action.objects.filter(outcome__goal=part)
            return [part, *part.outcomes.all(), *actions, *Measure.objects.filter(action__outcome__goal=part)]
        case Outcome():
            return [part, *part.actions.all(), *Measure.objects.filter(action__outcome=part)]
        case Action():
            return [part, *part.measures.all()]
    return [part]


def whole_of(part: Part) -> Whole:
    """The plan or standard a part belongs to."""
    match part:
        case Standard() | Initiative() | ImpactAssessment():
            return part
        case Clause():
            return part.standard
    return plan_of(part)


def plan_of(part: Plan | Goal | Outcome | Action | Measure | PlanSection) -> Plan:
    """The plan a part belongs to."""
    match part:
        case Measure():
            return part.action.outcome.goal.plan
        case Plan():
            return part
        case Goal() | PlanSection():
            return part.plan
        case Outcome():
            return part.goal.plan
    return part.outcome.goal.plan


def open_case(whole: Whole) -> Case:
    """The newest case of the plan or standard, the only one whose content can change."""
    return whole.record.cases.latest("number")


def begin_plan(
    *,
    unit: Unit,
    title: str,
    begins_on: date,
    ends_on: date,
    by: Person,
    from_template: bool = False,
    kind: Kind = PLAN,
) -> Plan:
    """Begin a unit's plan as a draft; a form sent twice begins one (`NotReady` says that it is there already).

    `from_template`: with the questions of the newest template, which it keeps; `kind`: CITY_PLAN for the city or an area.
    """
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        same = Plan.objects.filter(title=title, begins_on=begins_on, ends_on=ends_on, record__scope__unit=unit).first()
        if same is not None:
            url = reverse("plans:plan-detail", args=[same.record_id])
            raise NotReady([Problem(_("This unit already has a plan of this title and period."), url=url)])
        record, case = begin_record(kind, unit=unit, title=title, by=by)
        with editing(case, by=by):
            plan = Plan.objects.create(record=record, title=title, begins_on=begins_on, ends_on=ends_on)
            if from_template:
                write_sections(plan)
            return plan


def take_questions(plan: Plan, *, by: Person) -> None:
    """Take the newest template's questions into a draft that was begun without any."""
    with editing(open_case(plan), by=by):
        if plan.sections.exists():
            raise Conflict(_("The draft has questions of a template already; it keeps those."))
        write_sections(plan)


def change(part: Part, values: Mapping[str, Any], *, by: Person, opened: str = "") -> Part:
    """Save a part of a draft.

    `opened`: the fingerprint of the fields in `values` when the form was opened; `Changed` if they no longer are so.
    """
    with editing(open_case(whole_of(part)), by=by) as step:
        current = type(part).objects.select_for_update(of=("self",)).filter(pk=part.pk).first()
        if current is None:
            raise Changed(_("Somebody else removed it while this page was open."), None)
        if opened and opened != fingerprint(current, values):
            raise Changed(_("Somebody else saved it while this page was open."), current)
        for name, value in values.items():
            setattr(current, name, value)
        current.save()
        if isinstance(current, Whole) and step.record.title != current.title:
            retitle(step, current.title)
    return current


def add(parent: Plan | Standard | Goal | Outcome | Action, values: Mapping[str, Any], *, by: Person) -> Below:
    """Add a goal to a plan, an outcome to it, an action to that, a measure to this, or a clause to a standard, at the end."""
    with editing(open_case(whole_of(parent)), by=by):
        if not type(parent).objects.filter(pk=parent.pk).exists():
            raise Changed(_("Somebody else removed what this belongs to while this page was open."), None)
        match parent:
            case Standard():
                return Clause.objects.create(standard=parent, order=_last(parent.clauses) + 1, **values)
            case Plan():
                return Goal.objects.create(plan=parent, order=_last(parent.goals) + 1, **values)
            case Goal():
                return Outcome.objects.create(goal=parent, order=_last(parent.outcomes) + 1, **values)
            case Action():
                return Measure.objects.create(action=parent, order=_last(parent.measures) + 1, **values)
        return Action.objects.create(outcome=parent, order=_last(parent.actions) + 1, **values)


def _last(parts: Any) -> int:
    return parts.aggregate(last=Max("order"))["last"] or 0


def remove(part: Below, *, by: Person, opened: str = "") -> None:
    """Remove a part with all below it; earlier texts and the history keep it. `opened`: its `fingerprint_below`."""
    with editing(open_case(whole_of(part)), by=by):
        current = type(part).objects.select_for_update(of=("self",)).filter(pk=part.pk).first()
        if current is None:
            raise Changed(_("Somebody else has already removed it."), None)
        if opened and opened != fingerprint_below(current):
            raise Changed(_("Somebody else changed it while this page was open."), current)
        try:
            _remove_with_all_below(current)
        except ProtectedError as error:
            names = "; ".join(str(one) for one in sorted(error.protected_objects, key=str))
            text = _(
                "Something else stands on it, so it stays: %(names)s. Take it off there first, or stop the action."
            )
            raise Conflict(text % {"names": names}) from error


def _remove_with_all_below(part: Below) -> None:
    if isinstance(part, Goal):
        for outcome in part.outcomes.all():
            _remove_outcome(outcome)
        for tie in GoalTie.objects.filter(goal=part):
            tie.delete()
        part.delete()
    elif isinstance(part, Outcome):
        _remove_outcome(part)
    elif isinstance(part, Action):
        _remove_action(part)
    else:
        part.delete()


def _remove_outcome(outcome: Outcome) -> None:
    for action in outcome.actions.all():
        _remove_action(action)
    outcome.delete()


def _remove_action(action: Action) -> None:
    for below in (*action.measures.all(), *action.ties.all()):
        below.delete()
    action.delete()


def set_status(action: Action, status: str, *, by: Person, why: str = "") -> None:
    """Say where an action stands. Kept, not decided: R posts in the line, in any state; history records it."""
    plan = plan_of(action)
    with transaction.atomic():
        scope = plan.record.scope
        subject = Subject.of_scope(scope.activity_code, scope.unit)
        via = facts_for(by).capacity_with("R", subject)
        if via is None:
            raise Refused(
                _("Reporting on an action takes R for %(activity)s in this unit.") % {"activity": scope.activity_code}
            )
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="status", why=why, record=plan.record_id):
            current = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
            if current.status != status:
                current.status = Action.Status(status)
                current.save()
