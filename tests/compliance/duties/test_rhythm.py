"""When something is due: each cadence, at its edges; what the law gives no day for is not guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compliance.duties.rhythm import Rhythm, Span, Year, of_award, spans

JULY = Year(7, 1)
SINCE = date(2026, 1, 15)


def told(cadence: str, today: str, **more: Any) -> list[tuple[str, str, str, str]]:
    """Part, first day, last day, due; "-" for none."""
    found = spans(Rhythm(cadence, more.pop("since", SINCE), **more), date.fromisoformat(today), JULY)
    return [line(one) for one in found]


def line(one: Span) -> tuple[str, str, str, str]:
    return one.part, str(one.begins), str(one.ends or "-"), str(one.due or "-")


FY26 = ("", "2025-07-01", "2026-06-30", "2026-06-30")
FY27 = ("", "2026-07-01", "2027-06-30", "2027-06-30")


@pytest.mark.parametrize(
    ("cadence", "today", "more", "found"),
    [
        ("annual", "2026-03-30", {}, [FY26]),
        ("annual", "2026-03-31", {}, [FY26, FY27]),  # the next one begins within 92 days
        ("annual", "2026-06-30", {}, [FY26, FY27]),
        ("annual", "2026-07-01", {}, [FY27]),
        ("continuous", "2026-03-30", {}, [FY26]),
        ("continuous", "2026-03-30", {"review": "annual"}, [FY26]),  # one look is both
        ("annual", "2026-03-30", {"review": "per_event"}, [FY26]),
        ("monthly", "2027-12-05", {}, [
            ("", "2027-12-01", "2027-12-31", "2027-12-31"), ("", "2028-01-01", "2028-01-31", "2028-01-31"),
            ("", "2028-02-01", "2028-02-29", "2028-02-29"), ("", "2028-03-01", "2028-03-31", "2028-03-31"),
        ]),
        ("biennial_odd_year", "2026-11-29", {}, [("", "2026-01-01", "2027-12-31", "2027-12-31")]),
        ("biennial_odd_year", "2027-12-31", {}, [
            ("", "2026-01-01", "2027-12-31", "2027-12-31"), ("", "2028-01-01", "2029-12-31", "2029-12-31"),
        ]),
        ("biennial_odd_year", "2026-11-29", {"counts_from": date(2025, 9, 30)}, [
            ("", "2026-01-01", "2027-12-31", "2027-09-30"),
        ]),
        ("once", "2026-11-29", {}, [("", "2026-01-15", "-", "2026-06-30")]),
        ("once", "2026-11-29", {"review": "every_n_years", "review_every": 3}, [("", "2026-01-15", "-", "2026-06-30")]),
        ("once", "2026-11-01", {"review": "every_n_years", "review_every": 3, "counts_from": date(2024, 2, 29)}, [
            ("", "2026-01-15", "-", "2026-06-30"), ("review", "2024-03-01", "2027-02-28", "2027-02-28"),
        ]),
        ("every_n_years", "2026-11-29", {"every": 3}, [("", "2026-01-15", "-", "-")]),
        ("every_n_years", "2026-11-29", {"every": 3, "counts_from": date(2024, 6, 1)}, [
            ("", "2024-06-02", "2027-06-01", "2027-06-01"),
        ]),
        ("every_n_years", "2027-06-01", {"every": 3, "counts_from": date(2024, 6, 1)}, [
            ("", "2024-06-02", "2027-06-01", "2027-06-01"), ("", "2027-06-02", "2030-06-01", "2030-06-01"),
        ]),
        ("every_n_years", "2026-11-29", {"every": 3, "counts_from": date(2027, 6, 1)}, [
            ("", "2026-01-15", "2027-06-01", "2027-06-01"),
        ]),
        ("every_n_years", "2026-11-29", {"every": 3, "review": "annual", "counts_from": date(2024, 6, 1)}, [
            ("", "2024-06-02", "2027-06-01", "2027-06-01"), ("review", "2026-07-01", "2027-06-30", "2027-06-30"),
        ]),
        ("by_fixed_date", "2026-11-29", {"fixed": date(2027, 4, 26), "review": "continuous"}, [
            ("", "2026-01-15", "-", "2027-04-26"),
        ]),
        ("by_fixed_date", "2027-07-01", {"fixed": date(2027, 4, 26), "review": "continuous"}, [
            ("", "2026-01-15", "-", "2027-04-26"), ("review", "2027-07-01", "2028-06-30", "2028-06-30"),
        ]),
        ("by_fixed_date", "2026-11-29", {}, [("", "2026-01-15", "-", "-")]),
        ("per_event", "2026-11-29", {}, []),
        ("per_award", "2026-11-29", {}, []),
    ],
)  # fmt: skip
def test_each_cadence_has_its_days(cadence: str, today: str, more: dict[str, Any], found: list[Any]):
    assert told(cadence, today, **more) == found


def test_an_award_asks_by_its_first_day_and_its_assurance_is_refreshed_each_year_it_runs():
    rhythm, today = Rhythm("per_award", SINCE, review="annual"), date(2026, 11, 29)
    itself = ("", "2026-02-01", "2028-01-31", "2026-02-01")
    running = of_award(rhythm, date(2026, 2, 1), date(2028, 1, 31), today, JULY)
    assert [line(one) for one in running] == [itself, ("review", "2026-07-01", "2027-06-30", "2027-06-30")]
    young = of_award(rhythm, date(2026, 9, 1), None, today, JULY)
    assert [line(one) for one in young] == [("", "2026-09-01", "-", "2026-09-01")]


def test_a_fiscal_year_begins_where_the_city_says():
    assert Year(1, 1).beginning(date(2026, 12, 31)) == date(2026, 1, 1)
    assert Year(1, 1).after(date(2026, 1, 1)) == date(2026, 12, 31)
    assert Year(10, 1).beginning(date(2026, 9, 30)) == date(2025, 10, 1)
    assert Year(2, 29).beginning(date(2027, 2, 28)) == date(2027, 2, 28)
