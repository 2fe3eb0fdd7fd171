"""Service standards on minority and other routes, side by side.

49 CFR 21.9(b); FTA Circular 4702.1B, chapter IV. A minority route has at least a third (a row of law) of its revenue miles in
block groups whose minority part is above the service area's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import Law
from compliance.checks.showing import ratio
from compliance.checks.verdicts import Result, Said, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "Transit: monitoring of service standards"
REQUIREMENT = "T6-17"
STANDARDS = ("vehicle_load", "headway", "on_time", "availability")
MORE_IS_BETTER = ("on_time", "availability")


@dataclass(frozen=True)
class Route:
    """A route and how it does by each standard; null where a standard was not measured."""

    route: str | None = fact("The route")
    revenue_miles: Fraction | None = fact("Its revenue miles", least=0)
    minority_miles: Fraction | None = fact("Of them, in block groups above the service area's minority part", least=0)
    vehicle_load: Fraction | None = fact("Load over seats at the peak", least=0)
    headway: Fraction | None = fact("Minutes between vehicles", least=0)
    on_time: Fraction | None = fact("Part of the trips on time", least=0, most=1)
    availability: Fraction | None = fact("Part of the residents near a stop", least=0, most=1)


@dataclass(frozen=True)
class Facts:
    """The routes of one mode."""

    period_end: date | None = fact("Last day of the period that was monitored")
    mode: str | None = fact("The mode, as bus")
    routes: tuple[Route, ...] = several("The routes")


EXAMPLE: dict[str, Any] = {
    "period_end": "2026-06-30",
    "mode": "bus",
    "routes": [
        {"route": "10", "revenue_miles": 900, "minority_miles": 300, "headway": 20, "on_time": 0.81},
        {"route": "20", "revenue_miles": 900, "minority_miles": 299, "headway": 15, "on_time": 0.86},
    ],
}


def judge(facts: Facts, law: Law) -> Verdict:
    """To watch where minority routes do worse on average by any standard."""
    seen = Consultation(law, REQUIREMENT)
    day = seen.need(
        facts.period_end, "period_end", _("Without the period's last day it is not known which rows apply.")
    )
    third = seen.number("t6.fta.minority_route", day)
    for at, one in enumerate(facts.routes, start=1):
        known = one.revenue_miles and one.minority_miles is not None and one.minority_miles <= one.revenue_miles
        seen.need(
            known or None, f"routes[{at}]", _("Whether it is a minority route turns on its miles, which are not known.")
        )
    if not facts.routes:
        seen.reject("routes", _("No route is given."))
    if third is None or seen.lacking:
        return seen.undetermined()
    minority = [one for one in facts.routes if (one.minority_miles or 0) >= third * (one.revenue_miles or 1)]
    others = [one for one in facts.routes if one not in minority]
    rows = [row for name in STANDARDS if (row := _compared(name, minority, others))]
    told = {
        "minority_routes": [one.route for one in minority],
        "other_routes": [one.route for one in others],
        "standards": rows,
    }
    if not rows:
        return seen.undetermined(told, say(_("No standard was measured on routes of both kinds.")))
    worse = [row["standard"] for row in rows if row["worse"]]
    return seen.verdict(Result.WATCH if worse else Result.NO_INDICATION, [_sentence(row) for row in rows], told)


def _compared(name: str, minority: Sequence[Route], others: Sequence[Route]) -> dict[str, Any] | None:
    one, other = _mean(name, minority), _mean(name, others)
    if one is None or other is None:
        return None
    worse = one < other if name in MORE_IS_BETTER else one > other
    return {"standard": name, "minority": one, "other": other, "worse": worse}


def _mean(name: str, routes: Sequence[Route]) -> Fraction | None:
    known = [value for one in routes if (value := getattr(one, name)) is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _sentence(row: dict[str, Any]) -> Said:
    text = _("%(standard)s: minority routes %(one)s, other routes %(other)s%(worse)s.")
    worse = _(", worse") if row["worse"] else ""
    return say(text, standard=row["standard"], one=ratio(row["minority"]), other=ratio(row["other"]), worse=worse)
