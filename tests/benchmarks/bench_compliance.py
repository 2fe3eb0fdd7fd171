"""What the list of obligations costs: 50 rows of 50,000 against itself with none, and against a small city's, in one run.

The same person asks in rounds, with none, few and many by turns, so that what else the machine does falls on each alike.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compliance.models import Obligation, Requirement
from raci import clock
from raci.history import acting
from raci.history.bulk import bulk_create, bulk_delete
from raci.models import Unit
from raci.service import service_person
from tests.city import small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
MANY, FEW, ROUNDS, REQUESTS = 50_000, 200, 6, 10
MOST_AGAINST_NOTHING, MOST_AGAINST_FEW = 5.0, 1.3
LIST = "/law/obligations/?size=50"


def rows(count: int, today: date) -> Iterator[Obligation]:
    """Of each requirement in each unit, month after month back in time; some judged, some overdue, some without a day."""
    pairs = [(one.pk, unit.pk) for one in Requirement.objects.all() for unit in Unit.objects.all()]
    for number in range(count):
        requirement, unit = pairs[number % len(pairs)]
        begins = today - timedelta(days=30 * (number // len(pairs)) + 1)
        judged = number % 3 == 0
        yield Obligation(
            requirement_id=requirement, unit_id=unit, begins_on=begins, ends_on=begins + timedelta(days=29),
            due_on=None if number % 11 == 0 else begins + timedelta(days=29), judged="EVIDENCE_CURRENT" if judged else "",
            judged_on=today if judged else None, held_until=today if judged else None,
        )  # fmt: skip


def stock(count: int) -> None:
    """So many and no others."""
    with acting(by=service_person("bench", "Bench"), act="generate_obligations"):
        bulk_delete(Obligation.objects.all())
        bulk_create(Obligation, rows(count, clock.today()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE compliance_obligation")


def seconds(client: Client, address: str = LIST) -> list[float]:
    """Some requests one after the other, after one that looks up what is looked up once."""
    client.get(address)
    took = []
    for _turn in range(REQUESTS):
        start = time.perf_counter()
        client.get(address)
        took.append(time.perf_counter() - start)
    return took


def queries(client: Client) -> int:
    """Of one request."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(LIST).status_code == 200
    return len(asked)


def test_obligation_list():
    city = small_city()
    client = Client()
    client.force_login(city.officer)
    took: dict[int, list[float]] = {0: [], FEW: [], MANY: []}
    asked: dict[int, int] = {}
    overdue: list[float] = []
    for _round in range(ROUNDS):
        for count, times in took.items():
            stock(count)
            times += seconds(client)
            asked[count] = queries(client)
        overdue += seconds(client, f"{LIST}&status=EVIDENCE_OVERDUE")
    nothing, few, many = (median(times) for times in took.values())
    print(
        f"\nobligations, 50 on a page of {MANY}: {many * 1000:.0f} ms, against itself with 0 {many / nothing:.2f} times (at most "
        f"{MOST_AGAINST_NOTHING:.0f}), against {FEW} {many / few:.2f} times (at most {MOST_AGAINST_FEW}); overdue alone "
        f"{median(overdue) * 1000:.0f} ms; {asked[MANY]} queries, with {FEW} {asked[FEW]}"
    )
    assert many / nothing <= MOST_AGAINST_NOTHING
    assert many / few <= MOST_AGAINST_FEW
    assert asked[MANY] == asked[FEW]
