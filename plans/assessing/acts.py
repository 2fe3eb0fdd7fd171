"""The acts on impact assessments: screening, beginning one, following it up. What is edited goes through `plans.actions`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.assessing.kinds import FOLLOW_UP, IMPACT_ASSESSMENT, SCREENING
from plans.models import AssessmentFollowUp, ImpactAssessment, Screening
from raci import clock, reviewing
from raci.actions.cases import begin_record
from raci.keeping import keeping
from raci.models import Case, Person, Unit
from raci.refusals import NotReady, Problem, Refused
from raci.workflow import editing

Says, State = Screening.Says, Screening.State


def write_screening(unit: Unit, values: Mapping[str, Any], *, by: Person) -> Screening:
    """Write a screening of a unit, as a draft."""
    with keeping(SCREENING, unit, by=by, act="write_screening"):
        _check(values)
        same = Screening.objects.filter(unit=unit, title=values["title"]).exclude(state=State.ACCEPTED).first()
        if same is not None:
            url = reverse("plans:screening-detail", args=[same.pk])
            raise NotReady([Problem(_("This unit has an open screening of this title already."), url=url)])
        return Screening.objects.create(unit=unit, **values)


def change_screening(row: Screening, values: Mapping[str, Any], *, by: Person, opened: str = "") -> None:
    """Mend it while it is a draft or was given back. `opened`: its fingerprint when the form was opened."""
    with reviewing.writing(row, by=by, act="write_screening", opened=opened) as locked:
        _check(values)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()


def _check(values: Mapping[str, Any]) -> None:
    names = {"proposal": _("Say what is proposed."), "affected": _("Say who is affected."), "why": _("Say why.")}
    missing = [Problem(text, field=name) for name, text in names.items() if not str(values[name]).strip()]
    if missing:
        raise NotReady(missing)


REVIEW = reviewing.Review(
    SCREENING,
    unit=lambda row: row.unit,
    url=lambda row: reverse("plans:screening-detail", args=[row.pk]),
    related=("unit",),
)


# ---- the full assessment


def begin_assessment(*, unit: Unit, title: str, trigger: str, by: Person) -> ImpactAssessment:
    """Begin one without a screening, as a draft; a form sent twice begins one."""
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        same = ImpactAssessment.objects.filter(title=title, record__scope__unit=unit).first()
        if same is not None:
            url = reverse("plans:assessment-detail", args=[same.record_id])
            raise NotReady([Problem(_("This unit has an assessment of this title already."), url=url)])
        return _begin(unit, {"title": title, "trigger": trigger}, by)


def begin_from_screening(row: Screening, *, by: Person) -> ImpactAssessment:
    """Begin the full assessment that an accepted screening asks for, with what was typed there."""
    with transaction.atomic():
        locked = Screening.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
        known = ImpactAssessment.objects.filter(screening=locked).first()
        if known is not None:
            return known
        if locked.state != State.ACCEPTED or locked.says != Says.FULL:
            raise Refused(
                _("A full assessment is begun from a screening that was accepted and says that it is needed.")
            )
        values = {name: getattr(locked, name) for name in ("title", "trigger", "proposal", "affected")}
        return _begin(locked.unit, {**values, "screening": locked}, by)


def _begin(unit: Unit, values: Mapping[str, Any], by: Person) -> ImpactAssessment:
    record, case = begin_record(IMPACT_ASSESSMENT, unit=unit, title=str(values["title"]), by=by)
    with editing(case, by=by):
        return ImpactAssessment.objects.create(record=record, **values)


def follow_up(row: ImpactAssessment, *, words: str, next_on: date | None, by: Person) -> AssessmentFollowUp:
    """Say what was found, and when it is looked at next, if again."""
    with keeping(FOLLOW_UP, row.record.scope.unit, by=by, act="follow_up_assessment", record=row.record_id) as via:
        problems = []
        if not row.record.cases.filter(state=Case.State.APPROVED).exists():
            problems.append(Problem(_("It is followed up once it is decided.")))
        if not words.strip():
            problems.append(Problem(_("Say what was found."), field="words"))
        if next_on is not None and next_on <= clock.today():
            problems.append(Problem(_("Choose a day to come, or none."), field="next_on"))
        if problems:
            raise NotReady(problems)
        return AssessmentFollowUp.objects.create(
            assessment=row, words=words.strip(), next_on=next_on, done_on=clock.today(), done_as=via.capacity.label
        )
