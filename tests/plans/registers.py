"""Entries of the registers, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.models import AlignmentItem, CityComparison, ListedPolicy, LongRangePlan
from plans.registers.acts import enter
from plans.registers.catalogue import ALIGNMENTS, COMPARISONS, LONG_RANGES, POLICIES
from raci.models import Theme
from tests.city import SmallCity

COMPARED = {
    "city": "Elsewhere", "practice": "Budgets by district", "words": "", "source": "Its budget", "lesson": "Begin early.",
    "looked_on": date(2026, 3, 1),
}  # fmt: skip


def policy_values(city: SmallCity, title: str = "Fees of pools", **said: Any) -> dict[str, Any]:
    return {
        "title": title, "unit": city.parks, "reference": "PRK-3.01", "in_force_since": date(2020, 1, 1), "reviewed_on": None,
        "review_every_years": 5, "verdict": "", "why": "", "begun": "", "standard": None, **said,
    }  # fmt: skip


def policy(city: SmallCity, title: str = "Fees of pools", **said: Any) -> ListedPolicy:
    row: ListedPolicy = enter(POLICIES, policy_values(city, title, **said), by=city.office)
    return row


def comparison(city: SmallCity, **said: Any) -> CityComparison:
    row: CityComparison = enter(COMPARISONS, {**COMPARED, **said}, by=city.office)
    return row


def alignment(city: SmallCity, **said: Any) -> AlignmentItem:
    values = {
        "body": "Housing board", "theme": Theme.objects.earliest("order"), "question": "Where shelters are built",
        "position": "Near transit.", "result": "", "met_on": date(2026, 5, 1), "next_on": None, **said,
    }  # fmt: skip
    row: AlignmentItem = enter(ALIGNMENTS, values, by=city.officer)
    return row


def long_range(city: SmallCity, title: str = "Parks 2045", **said: Any) -> LongRangePlan:
    values = {
        "title": title, "unit": city.parks, "theme": None, "reference": "", "adopted_on": date(2016, 6, 15),
        "until_year": 2045, "next_on": None, "review": "none", "reviewed_on": None, "found": "", "followed": "", **said,
    }  # fmt: skip
    row: LongRangePlan = enter(LONG_RANGES, values, by=city.office)
    return row
