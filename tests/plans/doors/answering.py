"""Actions made of a directive or a recommendation."""

from __future__ import annotations

from typing import Any

from raci import clock
from raci.actions.recommendations import Raised, raise_recommendation
from tests.city import SmallCity
from tests.plans.test_answering import directive_to_parks


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each, to Parks."""
    said = Raised("Ask in five languages", "By June.", "audit", "Language audit", city.parks, clock.today())
    return {
        "to-act-directive": {"pk": directive_to_parks(city).pk},
        "to-act-advice": {"pk": raise_recommendation(said, by=city.auditor).pk},
    }


ONE_THING = ["plans:directive-act", "plans:recommendation-act"]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:directive-act", "args": "to-act-directive"},
    {"name": "plans:recommendation-act", "args": "to-act-advice"},
    {"name": "plans:recommendation-act", "args": "to-act-advice", "press": "Make the action", "status": 422},
]
