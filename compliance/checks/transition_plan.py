"""The transition plan: whether each open obstacle has the four mandatory contents, what is late, and how far removal is.

28 CFR 35.150(d)(1), (3): obstacles, methods in detail, a schedule (with yearly steps where it is longer than a year), the
official responsible; due of public entities with 50 or more employees, counted city-wide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from compliance.checks.clocks import years_later
from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import Law
from compliance.checks.showing import percent
from compliance.checks.verdicts import Result, Said, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "Transition plan: mandatory contents and progress"
REQUIREMENT = "ADA-08"
OPEN = ("open", "designed", "funded", "in_progress")
DONE = ("removed", "verified")
NOT_REQUIRED = "not_required"
CONTENTS = ("obstacle", "method", "schedule", "official")
FIRST = 10  # of the priorities, in the figures


@dataclass(frozen=True)
class Barrier:
    """A physical obstacle of a facility."""

    id: str | None = fact("The barrier's number")
    facility: str | None = fact("The facility")
    status: str | None = fact("Where its removal stands", choices=(*OPEN, *DONE, NOT_REQUIRED))
    structural: bool | None = fact("True where it is to be removed by building")
    obstacle: str | None = fact("Description of the obstacle")
    method: str | None = fact("Method of removal, in detail")
    scheduled_start: date | None = fact("When the work starts")
    scheduled_finish: date | None = fact("When it is to be done")
    steps: tuple[date, ...] = several("Days of the yearly steps, where it takes longer than a year")
    official: str | None = fact("The position responsible; not a person's name")
    severity: Fraction | None = fact("Score of severity or condition", least=0)
    location: Fraction | None = fact("Score of location or use", least=0)
    cost_low: Fraction | None = fact("Least cost, in dollars", least=0)
    cost_high: Fraction | None = fact("Greatest cost, in dollars", least=0)
    cost_year: int | None = fact("The year whose dollars these are", least=1980, most=2200)


@dataclass(frozen=True)
class Facts:
    """A public entity and the barriers of its plan; or, where only they are known, how many were found and removed."""

    as_of: date | None = fact("Day of the check")
    employees: int | None = fact("Employees, full- and part-time, city-wide, without contractors", least=0)
    barriers: tuple[Barrier, ...] = several("All barriers that were found, with those already removed")
    identified: int | None = fact("In place of barriers: how many were found", least=0)
    removed: int | None = fact("In place of barriers: how many of them were removed", least=0)


EXAMPLE: dict[str, Any] = {
    "as_of": "2026-06-30",
    "employees": 7200,
    "barriers": [
        {"id": "B-1", "facility": "City Hall", "status": "funded", "structural": True, "obstacle": "Step at the entrance",
         "method": "Ramp 1:12 with handrails", "scheduled_start": "2026-04-01", "scheduled_finish": "2026-10-01",
         "official": "Director of Facilities", "severity": 3, "location": 3, "cost_low": 12000, "cost_high": 18000,
         "cost_year": 2026},
        {"id": "B-2", "facility": "Library", "status": "open", "structural": True, "obstacle": "Door 74 cm wide", "severity": 2,
         "location": 3},
        {"id": "B-3", "facility": "Library", "status": "removed", "structural": True},
    ],
}  # fmt: skip


def judge(facts: Facts, law: Law) -> Verdict:
    """Late, incomplete or current; without the barriers themselves only how far removal is."""
    seen = Consultation(law, REQUIREMENT)
    day = seen.need(facts.as_of, "as_of", _("What is late is not known without the day of the check."))
    least = seen.number("ada.employee_min", day)
    people = seen.need(
        facts.employees,
        "employees",
        _("The plan is due of entities of a certain number of employees, which is not known."),
    )
    if people is not None and least is not None and people < least:
        text = _(
            "%(people)s employees: a transition plan is due from %(least)s. Programme access is owed all the same."
        )
        return seen.verdict(Result.NOT_APPLICABLE, [say(text, people=people, least=least)], {"employees": people})
    told = _counted(facts) if not facts.barriers else _told(facts.barriers, day, seen)
    if not facts.barriers:
        seen.need(None, "barriers", _("The four mandatory contents are read from the barriers, which are not given."))
    unknown = sum(one.status is None for one in facts.barriers)
    if unknown:
        seen.reject("barriers.status", _("The status of %(count)s barriers is not known."), count=unknown)
    if seen.lacking:
        return seen.undetermined(told)
    late, incomplete = told["overdue"], told["open_structural"] - told["complete"]
    result = Result.EVIDENCE_OVERDUE if late else Result.EVIDENCE_DUE if incomplete else Result.EVIDENCE_CURRENT
    return seen.verdict(result, _sentences(told, late, incomplete), told)


def _counted(facts: Facts) -> dict[str, Any]:
    found, gone = facts.identified, facts.removed
    if found is None or gone is None or gone > found:
        return {}
    return {
        "identified": found,
        "removed": gone,
        "open": found - gone,
        "progress": Fraction(gone, found) if found else None,
    }


def _told(barriers: Sequence[Barrier], day: date | None, seen: Consultation) -> dict[str, Any]:
    open_ = [one for one in barriers if one.status in OPEN]
    structural = [one for one in open_ if one.structural is not False]
    gone = sum(one.status in DONE for one in barriers)
    missing = Counter(content for one in structural for content in lacks(one))
    complete = sum(not lacks(one) for one in structural)
    late = [one for one in open_ if day and one.scheduled_finish and one.scheduled_finish < day]
    return {
        "identified": len(barriers), "removed": gone, "verified": sum(one.status == "verified" for one in barriers),
        "not_required": sum(one.status == NOT_REQUIRED for one in barriers), "open": len(open_),
        "progress": Fraction(gone, len(barriers)), "open_structural": len(structural), "complete": complete,
        "completeness": Fraction(complete, len(structural)) if structural else None,
        "missing": {content: missing[content] for content in CONTENTS}, "overdue": len(late),
        "overdue_barriers": [one.id for one in late[:FIRST]], "cost_remaining": _cost(open_),
        "cost_not_known": sum(one.cost_low is None and one.cost_high is None for one in open_),
        "first_priorities": _priorities(open_, day, seen),
    }  # fmt: skip


def lacks(barrier: Barrier) -> list[str]:
    """Which of the four mandatory contents are missing."""
    there = {
        "obstacle": bool(barrier.obstacle and barrier.obstacle.strip()),
        "method": bool(barrier.method and barrier.method.strip()),
        "schedule": is_scheduled(barrier),
        "official": bool(barrier.official and barrier.official.strip()),
    }
    return [content for content in CONTENTS if not there[content]]


def is_scheduled(barrier: Barrier) -> bool:
    """A day of finish; and where the work takes longer than a year, a step in each year of it."""
    start, finish = barrier.scheduled_start, barrier.scheduled_finish
    if finish is None:
        return False
    if start is None or finish <= years_later(start, 1):
        return True
    stops = sorted({start, *barrier.steps, finish})
    return all(after <= years_later(before, 1) for before, after in pairwise(stops))


def _cost(barriers: Sequence[Barrier]) -> dict[str, dict[str, Fraction]]:
    """Of each year's dollars apart: they are not added without an index of prices."""
    sums: dict[str, dict[str, Fraction]] = defaultdict(lambda: {"low": Fraction(0), "high": Fraction(0)})
    for one in barriers:
        low, high = one.cost_low, one.cost_high
        if low is None and high is None:
            continue
        year = sums[str(one.cost_year or "?")]
        year["low"] += low if low is not None else high or 0
        year["high"] += high if high is not None else low or 0
    return dict(sorted(sums.items()))


