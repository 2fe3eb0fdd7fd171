"""What the history guard costs: the same acts on plans_action and on a twin of it that lacks only the guard.

The twin has the same columns, defaults, indexes, checks and foreign keys, and a history table that is such a twin too.
Everything is measured in turn in one run, each act in a transaction of its own, and told as a ratio (the middle of three).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from simple_history.utils import bulk_create_with_history

from plans.models import Action, Outcome
from raci.history import acting
from raci.history.bulk import bulk_create, bulk_update_where, with_history
from raci.models import Post
from tests.database import connect_as_owner
from tests.history.rows import LOADER, saved

pytestmark = pytest.mark.django_db(transaction=True)
ROWS, SAVES, TURNS = 200_000, 100, 3
FEWER = 20_000  # the library takes minutes for more, and as long for each row
TABLES = ("plans_action", "plans_historicalaction")


@pytest.fixture
def parents() -> Iterator[dict[str, Any]]:
    """What the actions hang on, and the twins of their tables."""
    with acting(by=LOADER, act="seed"):
        found = {"outcome": saved(Outcome), "lead": saved(Post)}
    login = connection.settings_dict["USER"]
    as_owner("CREATE SCHEMA bare", *(f"CREATE TABLE bare.{name} (LIKE {name} INCLUDING ALL)" for name in TABLES))
    for definition in as_owner(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'plans_action'::regclass AND contype = 'f'"
    ):
        as_owner(f"ALTER TABLE bare.plans_action ADD {definition}")
    as_owner(f"GRANT USAGE ON SCHEMA bare TO {login}", f"GRANT ALL ON ALL TABLES IN SCHEMA bare TO {login}")
    yield found
    as_owner("DROP SCHEMA bare CASCADE")
    as_owner(f"SET session_replication_role = replica; SET guard.flush = 'on'; TRUNCATE {', '.join(TABLES)}, seal_due")


def as_owner(*statements: str) -> list[Any]:
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        for statement in statements:
            result = owner.execute(statement)  # type: ignore[call-overload]
        return [row[0] for row in result.fetchall()] if result.description else []


@contextmanager
def bare() -> Iterator[None]:
    """The same models over the twins: their schema is looked into first."""
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = bare, public")
        yield
        cursor.execute("RESET search_path")


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def acted(act: Callable[[], object]) -> Callable[[], None]:
    def whole() -> None:
        with acting(by=LOADER, act="bench"):
            act()

    return whole


def compared(name: str, guarded: Callable[[], object], other: Callable[[], object]) -> float:
    """Print and return how many times as long the first takes as the second, in turn."""
    pairs = []
    for _ in range(TURNS):
        with bare():
            there = seconds(other)
        pairs.append((seconds(guarded), there))
    ratio = median(one / two for one, two in pairs)
    here, there = (median(times) for times in zip(*pairs, strict=True))
    print(f"\n{name}: {ratio:.2f} ({here:.2f} s against {there:.2f} s)")
    return ratio


def actions(parents: dict[str, Any]) -> Iterator[Action]:
    for number in range(FEWER):
        yield Action(
            **parents, order=1, title=f"Action {number}", partners="p", starts_on=date(2027, 1, 1),
            due_on=date(2027, 6, 30), budget_cents=number, status="pending",
        )  # fmt: skip


def insert_set_based(parents: dict[str, Any], rows: int = ROWS) -> None:
    statement = (
        'INSERT INTO plans_action ("order", title, partners, starts_on, due_on, budget_cents, status,'
        " lead_id, outcome_id) SELECT 1, 'Action ' || n, 'p', '2027-01-01', '2027-06-30', n, 'pending', %s, %s"
        " FROM generate_series(0, %s) n"
    )
    with_history(Action, statement, (parents["lead"].pk, parents["outcome"].pk, rows - 1), "+")


def update_set_based() -> None:
    first = Action.objects.order_by("-pk").values_list("pk", flat=True)[ROWS - 1]
    assert bulk_update_where(Action.objects.filter(pk__gte=first), budget_cents=F("budget_cents") + 1) == ROWS


def test_a_guarded_set_based_act(parents: dict[str, Any]) -> None:
    inserting = compared(
        f"{ROWS:,} rows inserted with their history, guarded against not",
        *[acted(lambda: insert_set_based(parents))] * 2,
    )
    updating = compared(
        f"{ROWS:,} rows updated with their history, guarded against not", *[acted(update_set_based)] * 2
    )
    assert inserting <= 2.2
    assert updating <= 2.2


def test_a_guarded_save(parents: dict[str, Any]) -> None:
    """Each in its own act, as a page does it."""
    with acting(by=LOADER, act="seed"):
        row = next(actions(parents))
        row.save()
    with bare(), acting(by=LOADER, act="seed"):
        twin = next(actions(parents))
        twin.save()

    def saves(one: Action, **options: bool) -> Callable[[], None]:
        def act() -> None:
            for _ in range(SAVES):
                one.budget_cents += 1
                one.__dict__.update(options)
                with acting(by=LOADER, act="bench"):
                    one.save()

        return act

    name = f"{SAVES} acts of one save(), guarded against"
    assert compared(f"{name} history without guard", saves(row), saves(twin)) <= 2
    compared(f"{name} neither history nor guard", saves(row), saves(twin, skip_history_when_saving=True))


def test_against_bulk_create_with_history(parents: dict[str, Any]) -> None:
    def library() -> None:
        bulk_create_with_history(list(actions(parents)), Action, batch_size=5000)

    theirs = seconds(acted(library))
    copied = seconds(acted(lambda: bulk_create(Action, actions(parents))))
    set_based = seconds(acted(lambda: insert_set_based(parents, FEWER)))
    print(f"\n{FEWER:,} rows by bulk_create_with_history against a guarded set-based act: {theirs / set_based:.1f}")
    print(f"  {theirs:.2f} s against {set_based:.2f} s; at least 4 times faster; both on the guarded table")
    print(f"  against bulk_create of the same objects (COPY): {theirs / copied:.1f} ({copied:.2f} s)")
    assert theirs / set_based >= 4
