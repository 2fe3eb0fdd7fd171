"""Plans that exist already, brought in."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.bringing.acts import choose_plan
from tests.city import SmallCity

TEXT = """Trees equity plan
Goal 1: Shade for all
- Plant 40 trees (Lead: Director; June 2027; $40,000)
- Ask people first
And more."""


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A pasted plan of Parks whose lines wait."""
    batch = choose_plan(
        unit=city.parks, begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), text=TEXT, by=city.director
    )
    return {"plan-brought": {"pk": batch.pk}}


ONE_THING = ["plans:bring-create", "plans:bring-detail", "plans:bring-lines", "plans:bring-remove"]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:bring-create"},
    {"name": "plans:bring-create", "press": "Read it", "status": 422},
    {"name": "plans:bring-detail", "args": "plan-brought"},
    {"name": "plans:bring-lines", "args": "plan-brought"},
    {"name": "plans:bring-remove", "args": "plan-brought"},
]
