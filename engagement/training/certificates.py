"""Finishing a cohort, and the certificates of who came often enough; taking one back; what came of it later, by consent."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date

from django.utils.translation import gettext as _

from engagement.kinds import COHORT
from engagement.models import Certificate, Cohort, Enrolment, Outcome, Session, SessionAttendance
from engagement.training.enrolling import State
from raci import clock
from raci.authority import Via
from raci.keeping import keeping
from raci.models import Person
from raci.private_codes import SIGNS
from raci.refusals import Conflict, NotReady, Problem

Presence = SessionAttendance.Presence


def enough(came: int, sessions: int, least_percent: int) -> bool:
    """Whether somebody came often enough for a certificate."""
    return sessions > 0 and came * 100 >= sessions * least_percent


def attended(row: Cohort) -> Counter[int]:
    """To how many sessions each came, by the number of the enrolment (1 query)."""
    came = SessionAttendance.objects.filter(session__cohort=row, presence=Presence.CAME)
    return Counter(came.values_list("enrolment", flat=True))


def finish_cohort(row: Cohort, *, by: Person) -> list[Certificate]:
    """It is over: who came often enough has finished and gets a certificate, once; the others have not finished."""
    with keeping(COHORT, row.programme.unit, by=by, act="finish_cohort") as via:
        locked = Cohort.objects.select_for_update(of=("self",)).select_related("programme").get(pk=row.pk)
        sessions = _sessions_to_finish(locked)
        came, made = attended(locked), []
        for one in Enrolment.objects.filter(cohort=locked, state=State.ENROLLED):
            made += _finish(one, enough(came[one.pk], sessions, locked.programme.least_percent), locked, by, via)
        for one in Enrolment.objects.filter(cohort=locked, state=State.APPLIED):
            one.state, one.ended_on = State.NOT_TAKEN, clock.today()
            one.save()
        locked.finished_on, locked.edits = clock.today(), locked.edits + 1
        locked.save()
    row.refresh_from_db()
    return made


def _sessions_to_finish(row: Cohort) -> int:
    if row.finished_on:
        raise Conflict(_("This cohort is finished already."))
    problems = []
    if row.ends_on > clock.today():
        problems.append(Problem(_("It goes on until its last day.")))
    sessions = list(Session.objects.filter(cohort=row))
    if not sessions:
        problems.append(Problem(_("It has no session.")))
    written = set(SessionAttendance.objects.filter(session__in=sessions).values_list("session", flat=True))
    without = [one.title for one in sessions if one.pk not in written]
    if without and Enrolment.objects.filter(cohort=row, state=State.ENROLLED).exists():
        words = _("Who came is not written down of: %(sessions)s.")
        problems.append(Problem(words % {"sessions": ", ".join(without)}))
    if problems:
        raise NotReady(problems)
    return len(sessions)


def _finish(one: Enrolment, passes: bool, cohort: Cohort, by: Person, via: Via) -> list[Certificate]:
    one.state, one.ended_on = State.FINISHED if passes else State.LEFT, clock.today()
    one.save()
    if not passes:
        return []
    return [
        Certificate.objects.create(
            enrolment=one, number=new_number(), hours=cohort.programme.hours, issued_on=clock.today(), issued_by=by,
            issued_as=via.capacity.label,
        )
    ]  # fmt: skip


def new_number() -> str:
    """As people copy it from paper: ABCD-EFGH-JKLM, 60 bits, so that nobody guesses one."""
    signs = [SIGNS[one % len(SIGNS)] for one in secrets.token_bytes(12)]
    return "-".join("".join(signs[at : at + 4]) for at in (0, 4, 8))


def take_back(row: Certificate, *, why: str, by: Person) -> None:
    """It was given wrongly: it stays, and whoever checks its number reads that it does not count."""
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with keeping(COHORT, row.enrolment.cohort.programme.unit, by=by, act="take_back_certificate", why=why.strip()):
        locked = Certificate.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.taken_back_on:
            raise Conflict(_("It has already been taken back."))
        locked.taken_back_on, locked.why_taken_back = clock.today(), why.strip()[:500]
        locked.save()


def tell_outcome(one: Enrolment, *, what: str, agreed_on: date, by: Person) -> Outcome:
    """What came of it, which the person told and agreed that it is kept."""
    if agreed_on > clock.today():
        raise NotReady([Problem(_("This day is still to come."), field="agreed_on")])
    if one.state != State.FINISHED:
        raise Conflict(_("Outcomes are kept of who finished."))
    with keeping(COHORT, one.cohort.programme.unit, by=by, act="tell_outcome"):
        known = Outcome.objects.filter(enrolment=one, what=what).first()
        return known or Outcome.objects.create(enrolment=one, what=what, told_on=clock.today(), agreed_on=agreed_on)


def checked(number: str) -> Certificate | None:
    """The certificate of a number, however it was typed."""
    signs = "".join(sign for sign in number.upper() if sign in SIGNS)
    if len(signs) != 12:
        return None
    rows = Certificate.objects.select_related("enrolment__cohort__programme")
    return rows.filter(number=f"{signs[:4]}-{signs[4:8]}-{signs[8:]}").first()
