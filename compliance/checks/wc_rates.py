"""Work injuries and claims: rates, costs, and a chart that says which month is news.

29 CFR 1904; 29 CFR 1904.7 for what is recordable; BLS, How to compute a firm's incidence rate (cases of
200,000 hours). Whether a claim is compensable under state law and whether a case is recordable are two things.
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

TITLE = "Workers' compensation: claims, injuries and cost"
REQUIREMENT = "WC-04"
MONTHS = 12
CLAIM_KINDS = ("medical_only", "lost_time", "fatal")


@dataclass(frozen=True)
class Month:
    """One month's claims and the full-time equivalents who worked in it."""

    month: str | None = fact("The month, as 2026-01")
    claims: int | None = fact("Claims filed; later reports restate the month of the injury", least=0)
    fte: Fraction | None = fact("Full-time equivalents")


@dataclass(frozen=True)
class Year:
    """Recordable cases and hours of one year."""

    year: int | None = fact("The year", least=1980, most=2200)
    cases: int | None = fact("Recordable cases", least=0)
    hours: Fraction | None = fact("Hours actually worked")


@dataclass(frozen=True)
class Cost:
    """Claims of one kind and what they come to."""

    kind: str | None = fact("The kind", choices=CLAIM_KINDS)
    claims: int | None = fact("Claims of that kind", least=0)
    incurred: Fraction | None = fact("Paid and reserved, in dollars", least=0)


@dataclass(frozen=True)
class Facts:
    """The figures of one period, and what came before it."""

    period_end: date | None = fact("Last day of the period")
    claims: int | None = fact("Claims filed in the period", least=0)
    fte: Fraction | None = fact("Full-time equivalents in the period")
    months: int | None = fact("How many months the period has", least=1, most=120)
    recordable: int | None = fact("Recordable cases (columns G to J of the log)", least=0)
    dart: int | None = fact("Of them, with days away, restricted or transferred (columns H and I)", least=0)
    hours: Fraction | None = fact("Hours actually worked, without leave and holidays")
    incurred: Fraction | None = fact("Paid and reserved, in dollars, as of the valuation date", least=0)
    payroll: Fraction | None = fact("Payroll of the period, in dollars")
    valued_on: date | None = fact("Valuation date of the costs")
    contact_hours: tuple[Fraction, ...] = several("Hours from each report to the first contact with the person")
    costs: tuple[Cost, ...] = several("Costs by kind of claim: mixing them misleads")
    series: tuple[Month, ...] = several("Months for the control chart, in order; the last is judged by those before it")
    years: tuple[Year, ...] = several("Years for a rate over all of them")


EXAMPLE: dict[str, Any] = {
    "period_end": "2026-06-30",
    "claims": 36,
    "fte": 2600,
    "months": 1,
    "recordable": 27,
    "dart": 15,
    "hours": 412000,
    "incurred": 486000,
    "valued_on": "2026-07-15",
    "years": [
        {"year": 2023, "cases": 310, "hours": 4900000},
        {"year": 2024, "cases": 287, "hours": 4950000},
        {"year": 2025, "cases": 255, "hours": 5020000},
    ],
}


def judge(facts: Facts, law: Law) -> Verdict:
    """The rates with their intervals; a month beyond the chart's limits raises an indicator or asks to be watched."""
    seen = Consultation(law, REQUIREMENT)
    day = seen.need(
        facts.period_end, "period_end", _("Without the period's last day it is not known which rows apply.")
    )
    base = seen.number("wc.base_hours", day)
    told: dict[str, Any] = {"months": facts.months, "valued_on": facts.valued_on}
    if base is not None:
        told |= _injuries(facts, seen, base) | _years(facts.years, seen, base)
    told |= _claims(facts, seen) | _costs(facts) | _contacts(facts, seen, day)
    chart = _chart(facts.series, seen)
    told |= {"chart": chart} if chart else {}
    if seen.lacking:
        return seen.undetermined(told)
    result, more = _news(chart)
    return seen.verdict(result, [*_sentences(told), *more], told)


def _injuries(facts: Facts, seen: Consultation, base: Fraction) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, cases in (("trir", facts.recordable), ("dart", facts.dart)):
        source = "recordable" if name == "trir" else "dart"
        seen.need(cases, source, _("The number of cases is not known."))
        found |= {name: _rate(cases, facts.hours, base), f"{name}_ci": _interval(cases, facts.hours, base)}
    if facts.hours is None or facts.hours <= 0:
        seen.reject(
            "hours", _("No hours worked are known for this time, or they are not more than 0: no rate can be told.")
        )
    if facts.recordable is not None and facts.dart is not None and facts.dart > facts.recordable:
        seen.reject("dart", _("More cases with days away, restricted or transferred than recordable ones."))
    return found


def _rate(cases: int | None, hours: Fraction | None, base: Fraction) -> Fraction | None:
    return cases * base / hours if cases is not None and hours is not None and hours > 0 else None


def _interval(cases: int | None, hours: Fraction | None, base: Fraction) -> list[float] | None:
    """Exact Poisson limits at 95 %."""
    from metrics.statistics.safety import incidence_interval

    if cases is None or hours is None or hours <= 0:
        return None
    low, high = incidence_interval(float(cases), float(hours), base_hours=float(base))
    return [float(low), float(high)]


