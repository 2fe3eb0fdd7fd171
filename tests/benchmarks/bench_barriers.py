"""What 25,000 barriers cost: to bring in, and their lists with 50 rows against themselves with none and in a small city.

The quickest of several requests is compared, so that whatever else the machine does falls on none of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from compliance.actions.surveys import undo_batch
from compliance.models import Barrier, Facility
from tests.city import small_city
from tests.compliance.registers import brought_in, survey
from tests.database import connect_as_owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
MANY, FEW, FACILITIES, REQUESTS = 25_000, 60, 342, 12
TO_NONE, TO_SMALL, SECONDS = 5.0, 1.3, 60.0
# the lists are held to the ratios; the others are told: what a small city's 60 barriers leave of a filter fills no page
LISTS = ("/law/barriers/?size=50", "/law/facilities/?size=50")
ASKED = (
    "/law/barriers/?size=50&missing=any",
    "/law/barriers/?size=50&sort=-score", "/law/barriers/?size=50&status=overdue", "/law/barriers/?size=50&year=2031",
    "/law/plan/?employees=7200",
)  # fmt: skip
HEADS = ("Facility ID", "Facility", "Barrier ID", "Element", "Description", "Method", "Target Year", "Responsible", "Cost",
         "Cost Year", "Status", "Severity", "Location score", "Priority")  # fmt: skip


def rows(count: int, facilities: int) -> Iterator[dict[str, str]]:
    """A survey as cities have them: a third is done, a tenth lacks its method."""
    for n in range(count):
        line = (
            f"F-{n % facilities}", f"Facility {n % facilities}", f"B-{n:05}", "Door",
            f"Door {24 + n % 8} inches wide at room {n}",
            "" if n % 10 == 0 else "Replace the door", str(2024 + n % 12), "Director of Facilities", f"{900 + n % 700}", "2026",
            "Done" if n % 3 == 0 else "Open", str(n % 5), str(n % 4), str(1 + n % 4),
        )  # fmt: skip
        yield dict(zip(HEADS, line, strict=True))


def cost(client: Client) -> dict[str, float]:
    """Address > seconds of the quickest request (that queries are constant is held by tests/test_queries.py)."""
    found = {}
    for address in (*LISTS, *ASKED):
        assert client.get(address).status_code == 200
        took = []
        for _turn in range(REQUESTS if address in LISTS else 5):
            start = time.perf_counter()
            client.get(address)
            took.append(time.perf_counter() - start)
        found[address] = min(took)
    return found


def test_the_register() -> None:
    city = small_city()
    client = Client()
    client.force_login(city.director)
    none = cost(client)
    small, _judged = brought_in(city.parks, survey(list(rows(FEW, FEW))), by=city.director)
    few = cost(client)
    undo_batch(small, by=city.director, why="Measured.")
    assert (Barrier.objects.count(), Facility.objects.count()) == (0, 0)
    content = survey(list(rows(MANY, FACILITIES)))
    start = time.perf_counter()
    batch, judged = brought_in(city.parks, content, by=city.director)
    took = time.perf_counter() - start
    assert judged.counts["new"] == MANY
    assert Barrier.history.filter(history_act="import_barriers", id__in=Barrier.objects.values("id")).count() == MANY
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:  # as the database does by itself in a while
        owner.execute("ANALYZE compliance_barrier, compliance_facility")
    many = cost(client)
    print(f"\n{MANY} barriers of {FACILITIES} facilities came in in {took:.1f} seconds, each with its history")
    for address in (*LISTS, *ASKED):
        much = many[address]
        print(
            f"{address}: {1000 * much:.0f} ms, {much / none[address]:.2f} times itself with 0,"
            f" {much / few[address]:.2f} times a small city"
        )
    start = time.perf_counter()
    undo_batch(batch, by=city.director, why="Measured.")
    print(f"taken out again in {time.perf_counter() - start:.1f} seconds")
    assert took < SECONDS
    for address in LISTS:
        assert many[address] / none[address] <= TO_NONE, address
        assert many[address] / few[address] <= TO_SMALL, address
