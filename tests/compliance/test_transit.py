"""Transit providers, changes of service and standards, through the command: compliance.md 4.2."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compliance.asking import ask, lacks, row, rows

MAJOR = row("t6.fta.major_change", "0.25")


def change(**more: Any) -> dict[str, Any]:
    told = {
        "decided_on": "2026-06-30",
        "kind": "service",
        "adverse": True,
        "group": "minority",
        "share_affected": 0.529,
    }
    return {**told, "share_service_area": 0.442, "route_hours": 100, "route_hours_changed": 30, **more}


@pytest.mark.parametrize(
    ("threshold", "result"),
    [
        (("di_pp", "5"), "INDICATOR_RAISED"), (("di_pp", "10"), "NO_INDICATION"), (("di_pp", "8.7"), "INDICATOR_RAISED"),
        (("di_ratio", "1.20"), "NO_INDICATION"), (("di_ratio", "1.19"), "INDICATOR_RAISED"),
    ],
)  # fmt: skip
def test_the_citys_own_threshold_in_either_form(threshold, result):
    name, value = threshold
    answer = ask("service_equity", change(), rows=rows(MAJOR, row(f"t6.fta.{name}", value)))
    assert answer["result"] == result
    assert answer["figures"]["difference_pp"] == pytest.approx(8.7)
    assert answer["figures"]["ratio"] == pytest.approx(1.19683, abs=5e-6)


def test_a_ratio_below_the_threshold_is_not_rounded_onto_it():
    answer = ask("service_equity", change(), rows=rows(MAJOR, row("t6.fta.di_ratio", "1.20")))
    assert "1.197" in answer["why"][0]
    close = ask(
        "service_equity", change(share_affected=0.53038), rows=rows(MAJOR, row("t6.fta.di_ratio", "1.20"))
    )  # 1.19995
    assert "1.200," not in close["why"][0]


def test_until_the_governing_body_has_set_its_policy_nothing_is_determined():
    answer = ask("service_equity", change())
    assert answer["result"] == "CANNOT_DETERMINE"
    assert lacks(answer) == ["t6.fta.major_change", "t6.fta.di_pp", "t6.fta.di_ratio"]
    assert {one["who_can_enter_it"]["role"] for one in answer["lacking"]} == {"OEHR"}
    burden = ask("service_equity", change(group="low_income"), rows=rows(MAJOR, row("t6.fta.di_pp", "5")))
    assert lacks(burden) == ["t6.fta.db_pp", "t6.fta.db_ratio"]


def test_a_benefit_is_raised_where_the_group_gets_less_of_it():
    own = rows(MAJOR, row("t6.fta.di_pp", "5"))
    assert ask("service_equity", change(adverse=False), rows=own)["result"] == "NO_INDICATION"
    assert ask("service_equity", change(adverse=False, share_affected=0.39), rows=own)["result"] == "INDICATOR_RAISED"


def test_what_the_policy_does_not_reach():
    own = rows(MAJOR, row("t6.fta.di_pp", "5"))
    assert ask("service_equity", change(route_hours_changed=24.9), rows=own)["result"] == "NOT_APPLICABLE"
    assert ask("service_equity", change(route_hours_changed=25), rows=own)["result"] == "INDICATOR_RAISED"
    fare = change(kind="fare", route_hours=None, route_hours_changed=None)
    assert ask("service_equity", {**fare, "temporary_months": 5}, rows=own)["result"] == "NOT_APPLICABLE"
    assert ask("service_equity", {**fare, "temporary_months": 6}, rows=own)["result"] == "INDICATOR_RAISED"
    assert ask("service_equity", change(route_hours=None), rows=own)["result"] == "CANNOT_DETERMINE"


@pytest.mark.parametrize(
    ("agency", "day", "basis"),
    [
        ("DOJ", "2025-12-10", False),
        ("DOJ", "2025-12-09", None),
        ("DOT", "2026-06-30", True),
        ("HUD", "2026-06-30", None),
    ],
)
def test_which_theory_an_agency_applies_is_a_row(agency, day, basis):
    assert ask("service_equity", change(agency=agency, decided_on=day))["figures"]["effects_basis"] is basis


@pytest.mark.parametrize(
    ("people", "vehicles", "large"), [(200000, 50, True), (199999, 50, False), (200000, 49, False), (None, 50, None)]
)
def test_a_large_provider_by_both_numbers(people, vehicles, large):
    told = {
        "as_of": "2026-06-30",
        "receives_fta": True,
        "fixed_route": True,
        "uza_population": people,
        "peak_vehicles": vehicles,
    }
    answer = ask("fta_provider", told)
    assert answer["figures"].get("large_provider") is large
    assert answer["result"] == {True: "EVIDENCE_DUE", False: "NOT_APPLICABLE", None: "CANNOT_DETERMINE"}[large]


def test_a_third_of_the_miles_makes_a_minority_route_and_its_headway_is_compared():
    routes = [
        {"route": "10", "revenue_miles": 900, "minority_miles": 300, "headway": 20, "on_time": 0.9},
        {"route": "20", "revenue_miles": 900, "minority_miles": 299, "headway": 15, "on_time": 0.8},
    ]
    answer = ask("route_monitoring", {"period_end": "2026-06-30", "mode": "bus", "routes": routes})
    assert answer["figures"]["minority_routes"] == ["10"]
    assert {one["standard"]: one["worse"] for one in answer["figures"]["standards"]} == {
        "headway": True,
        "on_time": False,
    }
    assert answer["result"] == "WATCH"
    routes[0]["minority_miles"] = None
    assert ask("route_monitoring", {"period_end": "2026-06-30", "routes": routes})["result"] == "CANNOT_DETERMINE"
