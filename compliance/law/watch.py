"""The law watch: what was never read in its source, or not for so long that it is to be looked up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from compliance.checks.clocks import months_later
from compliance.law.standing import counting, law_on
from compliance.models import Pack, Parameter, Requirement
from raci.models import Case

INTERVAL = "law_watch.interval"
UNREAD = (Requirement.Basis.KNOWN, Requirement.Basis.PARTLY)


def interval(today: date) -> int | None:
    """Months after which a citation is looked up again; None where the city has not said."""
    row = law_on(today).find(INTERVAL, today)
    return int(row.number) if row is not None and row.known else None


def due_on(row: Parameter | Pack, months: int | None, accepted_on: date | None) -> date | None:
    """The day by which it is to be looked up; None where nothing asks for it.

    What was never read in full asks from the day it came; what was read when it shipped, after the interval.
    """
    if row.verified_on is None and getattr(row, "basis", "") in UNREAD:
        return accepted_on
    base = row.verified_on or accepted_on
    return months_later(base, months) if base and months is not None else None


@dataclass(frozen=True)
class ToLookUp:
    """A row or a pack whose citation is to be looked up: since when, and what is known of it."""

    name: str
    citation: str
    url: str
    due_on: date
    verified_on: date | None
    basis: str = ""


def to_look_up(today: date) -> list[ToLookUp]:
    """All that is due, what has waited longest first (3 queries)."""
    months = interval(today)
    found = []
    for row in counting():
        accepted = row.answered_at.date() if row.answered_at else None
        due = due_on(row, months, accepted)
        over = row.effective_to is not None and row.effective_to < today
        if due and due <= today and not over:  # what no longer counts is history, and stays as it was read
            url = reverse("compliance:parameter-detail", args=[row.pk])
            found.append(ToLookUp(row.name, row.citation, url, due, row.verified_on, row.get_basis_display()))
    taken = Case.objects.filter(record=OuterRef("record"), number=OuterRef("in_rows")).values("state_since")
    for pack in Pack.objects.exclude(in_rows=None).annotate(begun=Subquery(taken[:1])):
        due = due_on(pack, months, pack.begun.date() if pack.begun else None)
        if due and due <= today:
            url = reverse("compliance:pack-detail", args=[pack.record_id])
            found.append(ToLookUp(pack.name, pack.authority, url, due, pack.verified_on))
    return sorted(found, key=lambda one: (one.due_on, one.name))
