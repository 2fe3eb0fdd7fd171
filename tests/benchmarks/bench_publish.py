"""What publishing a version of the matrix costs in a large city: 300 bureaus, up to 3,000 posts and 5,000 open records.

The whole act is measured, from the decision to what it leaves behind, and undone: seconds, queries, and how many times as long
as COPY takes for the same rows of grants and of their history, into tables with the same checks and indexes. The act checks
foreign keys before it is done; COPY is undone before they are checked, so the ratio is the worse for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from raci import grants
from raci.actions import cases
from raci.authority import Act
from raci.history import acting
from raci.models import Case, Grant, Matrix
from tests.benchmarks.city_of_plans import add_bureaus, add_plans
from tests.city import SmallCity, small_city
from tests.database import connect_as_owner
from tests.raci.test_matrix_versions import consult, proposed, submit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
BUREAUS, POSTS, FEW, MANY, TURNS = 300, (750, 1_500, 3_000), 500, 5_000, 3
FLAT, LINEAR = 1.3, 1.25  # times as long with ten times the records; and, for each post, with four times the posts
TABLES = ("raci_grant", "raci_historicalgrant")

# Posts of a bureau's director and equity manager, by turns, spread evenly over the bureaus.
ADD_POSTS = """
WITH made AS (
    INSERT INTO auth_group (name) SELECT 'post-many-' || n FROM generate_series(%(first)s::int, %(last)s::int) n
    RETURNING id, substr(name, 11)::int AS n
)
INSERT INTO raci_post (code, title, role_id, unit_id, group_id)
SELECT 'many-' || made.n, 'Post ' || made.n, role.id, bureau.id, made.id
  FROM made
  JOIN raci_role role ON role.code = (ARRAY['DIR', 'EM'])[1 + made.n %% 2]
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM raci_unit WHERE code LIKE 'bureau-%%') bureau
    ON bureau.place = made.n %% %(bureaus)s
"""


@dataclass
class Cost:
    """Of one publication."""

    seconds: float
    queries: int
    grants: int
    copied: float  # seconds of COPY for the same rows

    def __str__(self) -> str:
        ratio = self.seconds / self.copied
        return f"{self.seconds:.2f} s, {self.queries} queries, {self.grants:,} grants, {ratio:.1f} times their COPY"


def as_owner(statement: str, values: dict[str, Any] | None = None) -> None:
    """Past the guard, so without history; the city is only to be read."""
    with connect_as_owner(connection.settings_dict["NAME"]) as owner, owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute(statement, values)  # type: ignore[call-overload]


def add_posts(city: SmallCity, first: int, last: int) -> None:
    as_owner(ADD_POSTS, {"first": first, "last": last, "bureaus": BUREAUS})
    with acting(by=city.technician, act="seed"):
        grants.regrant()
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute("VACUUM ANALYZE")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def waiting(city: SmallCity) -> Case:
    """The next version, submitted."""
    case = proposed(city)
    consult(case, city)
    submit(case, city)
    return case


def cost(city: SmallCity, case: Case) -> Cost:
    """The quickest of some turns, each undone."""
    turns = [once(city, case) for _turn in range(TURNS)]
    return min(turns, key=lambda one: one.seconds)


def once(city: SmallCity, case: Case) -> Cost:
    with undone():
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            cases.decide(case, by=city.administrator, kind=Act.APPROVE)
            took = time.perf_counter() - start
        version = Matrix.objects.get(case=case)
        made = Grant.objects.filter(matrix=version.pk).count()
        rows = [copied_out(table, version.pk) for table in TABLES]
    return Cost(took, len(queries), made, copied_in(rows))


def copied_out(table: str, matrix: int) -> bytes:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT * FROM {table} WHERE matrix_id = {matrix}) TO STDOUT") as copy,
    ):
        return b"".join(bytes(part) for part in copy)


def copied_in(rows: list[bytes]) -> float:
    """Seconds, in one transaction, that is undone."""
    with connect_as_owner(connection.settings_dict["NAME"]) as owner, owner.transaction(force_rollback=True):
        for table in TABLES:
            _make_twin(owner, table)
        start = time.perf_counter()
        for table, data in zip(TABLES, rows, strict=True):
            with owner.cursor().copy(f"COPY bare.{table} FROM STDIN") as copy:
                copy.write(data)
        return time.perf_counter() - start


def _make_twin(owner: psycopg.Connection[Any], table: str) -> None:
    """With the keys, checks and indexes of the table; without its guard, and without the version just undone."""
    owner.execute("CREATE SCHEMA IF NOT EXISTS bare")
    owner.execute(f"CREATE TABLE bare.{table} (LIKE {table} INCLUDING ALL)")
    keys = owner.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"
        " AND confrelid <> 'raci_matrix'::regclass",
        [table],
    )
    for (definition,) in keys.fetchall():
        owner.execute(f"ALTER TABLE bare.{table} ADD {definition}")


def test_publishing_as_the_city_grows():
    city = small_city()
    bureaus = add_bureaus(city, BUREAUS)
    add_plans(bureaus, 1, FEW)
    case = waiting(city)
    found: dict[tuple[int, int], Cost] = {}
    for before, posts in zip((0, *POSTS), POSTS, strict=False):
        add_posts(city, before + 1, posts)
        found[posts, FEW] = cost(city, case)
    add_plans(bureaus, FEW + 1, MANY)
    most = POSTS[-1]
    found[most, MANY] = cost(city, case)
    for (posts, plans), each in found.items():
        print(f"\npublishing in a city of {BUREAUS} bureaus, {posts:,} posts and {plans:,} open records: {each}")
    assert len({each.queries for each in found.values()}) == 1
    assert found[most, MANY].seconds <= FLAT * found[most, FEW].seconds
    assert found[most, FEW].seconds / most <= LINEAR * found[POSTS[0], FEW].seconds / POSTS[0]
