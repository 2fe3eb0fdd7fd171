"""Section 3: whether it applies to a project, and its labor hours against both benchmarks.

12 USC 1701u; 24 CFR 75.3 (thresholds; replaced from 2026-03-16 by 91 FR 6752), 75.19, 75.23, 75.25, 75.29, 75.31; benchmarks
85 FR 60907 (25 % Section 3 workers AND 5 % Targeted, of labor hours without professional services).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.checks.clocks import years_later
from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import Law
from compliance.checks.showing import percent, rounded
from compliance.checks.verdicts import Result, Said, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "Section 3: applicability and benchmarks"
REQUIREMENT = "S3-06"
PUBLIC_HOUSING = "public_housing"
THRESHOLDS = {"housing_community_development": "s3.threshold.hcd", "lead_hazard": "s3.threshold.lead"}
EFFORTS = (
    "outreach_targeted_applicants", "training_apprenticeship", "job_technical_assistance", "job_placement", "job_fairs",
    "work_readiness_services", "college_vocational", "financial_literacy", "outreach_business_bids",
    "business_technical_assistance", "dividing_contracts", "bonding_assistance", "business_registry", "other",
)  # fmt: skip


@dataclass(frozen=True)
class Effort:
    """A qualitative effort of 24 CFR 75.15(b) or 75.25(b)."""

    kind: str | None = fact("Which", choices=EFFORTS)
    done: bool | None = fact("Whether it was made")
    on: date | None = fact("When")
    evidence: str | None = fact("What shows it")
    count: int | None = fact("How many people or businesses", least=0)


@dataclass(frozen=True)
class Certification:
    """A worker's certification and the last day of the hours that are counted on it."""

    worker: str | None = fact("The worker's number in the payroll; no name")
    certified_on: date | None = fact("Day of the certification")
    worked_until: date | None = fact("Last day of the hours counted")


@dataclass(frozen=True)
class Facts:
    """One project, its HUD assistance, and its labor hours to date."""

    project: str | None = fact("The project")
    kind: str | None = fact("Under what it is assisted", choices=(*THRESHOLDS, PUBLIC_HOUSING))
    committed_on: date | None = fact("Day the assistance was committed: the threshold of that day is used")
    assistance: Fraction | None = fact(
        "All HUD assistance to the project, in dollars, of all programmes and phases", least=0
    )
    material_supply_only: bool | None = fact("True where the contract only supplies material")
    period_end: date | None = fact("Last day of the reporting period: the benchmarks of that day are used")
    total_hours: Fraction | None = fact("Paid labor hours on the project, professional services included", least=0)
    professional_hours: Fraction | None = fact("Of them, professional services", least=0)
    section3_hours: Fraction | None = fact(
        "Hours of Section 3 workers, Targeted included, professional services not", least=0
    )
    targeted_hours: Fraction | None = fact("Of them, hours of Targeted Section 3 workers", least=0)
    professional_section3_hours: Fraction | None = fact("Professional hours of Section 3 workers", least=0)
    count_professional: bool | None = fact("True where the city counts those in the numerator, as it may")
    certified_priorities: bool | None = fact("Whether the certification that priorities were followed is on file")
    hours_assessed: bool | None = fact("True where a contractor without time records gave a good-faith assessment")
    efforts: tuple[Effort, ...] = several("Qualitative efforts, for where a benchmark is missed")
    certifications: tuple[Certification, ...] = several("Workers' certifications")


EXAMPLE: dict[str, Any] = {
    "project": "Library renovation",
    "kind": "housing_community_development",
    "committed_on": "2024-05-01",
    "assistance": 850000,
    "period_end": "2025-12-31",
    "total_hours": 18400,
    "professional_hours": 1200,
    "section3_hours": 4460,
    "targeted_hours": 905,
    "certified_priorities": True,
}


def judge(facts: Facts, law: Law) -> Verdict:
    """Not applicable, not known, or both benchmarks."""
    seen = Consultation(law, REQUIREMENT)
    applies, said = _applies(facts, seen)
    if applies is False:
        return seen.verdict(Result.NOT_APPLICABLE, [said], {"applies": False, "assistance": facts.assistance})
    told: dict[str, Any] = {"applies": applies, "assistance": facts.assistance}
    why = [said] if applies else []
    judged = _benchmarks(facts, seen)
    if judged is not None:
        told |= judged
        why += _sentences(judged)
    if applies is None or judged is None or seen.lacking:
        return seen.undetermined(told, *why)
    met = judged["met_all"] and judged["met_targeted"]
    return seen.verdict(Result.BENCHMARK_MET if met else Result.BENCHMARK_NOT_MET, why, told)


