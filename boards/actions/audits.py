"""The acts on an audit's content, and what follows its approval: publishing it, and raising what it recommends.

The workflow's own acts (consultation, submission, decision) are the kernel's: `raci.actions.cases`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.actions.recommendations import Advice, addressed, recommend
from boards.audits.content import advice_of, compared_with
from boards.kinds import AUDITORS_REPORTS, AUDITS_BY_ACTIVITY
from boards.models import AuditAdvice, AuditQuestion, BoardRecommendation, RepresentationAudit
from boards.queries.audit_process import process_of
from boards.queries.standing import is_active
from boards.vault.custody import custodians_on
from boards.vault.questions import offered, plain_names
from raci import clock
from raci.actions.cases import begin_record
from raci.actions.recommendations import Raised, raise_recommendation
from raci.authority import Subject, Via, facts_for
from raci.history import acting
from raci.models import Case, Person, Recommendation, Record, Text
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.the_city import need_city
from raci.workflow import Step, editing, retitle

To = BoardRecommendation.To


def begin_audit(
    *, activity: str, title: str, as_of: date, by: Person, earlier: RepresentationAudit | None = None
) -> RepresentationAudit:
    """Begin an audit as a draft, under 3.1 or 4.7, by R of it; vacancies are looked at since the earlier one, or two years."""
    with transaction.atomic():
        kind = AUDITS_BY_ACTIVITY[activity]
        record, case = begin_record(kind, unit=need_city(locked=True), title=title, by=by)
        with editing(case, by=by):
            _need_a_day_that_came(as_of)
            audit = RepresentationAudit(
                record=record,
                title=title,
                as_of=as_of,
                since=_since(as_of, earlier),
                earlier=earlier,
                limits=_cannot_say(),
            )
            audit.process, audit.compared = process_of(audit), compared_with(earlier)
            audit.save()
            return audit


def _need_a_day_that_came(as_of: date) -> None:
    if as_of > clock.today():
        raise NotReady(
            [
                Problem(
                    _("This day is still to come: nobody knows who will serve. Choose today or earlier."), field="as_of"
                )
            ]
        )


def _since(as_of: date, earlier: RepresentationAudit | None) -> date:
    if earlier is not None and earlier.as_of < as_of:
        return earlier.as_of
    return date(as_of.year - 2, as_of.month, min(as_of.day, 28))


def _cannot_say() -> str:
    return _(
        "It counts those who chose to answer. It says nothing of any single member or board, why the figures are as they are, or"
        " who should sit in which seat; no law asks for parity, and none is aimed at."
    )


def change_audit(
    audit: RepresentationAudit, values: Mapping[str, Any], *, by: Person, seen: int | None = None
) -> RepresentationAudit:
    """Save a draft. What was counted over other seats or another day no longer holds, and says so."""
    with _changing(audit, by, seen) as (step, current):
        for name, value in values.items():
            setattr(current, name, value)
        _need_a_day_that_came(current.as_of)
        if current.since > current.as_of:
            raise NotReady([Problem(_("Choose a day before the one on which who served is counted."), field="since")])
        current.process, current.compared = process_of(current), compared_with(current.earlier)
        current.save()
        if step.record.title != current.title:
            retitle(step, current.title)
    return current


@contextmanager
def _changing(
    audit: RepresentationAudit, by: Person, seen: int | None = None
) -> Iterator[tuple[Step, RepresentationAudit]]:
    with editing(audit.record.cases.latest("number"), by=by, seen=seen) as step:
        yield step, RepresentationAudit.objects.get(pk=audit.pk)


# ---- what is asked, and against whom


def ask_question(audit: RepresentationAudit, dimension: str, *, by: Person) -> AuditQuestion:
    """Ask one more question of the audit; who lives there is said next."""
    with _changing(audit, by) as (_step, current):
        names = dict(offered())
        if dimension not in names:
            raise NotReady([Problem(_("Choose what is asked."), field="dimension")])
        if current.questions.filter(dimension=dimension).exists():
            raise NotReady([Problem(_("It is asked already."), field="dimension")])
        benchmark = {"name": names[dimension], "names": plain_names(dimension)}
        return AuditQuestion.objects.create(audit=current, dimension=dimension, benchmark=benchmark)


def set_benchmark(question: AuditQuestion, said: Mapping[str, Any], *, by: Person, seen: int | None = None) -> None:
    """Freeze who lives there: counts by group as text, with source, year and universe (BC-04)."""
    with _changing(question.audit, by, seen):
        current = AuditQuestion.objects.get(pk=question.pk)
        current.benchmark = {
            "name": current.benchmark["name"], "names": current.benchmark["names"], **said,
        }  # fmt: skip
        current.save()


def drop_question(question: AuditQuestion, *, by: Person) -> None:
    """Ask it no more. What was counted of it stays on record: later audits are judged beside it."""
    with _changing(question.audit, by):
        AuditQuestion.objects.get(pk=question.pk).delete()


def ask_custodian(audit: RepresentationAudit, *, by: Person) -> None:
    """Tell the named custodian that the questions of this audit wait to be counted. Raises NotReady where there is none."""
    with _changing(audit, by) as (_step, current):
        people = [one.holding.person for one in custodians_on(clock.today())]
        if not people:
            raise NotReady([Problem(_("Nobody is custodian of the vault today: name one first."))])
        if not current.questions.exists():
            raise NotReady([Problem(_("Choose what is asked first."))])
        current.asked_at = clock.now()
        current.save()
        line = _("An audit asks you to count members’ answers: “%(title)s”.") % {"title": current.title}
        url = reverse("boards:vault-audit", args=[current.pk])
        tell(people, record=None, key=f"board:audit:{current.pk}:{current.asked_at:%s}", line=line, url=url)


# ---- recommendations


def advise(audit: RepresentationAudit, values: Mapping[str, Any], *, by: Person) -> AuditAdvice:
    """Write one more recommendation into the draft."""
    with _changing(audit, by) as (_step, current):
        return AuditAdvice.objects.create(audit=current, to=_name(values), **values)


def change_advice(advice: AuditAdvice, values: Mapping[str, Any], *, by: Person) -> None:
    """Change one of a draft that was not raised yet."""
    with _changing(advice.audit, by):
        current = _open_advice(advice)
        for name, value in values.items():
            setattr(current, name, value)
        current.to = _name(values)
        current.save()


def _name(values: Mapping[str, Any]) -> str:
    """Who is to answer, as they are called now."""
    board = values.get("board")
    return addressed(board, values.get("addressed", To.BOARD)) if board else str(values.get("unit") or "")


def remove_advice(advice: AuditAdvice, *, by: Person) -> None:
    """Take one out of a draft."""
    with _changing(advice.audit, by):
        current = _open_advice(advice)
        current.removed_at = clock.now()
        current.save()


def _open_advice(advice: AuditAdvice) -> AuditAdvice:
    current = AuditAdvice.objects.select_for_update(of=("self",)).get(pk=advice.pk)
    if current.raised_id is not None:
        raise Conflict(_("It was raised already: it is followed up where it is answered."))
    return current


# ---- once it is approved


def publish(audit: RepresentationAudit, *, by: Person) -> None:
    """Put the approved text before the public, by R of the audit's activity. A later version takes its place when published."""
    with _approved(audit, by, "publish_audit") as (current, via, text):
        if current.published_text_id == text.pk:
            raise Conflict(_("It is published already."))
        current.published_text, current.published_at = text, clock.now()
        current.published_as = via.capacity.label
        current.save()


