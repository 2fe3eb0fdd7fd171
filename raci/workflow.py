"""The workflow of a governed record (governance 4): the one place where a state changes.

`take(move, case, by=...)` locks the record, asks authority, opens `acting`, lets the act do its work and then moves the case.
What a move still waits for is answered by `problems`, for the page and for the act alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci import clock, records
from raci.authority import APPROVING, DECIDING, Act, Facts, Permission, Subject, Via, facts_for, may
from raci.history import acting
from raci.models import Author, Case, Consultation, Person, Record, Submission, Text
from raci.refusals import Conflict, NotReady, Problem, Refused

State, Back = Case.State, Case.Back

MOVES: dict[Act, tuple[str, str]] = {
    Act.OPEN: (State.CONSULTATION, Back.NEW),
    Act.REVISE: (State.DRAFT, Back.REVISED),
    Act.SUBMIT: (State.SUBMITTED, Back.NEW),
    Act.WITHDRAW: (State.DRAFT, Back.WITHDRAWN),
    Act.APPROVE: (State.APPROVED, Back.NEW),
    Act.CONDITIONS: (State.APPROVED, Back.NEW),
    Act.RETURN: (State.DRAFT, Back.RETURNED),
    Act.DECLINE: (State.DECLINED, Back.NEW),
}


@dataclass
class Step:
    """A move under way: the locked case, and by what it is taken."""

    case: Case
    record: Record
    by: Person
    facts: Facts
    via: Via
    subject: Subject


@contextmanager
def take(
    move: Act, case: Case, *, by: Person, seen: int | None = None, why: str = "", role: str = "", expected: str = ""
) -> Iterator[Step]:
    """Make a move, or change a draft (`Act.EDIT`, `Act.ATTACH`), as `by`.

    `seen`: the record's `edits` when the person opened the page; `expected`: hash of the text they decide on; if either is no
    longer so, `Conflict` says who changed what. `role`: act only in capacities of this role. Raises `Refused`, `Conflict`, and
    `NotReady` with what is missing. All or nothing: constraints are checked before it returns.
    """
    with transaction.atomic():
        record = Record.objects.select_for_update().select_related("scope__unit").get(pk=case.record_id)
        locked = Case.objects.get(pk=case.pk)
        locked.record = record
        facts = facts_for(by)
        subject = Subject.of_case(locked)
        permission = may(facts.in_role(role) if role else facts, move, subject)
        if not permission.visible:
            raise Refused(permission.reason, visible=False)
        if seen is not None and seen != record.edits:
            raise Conflict(changed_since(locked))
        if not permission or permission.via is None:
            raise Refused(permission.reason)
        waiting = problems(move, locked, facts)
        if waiting:
            raise NotReady(waiting)
        if expected and expected != current_text(locked).sha256:
            raise Conflict(changed_since(locked))
        via = permission.via
        with acting(by=by, post=via.capacity.label, cell=via.cell, act=move.value, why=why, record=record.pk):
            yield Step(locked, record, by, facts, via, subject)
            if move in (Act.EDIT, Act.ATTACH):
                _add_author(locked, by)
            _settle(move, locked, by, via, why)
            record.edits += 1
            record.save(update_fields=["edits"])
    case.refresh_from_db()


def _add_author(case: Case, person: Person) -> None:
    if not case.authors.filter(person=person).exists():
        Author.objects.create(case=case, person=person)


def _settle(move: Act, case: Case, by: Person, via: Via, why: str) -> None:
    if move not in MOVES:
        return
    case.state, case.back = MOVES[move]
    case.state_since = clock.now()
    case.state_by = f"{by.name}, {via.capacity.label}"
    case.state_note = why
    case.save()


def changed_since(case: Case) -> str:
    """Who moved or changed the case, and when, for the person who was second."""
    when = date_format(localtime(case.state_since), "DATETIME_FORMAT")
    if case.state_by:
        return _("While this page was open it changed: it is now %(state)s, by %(who)s on %(when)s.") % {
            "state": case.get_state_display(),
            "who": case.state_by,
            "when": when,
        }
    return _("While this page was open somebody else changed it.")


# ---- texts


def current_text(case: Case) -> Text:
    """The newest frozen text of the case; `Text.DoesNotExist` for a draft that never left."""
    return Text.objects.filter(case=case).latest("number")


def retitle(step: Step, title: str) -> None:
    """Call the record by another title; readers of frozen texts go on seeing the one that was frozen last."""
    step.record.title = title
    step.record.save(update_fields=["title"])
    if not step.case.texts.exists():
        step.case.title = title
        step.case.save(update_fields=["title"])


def freeze(case: Case) -> Text:
    """Freeze the record's content now, and its title with it; the same content keeps its number."""
    case.title = case.record.title  # saved with the move that froze it
    content = records.canonical(records.kind_of(case.record).content(case.record))
    digest = records.digest(content)
    newest = Text.objects.filter(record=case.record).order_by("-number").first()
    if newest and newest.case_id == case.pk and newest.sha256 == digest:
        return newest
    return Text.objects.create(
        case=case,
        record=case.record,
        number=newest.number + 1 if newest else 1,
        content=content,
        sha256=digest,
        frozen_at=clock.now(),
    )


