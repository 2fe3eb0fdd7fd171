"""Who came: written from a sheet by whoever keeps the cohort, or by the code that is told in the room."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from engagement.kinds import SESSION
from engagement.models import Enrolment, Session, SessionAttendance
from engagement.training.enrolling import State, post_of
from raci import clock
from raci.history import acting
from raci.keeping import keeping
from raci.models import Person
from raci.private_codes import as_code
from raci.public_doors import the_public
from raci.refusals import Conflict, NotReady, Problem, Refused

Presence, How = SessionAttendance.Presence, SessionAttendance.How
SIGNS = 6


def write_sheet(session: Session, said: Mapping[int, str], *, by: Person) -> None:
    """Who came, by the number of each enrolment; "" takes back what was written."""
    if session.on > clock.today():
        raise NotReady([Problem(_("This session is still to come. Write down who came once it was."))])
    with keeping(SESSION, session.cohort.programme.unit, by=by, act="write_attendance"):
        _need_going_on(session)
        known = {one.enrolment_id: one for one in SessionAttendance.objects.select_for_update().filter(session=session)}
        enrolled = Enrolment.objects.filter(cohort=session.cohort_id, state=State.ENROLLED, pk__in=said)
        for one in enrolled:
            _write(session, one, said[one.pk], known.get(one.pk))


def _write(session: Session, one: Enrolment, presence: str, known: SessionAttendance | None) -> None:
    if known is not None and not presence:
        known.delete()
    elif presence in Presence.values and (known is None or known.presence != presence):
        row = known or SessionAttendance(session=session, enrolment=one)
        row.presence, row.how = presence, How.SHEET
        row.save()


def _need_going_on(session: Session) -> None:
    if session.cohort.finished_on:
        raise Conflict(_("This cohort is finished: nothing of it is changed any more."))


# ---- the code of the room


def room_code(session: Session) -> str:
    """What is told in the room; it follows from the portal's secret, and is kept nowhere."""
    return _code(session, settings.SECRET_KEY)


def attend_by_code(session: Session, one: Enrolment, code: str, *, by: Person | None = None) -> None:
    """They type the code on the day of the session: staff signed in, a resident by their private code."""
    if by is not None and one.person_id != by.pk:
        raise Refused(_("You did not apply here."))
    if session.on != clock.today() or one.state != State.ENROLLED:
        raise Conflict(_("The code of the room counts on the day of the session, for who is enrolled."))
    if not _fits(session, code):
        raise NotReady(
            [Problem(_("This is not the code of the room. Ask who teaches to tell it again."), field="code")]
        )
    post = post_of(by).label if by else ""
    with acting(by=by or the_public(), post=post, act="attend_session"):
        _need_going_on(session)
        Enrolment.objects.select_for_update(of=("self",)).get(pk=one.pk)
        known = SessionAttendance.objects.filter(session=session, enrolment=one).first()
        if known is None:
            SessionAttendance.objects.create(session=session, enrolment=one, presence=Presence.CAME, how=How.CODE)


def _fits(session: Session, code: str) -> bool:
    signs = "".join(code.split()).replace("-", "").upper()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(signs.encode(), _code(session, one).encode()) for one in secrets)


def _code(session: Session, secret: str) -> str:
    about = f"{session.pk} {session.on}"
    noise = salted_hmac("engagement.room", about, secret=secret, algorithm="sha256").digest()
    return as_code(noise).replace("-", "")[:SIGNS]