def raise_advice(audit: RepresentationAudit, *, by: Person) -> list[Recommendation]:
    """Raise what the approved audit recommends: those who answer for each board or unit are told. Once each."""
    with _approved(audit, by, "raise_audit_advice") as (current, _via, _text):
        waiting = [one for one in advice_of(current) if one.raised_id is None]
        if not waiting:
            raise Conflict(_("Nothing waits to be raised."))
        for one in waiting:
            one.raised = _raised(current, one, by)
            one.save()
        return [one.raised for one in waiting if one.raised]


def _raised(audit: RepresentationAudit, one: AuditAdvice, by: Person) -> Recommendation:
    """To the board, on whose page it stands then; to its unit where the board is no more."""
    is_auditors = audit.record.scope.activity_code == AUDITORS_REPORTS
    said: dict[str, Any] = {
        "title": one.title,
        "words": one.words,
        "source": Recommendation.Source.AUDITOR if is_auditors else Recommendation.Source.BOARD_AUDIT,
        "source_title": audit.title,
        "source_url": reverse("boards:audit-detail", args=[audit.record_id]),
        "answer_due_on": max(one.answer_due_on, clock.today()),
    }
    if one.board is not None and is_active(one.board, clock.today()):
        return recommend(one.board, Advice(to=one.addressed, **said), by=by).recommendation
    unit = one.board.unit if one.board else one.unit
    assert unit is not None
    return raise_recommendation(Raised(unit=unit, **said), by=by)


@contextmanager
def _approved(audit: RepresentationAudit, by: Person, act: str) -> Iterator[tuple[RepresentationAudit, Via, Text]]:
    """The locked audit, by what they do it, and the text in force. Refused without R; Conflict where none is approved."""
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).select_related("scope__unit").get(pk=audit.record_id)
        activity = record.scope.activity_code
        via = facts_for(by).capacity_with("R", Subject.of_scope(activity, record.scope.unit))
        if via is None:
            raise Refused(_("This takes R (responsible) for %(activity)s.") % {"activity": activity})
        case = record.cases.filter(state=Case.State.APPROVED).order_by("-number").first()
        if case is None:
            raise Conflict(_("No version of it is approved."))
        with acting(by=by, post=via.capacity.label, cell=via.cell, act=act, record=record.pk):
            found = (
                RepresentationAudit.objects.select_for_update(of=("self",))
                .select_related("record__scope")
                .get(pk=audit.pk)
            )
            yield found, via, case.texts.latest("number")
