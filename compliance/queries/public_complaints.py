"""What the public's pages show: coordinators, outside ways with their limits, and where a complaint stands by its code."""

from __future__ import annotations

from typing import Any

from compliance.complaints import texts
from compliance.complaints.clocks import Clock, clocks_of, limits
from compliance.law.standing import law_on
from compliance.models import Basis, Complaint, ComplaintStep
from compliance.queries.coordinators import coordinators_on
from raci import clock
from raci.models import City, Person
from raci.sealed import Erased

# What a person is told before anything is written: the ways that are open to most.
TOLD = (Basis.TITLE_VI, Basis.ADA, Basis.FAIR_HOUSING, Basis.TITLE_VII)


def holidays() -> tuple[Any, ...]:
    """The city's days off (1 query)."""
    return tuple(City.objects.values_list("holidays", flat=True).first() or ())


def contacts() -> dict[str, Any]:
    """Whom to reach instead of writing here."""
    return {"coordinators": list(coordinators_on(clock.today()))}


def before() -> dict[str, Any]:
    """... and where else one can go."""
    today = clock.today()
    return {**contacts(), "limits": limits(TOLD, None, law_on(today), today, holidays()), "owed": _owed()}


def _owed() -> list[Clock]:
    today = clock.today()
    row = Complaint(bases=[], received_on=today)
    return [one for one in clocks_of(row, law_on(today), today, holidays()) if one.is_city and one.day]


def after(row: Complaint) -> dict[str, Any]:
    """The days of one that was just received."""
    return {**contacts(), **_days(row)}


def _days(row: Complaint) -> dict[str, Any]:
    today = clock.today()
    law = law_on(row.event_on or row.received_on)
    clocks = clocks_of(row, law, today, holidays())
    outside = [one for one in clocks if not one.is_city and one.code not in ("appeal", "ada_grievance")]
    if row.event_on is None:
        outside = limits(row.bases, None, law, today, holidays())
    return {
        "owed": [one for one in clocks if one.is_city and one.day and one.code != "retaliation"],
        "limits": outside,
        "is_late": any(one.is_late for one in outside),
        "appeal": next((one for one in clocks if one.code == "appeal"), None),
    }


def followed(row: Complaint, reader: Person) -> dict[str, Any]:
    """State, days, and what was written to them or by them. Each reading is on record, as the subject's own."""
    steps = []
    for step in row.steps.all():
        if not step.is_told and step.post_id is not None:
            continue
        if step.kind == ComplaintStep.Kind.RECEIVED and step.payload is None:
            continue
        try:
            said = texts.words_of(step, by=reader, via=None, why="By the private code")
        except Erased as gone:
            said = {"words": str(gone)}
        steps.append({"step": step, "said": said, "is_theirs": step.post_id is None})
    may_appeal = row.state in (Complaint.State.FOUND, Complaint.State.CLOSED)
    return {"row": row, "steps": steps, "may_appeal": may_appeal, **after(row)}
