"""Requirements in the database, awards, facts and obligations, for tests of duties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from compliance.actions.funding import add_award, say_fact
from compliance.models import FundingAward, Obligation, Requirement
from raci import clock
from raci.history import acting
from raci.service import service_person
from tests.city import SmallCity


def requirement(code: str) -> Requirement:
    """As it was loaded with the city."""
    return Requirement.objects.select_related("lead").get(code=code)


def award(city: SmallCity, number: str = "B-26-MC-41", **more: Any) -> FundingAward:
    """Of Parks, by HUD, running."""
    today = clock.today()
    values = {
        "title": "Community Development Block Grant", "agency": "HUD", "agency_name": "", "through": "",
        "programme": "CDBG", "listing": "14.218", "number": number, "cents": 85_000_000,
        "begins_on": today - timedelta(days=100), "ends_on": today + timedelta(days=900), "section3": "hcd",
        "sub_recipients": [], "note": "", **more,
    }  # fmt: skip
    return add_award(city.parks, values, by=city.director)


def obligation(city: SmallCity, code: str = "ADA-16", due_in: int = 20, **more: Any) -> Obligation:
    """Of Parks, for the days around today, as a look would make it."""
    today = clock.today()
    values = {
        "begins_on": today - timedelta(days=300), "ends_on": today + timedelta(days=65),
        "due_on": today + timedelta(days=due_in), "unit": city.parks, **more,
    }  # fmt: skip
    with acting(by=service_person("tests", "Tests"), act="generate_obligations"):
        return Obligation.objects.create(requirement=requirement(code), **values)


def facts(city: SmallCity, *, on: date | None = None, **values: int | bool) -> None:
    """Said by the attorney, as of yesterday."""
    day = on or clock.today() - timedelta(days=1)
    for key, value in values.items():
        said: dict[str, Any] = {"answer": value} if isinstance(value, bool) else {"number": value}
        census = {"census_year": 2020} if key == "population" else {}
        say_fact(key, by=city.attorney, on=day, source="Counted for the test", **said, **census)
