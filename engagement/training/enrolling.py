"""Applying to a cohort, and being taken: by staff for themselves, by residents on the public form, by whoever keeps it on paper.

A form that was sent twice is one application. The private code of a resident is told once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from engagement.kinds import COHORT
from engagement.models import Applicant, Cohort, Enrolment
from engagement.training import texts
from raci import clock
from raci.authority import Capacity, Facts, facts_for
from raci.history import acting
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.private_codes import digest, new_code
from raci.public_doors import the_public
from raci.refusals import Conflict, NotReady, Problem, Refused

State, Way = Enrolment.State, Enrolment.Way
NUMBERS = 5_202_621  # advisory lock: one number at a time
OPENS = "cohort"  # what the codes open
GOING_ON = (State.APPLIED, State.ENROLLED)


@dataclass(frozen=True)
class Received:
    """An application of a resident, with their private code: shown once, and kept nowhere."""

    enrolment: Enrolment
    code: str
    is_new: bool = True


def takes_applications(row: Cohort, today: date) -> bool:
    """Whether people apply still."""
    return row.finished_on is None and today <= row.applies_until


def takes_residents(row: Cohort, today: date) -> bool:
    """Whether residents apply by the public form."""
    return bool(settings.PUBLIC_ACADEMY and row.by_form and takes_applications(row, today))


# ---- applying


def apply_myself(row: Cohort, *, by: Person) -> Enrolment:
    """Somebody of the city's staff, for themself, in a post they hold; asked twice it is one."""
    capacity = post_of(by)
    _need_open(row)
    with acting(by=by, post=capacity.label, act="apply_for_cohort"):
        Cohort.objects.select_for_update().get(pk=row.pk)
        known = Enrolment.objects.filter(cohort=row, person=by).first()
        if known is not None:
            return _again(known)
        unit = Unit.objects.get(path=capacity.unit_path)
        return _made(row, way=Way.STAFF, person=by, unit=unit)


def _again(known: Enrolment) -> Enrolment:
    """Whoever withdrew may apply again; everybody else has applied."""
    if known.state == State.WITHDRAWN:
        known.state, known.ended_on = State.APPLIED, None
        known.save()
    return known


def post_of(person: Person) -> Capacity:
    """In which post they come to a training: the first they hold."""
    post = may_come(facts_for(person))
    if post is None:
        raise Refused(_("People who hold a post in the city apply here. Residents apply by the public form."))
    return post


def may_come(facts: Facts) -> Capacity | None:
    """The same for whoever asks; an account that only reads, for it has no column in the matrix, changes nothing."""
    columns = {role for _activity, role in facts.matrix.cells} if facts.matrix else set()
    return next((one for one in facts.posts if one.role in columns or "reads_all" not in one.flags), None)


def receive_by_form(row: Cohort, said: Mapping[str, Any], *, sending: UUID) -> Received:
    """What a resident wrote into the public form. The same form sent again tells that it is there, without its code."""
    known = Applicant.objects.select_related("enrolment").filter(sending=sending).first()
    if known is not None:
        return Received(known.enrolment, "", is_new=False)
    if not takes_residents(row, clock.today()):
        raise Conflict(_("Applications for this group are over."))
    with acting(by=the_public(), act="apply_for_cohort"):
        return _received(row, Way.FORM, said, sending)


def receive_by_staff(row: Cohort, said: Mapping[str, Any], *, by: Person) -> Received:
    """What a resident said on paper, by telephone or in person."""
    _need_open(row)
    if not row.programme.takes_residents:
        raise NotReady([Problem(_("Its programme is not open to residents."))])
    with keeping(COHORT, row.programme.unit, by=by, act="apply_for_cohort"):
        return _received(row, Way.PAPER, said, None)


def _received(row: Cohort, way: str, said: Mapping[str, Any], sending: UUID | None) -> Received:
    code = new_code()
    enrolment = _made(row, way=way)
    applicant = Applicant(
        enrolment=enrolment, code_sha256=digest(code, OPENS), sending=sending, language=said.get("language", "en")
    )
    texts.put(applicant, {name: said.get(name) for name in ("name", "email", "phone", "why")})
    applicant.save()
    return Received(enrolment, code)


def _made(row: Cohort, **more: Any) -> Enrolment:
    today = clock.today()
    return Enrolment.objects.create(cohort=row, number=_next_number(today), applied_on=today, **more)


def _next_number(day: date) -> str:
    """T-2026-00007: by the year, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    stem = f"T-{day.year}-"
    last = (
        Enrolment.objects.filter(number__startswith=stem).order_by("-number").values_list("number", flat=True).first()
    )
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:05d}"


def _need_open(row: Cohort) -> None:
    if not takes_applications(row, clock.today()):
        raise Conflict(_("Applications for this group are over."))


# ---- being taken, or not


def decide(rows: Mapping[int, str], cohort: Cohort, *, by: Person) -> int:
    """Take these or not, by their number; how many changed. `NotReady` where more are taken than there are places."""
    with keeping(COHORT, cohort.programme.unit, by=by, act="decide_enrolment"):
        locked = Cohort.objects.select_for_update().get(pk=cohort.pk)
        if locked.finished_on:
            raise Conflict(_("This cohort is finished: nothing of it is changed any more."))
        changed = 0
        for one in Enrolment.objects.select_for_update(of=("self",)).filter(cohort=locked, pk__in=rows):
            changed += _decided(one, rows[one.pk])
        _need_places(locked)
    return changed


def _decided(one: Enrolment, state: str) -> bool:
    if state not in (State.APPLIED, State.ENROLLED, State.NOT_TAKEN) or one.state == state:
        return False
    if one.state == State.WITHDRAWN:
        raise Conflict(_("%(number)s was withdrawn meanwhile.") % {"number": one.number})
    one.state, one.ended_on = state, clock.today() if state == State.NOT_TAKEN else None
    one.save()
    return True


def _need_places(row: Cohort) -> None:
    taken = Enrolment.objects.filter(cohort=row, state=State.ENROLLED).count()
    if row.places is not None and taken > row.places:
        words = _("There are %(places)s places, and this would take %(taken)s people.")
        raise NotReady([Problem(words % {"places": row.places, "taken": taken})])


def withdraw(one: Enrolment, *, by: Person | None = None) -> None:
    """By who applied: staff signed in, or a resident by their private code."""
    if by is not None and one.person_id != by.pk:
        raise Refused(_("You did not apply here."))
    post = post_of(by).label if by else ""
    with acting(by=by or the_public(), post=post, act="withdraw_enrolment"):
        locked = Enrolment.objects.select_for_update(of=("self",)).get(pk=one.pk)
        if locked.state not in GOING_ON:
            raise Conflict(_("It is over: there is nothing to withdraw."))
        locked.state, locked.ended_on = State.WITHDRAWN, clock.today()
        locked.save()


def of_code(code: str) -> Applicant | None:
    """The application that a private code is of."""
    kept = digest(code, OPENS)
    rows = Applicant.objects.select_related("enrolment__cohort__programme")
    return rows.filter(code_sha256=kept).first() if kept else None
