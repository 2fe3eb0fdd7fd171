"""All checks, in the order of the laws. A new one is a module of the same shape and a line here."""

from __future__ import annotations

from compliance.checks import (
    ada_web_dates,
    complaint_deadlines,
    eeo4_tables,
    four_fifths,
    fta_provider,
    grievance_clock,
    lep_safe_harbour,
    representation,
    route_monitoring,
    section3_benchmark,
    service_equity,
    transition_plan,
    wc_rates,
)
from compliance.checks.shape import Check, check_of

CHECKS: tuple[Check, ...] = tuple(
    check_of(module)
    for module in (
        fta_provider,
        service_equity,
        route_monitoring,
        ada_web_dates,
        transition_plan,
        grievance_clock,
        lep_safe_harbour,
        section3_benchmark,
        four_fifths,
        representation,
        eeo4_tables,
        complaint_deadlines,
        wc_rates,
    )
)


def find(code: str) -> Check | None:
    """The check of that code; dashes stand for underscores."""
    return next((one for one in CHECKS if one.code == code.replace("-", "_")), None)
