"""How many pages a second the web server gives: home and the list of plans against an empty page, by turns in one run.

gunicorn as `make run` starts it (two processes), asked over loopback by 16 connections that stay open. Server and askers share
the machine, so only the ratios mean anything.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import date
from statistics import median

import pytest

from plans.actions import begin_plan
from raci.models import Person
from tests.chaos.conftest import gunicorn, visitor  # noqa: F401 - fixtures
from tests.chaos.visitors import Visitor
from tests.city import small_city

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
PLANS, CONNECTIONS, REQUESTS, TURNS = 25, 16, 400, 5
EMPTY, PAGES = "/healthz", {"home": "/", "the list of plans": "/plans/"}


async def ask(port: int, request: bytes, count: int) -> None:
    """One connection's share of the requests, each answered whole before the next."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _turn in range(count):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:300]
        await reader.readexactly(length_of(head))
    writer.close()


def length_of(head: bytes) -> int:
    lines = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if b": " in line)
    return int(lines[b"content-length"])


def per_second(port: int, path: str, who: Visitor) -> float:
    cookies = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookies}\r\n\r\n".encode()

    async def all_at_once() -> None:
        await asyncio.gather(*(ask(port, request, REQUESTS // CONNECTIONS) for _each in range(CONNECTIONS)))

    start = time.perf_counter()
    asyncio.run(all_at_once())
    return REQUESTS / (time.perf_counter() - start)


def test_pages_a_second(gunicorn: int, visitor: Callable[[Person], Visitor]):  # noqa: F811 - the fixtures above
    city = small_city()
    days = {"begins_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
    for number in range(PLANS):
        begin_plan(unit=city.parks, title=f"Parks equity plan {number}", by=city.director, **days)
    who = visitor(city.director)
    found: dict[str, list[float]] = {name: [] for name in ("empty", *PAGES)}
    for _turn in range(TURNS + 1):
        for name, path in {"empty": EMPTY, **PAGES}.items():
            found[name].append(per_second(gunicorn, path, who))
    rate = {name: median(rates[1:]) for name, rates in found.items()}  # the first turn warms up
    print(
        f"\npages a second (gunicorn, 2 processes, {CONNECTIONS} connections, {PLANS} plans): an empty page {rate['empty']:.0f}; "
        + "; ".join(f"{name} {rate[name]:.0f}, one for {rate['empty'] / rate[name]:.1f} empty ones" for name in PAGES)
    )
    assert all(rate.values())
