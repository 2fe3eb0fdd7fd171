"""How old figures are, and whether newer ones should be here."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Freshness:
    """`days`: since the period of the newest value ended, if there is one. `due_on`: of the next value; None: nobody said."""

    days: int | None
    due_on: date | None
    is_late: bool


def freshness(cadence: str, last: date | None, today: date, days_allowed: int) -> Freshness:
    """The next value is due so many days after the period that follows the last one; without a value nothing is late."""
    if last is None:
        return Freshness(None, None, is_late=False)
    count = MONTHS.get(cadence)
    due = end_of_month_after(last, count) + timedelta(days=days_allowed) if count else None
    return Freshness((today - last).days, due, is_late=bool(due and due < today))


def end_of_month_after(day: date, months: int) -> date:
    """The last day of the month so many months after this day's."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
