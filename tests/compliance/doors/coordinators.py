"""Coordinators of programmes."""

from __future__ import annotations

from datetime import date
from typing import Any

from compliance.actions.coordinators import name_coordinator
from compliance.models import Coordinator
from raci.history import acting
from tests.city import SmallCity

CONTACT = {"name": "ADA Coordinator", "address": "1 Main Street", "phone": "555 0100", "email": "ada@city.example"}


def named(city: SmallCity, programme: str = "ada", post: str = "equity-policy") -> Coordinator:
    """The Office's policy analyst, named by the Equity Officer."""
    values = {**CONTACT, "source": "Memorandum", "ends_on": None}
    return name_coordinator(programme, city.post(post), date(2026, 1, 1), values, by=city.officer)


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One, in small; `local` so that it stands beside what a city ships."""
    return {"coordinator": {"pk": named(city, "local").pk}}


LISTS = {"compliance:coordinator-list": ("officer", dict)}
EXPORTS = {"coordinators": "officer"}
FULL = {"coordinators": 2}


def plant(city: SmallCity, number: int, payload: str) -> None:
    """One, whose name and address are the payload."""
    day = date(1950 + number, 1, 1)
    contact = {"name": payload, "address": payload, "phone": "1", "email": "a@city.example"}
    with acting(by=city.officer, act="name_coordinator"):
        post = city.post("equity-policy")
        Coordinator.objects.create(programme="local", post=post, begins_on=day, ends_on=day, **contact)


def grow(city: SmallCity, number: int) -> None:
    """One more, of a day of its own."""
    day = date(2000 + number, 1, 1)
    values = {**CONTACT, "source": "", "ends_on": day}
    name_coordinator("section3", city.post("equity-data"), day, values, by=city.officer)


ONE_THING = ["compliance:coordinator-create", "compliance:coordinator-detail", "compliance:coordinator-edit"]
LOOKS = [
    {"name": "compliance:coordinator-list", "who": "officer"},
    {"name": "compliance:coordinator-create", "who": "officer"},
    {"name": "compliance:coordinator-detail", "args": "coordinator", "who": "officer"},
    {"name": "compliance:coordinator-edit", "args": "coordinator", "who": "officer"},
]
