"""Work injuries and the EEO-4, through the command: compliance.md 13.2 and 10."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compliance.asking import ask, lacks, row, rows

MONTH = {
    "period_end": "2026-06-30", "claims": 36, "fte": 2600, "months": 1, "recordable": 27, "dart": 15, "hours": 412000,
    "incurred": 486000,
}  # fmt: skip
SERIES = [
    (31, 2590), (28, 2600), (36, 2600), (33, 2610), (25, 2605), (41, 2615), (30, 2620), (29, 2620), (34, 2625), (27, 2630),
    (38, 2630), (62, 2635),
]  # fmt: skip
YEARS = [(310, 4900000), (287, 4950000), (255, 5020000)]


def months(*series: tuple[int | None, int | None]) -> list[dict[str, Any]]:
    return [
        {"month": f"2026-{at:02d}", "claims": claims, "fte": fte} for at, (claims, fte) in enumerate(series, start=1)
    ]


def test_the_worked_month():
    answer = ask("wc_rates", MONTH)
    figures = answer["figures"]
    assert figures["claims_per_100_fte"] == pytest.approx(1.385, abs=5e-4)
    assert figures["annualised"] == pytest.approx(16.62, abs=5e-3)
    assert figures["trir"] == pytest.approx(13.107, abs=5e-4)
    assert figures["trir_ci"] == [pytest.approx(8.64, abs=5e-3), pytest.approx(19.07, abs=5e-3)]
    assert figures["dart"] == pytest.approx(7.282, abs=5e-4)
    assert figures["cost_per_claim"] == 13500
    assert figures["cost_per_100_fte"] == pytest.approx(18692, abs=0.5)
    assert answer["result"] == "NO_INDICATION"


def test_several_years_are_all_cases_of_all_hours():
    told = [{"year": 2023 + at, "cases": cases, "hours": hours} for at, (cases, hours) in enumerate(YEARS)]
    figures = ask("wc_rates", {**MONTH, "years": told})["figures"]
    assert figures["yearly"] == [pytest.approx(one, abs=5e-4) for one in (12.653, 11.596, 10.159)]
    assert figures["pooled"] == pytest.approx(11.4593, abs=5e-5)
    unknown = ask("wc_rates", {**MONTH, "years": [*told, {"year": 2026, "cases": 0, "hours": None}]})
    assert (unknown["result"], lacks(unknown)) == ("CANNOT_DETERMINE", ["years[4]"])
    assert "pooled" not in unknown["figures"]


def test_the_control_chart_tells_the_month_that_is_news():
    answer = ask("wc_rates", {**MONTH, "series": months(*SERIES)})
    chart = answer["figures"]["chart"]
    assert chart["centre"] == pytest.approx(1.2246, abs=5e-5)
    assert (chart["last"], chart["ucl"], chart["lcl"]) == tuple(
        pytest.approx(one, abs=5e-4) for one in (2.353, 1.871, 0.578)
    )
    assert chart["rolling"] == pytest.approx(15.83, abs=5e-3)
    assert (chart["signals"], answer["result"]) == (["2026-12"], "INDICATOR_RAISED")
    quiet = ask("wc_rates", {**MONTH, "series": months(*SERIES[:-1])})
    assert quiet["result"] == "NO_INDICATION"
    silent = ask("wc_rates", {**MONTH, "series": months(*SERIES[:-1], (3, 2635))})
    assert silent["result"] == "WATCH"  # few claims: were all reported?


@pytest.mark.parametrize(
    ("wrong", "lack"),
    [({"hours": 0}, "hours"), ({"hours": None}, "hours"), ({"hours": -5}, "hours"), ({"recordable": None}, "recordable"),
     ({"dart": 28}, "dart"), ({"fte": 0}, "fte"), ({"period_end": None}, "period_end"),
     ({"series": months((1, 9), (2, None))}, "series[2]")],
)  # fmt: skip
def test_without_hours_nobody_was_hurt_is_not_what_it_says(wrong, lack):
    answer = ask("wc_rates", {**MONTH, **wrong})
    assert (answer["result"], lacks(answer)) == ("CANNOT_DETERMINE", [lack])


def test_the_base_and_the_first_contact_are_rows():
    own = rows(row("wc.base_hours", "1000000", unit="hours"))
    assert ask("wc_rates", MONTH, rows=own)["figures"]["trir"] == pytest.approx(5 * 13.1068, abs=1e-3)
    assert ask("wc_rates", {**MONTH, "contact_hours": [1, 24, 24.1]})["figures"]["contacts_late"] == 1


# ---- EEO-4


def person(status: str = "full_time", **more: Any) -> dict[str, Any]:
    return {"status": status, "category": 1, "salary": 16000, "race": "asian", "sex": "female", "count": 1, **more}


def city(*headcounts: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {"survey_year": 2023, "bands": "v1", "employees": 120, "full_time": 0, "other": 0, "new_hires": 0}
    return {**told, "headcounts": list(headcounts), **more}


def rows_of(answer: dict[str, Any]) -> dict[int, int]:
    return {one["row"]: one["total"] for one in answer["figures"]["rows"]}


@pytest.mark.parametrize(
    ("category", "salary", "line"),
    [(1, 100, 1), (1, 15999.99, 1), (1, 16000, 2), (1, 70000, 8), (8, 70000, 64), (8, 69999, 63), (2, 15000, 9)],
)
def test_a_salary_on_an_edge_belongs_to_the_band_that_begins_there(category, salary, line):
    answer = ask("eeo4_tables", city(person(category=category, salary=salary), full_time=1))
    assert rows_of(answer) == {line: 1, 65: 1, 74: 0, 83: 0}
    assert answer["result"] == "EVIDENCE_CURRENT"


def test_the_forms_rows_and_its_totals():
    answer = ask("eeo4_tables", city(
        person(count=3), person("other_than_full_time", category=8), person("new_hire", category=1, count=2),
        full_time=3, other=1, new_hires=2,
    ))  # fmt: skip
    assert rows_of(answer) == {2: 3, 65: 3, 73: 1, 74: 1, 75: 2, 83: 2}
    assert answer["figures"]["rows"][0]["female_asian"] == 3


@pytest.mark.parametrize(
    "wrong",
    [
        city(person(), full_time=2),
        city(person(race=None), full_time=1),
        city(person(salary=None), full_time=1),
        city(person(), full_time=1, survey_year=2024),
    ],
)
def test_what_does_not_add_up_is_not_ready(wrong):
    assert ask("eeo4_tables", wrong)["result"] == "EVIDENCE_DUE"


def test_whom_it_is_due_of_and_which_bands():
    assert ask("eeo4_tables", city(person(), full_time=1, employees=14))["result"] == "NOT_APPLICABLE"
    keep = ask("eeo4_tables", city(person(), full_time=1, employees=99))
    assert (keep["result"], "no report is filed" in keep["why"][0]) == ("EVIDENCE_CURRENT", True)
    new = ask("eeo4_tables", city(person(), full_time=1, bands="v2", survey_year=2025))
    assert (new["result"], lacks(new)) == ("CANNOT_DETERMINE", ["eeo4.bands.v2"])
    assert new["lacking"][0]["who_can_enter_it"]["role"] == "ATTY"
