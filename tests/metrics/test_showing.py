"""A value is written in one way wherever it stands: pages, charts and lists; and so is a period."""

from __future__ import annotations

from datetime import date

import pytest

from metrics import chart_words, showing
from metrics.models import IndicatorVersion


@pytest.mark.parametrize(
    ("kind", "label", "number", "says"),
    [
        ("rate", "%", 63.0, "63\u00a0%"),
        ("rate", "%", 62.96, "63\u00a0%"),
        ("rate", "%", 63.44, "63.4\u00a0%"),
        ("rate", "%", 0.034, "0.03\u00a0%"),  # what is not 0 does not read as 0
        ("rate", "%", 0.0, "0\u00a0%"),
        ("rate", "%", 1e-15, "0\u00a0%"),
        ("count", "people", 12345.0, "12,345\u00a0people"),
        ("estimate", "", 0.01234, "0.012"),
        ("mean", "$", 1234.5, "$1,234"),
        ("events", "per 100 FTE", 3.4, "3.40\u00a0per 100 FTE"),
        ("events", "per 100 FTE", 3.0, "3\u00a0per 100 FTE"),
        ("mean", "days", None, ""),
        ("mean", "days", float("nan"), ""),
    ],
)
def test_a_page_and_a_chart_write_one_value_alike(kind: str, label: str, number: float | None, says: str) -> None:
    version = IndicatorVersion(value_kind=kind, unit_label=label)
    assert showing.value(number, version) == says
    if says:
        assert chart_words.words().read(number, showing.unit_of(version)) == says


def test_a_difference_of_shares_is_in_points() -> None:
    share = IndicatorVersion(value_kind="rate", unit_label="%")
    dollars = IndicatorVersion(value_kind="mean", unit_label="$")
    assert showing.difference(-9.0, share) == "−9 points"
    assert showing.difference(9.25, share, signed=False) == "9.2 points"
    assert showing.difference(-250, dollars) == "−$250"
    assert showing.between(-15.6, 2, share, signed=True) == "−15.6 to +2"


@pytest.mark.parametrize(
    ("begins", "ends", "first_month", "says"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), 7, "2021"),
        (date(2024, 7, 1), date(2025, 6, 30), 7, "FY 2025"),
        (date(2024, 7, 1), date(2025, 6, 30), 1, "1 Jul 2024 – 30 Jun 2025"),
        (date(2021, 4, 1), date(2021, 6, 30), 7, "2021 Q2"),
        (date(2021, 6, 1), date(2021, 6, 30), 7, "Jun 2021"),
        (date(2017, 1, 1), date(2021, 12, 31), 7, "2017–2021"),
        (date(2021, 6, 5), date(2021, 6, 5), 7, "5 Jun 2021"),
    ],
)
def test_a_period_is_called_by_the_shortest_name_that_says_it(
    begins: date, ends: date, first_month: int, says: str
) -> None:
    assert showing.period(begins, ends, first_month) == says
