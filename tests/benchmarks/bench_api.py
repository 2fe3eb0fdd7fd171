"""What the API costs: a list and a plan by it, against the same rows by a bare view, by turns in one run.

The bare views ask the same queries for the same person behind the same middleware, and hand over what they found as plain
JSON: what is left between the two is the token, the checks of what was asked, the shapes, and the ETag.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client
from django.urls import path

from equity_portal.urls import handler400, handler403, handler404, handler429, handler500
from equity_portal.urls import urlpatterns as portal
from plans.actions import begin_plan
from plans.queries import plan_page
from raci import lists
from raci.doors import PersonRequest, facts, signed_in
from tests.api.caller import Caller
from tests.city import small_city
from tests.plans.conftest import make_plan

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]

pytestmark = [pytest.mark.django_db, pytest.mark.portland, pytest.mark.urls(__name__)]
PLANS, REQUESTS, MOST = 50, 60, 3.0


@signed_in
def bare_list(request: PersonRequest) -> HttpResponse:
    listing = lists.get("plans")
    rows = lists.ask(listing, facts(request), {}).rows
    shown = [{column.key: column.value(row) for column in listing.columns} for row in rows[:25]]
    return JsonResponse({"count": rows.count(), "results": shown})


@signed_in
def bare_plan(request: PersonRequest, pk: int) -> HttpResponse:
    return JsonResponse(plan_page(pk, facts(request)).content or {})


urlpatterns = [*portal, path("bare/plans/", bare_list), path("bare/plans/<int:pk>/", bare_plan)]


def seconds(ask: Callable[[], Any], holds: bytes) -> float:
    start = time.perf_counter()
    response = ask()
    took = time.perf_counter() - start
    assert response.status_code == 200
    assert holds in response.content
    return took


def test_list_and_detail():
    city = small_city()
    parks = make_plan(city, title="Parks equity plan 1")
    days = {"begins_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
    for number in range(2, PLANS + 1):
        begin_plan(unit=city.parks, title=f"Parks equity plan {number}", by=city.director, **days)
    browser, caller = Client(), Caller(city.director)
    browser.force_login(city.director)
    pk = parks.record.pk
    pairs: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        f"list of {PLANS} plans": (lambda: caller.get("plans/"), lambda: browser.get("/bare/plans/")),
        "one plan": (lambda: caller.get(f"plans/{pk}/"), lambda: browser.get(f"/bare/plans/{pk}/")),
    }
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in pairs}
    for _turn in range(REQUESTS + 1):  # the first of each looks up what is looked up once a process
        for name, asks in pairs.items():
            for ask, times in zip(asks, found[name], strict=True):
                times.append(seconds(ask, b"Parks equity plan 1"))
    ratios = {name: median(api[1:]) / median(bare[1:]) for name, (api, bare) in found.items()}
    print(
        "\nAPI against the same rows by a bare view: "
        + ", ".join(f"{name} {ratio:.2f} times" for name, ratio in ratios.items())
        + f" (at most {MOST:.0f}; {REQUESTS} requests each, by turns)"
    )
    assert all(ratio <= MOST for ratio in ratios.values())
