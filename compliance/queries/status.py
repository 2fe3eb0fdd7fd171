"""How obligations stand on a day, in SQL and in words: for lists, grids, counts. The rule is `compliance.duties.status`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from compliance.checks.verdicts import Result
from compliance.duties.status import NO, YES, Standing, status
from compliance.models import Obligation

WORDS = {
    Result.EVIDENCE_OVERDUE: _("evidence overdue"),
    Result.CANNOT_DETERMINE: _("cannot be determined"),
    Result.EVIDENCE_DUE: _("evidence due"),
    Result.EVIDENCE_CURRENT: _("evidence current"),
    Result.NOT_APPLICABLE: _("not applicable"),
}
LETTERS = {
    Result.EVIDENCE_OVERDUE: _("O"),
    Result.CANNOT_DETERMINE: _("?"),
    Result.EVIDENCE_DUE: _("D"),
    Result.EVIDENCE_CURRENT: _("C"),
    Result.NOT_APPLICABLE: _("–"),
}
OPEN = (Result.EVIDENCE_OVERDUE, Result.CANNOT_DETERMINE, Result.EVIDENCE_DUE)


def with_status(rows: QuerySet[Obligation], today: date) -> QuerySet[Any]:
    """The rows with `stands`: their status on the day, by its code."""
    return rows.annotate(stands=_expression(today))


def status_of(row: Obligation, today: date) -> Result:
    """Of one row."""
    standing = Standing(row.applies, row.judged, row.held_until, row.due_on, row.ends_on)
    return status(standing, today)


def _expression(today: date) -> Case:
    asked_for = Least(Value(today), Coalesce(F("ends_on"), Value(today)))
    return Case(
        When(Q(applies=NO) | Q(judged=Result.NOT_APPLICABLE.value), then=_said(Result.NOT_APPLICABLE)),
        When(~Q(applies=YES) | Q(judged=Result.CANNOT_DETERMINE.value), then=_said(Result.CANNOT_DETERMINE)),
        When(judged=Result.EVIDENCE_CURRENT.value, held_until__gte=asked_for, then=_said(Result.EVIDENCE_CURRENT)),
        When(due_on=None, then=_said(Result.CANNOT_DETERMINE)),
        When(due_on__gte=today, then=_said(Result.EVIDENCE_DUE)),
        default=_said(Result.EVIDENCE_OVERDUE),
        output_field=CharField(),
    )


def _said(result: Result) -> Value:
    return Value(result.value)