def _applies(facts: Facts, seen: Consultation) -> tuple[bool | None, Said]:
    """Whether Section 3 applies; None where a threshold or fact that decides it is not known."""
    if facts.material_supply_only:
        return False, say(_("A contract that only supplies material is outside Section 3."))
    kind = seen.need(
        facts.kind, "kind", _("Under what the project is assisted is not known, and with it the threshold.")
    )
    if kind == PUBLIC_HOUSING:
        return True, say(_("Public housing financial assistance has no threshold: Section 3 applies."))
    day = seen.need(
        facts.committed_on, "committed_on", _("The threshold is that of the day of commitment, which is not known.")
    )
    money = seen.need(facts.assistance, "assistance", _("The HUD assistance to the project is not known."))
    row = seen.row(THRESHOLDS[kind], day) if kind else None
    if row is None or money is None:
        return None, say(_("Whether Section 3 applies is not known."))
    reached = money > row.number if row.operator == ">" else money >= row.number
    text = _("$%(money)s against the threshold %(operator)s $%(threshold)s of %(day)s: Section 3 %(applies)s.")
    return reached, say(
        text, money=_dollars(money), operator=row.operator or ">=", threshold=_dollars(row.number), day=day,
        applies=_("applies") if reached else _("does not apply"),
    )  # fmt: skip


def _benchmarks(facts: Facts, seen: Consultation) -> dict[str, Any] | None:
    day = seen.need(
        facts.period_end, "period_end", _("The benchmarks are those of the period's last day, which is not known.")
    )
    all_, targeted_ = seen.number("s3.bench.all", day), seen.number("s3.bench.targeted", day)
    hours = _hours(facts, seen)
    _certified(facts, seen, day)
    if all_ is None or targeted_ is None or hours is None:
        return None
    counted, base, targeted = hours
    told: dict[str, Any] = {"denominator": base, "section3_hours": counted, "targeted_hours": targeted}
    met_all, met_targeted = counted >= all_ * base, targeted >= targeted_ * base
    certified = facts.certified_priorities
    return told | {
        "section3_share": counted / base, "targeted_share": targeted / base, "benchmark_all": all_,
        "benchmark_targeted": targeted_, "met_all": met_all, "met_targeted": met_targeted,
        "safe_harbour": False if not (met_all and met_targeted) else certified,
        "efforts": sorted({one.kind for one in facts.efforts if one.done and one.kind}), "hours_assessed": facts.hours_assessed,
    }  # fmt: skip


def _hours(facts: Facts, seen: Consultation) -> tuple[Fraction, Fraction, Fraction] | None:
    """Numerator, denominator and Targeted hours, where they do not contradict each other."""
    why = _("Without these hours no share is known.")
    names = ("total_hours", "professional_hours", "section3_hours", "targeted_hours")
    given = [seen.need(getattr(facts, name), name, why) for name in names]
    extra = Fraction(0)
    if facts.count_professional:
        extra = seen.need(facts.professional_section3_hours, "professional_section3_hours", why) or Fraction(0)
    known = [one for one in given if one is not None]
    if len(known) < len(names):
        return None
    total, professional, section3, targeted = known
    if not targeted <= section3 <= total or professional > total or extra > professional:
        seen.reject(
            "section3_hours",
            _("The hours contradict each other: Targeted are part of Section 3, and all are part of the total."),
        )
        return None
    if total <= professional:
        seen.reject("total_hours", _("There are no labor hours but professional services: no share is defined."))
        return None
    if section3 > total - professional:
        seen.reject("section3_hours", _("More Section 3 hours than labor hours without professional services."))
        return None
    return section3 + extra, total - professional, targeted


def _certified(facts: Facts, seen: Consultation, day: date | None) -> None:
    """A certification carries five years; hours beyond it are not Section 3 hours, so the sum is not known."""
    years = seen.number("s3.status_years", day) if facts.certifications else None
    for at, one in enumerate(facts.certifications, start=1):
        if years is None or one.certified_on is None or one.worked_until is None:
            seen.need(None, f"certifications[{at}]", _("Whether the certification covers the hours is not known."))
        elif one.worked_until > years_later(one.certified_on, int(years)):
            text = _("The certification of %(day)s is older than %(years)s years at the hours counted on it.")
            seen.reject(f"certifications[{at}]", text, day=one.certified_on, years=int(years))


def _sentences(told: dict[str, Any]) -> list[Said]:
    text = _("%(name)s: %(share)s of %(hours)s hours, benchmark %(benchmark)s: %(met)s.")
    rows = (
        ("Section 3", "section3_share", "benchmark_all", "met_all"),
        ("Targeted", "targeted_share", "benchmark_targeted", "met_targeted"),
    )
    said = [
        say(text, name=name, share=percent(told[share], told[mark]), hours=rounded(told["denominator"], 0),
            benchmark=percent(told[mark]), met=_("met") if told[met] else _("not met"))
        for name, share, mark, met in rows
    ]  # fmt: skip
    if not (told["met_all"] and told["met_targeted"]):
        efforts = _("Report qualitative efforts (24 CFR 75.25(b)); %(count)s are recorded.")
        return [*said, say(efforts, count=len(told["efforts"]))]
    if told["safe_harbour"] is None:
        return [
            *said,
            say(_("Whether the certification of priorities is on file is not known, so the safe harbour is not.")),
        ]
    there = (
        _("The safe harbour is reached.")
        if told["safe_harbour"]
        else _("The safe harbour waits for the certification of priorities.")
    )
    return [*said, say(there)]


def _dollars(amount: Fraction) -> str:
    return f"{int(amount):,}" if amount.denominator == 1 else f"{float(amount):,.2f}"
