"""Whether a transit provider has the fuller duties of a large one: maps, survey, monitoring, equity analyses.

49 CFR 21.9(b); FTA Circular 4702.1B (2012-10-01), chapter IV: an urbanized area of 200,000 people or more and 50 or more
fixed-route vehicles in peak service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact
from compliance.checks.law import Law
from compliance.checks.verdicts import Result, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "Transit: duties by size"
REQUIREMENT = "T6-17"


@dataclass(frozen=True)
class Facts:
    """A recipient of the Federal Transit Administration."""

    as_of: date | None = fact("Day of the question")
    receives_fta: bool | None = fact("Whether it receives funds of the Federal Transit Administration")
    fixed_route: bool | None = fact("Whether it runs fixed routes")
    uza_population: int | None = fact("Population of the urbanized area", least=0)
    peak_vehicles: int | None = fact("Fixed-route vehicles in peak service", least=0)


EXAMPLE: dict[str, Any] = {
    "as_of": "2026-06-30",
    "receives_fta": True,
    "fixed_route": True,
    "uza_population": 249000,
    "peak_vehicles": 50,
}


def judge(facts: Facts, law: Law) -> Verdict:
    """Large: T6-17 is due. Smaller with fixed routes: T6-16. Without, neither."""
    seen = Consultation(law, REQUIREMENT)
    day = seen.need(facts.as_of, "as_of", _("Without the day of the question it is not known which rows apply."))
    funded = seen.need(facts.receives_fta, "receives_fta", _("Whether the circular applies turns on its funds."))
    if funded is False:
        return seen.verdict(
            Result.NOT_APPLICABLE,
            [say(_("No funds of the Federal Transit Administration: the circular does not apply."))],
        )
    routes = seen.need(
        facts.fixed_route, "fixed_route", _("Whether standards and policies are due turns on fixed routes.")
    )
    if routes is False:
        return seen.verdict(
            Result.NOT_APPLICABLE, [say(_("No fixed routes: service standards and equity analyses are not due."))]
        )
    least = seen.number("t6.fta.large_uza", day), seen.number("t6.fta.large_vehicles", day)
    people = seen.need(facts.uza_population, "uza_population", _("The population of the urbanized area is not known."))
    vehicles = seen.need(facts.peak_vehicles, "peak_vehicles", _("The vehicles in peak service are not known."))
    if seen.lacking or people is None or vehicles is None or least[0] is None or least[1] is None:
        return seen.undetermined()
    large = people >= least[0] and vehicles >= least[1]
    text = _("%(people)s people (from %(least)s) and %(vehicles)s vehicles (from %(fewest)s): %(size)s.")
    size = (
        _("a large provider; requirement T6-17 is due")
        if large
        else _("not a large provider; requirement T6-16 is due")
    )
    said = say(text, people=f"{people:,}", least=f"{int(least[0]):,}", vehicles=vehicles, fewest=least[1], size=size)
    figures = {"large_provider": large, "due": ["T6-16", *(["T6-17"] if large else [])]}
    return seen.verdict(Result.EVIDENCE_DUE if large else Result.NOT_APPLICABLE, [said], figures)