def is_intact(case: Case) -> bool:
    """Whether a locked case's content still is what was frozen; False is an integrity alarm."""
    live = records.canonical(records.kind_of(case.record).content(case.record))
    return records.digest(live) == current_text(case).sha256


def open_submission(case: Case) -> Submission | None:
    """The submission that waits for a decision."""
    return case.submissions.filter(withdrawn_at=None, decision=None).order_by("-pk").first()


# ---- what a move waits for


def problems(move: Act, case: Case, facts: Facts) -> list[Problem]:
    """What stands between the case and this move, beyond who makes it."""
    if move is Act.OPEN:
        return records.kind_of(case.record).problems(case.record)
    if move is Act.SUBMIT:
        return _before_submitting(case, facts)
    if move in DECIDING:
        barred = records.kind_of(case.record).barred if move in APPROVING else None
        return _before_deciding(case, facts) + (barred(case) if barred and case.state == State.SUBMITTED else [])
    if move is Act.NEXT and Case.objects.filter(record=case.record, number__gt=case.number).exists():
        return [Problem(_("A later version has been begun already."))]  # its text is what the record's rows say now
    return []


def _before_submitting(case: Case, facts: Facts) -> list[Problem]:
    found = records.kind_of(case.record).problems(case.record)
    if case.state == State.CONSULTATION:
        asked = current_text(case).consultations.filter(way=Consultation.Way.ASKED, answer="", due_on__gte=facts.today)
        found += [
            Problem(
                _("%(role)s has not answered yet and has until %(day)s.")
                % {"role": consultation.role.name, "day": date_format(consultation.due_on or facts.today)}
            )
            for consultation in asked.select_related("role")
        ]
    elif case.back != Back.RETURNED and _is_anyone_consulted(case, facts):
        found.append(Problem(_("The consulted roles are asked first: open consultation.")))
    return found


def _is_anyone_consulted(case: Case, facts: Facts) -> bool:
    from raci.consulting import to_ask

    return any(asked.way == Consultation.Way.ASKED for asked in to_ask(case, facts))


def unanswered_words(case: Case) -> list[Consultation]:
    """Comments and objections for which it is not yet said what was done about them."""
    given = Consultation.objects.filter(
        case=case, answer__in=["comment", "objection"], done_about_it="", stands_from=None
    )
    return list(given.select_related("role", "text", "answered_by"))


def _before_deciding(case: Case, facts: Facts) -> list[Problem]:
    found = []
    if case.state == State.SUBMITTED:
        text = current_text(case)
        waiting = text.consultations.filter(
            way=Consultation.Way.REVIEW, answer="", due_on__gte=facts.today
        ).select_related("role")
        if waiting:
            found.append(
                Problem(
                    ngettext(
                        "%(roles)s may still object to what changed, until %(day)s.",
                        "%(roles)s may still object to what changed, until %(day)s.",
                        len(waiting),
                    )
                    % {
                        "roles": ", ".join(consultation.role.name for consultation in waiting),
                        "day": date_format(max(consultation.due_on for consultation in waiting if consultation.due_on)),
                    }
                )
            )
        if not is_intact(case):
            found.append(
                Problem(
                    _("Integrity alarm: the text on record is not the text that was submitted. Tell the City Auditor.")
                )
            )
    return found


@dataclass(frozen=True)
class Option:
    """A move as the page offers it: allowed and ready, or the reason why not."""

    move: Act
    permission: Permission
    problems: list[Problem]

    @property
    def ready(self) -> bool:
        """Whether pressing the button would succeed now."""
        return self.permission.allowed and not self.problems


def options(case: Case, facts: Facts, subject: Subject, moves: tuple[Act, ...]) -> dict[str, Option]:
    """What this person may do with the case now, and why not, by the move's code."""
    found = {}
    for move in moves:
        permission = may(facts, move, subject)
        found[move.value] = Option(move, permission, problems(move, case, facts) if permission else [])
    return found


def editing(
    case: Case, *, by: Person, act: str = "edit", seen: int | None = None, why: str = ""
) -> AbstractContextManager[Step]:
    """Change a draft: everyone who does becomes one of its authors. For the apps that own the content."""
    return take(Act(act), case, by=by, seen=seen, why=why)
