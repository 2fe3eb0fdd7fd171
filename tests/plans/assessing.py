"""Screenings and impact assessments on their way, for tests."""

from __future__ import annotations

from typing import Any

from plans.actions import change
from plans.assessing.acts import begin_assessment, write_screening
from plans.models import ImpactAssessment, Screening
from raci import reviewing
from tests.city import SmallCity
from tests.plans.initiatives import later

SCREENED = {
    "title": "Close two pools", "trigger": "budget", "proposal": "From January.", "affected": "Families of two districts.",
    "burdens": "yes", "known_gap": "unknown", "many": "no", "hard_to_undo": "no", "says": "full", "why": "Girls swim less.",
}  # fmt: skip


def screened(city: SmallCity, *, accepted: bool = True, **said: Any) -> Screening:
    """A screening of Parks, handed in by its equity manager, and accepted."""
    row = write_screening(city.parks, {**SCREENED, **said}, by=city.manager)
    reviewing.hand_in(row, by=city.manager)
    if accepted:
        reviewing.accept(row, by=city.administrator)
    return row


def answers(**said: Any) -> dict[str, Any]:
    """All that must be answered."""
    words = ("proposal", "results", "data", "affected", "benefits", "burdens", "strategies", "implementation")
    return {
        **{name: f"About {name}." for name in (*words, "evaluation", "communication")},
        "opinion_sought": True, "opinion_from": "31 families", "opinion_said": "Not in winter.",
        "opinion_changed": "Not before May.", "follow_up_on": later(100), **said,
    }  # fmt: skip


def assessed(city: SmallCity, title: str = "Close two pools", **said: Any) -> ImpactAssessment:
    """A complete draft of Parks."""
    row = begin_assessment(unit=city.parks, title=title, trigger="budget", by=city.manager)
    change(row, answers(**said), by=city.manager)
    return ImpactAssessment.objects.get(pk=row.pk)
