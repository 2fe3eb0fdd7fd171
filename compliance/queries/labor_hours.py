"""Labor hours for their pages: the quarters of a project, what a period's form begins with, and what a file would bring in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from compliance.actions.labor_hours import TOLD
from compliance.forms.section3 import hours_of
from compliance.kinds import LABOR_HOURS
from compliance.models import LaborHours, Section3Project
from compliance.queries.language_assessments import units_kept
from compliance.section3.files import HoursFile, KnownHours, KnownProject, open_hours, plan_hours
from metrics.judging.figures import fiscal_first_month
from metrics.periods import last_day
from raci.actions.imports import spoken
from raci.asof import as_day
from raci.authority import Facts
from raci.imports.verdicts import Fate, Row

MOST_QUARTERS, MOST_SHOWN = 40, 200
Period = tuple[date, date]


@dataclass(frozen=True)
class Quarter:
    """A quarter that hours can be told of."""

    begins: date
    ends: date
    is_told: bool

    @property
    def code(self) -> str:
        """As the address says it."""
        return self.begins.isoformat()

    @property
    def label(self) -> str:
        """As people say it."""
        return f"{self.begins.year} Q{(self.begins.month + 2) // 3}"


def quarter_of(day: date) -> Period:
    """The calendar quarter of a day; the fiscal quarters of a city begin with one of them."""
    first = day.month - (day.month - 1) % 3
    return date(day.year, first, 1), last_day(day.year, first + 2)


def period_asked(said: Mapping[str, Any], today: date) -> Period:
    """The days that an address or a form asks for; without any, the last quarter that is over."""
    begins, ends = as_day(str(said.get("from", ""))), as_day(str(said.get("until", "")))
    if begins and ends and begins <= ends:
        return begins, ends
    if begins:
        return quarter_of(begins)
    return quarter_of(quarter_of(today)[0] - timedelta(days=1))


def quarters(row: Section3Project, hours: Sequence[LaborHours], today: date) -> list[Quarter]:
    """From the quarter of commitment (or three years back) to the last one that is over, the newest first."""
    begins, ends = quarter_of(quarter_of(today)[0] - timedelta(days=1))
    first = row.committed_on or today.replace(year=today.year - 3, day=1)
    told = {(one.begins_on, one.ends_on) for one in hours}
    found: list[Quarter] = []
    while ends >= first and len(found) < MOST_QUARTERS:
        found.append(Quarter(begins, ends, (begins, ends) in told))
        begins, ends = quarter_of(begins - timedelta(days=1))
    return found


def lines_of(hours: Sequence[LaborHours], period: Period) -> list[dict[str, Any]]:
    """What stands in the period."""
    return hours_of([one for one in hours if (one.begins_on, one.ends_on) == period])


# ---- a file


@dataclass(frozen=True)
class ShownRow:
    """A row of a file with its verdict in words."""

    row: Row

    @property
    def why(self) -> str:
        """Its reasons."""
        return " ".join(spoken(one) for one in self.row.reasons)


@dataclass(frozen=True)
class ShownFile:
    """What would come of a file: how many of each, and the rows, those to be mended first."""

    new: int
    changed: int
    same: int
    refused: int
    rows: list[ShownRow]
    left_out: int  # rows that the page does not show


def shown(file: HoursFile) -> ShownFile:
    """For its page."""
    order = {Fate.REFUSED: 0, Fate.CHANGED: 1, Fate.NEW: 2, Fate.SAME: 3}
    rows = sorted(file.plan.rows, key=lambda one: (order.get(one.fate, 4), one.line))
    count = file.plan.count
    return ShownFile(
        new=count(Fate.NEW),
        changed=count(Fate.CHANGED),
        same=count(Fate.SAME),
        refused=count(Fate.REFUSED),
        rows=[ShownRow(one) for one in rows[:MOST_SHOWN]],
        left_out=max(0, len(rows) - MOST_SHOWN),
    )


def plan_of(content: bytes, name: str, facts: Facts) -> HoursFile:
    """What a file would do to the projects that this person keeps. Raises Unreadable."""
    table = open_hours(content, name)
    projects = Section3Project.objects.filter(unit__in=units_kept(facts, LABOR_HOURS))
    known = [KnownProject(one.pk, one.title, one.number) for one in projects]
    there = [
        KnownHours(
            one.project_id, one.contractor, one.begins_on, one.ends_on, {name: getattr(one, name) for name in TOLD}
        )
        for one in LaborHours.objects.filter(project__in=projects)
    ]
    return plan_hours(table, known, there, fiscal_first_month(), facts.today)
