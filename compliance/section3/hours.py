"""When numbers of labor hours contradict each other (24 CFR 75.25(a)). No Django: forms, acts and files of hours ask it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from raci.evidence.verdicts import _

HOURS = ("total", "professional", "section3", "targeted", "professional_section3")
MOST = Decimal("9999999999.99")


class Contradiction(NamedTuple):
    """Which number cannot stand, and why: a sentence to be translated by whoever shows it."""

    field: str
    text: str


def contradiction(said: Mapping[str, Any]) -> Contradiction | None:
    """The first thing that cannot be; None where the numbers agree. A number that is None is not known, and agrees."""
    hours: dict[str, Decimal | None] = {name: said.get(name) for name in HOURS}
    for name, value in hours.items():
        if value is not None and not 0 <= value <= MOST:
            return Contradiction(name, NOT_BELOW)
    known = {name: value for name, value in hours.items() if value is not None}
    for small, large, text in PAIRS:
        if small in known and large in known and known[small] > known[large]:
            return Contradiction(small, text)
    if {"total", "professional", "section3"} <= set(known) and known["section3"] > known["total"] - known[
        "professional"
    ]:
        return Contradiction("section3", BESIDE)
    return None


NOT_BELOW = _("Hours are nought or more, and below ten billion.")
BESIDE = _(
    "There are more Section 3 hours than hours without professional services. Professional hours of Section 3 workers have a"
    " place of their own."
)
PAIRS = (
    ("targeted", "section3", _("Targeted hours are part of the Section 3 hours, so they cannot be more.")),
    ("section3", "total", _("Section 3 hours are part of all hours, so they cannot be more.")),
    ("targeted", "total", _("Targeted hours are part of all hours, so they cannot be more.")),
    ("professional", "total", _("Professional hours are part of all hours, so they cannot be more.")),
    (
        "professional_section3",
        "professional",
        _("Professional hours of Section 3 workers are part of the professional hours, so they cannot be more."),
    ),
)
