"""How an obligation stands on a day: worked out, never typed. No Django; `compliance.queries.status` says the same in SQL.

The order decides: what does not apply is not due; what is not known is not late; evidence counts once somebody judged it and
somebody else accepted that; then the day decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compliance.checks.verdicts import Result
from raci.days import LAST, later

YES, NO, UNKNOWN = "yes", "no", "unknown"
RESULTS = (
    Result.EVIDENCE_OVERDUE,
    Result.CANNOT_DETERMINE,
    Result.EVIDENCE_DUE,
    Result.EVIDENCE_CURRENT,
    Result.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Standing:
    """What the status turns on: the columns of an obligation. `due_on` is None where the day is not known."""

    applies: str = YES
    judged: str = ""
    held_until: date | None = None
    due_on: date | None = None
    ends_on: date | None = None


def status(one: Standing, today: date) -> Result:
    """One of five results."""
    if one.applies == NO or one.judged == Result.NOT_APPLICABLE:
        return Result.NOT_APPLICABLE
    if one.applies != YES or one.judged == Result.CANNOT_DETERMINE:
        return Result.CANNOT_DETERMINE
    if one.judged == Result.EVIDENCE_CURRENT and one.held_until and one.held_until >= _asked_for(one, today):
        return Result.EVIDENCE_CURRENT
    if one.due_on is None:
        return Result.CANNOT_DETERMINE
    return Result.EVIDENCE_DUE if today <= one.due_on else Result.EVIDENCE_OVERDUE


def _asked_for(one: Standing, today: date) -> date:
    """The day that evidence has to cover: today, but of a period that is over its last day."""
    return today if one.ends_on is None else min(today, one.ends_on)


def kept_until(windows: Iterable[tuple[date, date | None]], day: date) -> date | None:
    """Until when evidence covers without a gap, from the day on; None where none covers the day.

    `windows`: first and last day each is in force, the last None where it does not expire (`raci.days.LAST` then).
    """
    reach: date | None = None
    for begins, ends in sorted(windows, key=lambda window: window[0]):
        if begins > (day if reach is None else later(reach)):
            break
        last = ends or LAST
        if last >= day:
            reach = max(last, reach or last)
    return reach


def without_evidence(due_on: date | None, today: date) -> Result:
    """What somebody may judge where the evidence does not show it: due, or overdue, as its day has it."""
    return Result.EVIDENCE_OVERDUE if due_on is not None and due_on < today else Result.EVIDENCE_DUE
