"""A change of service or fares: whether it falls on minority or low-income riders by more than the city's own policy allows.

49 CFR 21.5(b)(2)-(3); FTA Circular 4702.1B, chapter IV: thresholds are set by the governing body after public engagement.
Until a city has entered its own, nothing can be determined. Which legal theory an agency applies is a row of law
(90 FR 57141 for DOJ).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact
from compliance.checks.law import Law, Parameter
from compliance.checks.showing import percent, ratio, rounded
from compliance.checks.verdicts import Result, Said, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "Transit: equity of a service or fare change"
REQUIREMENT = "T6-17"
MINORITY, LOW_INCOME = "minority", "low_income"
PREFIX = {MINORITY: "t6.fta.di", LOW_INCOME: "t6.fta.db"}
SERVICE, FARE = "service", "fare"


@dataclass(frozen=True)
class Facts:
    """A proposed change, the riders it touches, and everybody in the service area."""

    decided_on: date | None = fact("Day the governing body decides: the policy of that day is used")
    kind: str | None = fact("What is changed", choices=(SERVICE, FARE))
    adverse: bool | None = fact("True for a cut or a rise of fares; false for a benefit")
    group: str | None = fact(
        "Minority riders (disparate impact) or low-income riders (disproportionate burden)", choices=tuple(PREFIX)
    )
    share_affected: Fraction | None = fact("The group's part of the riders affected", least=0, most=1)
    share_service_area: Fraction | None = fact("The group's part of the service area", least=0, most=1)
    route_hours: Fraction | None = fact("Revenue hours of the route before the change", least=0)
    route_hours_changed: Fraction | None = fact("Hours taken off or added", least=0)
    temporary_months: int | None = fact("For a promotion or trial: how many months it lasts", least=0)
    agency: str | None = fact("Agency whose funds are concerned, as DOT")


EXAMPLE: dict[str, Any] = {
    "decided_on": "2026-06-30",
    "kind": "service",
    "adverse": True,
    "group": "minority",
    "share_affected": 0.529,
    "share_service_area": 0.442,
    "route_hours": 1000,
    "route_hours_changed": 300,
    "agency": "DOT",
}


def judge(facts: Facts, law: Law) -> Verdict:
    """Outside the policy where the change is too small or too short; otherwise held against its thresholds, in either form."""
    seen = Consultation(law, REQUIREMENT)
    day = seen.need(facts.decided_on, "decided_on", _("The policy is that of the day of decision, which is not known."))
    told: dict[str, Any] = {"effects_basis": _basis(facts, seen, day)}
    outside = _outside(facts, seen, day, told)
    if outside is not None:
        return seen.verdict(Result.NOT_APPLICABLE, [outside], told)
    group = seen.need(facts.group, "group", _("Which riders are looked at is not known."))
    adverse = seen.need(facts.adverse, "adverse", _("Whether the change is a cut or a benefit is not known."))
    affected = seen.need(
        facts.share_affected, "share_affected", _("The group's part of the riders affected is not known.")
    )
    area = seen.need(
        facts.share_service_area, "share_service_area", _("The group's part of the service area is not known.")
    )
    if group is None or adverse is None or affected is None or area is None:
        return seen.undetermined(told)
    borne, due = (affected, area) if adverse else (area, affected)  # of a benefit, less than its part is what counts
    told |= {"difference_pp": (borne - due) * 100, "ratio": borne / due if due else None}
    limits = _limits(PREFIX[group], seen, day)
    if seen.lacking:
        return seen.undetermined(told)
    raised = [_reached(row, borne, due) for row in limits]
    return seen.verdict(
        Result.INDICATOR_RAISED if any(raised) else Result.NO_INDICATION,
        [
            *(_sentence(row, borne, due, over) for row, over in zip(limits, raised, strict=True)),
            *_next(group, any(raised)),
        ],
        told,
    )


def _limits(prefix: str, seen: Consultation, day: date | None) -> list[Parameter]:
    """The policy's threshold, as a difference, a ratio or both. Without either, both are asked for."""
    found = [row for form in ("pp", "ratio") if (row := seen.optional(f"{prefix}_{form}", day))]
    return found or [row for form in ("pp", "ratio") if (row := seen.row(f"{prefix}_{form}", day))]


def _reached(row: Parameter, borne: Fraction, due: Fraction) -> bool:
    """At or beyond the threshold; in fractions, so that no rounding reaches it."""
    if row.key.endswith("_pp"):
        return (borne - due) * 100 >= row.number
    return borne >= row.number * due and borne > 0


def _outside(facts: Facts, seen: Consultation, day: date | None, told: dict[str, Any]) -> Said | None:
    """Why the policy does not reach the change; None where it does, or where that is not known."""
    months = seen.number("t6.fta.temporary_months", day) if facts.temporary_months is not None else None
    if months is not None and facts.temporary_months is not None and facts.temporary_months < months:
        return say(_("A promotion or trial of less than %(months)s months is exempt."), months=months)
    kind = seen.need(facts.kind, "kind", _("Whether service or fares are changed is not known."))
    if kind != SERVICE:
        return None
    least = seen.number("t6.fta.major_change", day)
    hours = seen.need(facts.route_hours, "route_hours", _("Whether it is a major change turns on the route's hours."))
    changed = seen.need(
        facts.route_hours_changed, "route_hours_changed", _("Whether it is a major change turns on the hours changed.")
    )
    if not hours or changed is None:
        return None
    told["share_of_hours"] = changed / hours
    if least is None or changed >= least * hours:
        return None
    text = _("%(share)s of the route's hours: below a major service change (%(least)s).")
    return say(text, share=percent(changed / hours, least), least=percent(least))


def _basis(facts: Facts, seen: Consultation, day: date | None) -> bool | None:
    """Whether the funding agency's rule speaks of effects: true, false, or not known. The policy is the city's either way."""
    row = seen.optional("t6.effects_basis", day, facts.agency) if facts.agency else None
    return row.value == "true" if row is not None else None


def _sentence(row: Parameter, borne: Fraction, due: Fraction, over: bool) -> Said:
    reached = _("reached") if over else _("not reached")
    if row.key.endswith("_pp"):
        text = _("Difference %(points)s points, policy threshold %(threshold)s: %(reached)s.")
        points = rounded((borne - due) * 100, 1, row.number)
        return say(text, points=points, threshold=rounded(row.number, 1), reached=reached)
    text = _("Ratio %(ratio)s, policy threshold %(threshold)s: %(reached)s.")
    return say(text, ratio=ratio(borne / due, row.number) if due else "?", threshold=ratio(row.number), reached=reached)


def _next(group: str, raised: bool) -> list[Said]:
    if not raised:
        return []
    if group == MINORITY:
        return [
            say(
                _(
                    "Record the substantial legitimate justification, the alternatives with less impact, and the board's action."
                )
            )
        ]
    return [say(_("Avoid, minimise or mitigate where practicable, and record how."))]
