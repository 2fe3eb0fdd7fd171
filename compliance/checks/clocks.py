"""Days of the law: counted in calendar days, the day of the event being day 0; weekends are shown, never rolled."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from raci.days import later

DAYS, BUSINESS_DAYS, YEARS = "days", "business days", "years"
WEEKEND = 5  # Saturday's number


@dataclass(frozen=True)
class Deadline:
    """The day as the law counts it, and the last business day on which an office is open to take it."""

    day: date
    file_by: date

    @property
    def weekday(self) -> str:
        """In English, as the figures have it."""
        return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[self.day.weekday()]


def deadline(start: date, count: int, unit: str = DAYS, holidays: Collection[date] = ()) -> Deadline:
    """So long after the event. Filing on the day itself is timely."""
    if unit == YEARS:
        day = years_later(start, count)
    elif unit == BUSINESS_DAYS:
        day = business_days_later(start, count, holidays)
    else:
        day = later(start, count)
    return Deadline(day, last_open(day, holidays))


def last_open(day: date, holidays: Collection[date] = ()) -> date:
    """The day itself if offices are open, else the nearest day before on which they are."""
    while not is_open(day, holidays):
        day -= timedelta(days=1)
    return day


def is_open(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether it is neither on a weekend nor a holiday."""
    return day.weekday() < WEEKEND and day not in holidays


def business_days_later(start: date, count: int, holidays: Collection[date] = ()) -> date:
    """So many days on which offices are open."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_open(day, holidays)
    return day


def years_later(start: date, years: int) -> date:
    """The same day so many years on; of February 29 the 28th where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def months_later(start: date, months: int) -> date:
    """The same day so many months on; where that month has no such day, its last."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
