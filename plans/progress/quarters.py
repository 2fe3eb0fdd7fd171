"""The quarters of a city's fiscal year, and by when each is reported on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SOON = timedelta(days=5)  # so many days before its day one is reminded
LOOKS_BACK = 4  # quarters that a unit may still begin a report on by itself


@dataclass(frozen=True)
class Quarter:
    """Three months of a fiscal year, which is called after the calendar year that it ends in."""

    begins_on: date
    ends_on: date
    number: int  # 1 to 4
    year: int

    @property
    def label(self) -> str:
        """ "FY 2027 Q1"."""
        return f"FY {self.year} Q{self.number}"


@dataclass(frozen=True)
class Calendar:
    """When a city's fiscal year begins, and how many days a unit has after a quarter's end."""

    month: int = 7
    due_days: int = 15
    grace_days: int = 10

    def quarter_of(self, day: date) -> Quarter:
        """The quarter that a day lies in."""
        passed = (day.month - self.month) % 12
        first = _months_later(date(day.year, day.month, 1), -(passed % 3))
        begins = _months_later(first, -(passed - passed % 3))
        ends = _months_later(begins, 12) - timedelta(days=1)
        return Quarter(first, _months_later(first, 3) - timedelta(days=1), passed // 3 + 1, ends.year)

    def before(self, day: date, count: int = 1) -> list[Quarter]:
        """The last quarters that were over on a day, the newest first."""
        found = []
        for _each in range(count):
            quarter = self.quarter_of(self.quarter_of(day).begins_on - timedelta(days=1))
            found.append(quarter)
            day = quarter.begins_on
        return found

    def due(self, quarter: Quarter, since: date) -> tuple[date, date]:
        """The day it is due and the last day of grace; `since`: a plan that came into force later has its days from then."""
        due = max(quarter.ends_on, since) + timedelta(days=self.due_days)
        return due, due + timedelta(days=self.grace_days)


def _months_later(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)
