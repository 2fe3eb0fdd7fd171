"""What 300 bureaus, 5,000 plans and 40,000 actions cost: each page of all plans with 50 rows against itself with none, and
against the same page of a small city.

First the small city is asked, then the large one, each time by turns with a page that stays the same, and the median of both
together is compared, so that what else the machine does falls on each alike. Who may read nothing asks for the page without rows.
"""

from __future__ import annotations

import io
import time
import tracemalloc
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raci import lists
from raci.authority import facts_for
from raci.lists import exports
from raci.lists.sheets import Sheet
from raci.models import Person, Unit
from tests.benchmarks.city_of_plans import add_bureaus, add_plans
from tests.city import SmallCity, small_city
from tests.database import connect_as_owner
from tests.plans.standards import in_force, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
BUREAUS, PLANS, ACTIONS = (60, 300), (200, 5_000), (1_600, 40_000)  # of the small city, of the large one
REQUESTS, TO_NONE, TO_SMALL, TO_LITTLE = 25, 5.0, 1.3, 1.5
PAGES = {
    "portfolio": "/plans/portfolio/?size=50",
    "timeline": "/plans/portfolio/timeline/?size=50",
    "actions": "/plans/actions/?size=50",
    "plans": "/plans/?size=50",
    "grid": "/plans/standards/grid/",
}
BESIDE = "/account/"
IN_FORCE = """
INSERT INTO plans_actioninforce (action, record_id, scope_id, unit_id, plan_title, number, place, title, lead_id, lead_title,
                                 partners, starts_on, due_on, budget_cents, status)
SELECT n, plan.id, plan.scope_id, scope.unit_id, plan.title, '1.' || n, row_number() OVER (PARTITION BY plan.id ORDER BY n),
       'Action ' || n, post.id, post.title, 'Partners of it',
       CURRENT_DATE - (n %% 400), CURRENT_DATE - 30 + (n %% 700), n * 1000,
       (ARRAY['pending', 'on_track', 'on_track', 'behind', 'done', 'done'])[1 + n %% 6]
  FROM generate_series(%(first)s::int, %(last)s::int) n
  JOIN (SELECT record.*, row_number() OVER (ORDER BY record.id) - 1 AS at, count(*) OVER () AS plans
          FROM raci_record record JOIN raci_case c ON c.record_id = record.id
         WHERE record.kind = 'plan' AND c.state = 'approved') plan ON plan.at = n %% plan.plans
  JOIN raci_scope scope ON scope.id = plan.scope_id
  JOIN (SELECT DISTINCT ON (unit_id) * FROM raci_post ORDER BY unit_id, id) post ON post.unit_id = scope.unit_id
"""


def grow(city: SmallCity, to: int) -> None:
    """From nothing to the small city (0), or from that to the large one (1)."""
    before = [of[to - 1] if to else 0 for of in (BUREAUS, PLANS, ACTIONS)]
    bureaus, plans, actions = (of[to] for of in (BUREAUS, PLANS, ACTIONS))
    add_bureaus(city, bureaus - before[0], before[0])
    units = list(Unit.objects.filter(code__startswith="bureau-").order_by("pk"))
    add_plans(units, before[1] + 1, plans)
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute(IN_FORCE, {"first": before[2] + 1, "last": actions})
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute("ANALYZE")


def visitor(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def seconds(client: Client, address: str) -> float:
    start = time.perf_counter()
    response = client.get(address)
    took = time.perf_counter() - start
    assert response.status_code == 200
    return took


def measured(client: Client) -> tuple[dict[str, float], dict[str, int]]:
    """Of each page its median against that of the page beside it, and its queries."""
    queries = {}
    for name, address in {**PAGES, "beside": BESIDE}.items():  # what is looked up once a process, too
        seconds(client, address)
        with CaptureQueriesContext(connection) as asked:
            seconds(client, address)
        queries[name] = len(asked)
    took: dict[str, list[float]] = {name: [] for name in PAGES}
    beside: list[float] = []
    for _turn in range(REQUESTS):
        for name, address in PAGES.items():
            took[name].append(seconds(client, address))
            beside.append(seconds(client, BESIDE))
    return {name: median(times) / median(beside) for name, times in took.items()}, queries


def peak(person: Person, rows: int) -> int:
    """The most memory that a spreadsheet of so many actions takes while it is written, in bytes."""
    asked = lists.ask(lists.get("actions"), facts_for(person), {})
    asked.rows.query.set_limits(0, rows)
    sheet, file = Sheet(asked), io.BytesIO()
    tracemalloc.start()
    for line in sheet.csv():
        file.seek(0)
        file.write(line.encode())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_all_plans_at_once() -> None:
    city = small_city()
    for number in range(3):
        in_force(city, written(city, f"Standard {number}"))
    reader, empty = visitor(city.administrator), visitor(city.technician)
    grow(city, 0)
    small, few = measured(reader)
    grow(city, 1)
    large, many = measured(reader)
    none, _queries = measured(empty)
    print(f"\n{BUREAUS[1]} bureaus, {PLANS[1]} plans, {ACTIONS[1]} actions; {REQUESTS} requests each, medians")
    for name in PAGES:
        print(
            f"{name}: 50 rows against none {large[name] / none[name]:.2f} (at most {TO_NONE:.0f}), against a small city "
            f"{large[name] / small[name]:.2f} (at most {TO_SMALL}); queries {few[name]} and {many[name]}"
        )
    little, whole = peak(city.administrator, 2_000), peak(city.administrator, ACTIONS[1])
    print(f"CSV of {ACTIONS[1]} actions: {whole / 2**20:.1f} MB at most, of 2,000: {little / 2**20:.1f} MB")
    assert exports.AT_ONCE == 2_000
    assert few == many
    assert whole <= little * TO_LITTLE
    assert {name: large[name] / none[name] for name in PAGES if large[name] / none[name] > TO_NONE} == {}
    assert {name: large[name] / small[name] for name in PAGES if large[name] / small[name] > TO_SMALL} == {}
