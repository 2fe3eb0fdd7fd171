"""Partners of the city, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from engagement.models import Partner
from engagement.partners.acts import begin_partner
from raci import clock
from raci.the_city import need_city
from tests.city import SmallCity


def later(days: int) -> date:
    return clock.today() + timedelta(days=days)


def said(city: SmallCity, name: str = "Cascade Neighbors", **more: Any) -> dict[str, Any]:
    """What a form says of one, of the whole city's, whose owner is the Office's post for training."""
    values = {
        "name": name, "kind": "community", "purpose": "What families need.", "unit": need_city(),
        "owner": city.post("equity-training"), "reach": "Front desk", "address": "", "contact_due_on": later(30),
    }  # fmt: skip
    return {**values, **more}


def partner(city: SmallCity, name: str = "Cascade Neighbors", **more: Any) -> Partner:
    """One that the Equity Officer entered."""
    return begin_partner(said(city, name, **more), by=city.officer)


def contact(days_ago: int = 0, due: int = 90) -> dict[str, Any]:
    return {"on": later(-days_ago), "words": "Spoke of evenings.", "next_due_on": later(due)}
