"""What the list of plans costs in a large city: 100,000 plans and 300 posts more, against itself with 100 plans, in one run."""

from __future__ import annotations

import time
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raci.models import Person
from tests.benchmarks.city_of_plans import add_bureaus, add_plans
from tests.city import small_city

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
FEW, MANY, POSTS, REQUESTS, MOST = 100, 100_000, 300, 40, 1.3


def seconds(client: Client, address: str) -> float:
    """The middle of many requests, after one that warms up."""
    took = []
    for _turn in range(REQUESTS + 1):
        start = time.perf_counter()
        response = client.get(address)
        took.append(time.perf_counter() - start)
        assert response.status_code == 200
        assert response.content.decode().count("plan-period") == 25
    return median(took[1:])


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def slowest(client: Client, address: str) -> str:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    ordered = sorted(queries, key=lambda query: -float(query["time"]))[:4]
    return "; ".join(f"{float(query['time']) * 1000:.0f} ms {query['sql'][:70]}" for query in ordered)


def test_plan_list_as_the_city_grows():
    city = small_city()
    own = [city.parks]
    bureaus = add_bureaus(city, POSTS)
    add_plans(own, 1, 75)
    add_plans(bureaus, 76, FEW)
    readers = {"a director, who may read her bureau's": city.director, "an auditor, who may read all": city.auditor}
    clients = {who: signed_in(person) for who, person in readers.items()}
    few = {who: seconds(client, "/plans/") for who, client in clients.items()}
    add_plans([*own, *bureaus], FEW + 1, MANY)
    many = {who: seconds(client, "/plans/") for who, client in clients.items()}
    for who in readers:
        print(
            f"\nplan list of {who}: with {MANY:,} plans and {POSTS} posts more {many[who] / few[who]:.2f} times itself with "
            f"{FEW} ({few[who] * 1000:.1f} and {many[who] * 1000:.1f} ms); {slowest(clients[who], '/plans/')}"
        )
    assert all(many[who] / few[who] <= MOST for who in readers)
