"""Asking for the voices that a decision mode needs beside the matrix, and giving one: sign, note, or answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock, consulting, records, statements, workflow
from raci.authority import Act, Facts, Subject, Via, facts_for, may
from raci.authority.capacities import Capacity
from raci.history import acting
from raci.models import Case, DecisionMode, Person, Record, Role, Statement, Text, Voice
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.statements import Sharer
from raci.workflow import Step

Way = Voice.Way
OPEN = (Case.State.CONSULTATION, Case.State.SUBMITTED)


def ask_sharers(step: Step, *, due_on: date) -> None:
    """With the opening of a consultation: where shared leadership binds who opens it, those who share are asked too."""
    under = _shared(statements.binding(step.facts, step.via.activity))
    if under is not None:
        text = workflow.current_text(step.case)
        _write(step.case, text, statements.sharers(under, step.subject, step.facts), step.by, due_on)


def ask_voices(
    case: Case, *, by: Person, statement: str = "", roles: Iterable[str] = (), due_on: date | None = None
) -> list[Voice]:
    """Ask those who share under a statement, and any further roles (by code) to be consulted, about the frozen text.

    For whoever a statement binds in the record's activity and who may submit or decide on it. Due in 10 working days unless a
    later day is named, 2 at least. Raises `NotReady` where there is no frozen text to ask about, or nobody to ask.
    """
    with transaction.atomic():
        record = Record.objects.select_for_update().select_related("scope__unit").get(pk=case.record_id)
        locked = Case.objects.get(pk=case.pk)
        locked.record = record
        facts, subject = facts_for(by), Subject.of_case(locked)
        via = asker(locked, facts, subject)
        due = _due(due_on)
        under = statements.named(facts, subject.activity, statement)
        asked = _sharing(under, subject, facts) + [_further(code, subject, facts) for code in dict.fromkeys(roles)]
        if not asked:
            raise NotReady([Problem(_("Choose at least one role to ask."), field="roles")])
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="ask_voices", record=record.pk):
            return _write(locked, workflow.current_text(locked), asked, by, due)


def asker(case: Case, facts: Facts, subject: Subject) -> Via:
    """By what the person may ask; `Refused` where no mode binds them, `NotReady` where no text is frozen."""
    move = Act.APPROVE if case.state == Case.State.SUBMITTED else Act.SUBMIT
    permission = may(facts, move, subject)
    if not permission.visible:
        raise Refused(permission.reason, visible=False)
    if permission.via is None or (case.state in OPEN and not permission):
        raise Refused(permission.reason)
    if not statements.binding(facts, subject.activity):
        raise Refused(_("No decision mode binds you here: nothing is needed beside the matrix."))
    if case.state not in OPEN:
        raise NotReady([Problem(_("Open consultation first: what is asked about is the text as it is frozen then."))])
    return permission.via


def _due(due_on: date | None) -> date:
    least = consulting.due_day(consulting.WORKING_DAYS_TO_REVIEW)
    if due_on is not None and due_on < least:
        asks = _("Give those who are asked two working days at least: %(day)s or later.")
        raise NotReady([Problem(asks % {"day": date_format(least)}, field="due_on")])
    return due_on or consulting.due_day(consulting.WORKING_DAYS_TO_ANSWER)


def _shared(bound: list[Statement]) -> Statement | None:
    return next((one for one in bound if one.mode == DecisionMode.SHARED), None)


def _sharing(under: Statement | None, subject: Subject, facts: Facts) -> list[Sharer]:
    return statements.sharers(under, subject, facts) if under and under.mode == DecisionMode.SHARED else []


def _further(code: str, subject: Subject, facts: Facts) -> Sharer:
    role = Role.objects.filter(code=code).first()
    people = [
        person for _post, person in statements.in_line({code}, subject, facts.today) if person.pk != facts.person.pk
    ]
    if role is None or not people:
        text = _("Nobody but you holds a post of that role in the line today.")
        raise NotReady([Problem(text, field="roles")])
    return Sharer(role, Way.ANSWER, tuple(people))


def _write(case: Case, text: Text, asked: list[Sharer], by: Person, due_on: date) -> list[Voice]:
    """The questions, each role once about a text (inside `acting`); who is asked is told."""
    known = set(Voice.objects.filter(text=text).values_list("role", flat=True))
    written = []
    for one in asked:
        if one.role.pk in known:
            continue
        known.add(one.role.pk)
        written.append(
            Voice.objects.create(
                case=case,
                text=text,
                role=one.role,
                way=one.way,
                note=one.note,
                asked_by=by,
                asked_at=clock.now(),
                due_on=None if one.way == Way.NONE else due_on,
            )
        )
        _tell(written[-1], case.record, one.people)
    return written


def _tell(voice: Voice, record: Record, people: Iterable[Person]) -> None:
    lines = {
        Way.SIGN: _("You share the lead in %(title)s (%(text)s): sign it, or let the day pass."),
        Way.NOTE: _("%(title)s (%(text)s) is shown to you to note."),
        Way.ANSWER: _("You are consulted about %(title)s (%(text)s)."),
    }
    if voice.way in lines:
        line = lines[Way(voice.way)] % {"title": record.title, "text": voice.text}
        tell(people, record=record, key=f"voice:{voice.pk}", line=line, url=reverse("raci:voice-give", args=[voice.pk]))


def give_voice(voice: Voice, *, by: Person, words: str = "") -> None:
    """Sign, note or answer for a role that was asked, once, while the record is on its way. An answer has words."""
    words = words.strip()
    if voice.way == Way.ANSWER and not words:
        raise NotReady([Problem(_("Say what you think of it."), field="words")])
    with transaction.atomic():
        record = Record.objects.select_for_update().select_related("scope__unit").get(pk=voice.case.record_id)
        locked = Voice.objects.select_related("case", "text", "role", "given_by").get(pk=voice.pk)
        post = giver(locked, facts_for(by))
        _need_open(locked)
        with acting(by=by, post=post.label, act=f"voice_{locked.way}", why=words, record=record.pk):
            locked.words, locked.given_by, locked.given_as, locked.given_at = words, by, post.label, clock.now()
            locked.save()
            line = _("%(role)s: %(what)s (%(title)s).")
            line %= {"role": locked.role.name, "what": locked.get_way_display(), "title": record.title}
            tell([locked.asked_by], record=record, key=f"answered:voice:{locked.pk}", line=line, url=_home(record))
    voice.refresh_from_db()


def giver(voice: Voice, facts: Facts) -> Capacity:
    """The post in which the person gives it; `Refused` says who does. A mode's voice is nobody's to delegate."""
    subject = Subject.of_scope(voice.case.record.scope.activity_code, voice.case.record.scope.unit)
    for post in facts.posts:
        if post.role == voice.role.code and post.covers(subject) and voice.asked_by_id != facts.person.pk:
            return post
    raise Refused(_("%(role)s gives this, not who asked for it.") % {"role": voice.role.name})


def _need_open(voice: Voice) -> None:
    if voice.given_by:
        raise Conflict(_("%(who)s has already done so for this role.") % {"who": voice.given_by.name})
    if voice.way == Way.NONE:
        raise Refused(_("This role was not asked: %(why)s") % {"why": voice.note})
    if voice.case.state not in OPEN:
        raise Conflict(
            _("It is %(state)s now: it waits for nobody's voice.") % {"state": voice.case.get_state_display()}
        )
    if voice.text_id != workflow.current_text(voice.case).pk:
        raise Conflict(_("A newer text has been put forward; this one is no longer asked about."))


def _home(record: Record) -> str:
    return records.kind_of(record).url(record)
