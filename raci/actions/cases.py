"""The acts of the workflow: begin, open consultation, revise, submit, withdraw, decide, begin the next version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock, consulting, records, statements, workflow
from raci.actions import telling, voices
from raci.authority import APPROVING, DECIDING, Act, Subject, facts_for, may
from raci.history import acting
from raci.models import Case, Condition, Consultation, Decision, Matrix, Person, Post, Record, Scope, Submission, Unit
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.service import service_person
from raci.workflow import Step, take


@dataclass(frozen=True)
class ConditionAsked:
    """A condition as the decider words it."""

    words: str
    owner: Post
    due_on: date


def begin_record(kind: records.Kind, *, unit: Unit, title: str, by: Person) -> tuple[Record, Case]:
    """Begin a record of this kind in this unit, as a draft. Called inside the upper app's own act (one transaction)."""
    with transaction.atomic():
        facts = facts_for(by)
        permission = may(facts, Act.CREATE, Subject.of_scope(kind.activity, unit))
        if not permission or permission.via is None:
            raise Refused(permission.reason)
        via = permission.via
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="create"):
            scope = Scope.objects.get(activity_code=kind.activity, unit=unit)
            record = Record.objects.create(kind=kind.code, scope=scope, title=title)
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="create", record=record.pk):
            case = Case.objects.create(
                record=record,
                number=1,
                title=title,
                state_since=clock.now(),
                state_by=f"{by.name}, {via.capacity.label}",
            )
            case.authors.create(person=by)
    return record, case


def open_consultation(case: Case, *, by: Person, due_on: date | None = None, seen: int | None = None) -> None:
    """Freeze the text and ask each C role in the line once. Due in 10 working days unless a later day is named."""
    with take(Act.OPEN, case, by=by, seen=seen) as step:
        least = consulting.due_day(consulting.WORKING_DAYS_TO_REVIEW)
        if due_on is not None and due_on < least:
            asks = _("Give those who are asked two working days at least: %(day)s or later.")
            raise NotReady([Problem(asks % {"day": date_format(least)}, field="due_on")])
        text = workflow.freeze(step.case)
        asked = consulting.to_ask(step.case, step.facts)
        due = due_on or consulting.due_day(consulting.WORKING_DAYS_TO_ANSWER)
        consulting.ask(step.case, text, asked, due_on=due)
        telling.asked(step, asked, text)
        voices.ask_sharers(step, due_on=due)


def revise(case: Case, *, by: Person, why: str = "", seen: int | None = None) -> None:
    """Take the text back from consultation; answers stay, tied to the text they were about."""
    with take(Act.REVISE, case, by=by, seen=seen, why=why):
        pass


def submit(
    case: Case,
    *,
    by: Person,
    note: str = "",
    done: Mapping[int, str] | None = None,
    statement: str = "",
    directive: int | None = None,
    seen: int | None = None,
) -> Submission:
    """Hand the text in for decision; `done` says for each comment (by consultation pk) what was done about it.

    `statement`, `directive`: the code of the statement it is done under and the pk of the directive it cites, for whoever a
    decision mode binds (`raci.statements`).
    """
    with take(Act.SUBMIT, case, by=by, seen=seen, why=note) as step:
        cited = statements.require(step.case, step.facts, statement=statement, directive=directive)
        _say_what_was_done(step.case, done or {})
        returned = step.case.back == Case.Back.RETURNED
        before = workflow.current_text(step.case) if step.case.texts.exists() else None
        text = workflow.freeze(step.case)
        submission = Submission.objects.create(
            case=step.case,
            text=text,
            submitted_by=by,
            submitted_as=step.via.capacity.label,
            submitted_at=clock.now(),
            note=note,
            **cited,
        )
        if returned and before and before.pk != text.pk:
            asked = consulting.to_ask(step.case, step.facts)
            due_on = consulting.due_day(consulting.WORKING_DAYS_TO_REVIEW)
            consulting.ask(step.case, text, asked, due_on=due_on, review=True)
            telling.asked(step, asked, text)
        telling.submitted(step, text)
    return submission


