"""What becomes of applications: shortlisted, interviewed, nominated, not taken further, closed; taken back; erased.

Each step of a person has its reason, in terms of what the seat asks. Nobody's answers about who they are play a part: they are
in no room that these acts, or who takes them, can open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.actions import appointments
from boards.actions.appointments import Who
from boards.actions.receiving import write
from boards.applying import retention, texts
from boards.applying.readers import need_reader, need_selector
from boards.models import Application, Appointment, Member, VacancyNotice
from raci import clock
from raci.authority import Capacity, facts_for
from raci.history import acting
from raci.models import Person
from raci.public_doors import the_public
from raci.refusals import Conflict, NotReady, Problem

State = Application.State
OPEN = frozenset({State.RECEIVED, State.SHORTLISTED, State.INTERVIEWED})


@dataclass(frozen=True)
class Act:
    """A step: from which states, to which, and which day of the application it sets."""

    code: str
    label: Any
    begins: frozenset[Any]
    leads_to: Any
    day: str = ""


ACTS: Mapping[str, Act] = {
    one.code: one
    for one in (
        Act("shortlist", gettext_lazy("Shortlist"), frozenset({State.RECEIVED, State.NOT_TAKEN}), State.SHORTLISTED,
            "shortlisted_on"),
        Act("interview", gettext_lazy("Write an interview down"), frozenset({State.SHORTLISTED}), State.INTERVIEWED,
            "interviewed_on"),
        Act("pass-over", gettext_lazy("Do not take further"), OPEN, State.NOT_TAKEN),
    )
}  # fmt: skip
NOMINATES = frozenset({State.SHORTLISTED, State.INTERVIEWED})


def take_step(row: Application, code: str, day: date, why: str, *, by: Person, seen: str = "") -> None:
    """One step with its reason. `seen`: the state that the page showed; `Conflict` where it stands elsewhere by now."""
    act, via = ACTS[code], need_selector(facts_for(by), row.notice.seat.board)
    _check(row, day, why)
    with acting(by=by, post=via.label, act="take_application"):
        locked = _locked(row, act.begins, seen)
        locked.state = act.leads_to
        if act.day:
            setattr(locked, act.day, day)
        locked.ended_on = None if act.leads_to in OPEN else day
        locked.save()
        write(locked, via=via, on=day, why=why)


def nominate_applicant(row: Application, day: date, member: Member | None, *, by: Person) -> Appointment:
    """The applicant becomes a nominee to the seat: a member of boards, whose name is public from the appointment on."""
    via = need_selector(facts_for(by), row.notice.seat.board)
    with acting(by=by, post=via.label, act="nominate_applicant"):
        locked = _locked(row, NOMINATES)
        contact = texts.opened(locked, texts.CONTACT, by=by, via=via, why=_("To nominate them"))
        who = Who(member, contact.get("name", ""), contact.get("email", ""))
        made = appointments.nominate(row.notice.seat, who, {"nominated_on": day}, by=by)
        locked.appointment, locked.state, locked.ended_on = made, State.NOMINATED, day
        locked.save()
        write(locked, via=via, on=day)
    return made


def name_of(row: Application, *, by: Person) -> str:
    """The applicant's name, for the page that nominates them; on record like each opening."""
    via = need_selector(facts_for(by), row.notice.seat.board)
    if row.state not in NOMINATES:
        raise Conflict(_("Only who is on the shortlist is nominated."))
    return str(texts.opened(row, texts.CONTACT, by=by, via=via, why=_("To nominate them")).get("name", ""))


def close_others(notice: VacancyNotice, why: str, *, by: Person) -> int:
    """Whoever is still in the running is told by their private page that it is over; how many they were."""
    via = need_selector(facts_for(by), notice.seat.board)
    if not why.strip():
        raise NotReady([Problem(_("Say why: somebody took the seat, or it is not filled now."), field="why")])
    today = clock.today()
    with acting(by=by, post=via.label, act="close_applications"):
        rows = list(Application.objects.select_for_update(of=("self",)).filter(notice=notice, state__in=OPEN))
        for row in rows:
            row.state, row.ended_on = State.CLOSED, today
            row.save()
            write(row, via=via, on=today, why=why)
    return len(rows)


def withdraw(row: Application) -> None:
    """The applicant takes it back by their private code: nobody who selects opens it any more."""
    with acting(by=the_public(), act="withdraw_application"):
        locked = _locked(row, OPEN)
        locked.state, locked.ended_on, locked.link_waits = State.WITHDRAWN, clock.today(), False
        locked.save()
        write(locked, via=None, on=clock.today())


def erase_over(notice: VacancyNotice, why: str, *, by: Person) -> int:
    """What of this vacancy's applications need no longer be kept is destroyed: texts, names, addresses. Days and states stay."""
    facts = facts_for(by)
    via = need_selector(facts, notice.seat.board)
    if not why.strip():
        raise NotReady([Problem(_("Say why."), field="why")])
    due = Application.objects.filter(retention.over(facts.today), notice=notice)
    with acting(by=by, post=via.label, act="erase_applications", why=why.strip()):
        rows = list(due.select_for_update(of=("self",)).order_by("pk"))
        if not rows:
            raise NotReady(
                [Problem(_("None of them may be erased yet: each is kept until its day, or a legal hold keeps it."))]
            )
        for row in rows:
            _erase(row, why.strip(), by=by, via=via)
    return len(rows)


def _erase(row: Application, why: str, *, by: Person, via: Capacity) -> None:
    for field in (texts.WORDS, texts.CONTACT):
        texts.erase(row, field, by=by, via=via, why=why)
    for step in row.steps.all():
        texts.erase(step, texts.WORDS, by=by, via=via, why=why)
    row.erased_on, row.code_sha256, row.link_waits = clock.today(), "", False
    row.save()


def open_application(row: Application, *, by: Person) -> tuple[dict[str, Any], dict[int, str]]:
    """What an applicant wrote and how they are reached, and the reason of each step, for whoever reads it. Each opening is on
    record, and the applicant sees it. What they took back opens no more.
    """
    via = need_reader(facts_for(by), row.notice.seat.board)
    why = _("To fill the seat")
    with acting(by=by, post=via.label, act="open_application"):
        locked = Application.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.state == State.WITHDRAWN:
            return {}, {}
        contact = texts.opened(locked, texts.CONTACT, by=by, via=via, why=why)
        said = {**contact, **texts.opened(locked, by=by, via=via, why=why)}
        reasons = {one.pk: texts.opened(one, by=by, via=via, why=why).get("why", "") for one in locked.steps.all()}
        if locked.opened_on is None:
            locked.opened_on = clock.today()
            locked.save()
    return said, reasons


def _locked(row: Application, begins: frozenset[Any], seen: str = "") -> Application:
    locked = Application.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.state not in begins or (seen and locked.state != seen):
        text = _("This application stands elsewhere by now: %(state)s. Look at it again.")
        raise Conflict(text % {"state": locked.get_state_display()})
    return locked


def _check(row: Application, day: date, why: str) -> None:
    problems = []
    if not why.strip():
        problems.append(Problem(_("Say why, in terms of what the seat asks."), field="why"))
    if day > clock.today():
        problems.append(Problem(_("This day is still to come."), field="on"))
    if day < row.received_on:
        problems.append(Problem(_("This day lies before the day the application came."), field="on"))
    if problems:
        raise NotReady(problems)
