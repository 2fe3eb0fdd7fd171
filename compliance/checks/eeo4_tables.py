"""The EEO-4 report's tables from headcounts, and whether they add up.

29 CFR 1602.30, 1602.32 (records from 15 employees, a report every odd year from 100); form 164. Salary bands are rows of
law: those of the survey year are used. 42 USC 2000e-8(e): what is filed is confidential. The rule's
rescission was proposed on 2026-05-14.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import Law
from compliance.checks.verdicts import Result, Said, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "EEO-4: tables and totals"
REQUIREMENT = "T7-10"
FULL_TIME, OTHER, NEW_HIRE = "full_time", "other_than_full_time", "new_hire"
CATEGORIES = (
    "Officials and Administrators", "Professionals", "Technicians", "Protective Service Workers", "Paraprofessionals",
    "Administrative Support", "Skilled Craft", "Service-Maintenance",
)  # fmt: skip
RACES = ("hispanic", "white", "black", "asian", "nhpi", "aian", "two_or_more")
SEXES = ("male", "female")
COLUMNS = tuple(f"{sex}_{race}" for sex in SEXES for race in RACES)


@dataclass(frozen=True)
class Headcount:
    """Employees alike in everything the form asks."""

    status: str | None = fact(
        "Full-time, other, or a permanent full-time new hire", choices=(FULL_TIME, OTHER, NEW_HIRE)
    )
    category: int | None = fact("Job category, 1 to 8 in the form's order", least=1, most=8)
    salary: Fraction | None = fact("Annual salary in dollars; of full-time employees", least=0)
    race: str | None = fact("Race and ethnicity as the form has them", choices=RACES)
    sex: str | None = fact("Sex as the form has it", choices=SEXES)
    count: int | None = fact("How many they are", least=1)


@dataclass(frozen=True)
class Facts:
    """The payroll that includes June 30 of the survey year, and the headcounts that human resources reports for it."""

    survey_year: int | None = fact("The survey year", least=1993, most=2200)
    bands: str | None = fact("Which salary bands the year's form has", choices=("v1", "v2"))
    employees: int | None = fact("All employees of the city, full- and part-time", least=0)
    full_time: int | None = fact("Headcount of full-time employees", least=0)
    other: int | None = fact("Headcount of others", least=0)
    new_hires: int | None = fact("Permanent full-time employees hired from July 1 to June 30", least=0)
    headcounts: tuple[Headcount, ...] = several(
        "The employees; without elected officials and those outside the law's word employee"
    )


EXAMPLE: dict[str, Any] = {
    "survey_year": 2023,
    "bands": "v1",
    "employees": 120,
    "full_time": 4,
    "other": 1,
    "new_hires": 1,
    "headcounts": [
        {"status": "full_time", "category": 2, "salary": 70000, "race": "asian", "sex": "female", "count": 2},
        {"status": "full_time", "category": 4, "salary": 54999, "race": "white", "sex": "male", "count": 2},
        {"status": "other_than_full_time", "category": 6, "race": "black", "sex": "female", "count": 1},
        {"status": "new_hire", "category": 2, "race": "asian", "sex": "female", "count": 1},
    ],
}


def judge(facts: Facts, law: Law) -> Verdict:
    """Ready to file where every row adds up; with what is missing where one does not."""
    seen = Consultation(law, REQUIREMENT)
    year = seen.need(facts.survey_year, "survey_year", _("Without the survey year it is not known which rows apply."))
    day = date(year, 6, 30) if year else None
    duty = _duty(facts, seen, day)
    if isinstance(duty, Said):
        return seen.verdict(Result.NOT_APPLICABLE, [duty], {"employees": facts.employees})
    if not facts.headcounts and (facts.full_time or facts.other or facts.new_hires):
        seen.need(None, "headcounts", _("The employees themselves are not given."))
    which = seen.need(facts.bands, "bands", _("Which salary bands the year's form has is not known."))
    written = seen.text(f"eeo4.bands.{which}", day) if which else None
    if seen.lacking or written is None:
        return seen.undetermined()
    bands = lower_bounds(written)
    placed = list(_placed(facts.headcounts, bands))
    told: dict[str, Any] = {
        "bands": bands,
        "rows": _rows(placed, len(bands)),
        "not_placed": sum(n for row, _c, n in placed if row is None),
    }
    reasons = [*_unplaced(told["not_placed"]), *_unlike(facts, placed, len(bands))]
    if year and year % 2 == 0:
        reasons.append(say(_("The report is of odd years; %(year)s is even."), year=year))
    if duty == "file" and not reasons:
        return seen.verdict(Result.EVIDENCE_CURRENT, [say(_("Every row adds up to its headcount."))], told)
    if duty == "keep":
        reasons.insert(0, say(_("Records are kept at this size; no report is filed.")))
    return seen.verdict(
        Result.EVIDENCE_DUE if len(reasons) > (duty == "keep") else Result.EVIDENCE_CURRENT, reasons, told
    )


def _duty(facts: Facts, seen: Consultation, day: date | None) -> str | Said | None:
    file_min, keep_min = seen.number("eeo4.file_min", day), seen.number("eeo4.keep_min", day)
    people = seen.need(facts.employees, "employees", _("Whether a report is due turns on the number of employees."))
    for name in ("full_time", "other", "new_hires"):
        seen.need(
            getattr(facts, name), name, _("The tables are held against the headcounts, and this one is not known.")
        )
    if people is None or file_min is None or keep_min is None:
        return None
    if people < keep_min:
        return say(_("%(people)s employees: records are kept from %(least)s."), people=people, least=keep_min)
    return "file" if people >= file_min else "keep"


def lower_bounds(written: str) -> list[Fraction]:
    """The bands' lower bounds in dollars, rising, of a row's value: "100 16000 20000"."""
    return [Fraction(one) for one in written.split()]


def band_of(salary: Fraction, bounds: Sequence[Fraction]) -> int | None:
    """The band, from 1, whose lower bound the salary reaches; None below the first."""
    reached = sum(bound <= salary for bound in bounds)
    return reached or None


Placed = tuple[int | None, str, int]  # the form's row, its column, how many


def _placed(headcounts: Sequence[Headcount], bounds: Sequence[Fraction]) -> Iterator[Placed]:
    """Each headcount in its row and column; without a row where the form has no place for what is not known."""
    for one in headcounts:
        row = _row(one, bounds)
        column = f"{one.sex}_{one.race}"
        yield (row if column in COLUMNS else None), column, one.count if one.count is not None else 1


def _row(one: Headcount, bounds: Sequence[Fraction]) -> int | None:
    """Full-time rows are category by band; then the total; then others by category and their total; then new hires."""
    categories, bands = len(CATEGORIES), len(bounds)
    if one.category is None:
        return None
    if one.status == FULL_TIME:
        band = band_of(one.salary, bounds) if one.salary is not None else None
        return (one.category - 1) * bands + band if band else None
    if one.status == OTHER:
        return categories * bands + 1 + one.category
    if one.status == NEW_HIRE:
        return categories * bands + 1 + categories + 1 + one.category
    return None


def _totals(bands: int) -> dict[str, tuple[int, range]]:
    """Each part's total row and the rows it sums; with 8 bands 65, 74 and 83."""
    full = len(CATEGORIES) * bands
    other = full + 1 + len(CATEGORIES)
    return {
        "full_time": (full + 1, range(1, full + 1)),
        "other": (other + 1, range(full + 2, other + 1)),
        "new_hires": (other + 2 + len(CATEGORIES), range(other + 2, other + 2 + len(CATEGORIES))),
    }


