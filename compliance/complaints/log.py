"""The log that agencies ask for: 28 CFR 42.408(d); FTA Circular 4702.1B ch. III (date, bases, summary, status, action)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from compliance.complaints import texts
from compliance.complaints.seats import readable, reads_by
from compliance.models import Basis
from raci.authority import Facts
from raci.sealed import Erased

SUMMARY = 500  # characters of what was said


def rows(facts: Facts, *, why: str, summaries: bool) -> Iterator[list[Any]]:
    """Heading, then each complaint that this person reads, oldest first. A summary is opened: one reading on record each."""
    yield [
        _("Case"), _("Received"), _("Bases"), _("Office complained about"), _("Summary of the allegation"),
        _("Race, color, national origin or sex, where said"), _("State"), _("Finding"), _("Closed"),
        _("Lawsuit"),
    ]  # fmt: skip
    for row in readable(facts).select_related("unit").order_by("received_on", "pk"):
        said: dict[str, Any] = {}
        if summaries:
            try:
                said = texts.words_of(row, by=facts.person, via=reads_by(facts, row), why=why)
            except Erased as gone:
                said = {"what": str(gone)}
        bases = ", ".join(str(one) for one in bases_of(row.bases))
        office = row.unit.name if row.unit else said.get("office", "")
        yield [
            row.number, row.received_on, bases, office, str(said.get("what", ""))[:SUMMARY], said.get("groups", ""),
            row.get_state_display(), row.get_result_display(), row.closed_on or "", _("yes") if row.has_lawsuit else "",
        ]  # fmt: skip


def bases_of(codes: list[str]) -> list[Any]:
    """Bases in words."""
    return [Basis(code).label for code in codes if code in Basis.values]
