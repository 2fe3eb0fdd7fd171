"""Taking applications in: by the public form, without anybody signed in, and by staff, who write a paper one down.

A form that was sent twice is one application. The private code is told once; who lost it asks the staff who keep the board.
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

from boards.applying import texts
from boards.applying.opened import taker
from boards.applying.readers import need_selector
from boards.models import Application, ApplicationStep, VacancyNotice
from raci import clock
from raci.authority import Capacity, facts_for
from raci.drawing import day as day_words
from raci.history import acting
from raci.models import Person
from raci.private_codes import digest, new_code
from raci.public_doors import the_public
from raci.refusals import Conflict, NotReady, Problem

NUMBERS = 5_202_612  # advisory lock: one number at a time
OPENS = "application"  # what the codes open
PLAIN = ("language", "received_on", "way")
CONTACT = ("name", "email", "phone")
WORDS = ("qualification", "why", "brings")


@dataclass(frozen=True)
class Received:
    """An application, with the applicant's private code: shown once, and kept nowhere."""

    application: Application
    code: str
    is_new: bool = True


def is_open(notice: VacancyNotice, today: date) -> bool:
    """Whether people apply by the public form: the city's directory and the notice are open, and nobody took the seat since."""
    board = notice.seat.board
    begun = notice.announced_on <= today and (notice.closes_on is None or notice.closes_on >= today)
    there = all(day is None or day >= today for day in (board.dissolved_on, notice.seat.abolished_on))
    open_now = settings.PUBLIC_BOARDS and notice.by_form and board.is_public and begun and there
    return bool(open_now and taker(notice) is None)


def receive_by_form(notice: VacancyNotice, said: Mapping[str, Any], *, sending: UUID) -> Received:
    """What somebody wrote into the public form. The same form sent again tells that it is there, without its code."""
    known = Application.objects.select_related("notice__seat__board").filter(sending=sending).first()
    if known is not None:
        return Received(known, "", is_new=False)
    if not is_open(notice, clock.today()):
        raise Conflict(_("Applications for this seat are over."))
    values = {**said, "way": Application.Way.FORM, "received_on": clock.today()}
    return _receive(notice, values, by=the_public(), via=None, sending=sending)


def receive_by_staff(notice: VacancyNotice, said: Mapping[str, Any], *, by: Person) -> Received:
    """What came on paper or in person, written down by whoever brings applications on."""
    via = need_selector(facts_for(by), notice.seat.board)
    if said["received_on"] > clock.today():
        raise NotReady([Problem(_("This day is still to come."), field="received_on")])
    if (one := taker(notice)) is not None:
        words = _("The seat is filled: %(name)s has it from %(day)s. Announce it again when it is vacant.")
        raise Conflict(words % {"name": one.member.name, "day": day_words(one.serves_from)})
    return _receive(notice, {**said, "way": Application.Way.PAPER}, by=by, via=via, sending=None)


def _receive(
    notice: VacancyNotice, said: Mapping[str, Any], *, by: Person, via: Capacity | None, sending: UUID | None
) -> Received:
    code = new_code()
    with acting(by=by, post=via.label if via else "", act="receive_application"):
        row = Application(notice=notice, code_sha256=digest(code, OPENS), sending=sending)
        for name in PLAIN:
            setattr(row, name, said[name])
        row.number, row.link_waits = _next_number(row.received_on), bool(said.get("email"))
        texts.put(row, {name: said.get(name) for name in WORDS})
        texts.put(row, {name: said.get(name) for name in CONTACT}, texts.CONTACT)
        row.save()
        write(row, via=via, on=row.received_on)
    return Received(row, code)


def write(row: Application, *, via: Capacity | None, on: date, why: str = "") -> None:
    """The step that an application just took, with its reason; inside an act."""
    step = ApplicationStep(application=row, state=row.state, on=on, at=clock.now(), post_id=via.post if via else None)
    texts.put(step, {"why": why.strip()})
    step.save()


def _next_number(day: date) -> str:
    """A-2026-00007: by the year of receipt, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    stem = f"A-{day.year}-"
    found = Application.objects.filter(number__startswith=stem).order_by("-number").values_list("number", flat=True)
    last = found.first()
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:05d}"
