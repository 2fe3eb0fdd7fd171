"""Title VI: its first page, transit programmes, analyses of changes, monitoring of routes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from compliance.actions.transit import analyse_change, begin_programme, monitor_routes, withdraw_change
from compliance.models import RouteMonitoringRun, ServiceEquityRun, TransitProgramme
from raci.history import acting
from tests.city import SmallCity

CHANGE = {
    "decided_on": date(2026, 6, 30), "change": "service", "adverse": True, "routes": "12", "agency": "FTA",
    "route_hours": Decimal(1000), "hours_changed": Decimal(300), "riders": 1000, "minority_riders": 529,
    "low_income_riders": 400, "people": 1000, "minority_people": 442, "low_income_people": 300, "source": "Survey of 2025",
}  # fmt: skip
PERIOD = {"mode": "Bus", "begins_on": date(2025, 7, 1), "ends_on": date(2026, 6, 30), "source": "Vehicle data"}


def route(name: str, minority: int, headway: int | None, on_time: int | None = None) -> dict[str, Any]:
    """One of 900 revenue miles."""
    measures = {"vehicle_load": None, "availability": None}
    return {
        "route": name, "revenue_miles": Decimal(900), "minority_miles": Decimal(minority), **measures,
        "headway": None if headway is None else Decimal(headway), "on_time": None if on_time is None else Decimal(on_time),
    }  # fmt: skip


def change(city: SmallCity, title: str = "Line 12 on Sundays", **more: Any) -> ServiceEquityRun:
    """The example of the circular's arithmetic: 52.9 % of riders, 44.2 % of people."""
    return analyse_change(city.parks, {"title": title, **CHANGE, **more}, by=city.director)


def monitoring(city: SmallCity, mode: str = "Bus") -> RouteMonitoringRun:
    """Two routes: a third of the miles makes a minority route, a mile less does not."""
    routes = [route("10", 300, 20, 81), route("20", 299, 15, 86)]
    return monitor_routes(city.parks, {**PERIOD, "mode": mode}, routes, by=city.director)


def programme(city: SmallCity) -> TransitProgramme:
    """One that is not approved yet."""
    piece = {"piece": "notice", "is_due": True, "done_on": date(2026, 1, 5), "where": "Web page"}
    values = {"title": "Programme of 2026", "due_on": date(2026, 12, 1)}
    return begin_programme(city.parks, values, [piece], by=city.director)


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each, and an analysis that was a mistake."""
    mistaken = change(city, "Line 21 on Sundays")
    withdraw_change(mistaken, "It is line 12 that ends.", by=city.director)
    return {
        "service-equity-withdrawn": {"pk": mistaken.pk},
        "transit-programme": {"pk": programme(city).pk},
        "service-equity": {"pk": change(city).pk},
        "route-monitoring": {"pk": monitoring(city).pk},
    }


LISTS = {
    "compliance:service-equity-list": ("elsewhere", dict),
    "compliance:route-monitoring-list": ("elsewhere", dict),
}
EXPORTS = {"service-equity": "elsewhere", "route-monitoring": "elsewhere"}
FULL = {"service-equity": 4, "route-monitoring": 2}


def grow(city: SmallCity, number: int) -> None:
    """One more of each."""
    change(city, f"Line {number}")
    monitoring(city, f"Mode {number}")


def plant(city: SmallCity, number: int, payload: str) -> None:
    """An analysis and a monitoring whose texts are the payload."""
    with acting(by=city.director, act="analyse_service_change"):
        texts = {"title": payload, "routes": payload, "source": payload, "why_withdrawn": payload}
        ServiceEquityRun.objects.create(unit=city.parks, withdrawn_on=date(2026, 7, 1), **{**CHANGE, **texts})
        RouteMonitoringRun.objects.create(unit=city.parks, **{**PERIOD, "mode": payload[:60], "source": payload})


ONE_THING = [
    "compliance:title-vi",
    "compliance:transit-programme-create",
    "compliance:transit-programme-detail",
    "compliance:transit-programme-edit",
    "compliance:service-equity-create",
    "compliance:service-equity-detail",
    "compliance:service-equity-follow-up",
    "compliance:service-equity-withdraw",
    "compliance:route-monitoring-create",
    "compliance:route-monitoring-detail",
    "compliance:route-monitoring-withdraw",
]
LOOKS = [
    {"name": "compliance:title-vi"},
    {"name": "compliance:transit-programme-create"},
    {"name": "compliance:transit-programme-detail", "args": "transit-programme"},
    {"name": "compliance:transit-programme-edit", "args": "transit-programme"},
    {"name": "compliance:service-equity-list"},
    {"name": "compliance:service-equity-create"},
    {"name": "compliance:service-equity-create", "press": "*", "status": 422},
    {"name": "compliance:service-equity-detail", "args": "service-equity"},
    {"name": "compliance:service-equity-follow-up", "args": "service-equity"},
    {"name": "compliance:service-equity-detail", "args": "service-equity-withdrawn"},
    {"name": "compliance:service-equity-withdraw", "args": "service-equity"},
    {"name": "compliance:service-equity-withdraw", "args": "service-equity", "press": "*", "status": 422},
    {"name": "compliance:route-monitoring-list"},
    {"name": "compliance:route-monitoring-create"},
    {"name": "compliance:route-monitoring-detail", "args": "route-monitoring"},
    {"name": "compliance:route-monitoring-withdraw", "args": "route-monitoring"},
]
