"""What the list of plans costs: with 50 rows against itself with none, signed in, in one run.

Two directors ask by turns, so that whatever else the machine does falls on both: one has 50 plans, the other none.
"""

from __future__ import annotations

import time
from datetime import date
from statistics import median

import pytest
from django.test import Client

from plans.actions import begin_plan
from raci.models import Person
from tests.city import small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
PLANS, REQUESTS, MOST = 50, 60, 5.0
LIST, NOTHING = "/plans/", "/healthz"


def visitor(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def seconds(client: Client, address: str, rows: int | None) -> float:
    """One request, and that the page held what it should."""
    start = time.perf_counter()
    response = client.get(address)
    took = time.perf_counter() - start
    assert response.status_code == 200
    assert rows is None or response.content.decode().count("plan-period") == rows
    return took


@pytest.mark.parametrize("on_a_page", [25, PLANS])
def test_plan_list(on_a_page: int):
    city = small_city()
    for number in range(PLANS):
        title = f"Parks equity plan {2000 + number}"
        begin_plan(
            unit=city.parks, title=title, begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), by=city.director
        )
    full, empty = visitor(city.director), visitor(city.elsewhere)
    asked = {
        "full": (full, f"{LIST}?size={on_a_page}", on_a_page),
        "empty": (empty, LIST, 0),
        "health": (empty, NOTHING, None),
    }
    for each in asked.values():  # what is looked up once a process
        seconds(*each)
    took: dict[str, list[float]] = {name: [] for name in asked}
    for _turn in range(REQUESTS):
        for name, each in asked.items():
            took[name].append(seconds(*each))
    middle = {name: median(times) for name, times in took.items()}
    ratio = middle["full"] / middle["empty"]
    print(
        f"\nplan list, {PLANS} plans, {on_a_page} on a page, against itself with 0: {ratio:.2f} times (at most {MOST:.0f}); "
        f"against a page that asks nothing: {middle['full'] / middle['health']:.0f} times ({REQUESTS} requests each, by turns)"
    )
    assert ratio <= MOST
