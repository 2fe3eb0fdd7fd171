"""Which values are due: the periods of a cadence, and those that end within a quarter. No Django."""

from __future__ import annotations

from datetime import date, timedelta

from metrics.periods import Period, last_day

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def period_of(cadence: str, day: date) -> Period:
    """The month, quarter or year that a day lies in. Raises KeyError for a cadence without one."""
    months = MONTHS[cadence]
    first = (day.month - 1) // months * months + 1
    return Period(date(day.year, first, 1), last_day(day.year, first + months - 1))


def last_ended(cadence: str, today: date) -> Period:
    """The newest period that is over."""
    return period_of(cadence, period_of(cadence, today).begin - timedelta(days=1))


def ending_within(cadence: str, whole: Period) -> list[Period]:
    """The periods of a cadence that end within another one: three months of a quarter, a year with its last quarter."""
    if cadence not in MONTHS:
        return []
    found, at = [], period_of(cadence, whole.begin)
    while at.end <= whole.end:
        found.append(at)
        at = period_of(cadence, at.end + timedelta(days=1))
    return found


def quarters(today: date, count: int) -> list[Period]:
    """The newest quarters that are over, the newest first, with the one that runs before them."""
    found = [period_of("quarter", today)]
    while len(found) <= count:
        found.append(period_of("quarter", found[-1].begin - timedelta(days=1)))
    return found