def _rows(placed: Sequence[Placed], bands: int) -> list[dict[str, Any]]:
    """Rows with somebody in them, and the totals always."""
    cells: Counter[tuple[int, str]] = Counter()
    for row, column, count in placed:
        if row is not None:
            cells[row, column] += count
    for total, rows in _totals(bands).values():
        for column in COLUMNS:
            cells[total, column] = sum(cells[row, column] for row in rows)
    shown = {row for (row, _column), count in cells.items() if count} | {
        total for total, _rows in _totals(bands).values()
    }
    return [
        {"row": row, "total": sum(cells[row, column] for column in COLUMNS),
         **{column: cells[row, column] for column in COLUMNS if cells[row, column]}}
        for row in sorted(shown)
    ]  # fmt: skip


def _unplaced(count: int) -> list[Said]:
    text = _("%(count)s employees have no place in the form: category, salary, race or sex is not known.")
    return [say(text, count=count)] if count else []


def _unlike(facts: Facts, placed: Sequence[Placed], bands: int) -> Iterator[Said]:
    for name, (_total, rows) in _totals(bands).items():
        found = sum(count for row, _column, count in placed if row in rows)
        if found != getattr(facts, name):
            text = _("%(name)s: the rows add up to %(found)s, the headcount is %(headcount)s.")
            yield say(text, name=name, found=found, headcount=getattr(facts, name))