def _say_what_was_done(case: Case, done: Mapping[int, str]) -> None:
    missing = []
    for consultation in workflow.unanswered_words(case):
        words = done.get(consultation.pk, "").strip()
        if words:
            consultation.done_about_it = words
            consultation.save(update_fields=["done_about_it"])
        else:
            missing.append(
                Problem(
                    _("Say what was done about the words of %(role)s.") % {"role": consultation.role.name},
                    field=f"done_{consultation.pk}",
                )
            )
    if missing:
        raise NotReady(missing)


def withdraw(case: Case, *, by: Person, why: str, seen: int | None = None) -> None:
    """Take a submission back to draft."""
    _need_reason(why)
    with take(Act.WITHDRAW, case, by=by, seen=seen, why=why) as step:
        submission = workflow.open_submission(step.case)
        if submission is not None:
            submission.withdrawn_at = clock.now()
            submission.save(update_fields=["withdrawn_at"])


def decide(
    case: Case,
    *,
    by: Person,
    kind: Act,
    reason: str = "",
    conditions: Sequence[ConditionAsked] = (),
    statement: str = "",
    directive: int | None = None,
    seen: int | None = None,
    sha256: str = "",
) -> Decision:
    """Decide on exactly the text with this hash; the decision is the receipt. Exactly one person's decision stands."""
    if kind not in DECIDING:
        raise ValueError(kind)
    if kind in (Act.RETURN, Act.DECLINE):
        _need_reason(reason)
    if kind is Act.CONDITIONS and not conditions:
        raise NotReady([Problem(_("Name at least one condition, its owner and its day."), field="conditions")])
    if any(condition.due_on < clock.today() for condition in conditions):
        raise NotReady([Problem(_("A condition cannot be due in the past."), field="conditions")])
    with take(kind, case, by=by, seen=seen, why=reason, expected=sha256) as step:
        cited = statements.require(step.case, step.facts, statement=statement, directive=directive)
        decision = _receipt(step, kind, reason, cited)
        for condition in conditions if kind is Act.CONDITIONS else ():
            Condition.objects.create(
                decision=decision, words=condition.words, owner=condition.owner, due_on=condition.due_on
            )
        if kind in APPROVING:
            step.case.effective_on = records.kind_of(step.record).approved(step)
            if step.case.effective_on is None:
                _supersede_earlier(step.record)
        telling.decided(step, decision)
    return decision


def _receipt(step: Step, kind: Act, reason: str, cited: statements.Cited) -> Decision:
    submission = workflow.open_submission(step.case)
    if submission is None:
        raise Conflict(workflow.changed_since(step.case))
    return Decision.objects.create(
        submission=submission,
        submitted_by=submission.submitted_by,
        kind=kind.value,
        reason=reason,
        decided_by=step.by,
        decided_as=step.via.capacity.label,
        decided_at=clock.now(),
        post_id=step.via.capacity.post,
        activity_code=step.via.activity,
        codes=step.via.codes,
        matrix=Matrix.objects.get(number=step.via.matrix),
        sha256=submission.text.sha256,
        **cited,
    )


def _supersede_earlier(record: Record) -> None:
    for earlier in Case.objects.filter(record=record, state=Case.State.APPROVED):
        earlier.state, earlier.state_since = Case.State.SUPERSEDED, clock.now()
        earlier.save()


def supersede_where_the_day_has_come() -> int:
    """Each approved version whose day has come supersedes the one before it; returns how many were superseded.

    It tidies up: who may do what is asked of the day itself, and waits for no round. Twice does no harm.
    """
    came = Case.objects.filter(
        record=OuterRef("record"),
        number__gt=OuterRef("number"),
        state=Case.State.APPROVED,
        effective_on__lte=clock.today(),
    )
    superseded = 0
    for pk in Case.objects.filter(Exists(came), state=Case.State.APPROVED).values_list("record", flat=True).distinct():
        superseded += _supersede_in(pk)
    return superseded


