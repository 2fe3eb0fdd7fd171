"""What the checks of Title VI say of a change of service or fares, and of the routes of a mode: by exact shares of counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from compliance.checks import fta_provider, route_monitoring, service_equity
from compliance.checks.law import Law
from compliance.checks.shape import check_of
from compliance.checks.telling import told
from compliance.checks.verdicts import Verdict
from compliance.models import MonitoredRoute, RouteMonitoringRun, ServiceEquityRun

GROUPS = (service_equity.MINORITY, service_equity.LOW_INCOME)
FEDERAL_TRANSIT = "FTA"  # an agency of DOT, whose rules it goes by
LARGE = ("maps", "survey", "monitoring", "analyses")  # pieces that only a large provider owes


def judge_change(run: ServiceEquityRun, law: Law) -> dict[str, Verdict]:
    """By group of riders, by the city's policy of the day of decision."""
    return {group: service_equity.judge(_change(run, group), law) for group in GROUPS}


def _change(run: ServiceEquityRun, group: str) -> service_equity.Facts:
    return service_equity.Facts(
        decided_on=run.decided_on,
        kind=run.change,
        adverse=run.adverse,
        group=group,
        share_affected=part(getattr(run, f"{group}_riders"), run.riders),
        share_service_area=part(getattr(run, f"{group}_people"), run.people),
        route_hours=exact(run.route_hours),
        route_hours_changed=exact(run.hours_changed),
        temporary_months=run.temporary_months,
        agency="DOT" if run.agency == FEDERAL_TRANSIT else run.agency,
    )


def judge_routes(run: RouteMonitoringRun, routes: Sequence[MonitoredRoute], law: Law) -> Verdict:
    """Minority routes beside the others, by the rows of the period's last day."""
    facts = route_monitoring.Facts(run.ends_on, run.mode, tuple(_route(one) for one in routes))
    return route_monitoring.judge(facts, law)


def _route(one: MonitoredRoute) -> route_monitoring.Route:
    hundredth = Fraction(1, 100)
    on_time, availability = exact(one.on_time), exact(one.availability)
    return route_monitoring.Route(
        one.route,
        exact(one.revenue_miles),
        exact(one.minority_miles),
        exact(one.vehicle_load),
        exact(one.headway),
        None if on_time is None else on_time * hundredth,
        None if availability is None else availability * hundredth,
    )


def judge_size(facts: fta_provider.Facts, law: Law) -> Verdict:
    """Whether the fuller duties of a large provider are due."""
    return fta_provider.judge(facts, law)


def stored_change(verdicts: dict[str, Verdict]) -> dict[str, Any]:
    """As a run keeps them."""
    check = check_of(service_equity)
    return {group: told(check, verdict) for group, verdict in verdicts.items()}


def stored_routes(verdict: Verdict) -> dict[str, Any]:
    """As a run keeps it."""
    return told(check_of(route_monitoring), verdict)


def part(some: int | None, everybody: int | None) -> Fraction | None:
    """A share; None where a count is not known or nobody is there."""
    return Fraction(some, everybody) if some is not None and everybody else None


def exact(number: Decimal | None) -> Fraction | None:
    """The number itself."""
    return None if number is None else Fraction(number)
