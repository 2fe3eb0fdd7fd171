"""Assessments of obligations: R judges what the evidence shows, A accepts it or gives it back, never who handed it in.

They stand under 1.4, but where the requirement is led under 1.3 or 3.1: an audit's own duties are judged by who audits. What an
accepted one judged is put on the obligation, from which its status is worked out.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.checks.verdicts import Result
from compliance.duties.status import kept_until, without_evidence
from compliance.kinds import ASSESSMENT, activity_of
from compliance.models import Assessment, Obligation
from raci import clock, reviewing
from raci.authority import Facts, Permission, facts_for
from raci.keeping import keeping, may_keep
from raci.models import Person
from raci.refusals import Conflict, NotReady, Problem

State = Assessment.State
Judgement = Assessment.Judgement


def may_assess(facts: Facts, obligation: Obligation) -> Permission:
    """Whether they judge it: R of its activity in its unit."""
    return may_keep(facts, ASSESSMENT, obligation.unit, activity=activity_of(obligation))


def open_assessment(obligation: Obligation) -> Assessment | None:
    """The one that is being written, handed in, or was given back."""
    return obligation.assessments.exclude(state=State.ACCEPTED).first()


def assess(obligation: Obligation, *, by: Person, judgement: str, words: str, opened: str = "") -> Assessment:
    """Write the judgement, or mend the one that is open; `raci.reviewing.hand_in` hands it in."""
    problems = []
    if judgement not in Judgement.values:
        problems.append(Problem(_("Choose what the evidence shows."), field="judgement"))
    if not words.strip():
        problems.append(Problem(_("Say why."), field="words"))
    if problems:
        raise NotReady(problems)
    with transaction.atomic():
        Obligation.objects.select_for_update().get(pk=obligation.pk)
        known = open_assessment(obligation)
        if known is None:
            with keeping(ASSESSMENT, obligation.unit, by=by, act="assess", activity=activity_of(obligation)):
                return Assessment.objects.create(obligation=obligation, judgement=judgement, words=words.strip())
        with reviewing.writing(known, by=by, act="assess", opened=opened) as locked:
            locked.judgement, locked.words = judgement, words.strip()
            locked.save()
        known.refresh_from_db()
        return known


def may_discard(facts: Facts, row: Assessment) -> Permission:
    """Whether they throw it away: R, while it is a draft; what was given back is mended, and says why."""
    permission = reviewing.may_write(facts, row)
    if permission and row.state != State.DRAFT:
        return Permission(False, _("It was given back: mend it and hand it in again."), permission.via)
    return permission


def discard(row: Assessment, *, by: Person) -> None:
    """Throw a draft away, as if nobody had begun it; history keeps it."""
    with keeping(
        ASSESSMENT, row.obligation.unit, by=by, act="discard_assessment", activity=activity_of(row.obligation)
    ):
        locked = Assessment.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if locked is None:
            raise Conflict(_("It was thrown away already."))
        permission = may_discard(facts_for(by), locked)
        if not permission:
            raise Conflict(permission.reason)
        locked.delete()


def what_lacks(row: Assessment) -> list[Problem]:
    """What a judgement does not go with: evidence that is not there, or a day that has passed or is to come."""
    today, obligation = clock.today(), row.obligation
    if row.judgement == Result.EVIDENCE_CURRENT and _covers(obligation) is None:
        text = _("No evidence on it is in force today: add it, or judge that it is not shown.")
        return [Problem(text, field="judgement", url=reverse("compliance:obligation-evidence", args=[obligation.pk]))]
    right = without_evidence(obligation.due_on, today)
    if row.judgement in (Result.EVIDENCE_DUE, Result.EVIDENCE_OVERDUE) and row.judgement != right:
        text = (
            _("Its day has passed: judge that.") if right == Result.EVIDENCE_OVERDUE else _("Its day is still to come.")
        )
        return [Problem(text, field="judgement")]
    return []


def against_accepting(row: Assessment) -> list[Problem]:
    """What whoever accepts it cannot accept: they bring no evidence, so they are told to give it back."""
    problems = what_lacks(row)
    if row.judgement == Result.EVIDENCE_CURRENT and _covers(row.obligation, row.evidence_judged) is None:
        text = _("None of the evidence that was judged is in force today: give it back, so that it is judged anew.")
        problems = [Problem(text, url=reverse("raci:review-return", args=[ASSESSMENT.code, row.pk]))]
    return problems


def _freeze(row: Assessment) -> None:
    """What was judged: the evidence on it today, and until when it covers without a gap."""
    there = row.obligation.evidence.filter(removed_at=None)
    row.evidence_judged = sorted(there.values_list("pk", flat=True))
    row.judged_on = clock.today()
    row.held_until = _covers(row.obligation) if row.judgement == Result.EVIDENCE_CURRENT else None


def _covers(obligation: Obligation, judged: list[int] | None = None) -> date | None:
    there = obligation.evidence.filter(removed_at=None)
    return kept_until([one.window for one in there if judged is None or one.pk in judged], clock.today())


def _accepting(row: Assessment) -> None:
    _put(Obligation.objects.select_for_update().get(pk=row.obligation_id), row)


def settle(obligation: Obligation) -> None:
    """Put on it anew what the last accepted assessment judged, by the evidence of it that is left. Inside an act."""
    last = obligation.assessments.filter(state=State.ACCEPTED).order_by("-answered_at", "-pk").first()
    if last is not None:
        _put(obligation, last)


def _put(obligation: Obligation, row: Assessment) -> None:
    obligation.judged, obligation.judged_on, obligation.held_until = row.judgement, row.judged_on, None
    if row.judgement == Result.EVIDENCE_CURRENT and row.judged_on:
        left = obligation.evidence.filter(pk__in=row.evidence_judged, removed_at=None)
        obligation.held_until = kept_until([one.window for one in left], row.judged_on)
    obligation.save()


REVIEW = reviewing.Review(
    ASSESSMENT,
    unit=lambda row: row.obligation.unit,
    url=lambda row: reverse("compliance:obligation-detail", args=[row.obligation_id]) + "#assessment",
    related=("obligation__unit", "obligation__requirement"),
    activity=lambda row: activity_of(row.obligation),
    problems=what_lacks,
    freeze=_freeze,
    before_accepting=against_accepting,
    accepting=_accepting,
)