def _years(years: Sequence[Year], seen: Consultation, base: Fraction) -> dict[str, Any]:
    """All cases of all hours, never the mean of yearly rates."""
    if not years:
        return {}
    rates = [_rate(one.cases, one.hours, base) for one in years]
    for at, rate in enumerate(rates, start=1):
        seen.need(
            rate, f"years[{at}]", _("A year without its cases or its hours leaves the rate over all of them unknown.")
        )
    if any(rate is None for rate in rates):
        return {"yearly": rates}
    cases, hours = sum(one.cases or 0 for one in years), sum((one.hours or Fraction(0) for one in years), Fraction(0))
    return {"yearly": rates, "pooled": _rate(cases, hours, base), "pooled_ci": _interval(cases, hours, base)}


def _claims(facts: Facts, seen: Consultation) -> dict[str, Any]:
    claims, fte = facts.claims, facts.fte
    if claims is None and fte is None:
        return {}
    seen.need(claims, "claims", _("The number of claims is not known."))
    if fte is None or fte <= 0:
        seen.reject("fte", _("No full-time equivalents are known, or they are not more than 0."))
    if claims is None or fte is None or fte <= 0:
        return {}
    rate = 100 * claims / fte
    yearly = rate * MONTHS / facts.months if facts.months else None
    return {"claims_per_100_fte": rate, "annualised": yearly}


def _costs(facts: Facts) -> dict[str, Any]:
    if facts.incurred is None:
        return {}
    claims, fte, payroll = facts.claims, facts.fte, facts.payroll
    return {
        "cost_per_claim": facts.incurred / claims if claims else None,
        "cost_per_100_fte": 100 * facts.incurred / fte if fte and fte > 0 else None,
        "cost_per_100_payroll": 100 * facts.incurred / payroll if payroll and payroll > 0 else None,
        "by_kind": [
            {"kind": one.kind, "claims": one.claims,
             "cost_per_claim": one.incurred / one.claims if one.incurred is not None and one.claims else None}
            for one in facts.costs
        ],
    }  # fmt: skip


def _contacts(facts: Facts, seen: Consultation, day: date | None) -> dict[str, Any]:
    if not facts.contact_hours:
        return {}
    limit = seen.number("wc.contact_hours", day)
    if limit is None:
        return {}
    late = sum(hours > limit for hours in facts.contact_hours)
    return {"contacts": len(facts.contact_hours), "contacts_late": late}


def _chart(series: Sequence[Month], seen: Consultation) -> dict[str, Any] | None:
    """A u-chart of claims of 100 full-time equivalents; centre and limits from the months before the last."""
    from metrics.statistics.safety import u_chart

    if len(series) < 2:
        return None
    for at, one in enumerate(series, start=1):
        known = one.claims is not None and one.fte is not None and one.fte > 0
        seen.need(
            known or None,
            f"series[{at}]",
            _("A month without claims or full-time equivalents cannot stand in the chart."),
        )
    if seen.lacking:
        return None
    chart = u_chart(
        [float(one.claims or 0) for one in series], [float(one.fte or 0) for one in series], len(series) - 1
    )
    claims, fte = sum(one.claims or 0 for one in series), sum((one.fte or 0 for one in series), Fraction(0))
    last = -1
    return {
        "centre": chart.centre, "rates": [float(one) for one in chart.rates], "lcl": float(chart.low[last]),
        "ucl": float(chart.high[last]), "last": float(chart.rates[last]), "signal": chart.signals[last],
        "signals": [one.month or str(at) for at, one in enumerate(series, start=1) if chart.signals[at - 1]],
        "rolling": 100 * claims / (fte / len(series)) if len(series) == MONTHS else None,
    }  # fmt: skip


def _news(chart: dict[str, Any] | None) -> tuple[Result, list[Said]]:
    if not chart or not chart["signal"]:
        return Result.NO_INDICATION, []
    if chart["last"] > chart["ucl"]:
        text = _(
            "The last month, %(rate)s of 100, is above the chart's upper limit %(limit)s: look for what was different."
        )
        values = {"rate": f"{chart['last']:.3f}", "limit": f"{chart['ucl']:.3f}"}
        return Result.INDICATOR_RAISED, [say(text, **values)]
    text = _(
        "The last month, %(rate)s of 100, is below the chart's lower limit %(limit)s: check that all claims were reported."
    )
    return Result.WATCH, [say(text, rate=f"{chart['last']:.3f}", limit=f"{chart['lcl']:.3f}")]


SAYS = {
    "trir": _("Recordable cases of 200,000 hours (TRIR): %(rate)s."),
    "dart": _("Cases with days away, restricted or transferred (DART): %(rate)s."),
    "claims_per_100_fte": _("Claims of 100 full-time equivalents: %(rate)s."),
    "pooled": _("Over all years, all cases of all hours: %(rate)s."),
}


def _sentences(told: dict[str, Any]) -> list[Said]:
    return [say(text, rate=ratio(told[name])) for name, text in SAYS.items() if told.get(name) is not None]
