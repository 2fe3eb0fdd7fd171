"""Steps of a complaint: by whoever reads it, state by state. Late or out of order is written down, never refused; what is
refused is a step that means nothing where the case stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.actions.receiving import File, check, write
from compliance.complaints.readers import readers
from compliance.complaints.seats import need_reader, seats
from compliance.models import Complaint, ComplaintStep
from raci import clock
from raci.authority import Capacity, facts_for
from raci.drawing import day
from raci.history import acting
from raci.models import Person
from raci.refusals import Conflict, NotReady, Problem

State, Kind = Complaint.State, ComplaintStep.Kind
OPEN = frozenset({State.RECEIVED, State.ACKNOWLEDGED, State.OURS, State.INVESTIGATED, State.APPEALED})
ANY = frozenset(State)


@dataclass(frozen=True)
class Act:
    """A step: from which states it is taken, where it leads, which day of the case it sets, and what it asks for."""

    kind: str
    label: Any
    begins: frozenset[Any]
    leads_to: str = ""
    day: str = ""
    sets: tuple[str, ...] = ()
    asks: Any = ""  # why its words are asked for; "": they may be left out
    is_told: bool = False  # its words go to the complainant


ACTS: Mapping[str, Act] = {
    one.kind: one
    for one in (
        Act(Kind.ACKNOWLEDGED, gettext_lazy("Acknowledge"), frozenset({State.RECEIVED}), State.ACKNOWLEDGED,
            "acknowledged_on", (), gettext_lazy("Write what the person is told: what happens next, and by when."), True),
        Act(Kind.JURISDICTION, gettext_lazy("Decide jurisdiction"), OPEN, State.OURS, "jurisdiction_on", ("jurisdiction",),
            gettext_lazy("Say why it is, or is not, for the city to decide.")),
        Act(Kind.INVESTIGATED, gettext_lazy("Look into it"), OPEN, State.INVESTIGATED, "", ("investigator", "target_days")),
        Act(Kind.NOTED, gettext_lazy("Write a note"), ANY, asks=gettext_lazy("Write the note.")),
        Act(Kind.ANSWERED, gettext_lazy("Write to the complainant"), ANY, asks=gettext_lazy("Write what they are told."),
            is_told=True),
        Act(Kind.FOUND, gettext_lazy("Decide"), OPEN, State.FOUND, "found_on", ("result", "corrective_action"),
            gettext_lazy("Write what the person is told of the finding, with how to appeal."), True),
        Act(Kind.REFERRED, gettext_lazy("Pass on to another body"), OPEN | {State.FOUND}, State.REFERRED, "", (), ""),
        Act(Kind.CLOSED, gettext_lazy("Close"), ANY - {State.CLOSED}, State.CLOSED, "closed_on", (),
            gettext_lazy("Say why it is closed.")),
        Act(Kind.APPEALED, gettext_lazy("Write an appeal down"), frozenset({State.FOUND, State.CLOSED}), State.APPEALED,
            "appealed_on"),
        Act(Kind.REOPENED, gettext_lazy("Open again"), frozenset({State.CLOSED, State.REFERRED}), State.INVESTIGATED, "", (),
            gettext_lazy("Say why it is opened again.")),
        Act(Kind.CHECKED, gettext_lazy("Write a check for retaliation down"), ANY, "", "retaliation_checked_on", (),
            gettext_lazy("Write what was asked, and what the answer was.")),
        Act(Kind.HELD, gettext_lazy("Put a legal hold on it"), ANY,
            asks=gettext_lazy("Say which charge, suit or audit it is kept for.")),
        Act(Kind.LIFTED, gettext_lazy("Lift the legal hold"), ANY,
            asks=gettext_lazy("Say why it need not be held any more.")),
    )
}  # fmt: skip
NEXT: Mapping[str, str] = {  # what is usually done next where a case stands
    State.RECEIVED: Kind.ACKNOWLEDGED, State.ACKNOWLEDGED: Kind.JURISDICTION, State.OURS: Kind.INVESTIGATED,
    State.INVESTIGATED: Kind.FOUND, State.FOUND: Kind.CLOSED, State.APPEALED: Kind.FOUND, State.REFERRED: Kind.CLOSED,
}  # fmt: skip
DAYS = (
    "event_on", "last_event_on", "met_on", "responded_on", "appeal_met_on", "final_response_on", "notice_received_on",
)  # fmt: skip
OF_THE_CITY = ("met_on", "responded_on", "appeal_met_on", "final_response_on")  # days of what the city did
FACTS = ("bases", "unit", *DAYS, "agency_has_jurisdiction", "fears_retaliation", "has_lawsuit", "target_days")


def possible(complaint: Complaint) -> list[Act]:
    """What can be done where it stands, the next step first."""
    shut = {Kind.HELD, Kind.LIFTED} if complaint.erased_on else {Kind.HELD if complaint.is_held else Kind.LIFTED}
    found = [one for one in ACTS.values() if complaint.state in one.begins and one.kind not in shut]
    return sorted(found, key=lambda one: one.kind != NEXT.get(complaint.state))


def take_step(
    complaint: Complaint,
    kind: str,
    said: Mapping[str, Any],
    *,
    by: Person,
    seen: str = "",
    files: tuple[File, ...] = (),
) -> ComplaintStep:
    """One step with its words. `seen`: the state that the page showed; `Conflict` where it stands elsewhere by now."""
    act = ACTS[kind]
    via = need_reader(facts_for(by), complaint)
    on = said.get("on") or clock.today()
    _ask(act, said, on, complaint)
    with acting(by=by, post=via.label, act="take_complaint"):
        row = _locked(complaint)
        if row.state not in act.begins or (seen and row.state != seen):
            text = _("This complaint stands elsewhere by now: %(state)s. Look at it again.")
            raise Conflict(text % {"state": row.get_state_display()})
        _change(row, act, said, on)
        row.save()
        more = {name: said[name] for name in ("body", "consented_on") if said.get(name)}
        words = {name: said[name] for name in ("words", "reference") if said.get(name)}
        step = write(row, kind, via=via, on=on, said=words, is_told=act.is_told or bool(said.get("is_told")), **more)
        for file in files:
            write(row, kind, via=via, on=on, file=file, is_told=step.is_told)
    complaint.refresh_from_db()
    return step


def change_facts(complaint: Complaint, said: Mapping[str, Any], *, by: Person) -> None:
    """What the case is about and its days. Who would shut themselves out by it does so knowingly: another reads on."""
    facts = facts_for(by)
    via = need_reader(facts, complaint)
    check(said)
    problems = _before_receipt({name: said.get(name) for name in OF_THE_CITY}, complaint)
    if not said.get("bases"):
        problems.append(Problem(_("Choose at least one basis."), field="bases"))
    if problems:
        raise NotReady(problems)
    unit = said.get("unit")
    if not readers(said["bases"], unit.path if unit else "", seats(facts)):
        raise NotReady([Problem(_("Nobody would read it then. Name a coordinator first."), field="unit")])
    with acting(by=by, post=via.label, act="take_complaint"):
        row = _locked(complaint)
        for name in FACTS:
            if name in said:
                setattr(row, name, said[name])
        row.save()
    complaint.refresh_from_db()


def _locked(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=complaint.pk)


def _before_receipt(days: Mapping[str, date | None], complaint: Complaint) -> list[Problem]:
    """What the city did about it before it was there cannot be."""
    text = _("This lies before %(day)s, the day on which it was received.") % {"day": day(complaint.received_on)}
    return [Problem(text, field=name) for name, one in days.items() if one is not None and one < complaint.received_on]


def _ask(act: Act, said: Mapping[str, Any], on: date, complaint: Complaint) -> None:
    problems = _before_receipt({"on": on}, complaint)
    if act.asks and not str(said.get("words") or "").strip():
        problems.append(Problem(str(act.asks), field="words"))
    if on > clock.today():
        problems.append(Problem(_("This day is still to come."), field="on"))
    if act.kind == Kind.JURISDICTION and not said.get("jurisdiction"):
        problems.append(Problem(_("Choose whether it is the city’s to decide."), field="jurisdiction"))
    if act.kind == Kind.FOUND and not said.get("result"):
        problems.append(Problem(_("Choose the finding."), field="result"))
    if act.kind == Kind.REFERRED:
        if not said.get("body"):
            problems.append(Problem(_("Choose the body."), field="body"))
        if not said.get("consented_on"):
            text = _("Write the day on which the person agreed: without that their complaint goes to nobody else.")
            problems.append(Problem(text, field="consented_on"))
    if problems:
        raise NotReady(problems)


def _change(row: Complaint, act: Act, said: Mapping[str, Any], on: date) -> None:
    for name in act.sets:
        if name in said:
            setattr(row, name, said[name])
    if act.day:
        setattr(row, act.day, on)
    if act.kind == Kind.REFERRED:
        row.result = row.result or Complaint.Result.REFERRED
    if act.kind in (Kind.HELD, Kind.LIFTED):
        if row.is_held == (act.kind == Kind.HELD) or row.erased_on:
            raise Conflict(_("This is so already, or there is nothing left to hold."))
        row.is_held = act.kind == Kind.HELD
    if act.kind in (Kind.APPEALED, Kind.REOPENED):
        row.closed_on = None
    if act.kind == Kind.JURISDICTION and said["jurisdiction"] == Complaint.Jurisdiction.NO:
        return  # it stays where it stands until it is passed on or closed
    if act.leads_to:
        row.state = act.leads_to


__all__ = ["ACTS", "Act", "Capacity", "change_facts", "possible", "take_step"]