def _priorities(barriers: Sequence[Barrier], day: date | None, seen: Consultation) -> list[dict[str, Any]]:
    """The first by weighted score, of those whose scores are known."""
    severity, location = (seen.optional(f"ada.priority.{name}", day) for name in ("severity", "location"))
    if severity is None or location is None:
        return []
    scored = [
        (severity.number * one.severity + location.number * one.location, one.id or "?")
        for one in barriers
        if one.severity is not None and one.location is not None
    ]
    return [{"id": name, "score": score} for score, name in sorted(scored, key=lambda one: (-one[0], one[1]))[:FIRST]]


def _sentences(told: dict[str, Any], late: int, incomplete: int) -> list[Said]:
    text = _("%(removed)s of %(identified)s barriers removed (%(progress)s); %(open)s open.")
    why = [
        say(
            text,
            removed=told["removed"],
            identified=told["identified"],
            progress=percent(told["progress"]),
            open=told["open"],
        )
    ]
    if late:
        why.append(say(_("%(count)s open barriers are past the day they were to be done."), count=late))
    if incomplete:
        missing = ", ".join(f"{name} {count}" for name, count in told["missing"].items() if count)
        text = _("%(count)s open structural barriers lack one of the four mandatory contents (%(missing)s).")
        why.append(say(text, count=incomplete, missing=missing))
    return why
