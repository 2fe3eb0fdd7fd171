"""What 150 boards with 10,000 appointments cost: each list with 50 rows against itself with none, and in a city of 12 boards.

The same person asks with none, few and many in the tables by turns, round after round, and beside each request for a page that
stays the same: the median of both together is compared, so that what else the machine does falls on each alike. A list that 12
boards do not fill (the directory) is compared by a search that finds the same ten in either; its 50 rows are held against none.
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

from boards.actions.recommendations import Advice, recommend
from boards.models import Appointment, Board, BoardRecommendation, Member, Seat
from raci import clock
from raci.history import acting
from raci.history.bulk import bulk_create
from raci.models import Recommendation, Unit
from tests.city import SmallCity, small_city
from tests.database import connect_as_owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
MANY, FEW, SEATS, TERMS, ADVICE = 150, 12, 10, 7, 5
APPOINTMENTS = 10_000
ROUNDS, REQUESTS = 3, 25
TO_NONE, TO_SMALL = 5.0, 1.3
LISTS = (
    "/boards/?size=50", "/boards/vacancies/?size=50", "/boards/appointments/?size=50", "/boards/recommendations/?size=50",
)  # fmt: skip
BESIDE = "/units/?size=50"
ALIKE = "/boards/?size=50&q=Board+00"  # ten rows in either city
# told, not held to the ratio: what they show grows with the city, or a filter of a small city fills no page
TOLD = (
    "/boards/?size=50&seats=vacant", "/boards/?size=50&sort=-vacant", "/boards/appointments/?size=50&state=past-term",
    "/boards/appointments/?size=50&sort=board", "/boards/vacancies/?size=50&sort=board", "/boards/terms/", "/x-rays/",
)  # fmt: skip


def boards(count: int) -> Iterator[Board]:
    """Of all units by turns; every fourth lets its members serve on."""
    units = list(Unit.objects.order_by("pk"))
    for n in range(count):
        holdover = Board.Holdover.YES if n % 4 == 0 else Board.Holdover.NO
        yield Board(
            unit=units[n % len(units)], name=f"Board {n:03}", code=f"bench-{n}", quorum=5, holdover=holdover,
            appointed_by="Mayor", purpose="Advises the city on what its code says. " * 5, legal_basis=f"Code 3.{n}",
        )  # fmt: skip


def terms(today: date) -> Iterator[Appointment]:
    """On each seat one after the other for years; the last serves, or left and nobody came, or the term is over."""
    members = list(Member.objects.order_by("pk"))
    for n, seat in enumerate(Seat.objects.order_by("pk")):
        for back in range(TERMS):
            begins = today - timedelta(days=365 * (2 * back + 1) + n % 300)
            left = back > 0 or n % 10 < 5
            yield Appointment(
                seat=seat, member=members[(n * TERMS + back) % len(members)], is_serving=True, serves_from=begins,
                term_end=begins + timedelta(days=360 if n % 10 == 6 and not back else 720),
                ended_on=begins + timedelta(days=300) if left else None, ended_how="resigned" if left else "",
            )  # fmt: skip


def stock(city: SmallCity, count: int) -> None:
    """So many boards with their seats, appointments and recommendations, and no others."""
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        tables = (Appointment, Seat, BoardRecommendation, Recommendation, Member, Board)
        names = ", ".join(one._meta.db_table for one in tables)
        owner.execute("SET session_replication_role = replica")  # what was measured is thrown away with its history
        owner.execute(f"TRUNCATE {names} CASCADE")
    with acting(by=city.officer, act="import_roster"):
        bulk_create(Board, boards(count))
        rows = list(Board.objects.order_by("pk"))
        bulk_create(Seat, (Seat(board=row, label=str(n + 1)) for row in rows for n in range(SEATS)))
        bulk_create(Member, (Member(name=f"Member {n:05}") for n in range(count * 50)))
        bulk_create(Appointment, terms(clock.today()))
    due = clock.today() + timedelta(30)
    for row in rows[:FEW]:
        for n in range(ADVICE):
            recommend(row, Advice(f"Announce {n}", "Widely.", "board_audit", "Audit", due), by=city.auditor)
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:  # as the database does by itself in a while
        owner.execute("ANALYZE")


def seconds(client: Client, address: str) -> float:
    """Of one request."""
    start = time.perf_counter()
    client.get(address)
    return time.perf_counter() - start


def costs(client: Client, address: str) -> list[tuple[float, float]]:
    """Of some requests: seconds, and how many times a page that stays the same and was asked for in the same breath."""
    found = []
    for _turn in range(REQUESTS if address in (*LISTS, ALIKE) else 3):
        beside = seconds(client, BESIDE)
        took = seconds(client, address)
        found.append((took, took / beside))
    return found


def queries(client: Client, address: str) -> int:
    """Of one request."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_lists_of_boards() -> None:
    city, client = small_city(), Client()
    client.force_login(city.director)
    addresses = (*LISTS, ALIKE, *TOLD)
    took: dict[int, dict[str, list[tuple[float, float]]]] = {n: {one: [] for one in addresses} for n in (0, FEW, MANY)}
    asked: dict[int, dict[str, int]] = {}
    for _round in range(ROUNDS):
        for count, found in took.items():
            stock(city, count)
            asked[count] = {address: queries(client, address) for address in addresses}
            for address in addresses:
                found[address] += costs(client, address)
    assert Appointment.objects.count() >= APPOINTMENTS
    print(f"\n{Board.objects.count()} boards, {Appointment.objects.count():,} appointments")
    to_none, to_small = {}, {}
    for address in addresses:
        none, few, many = (median(times for _took, times in took[count][address]) for count in took)
        to_none[address], to_small[address] = many / none, many / few
        quickest = min(seconds for seconds, _times in took[MANY][address])
        print(
            f"{address}: {1000 * quickest:.0f} ms, {many / none:.2f} times itself with 0, {many / few:.2f} times a small city;"
            f" {asked[MANY][address]} queries, with {FEW} boards {asked[FEW][address]}"
        )
    for address in LISTS:
        assert to_none[address] <= TO_NONE, address
    for address in (ALIKE, *LISTS[1:]):
        assert to_small[address] <= TO_SMALL, address
        assert asked[MANY][address] == asked[FEW][address], address
