"""What the check of Section 3 says of a project's rows: over all of its hours, and over those of one reporting year.

An hour that is not known makes the sum not known. Nothing is taken for nought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from compliance.checks import section3_benchmark as benchmark
from compliance.checks.law import Law
from compliance.checks.shape import check_of
from compliance.checks.telling import told
from compliance.checks.verdicts import Verdict
from compliance.models import Assistance, LaborHours, QualitativeEffort, Section3Project, WorkerStatus

CHECK = check_of(benchmark)
THRESHOLDS = tuple(benchmark.THRESHOLDS.values())
COVERAGE = (
    "kind",
    "committed_on",
    "assistance",
    *THRESHOLDS,
)  # what is lacking where it is not known whether it applies


@dataclass(frozen=True)
class Parts:
    """All rows of a project."""

    project: Section3Project
    assistance: Sequence[Assistance] = ()
    hours: Sequence[LaborHours] = ()
    workers: Sequence[WorkerStatus] = ()
    efforts: Sequence[QualitativeEffort] = field(default_factory=tuple)

    @classmethod
    def of(cls, project: Section3Project) -> Parts:
        """As they stand in the database (4 queries)."""
        return cls(
            project,
            list(project.assistance.order_by("order")),
            list(project.hours.order_by("begins_on", "contractor", "pk")),
            list(project.workers.order_by("worker")),
            list(project.efforts.all()),
        )

    @property
    def threshold_cents(self) -> int | None:
        """What is held against the threshold: all but change orders that nobody foresaw. None where no line is entered."""
        if not self.assistance:
            return None
        return sum(one.cents for one in self.assistance if one.part != Assistance.Part.ORDER)


def judge(parts: Parts, law: Law, hours: Sequence[LaborHours] | None = None) -> Verdict:
    """By the threshold of the day of commitment and the benchmarks of the last day of the hours; `hours`: only these."""
    return benchmark.judge(facts(parts, parts.hours if hours is None else hours), law)


def stored(verdict: Verdict) -> dict[str, Any]:
    """As a project keeps it."""
    return told(CHECK, verdict)


def facts(parts: Parts, hours: Sequence[LaborHours]) -> benchmark.Facts:
    """What the check is told."""
    project, cents = parts.project, parts.threshold_cents
    ends = max((one.ends_on for one in hours), default=None)
    return benchmark.Facts(
        project=project.title,
        kind=project.under or None,
        committed_on=project.committed_on,
        assistance=None if cents is None else Fraction(cents, 100),
        material_supply_only=project.supply_only,
        period_end=ends,
        total_hours=summed(one.total for one in hours),
        professional_hours=summed(one.professional for one in hours),
        section3_hours=summed(one.section3 for one in hours),
        targeted_hours=summed(one.targeted for one in hours),
        professional_section3_hours=summed(one.professional_section3 for one in hours),
        count_professional=project.counts_professional,
        certified_priorities=certified(hours),
        hours_assessed=any(one.assessed for one in hours) if hours else None,
        efforts=tuple(
            benchmark.Effort(one.effort, one.done, one.on, one.evidence or None, one.count) for one in parts.efforts
        ),
        certifications=tuple(
            benchmark.Certification(one.worker, one.certified_on, _counted_until(one, ends)) for one in parts.workers
        ),
    )


def _counted_until(one: WorkerStatus, ends: date | None) -> date | None:
    """The last day whose hours are counted on the certification; hours of a later year do not age an earlier one."""
    return ends if one.worked_until is None or (ends is not None and ends < one.worked_until) else one.worked_until


def summed(numbers: Iterable[Decimal | None]) -> Fraction | None:
    """The sum; None where one of them is not known, or there is none."""
    found = list(numbers)
    known = [Fraction(one) for one in found if one is not None]
    return sum(known, Fraction(0)) if found and len(known) == len(found) else None


def certified(hours: Sequence[LaborHours]) -> bool | None:
    """On file for each contractor's hours: True; missing for one: False; else not known."""
    said = [one.certified for one in hours]
    if not said or None in said:
        return False if False in said else None
    return all(said)


def by_year(hours: Iterable[LaborHours], first_month: int) -> dict[int, list[LaborHours]]:
    """The hours by the fiscal year in which their period ends, named by the calendar year that it ends in."""
    found: dict[int, list[LaborHours]] = {}
    for one in hours:
        day = one.ends_on
        found.setdefault(day.year + (day.month >= first_month and first_month > 1), []).append(one)
    return dict(sorted(found.items()))