def _supersede_in(record_pk: int) -> int:
    with transaction.atomic():
        record = Record.objects.select_for_update().get(pk=record_pk)
        approved = Case.objects.filter(record=record, state=Case.State.APPROVED).order_by("-number")
        in_force = approved.exclude(effective_on__gt=clock.today()).first()
        earlier = approved.filter(number__lt=in_force.number) if in_force else approved.none()
        count = 0
        for case in earlier:
            with acting(by=service_person("calendar", "Calendar"), act="supersede", record=record.pk):
                case.state, case.state_since = Case.State.SUPERSEDED, clock.now()
                case.save()
            count += 1
        return count


def begin_next(case: Case, *, by: Person, seen: int | None = None) -> Case:
    """Open the next version as a draft; what is approved stays in force until the next is."""
    with take(Act.NEXT, case, by=by, seen=seen) as step:
        begun = next_case(step)
        records.kind_of(step.record).begun(step, begun)
        return begun


def next_case(step: Step) -> Case:
    """The row of the next version; what it begins with is its kind's affair."""
    newest = Case.objects.filter(record=step.record).latest("number")
    return Case.objects.create(
        record=step.record,
        number=newest.number + 1,
        title=step.record.title,
        begun_from=step.case,
        state_since=clock.now(),
        state_by=f"{step.by.name}, {step.via.capacity.label}",
    )


def answer(
    consultation: Consultation, *, by: Person, answer: str, words: str = "", stands: Consultation | None = None
) -> None:
    """Answer for a role that was asked: no objection, a comment, or an objection with its reason. Once."""
    words = words.strip()
    if answer not in ("no_objection", "comment", "objection"):
        raise NotReady([Problem(_("Choose one of the answers."), field="answer")])
    if answer != "no_objection" and not words:
        raise NotReady([Problem(_("Give your comment or the reason of your objection."), field="words")])
    with take(Act.ANSWER, consultation.case, by=by, why=words, role=consultation.role.code) as step:
        asked = (
            Consultation.objects.select_for_update(of=("self",)).select_related("answered_by").get(pk=consultation.pk)
        )
        if asked.answer and asked.answered_by:
            raise Conflict(_("%(who)s has already answered for this role.") % {"who": asked.answered_by.name})
        if asked.text_id != workflow.current_text(step.case).pk:
            raise Conflict(_("A newer text has been put before you; answer about that one."))
        asked.answer, asked.words, asked.stands_from = answer, words, stands
        asked.answered_by, asked.answered_as, asked.answered_at = by, step.via.capacity.label, clock.now()
        if stands is not None:
            asked.done_about_it = stands.done_about_it
        asked.save()
        telling.answered(step, asked)
    consultation.refresh_from_db()


def let_stand(consultation: Consultation, *, by: Person) -> None:
    """Keep the answer given about the earlier text, for this one too."""
    earlier = consulting.earlier_answer(consultation)
    if earlier is None:
        raise NotReady([Problem(_("There is no earlier answer to let stand."))])
    answer(consultation, by=by, answer=earlier.answer, words=earlier.words, stands=earlier)


def close_condition(condition: Condition, *, by: Person, note: str) -> None:
    """A holder of the owner post says how the condition was met."""
    if not note.strip():
        raise NotReady([Problem(_("Say how the condition was met."), field="note")])
    with transaction.atomic():
        facts = facts_for(by)
        held = next((capacity for capacity in facts.posts if capacity.post == condition.owner_id), None)
        record = condition.decision.submission.case.record
        if held is None:
            raise Refused(_("%(post)s closes this condition.") % {"post": condition.owner.title})
        locked = Condition.objects.select_for_update().get(pk=condition.pk)
        if locked.closed_at:
            raise Conflict(_("The condition is already closed."))
        with acting(by=by, post=held.label, act="close_condition", why=note, record=record.pk):
            locked.closed_at, locked.closing_note = clock.now(), note.strip()
            locked.save()


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise NotReady([Problem(_("Give the reason."), field="reason")])
