"""What the commands say beyond the formulas: shapes, references, what is not known, progress, gaps, the index."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from metrics.statistics import ordered
from metrics.statistics.disparity import comparisons
from metrics.statistics.references import ALPHA, Counted, highest, rest
from tests.metrics.tables import admissions, told, write

approx = pytest.approx
GROUP = ["group", "n", "k", "rate", "rate_ci"]
COMPARISON = [
    "group", "reference", "difference", "difference_ci", "ratio", "ratio_ci", "four_fifths", "z", "p_z", "p_fisher", "p_midp",
    "phi", "h", "shortfall", "shortfall_to_80", "flip", "result",
]  # fmt: skip
STRATIFIED = ["mh_z", "mh_odds_ratio", "p", "homogeneity_p"]
CITY = [
    ("black", "women", 120, 40), ("black", "men", 100, 45), ("white", "women", 400, 220), ("white", "men", 420, 260),
    ("unknown", "women", 30, 12), ("unknown", "men", 25, 25),
]  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


def test_the_shape_that_programs_rely_on(table: Path):
    answer = told("disparity", table, "race,gender,n,k", CITY, "--by", "race", "--stratum", "gender")
    assert all(name in answer["groups"][0] for name in GROUP)
    assert all(name in answer["comparisons"][0] for name in COMPARISON)
    assert all(name in answer["stratified"][0] for name in STRATIFIED)
    assert [group["group"] for group in answer["groups"]] == ["black", "white", "unknown"]


def test_dimensions_are_crossed_or_summed(table: Path):
    crossed = told("disparity", table, "race,gender,n,k", CITY)
    assert [group["group"] for group in crossed["groups"]][:2] == ["black|women", "black|men"]
    assert len(crossed["intersections"]) == 6
    summed = told("disparity", table, "race,gender,n,k", CITY, "--by", "gender")
    assert [(group["n"], group["k"]) for group in summed["groups"]] == [(550, 272), (545, 330)]
    assert "intersections" not in summed


def test_strata_that_were_added_together_are_said_to_be(table: Path):
    answer = told("disparity", table, "department,group,n,k", admissions())
    assert answer["comparisons"][0]["result"] == "INDICATOR_RAISED"
    assert "--stratum department" in answer["notes"][0]
    within = told("disparity", table, "department,group,n,k", admissions(), "--stratum", "department")
    assert within["notes"] == []


def test_three_rules_of_reference(table: Path):
    by_highest = told("disparity", table, "race,gender,n,k", CITY, "--by", "race")
    assert {one["reference"] for one in by_highest["comparisons"]} == {"white"}  # the unknown have a higher rate
    by_name = told("disparity", table, "race,gender,n,k", CITY, "--by", "race", "--reference", "black")
    assert [one["group"] for one in by_name["comparisons"]] == ["white", "unknown"]
    by_rest = told("disparity", table, "race,gender,n,k", CITY, "--by", "race", "--reference", "rest")
    black = by_rest["comparisons"][0]
    assert (black["group"], black["reference"]) == ("black", "rest")
    assert black["difference"] == approx(85 / 220 - 517 / 875)


def test_the_highest_of_equal_rates_is_the_larger_group_and_a_part_of_the_pool_counts():
    tie = highest([Counted("small", 20, 40), Counted("large", 200, 400)])
    assert tie.counted is not None
    assert tie.counted.name == "large"
    sliver = highest([Counted("sliver", 35, 35), Counted("all", 1000, 2000)])  # 1.7 % of the pool
    assert sliver.counted is not None
    assert sliver.counted.name == "all"
    assert rest([Counted("a", 1, 2), Counted("b", None, 2)], Counted("c", 1, 1)).counted is None


def test_what_is_not_known_is_null_with_a_reason_and_never_zero(table: Path):
    lines = [("a", 100, 50), ("b", 80, ""), ("c", "NA", 10), ("d", 0, 0)]
    answer = told("disparity", table, "group,n,k", lines)
    for group in answer["groups"][1:]:
        assert (group["rate"], group["rate_ci"]) == (None, [None, None])
        assert group["reasons"]["rate"]
    assert (answer["groups"][1]["k"], answer["groups"][2]["n"], answer["groups"][3]["n"]) == (None, None, 0)
    for one in answer["comparisons"]:
        assert (one["ratio"], one["p_z"], one["result"]) == (None, None, "CANNOT_DETERMINE")
        assert one["reasons"]["comparison"]
    partly = told("disparity", table, "year,group,n,k", [("1", "a", 10, 5), ("2", "a", 10, "")], "--stratum", "year")
    assert partly["groups"][0]["k"] is None  # one unknown year makes the sum unknown, not smaller


@pytest.mark.parametrize(
    ("focal", "other", "result"),
    [
        ((12, 40), (48, 80), "INDICATOR_RAISED"), ((1, 10), (3, 20), "CANNOT_DETERMINE"),
        ((1840, 4000), (3000, 6000), "WATCH"), ((12, 25), (36, 60), "NO_INDICATION"),
        ((799, 2000), (500, 1000), "INDICATOR_RAISED"), ((0, 6), (9, 30), "WATCH"),
        ((14, 50), (45, 100), "INDICATOR_RAISED"), ((3, 5), (15, 20), "NO_INDICATION"), ((0, 9), (0, 9), "CANNOT_DETERMINE"),
        ((1, 20), (2, 20), "CANNOT_DETERMINE"),
    ],
)  # fmt: skip
def test_what_it_amounts_to(focal: tuple[int, int], other: tuple[int, int], result: str):
    (one,) = comparisons([Counted("focal", *focal), Counted("other", *other)], "other")
    assert one.result == result
    assert one.reasons["result"]
    assert one.primary == ("p_midp" if one.least_expected < 5 or focal[1] + other[1] < 30 else "p_z")
    if result in ("INDICATOR_RAISED",):
        assert one.p < ALPHA


def test_many_comparisons_are_adjusted_for_their_number():
    groups = [Counted("all", 500, 1000), *(Counted(f"g{at}", 450 + at, 1000) for at in range(10))]
    found = comparisons(groups)
    assert all(one.p_adjusted >= one.p for one in found)
    assert any(one.p_adjusted > one.p for one in found)


# ---- inequality


QUINTILES = [
    ("poorest", 75.6, 2072, 1.6, "yes", 1), ("second", 91.0, 2112, 1.1, "yes", 2), ("third", 96.0, 1983, 0.6, "yes", 3),
    ("fourth", 97.0, 2052, 0.6, "yes", 4), ("richest", 99.2, 1884, 0.2, "yes", 5),
]  # fmt: skip
HEADER = "group,value,population,se,favourable,order"


def test_measures_of_order_are_refused_where_there_is_none(table: Path):
    ladder = told("inequality", table, HEADER, QUINTILES)
    assert ladder["refused"] == {}
    assert ladder["measures"]["sii_linear"]["estimate"] > 0
    races = [(*line[:5], "") for line in QUINTILES]
    flat = told("inequality", table, HEADER, races)
    assert "never for race or gender" in flat["refused"]["sii_linear"]
    assert not {"difference", "ratio", "sii_logit", "absolute_concentration_index"} & flat["measures"].keys()
    twice = told("inequality", table, HEADER, [(*line[:5], 1) for line in QUINTILES])
    assert "same place" in twice["refused"]["rii_linear"]
    with pytest.raises(ordered.Unordered):
        ordered.ladder(np.array([1.0, np.nan]), *(np.ones(2) for _ in range(3)))


def test_a_measure_that_needs_what_is_not_there_is_null(table: Path):
    answer = told("inequality", table, "group,value,favourable", [("a", 0, "no"), ("b", 4, "no"), ("c", 6, "no")])
    measures, reasons = answer["measures"], answer["reasons"]
    assert (measures["mrd"]["estimate"], measures["mrd"]["ci"], measures["mrr"]["estimate"]) == (6, [None, None], None)
    assert measures["index_of_disparity_weighted"]["estimate"] is None
    assert {"weighted", "ci", "mld_x1000", "reference"} <= reasons.keys()
    assert answer["best_group"] == "a"


def test_where_less_is_better_best_is_lowest_and_nobody_gains_by_rising(table: Path):
    lines = [("a", 10, 100, 1, "no"), ("b", 20, 100, 1, "no"), ("c", 30, 200, 1, "no")]
    measures = told("inequality", table, "group,value,population,se,favourable", lines, "--reference", "b")["measures"]
    assert measures["population_attributable_risk"]["estimate"] == approx(-12.5)
    assert measures["difference_vs_reference"]["estimate"] == 10
    assert measures["srr"]["estimate"] == approx(2.5)
    assert measures["mrd"]["ci"] != measures["difference_max_min"]["ci"]
    assert measures["mrd"]["ci"][0] < 20 < measures["mrd"]["ci"][1]


def test_theils_error_is_told_in_the_unit_of_its_estimate(table: Path):
    measures = told("inequality", table, HEADER, QUINTILES)["measures"]
    for name in ("theil_x1000", "mld_x1000"):
        one = measures[name]
        assert 0.05 < one["se"] / one["estimate"] < 2  # a thousandth of it where only the estimate is multiplied
        assert one["ci"] == approx([one["estimate"] - 1.959964 * one["se"], one["estimate"] + 1.959964 * one["se"]])


# ---- progress and gaps


def test_progress_of_milestones_and_what_is_none(table: Path):
    lines = [
        ("first", 0, 100, 40, "up"), ("beyond", 10, 20, 25, "up"), ("back", 10, 20, 5, "up"), ("less", 50, 40, 45, "down"),
        ("worse target", 50, 40, 45, "up"), ("no way", 5, 5, 5, "up"), ("unknown", "", 5, 5, "up"),
    ]  # fmt: skip
    rows = told("progress", table, "measure,baseline,target,value,direction", lines)["rows"]
    assert [row["progress"] for row in rows] == [40, 150, -50, 50, None, None, None]
    assert [row["better"] for row in rows] == [True, True, False, True, False, None, None]
    assert [row["reached"] for row in rows] == [False, True, False, False, None, True, True]
    assert [bool(row["reasons"]) for row in rows] == [False] * 4 + [True] * 3
    assert "worse than the baseline" in rows[4]["reasons"]["progress"]
    assert rows[0]["name"] == "first"


def test_a_gap_that_narrows_because_the_better_off_lose_is_levelling_down(table: Path):
    lines = [
        ("white", 80, 90, 70, "up", 1, 1), ("fell less", 60, 90, 58, "up", 1, 1), ("rose", 60, 90, 65, "up", 1, 1),
        ("fell more", 60, 90, 40, "up", 1, 1), ("ahead", 60, 90, 75, "up", "", ""),
    ]  # fmt: skip
    header = "group,baseline,target,value,direction,baseline_se,value_se"
    gaps = {one["name"]: one for one in told("progress", table, header, lines, "--reference", "white")["gaps"]}
    assert {name: one["movement"] for name, one in gaps.items()} == {
        "fell less": "levelled down", "rose": "narrowed", "fell more": "widened", "ahead": "reversed",
    }  # fmt: skip
    one = gaps["fell less"]
    assert (one["gap_change"], one["level_change_focal"], one["level_change_ref"]) == (8, -2, -10)
    assert one["z"] == approx(8 / 2)
    assert (gaps["ahead"]["z"], bool(gaps["ahead"]["reasons"])) == (None, True)


def test_absolute_and_relative_gaps_that_move_apart_are_said_to(table: Path):
    lines = [("white", 10, 0, 5, "down"), ("black", 20, 0, 12, "down")]
    (one,) = told("progress", table, "group,baseline,target,value,direction", lines, "--reference", "white")["gaps"]
    assert (one["gap_before"], one["gap_now"]) == (10, 7)
    assert (one["ratio_before"], one["ratio_now"], one["opposite"]) == (2, 2.4, True)
    assert one["movement"] == "levelled up"


# ---- the index


INDEX = "domain,indicator,group,value,n,se,floor,goal,weight"


def test_an_index_with_its_parts(table: Path):
    lines = [
        ("health", "insured", "", 80, "", 1, 50, 100, 2), ("health", "insured", "a", 60, 100, 2, 50, 100, ""),
        ("health", "insured", "b", 90, 100, 2, 50, 100, ""), ("health", "insured", "tiny", 1, 5, 2, 50, 100, ""),
        ("housing", "evicted", "", 4, "", "", 8, 0, 1),
    ]  # fmt: skip
    answer = told("index", table, INDEX, lines)
    insured, evicted = answer["indicators"]
    assert (insured["level"], insured["gap"]) == approx((60, 100 * 60 / 90))
    assert (evicted["level"], evicted["gap"], evicted["index"]) == (50, None, 50)
    health = (60 + 100 * 60 / 90) / 2
    assert answer["index"]["score"] == approx((health * 50) ** 0.5)
    assert answer["index"]["coverage"] == 1
    assert answer["index"]["ci"][0] < answer["index"]["score"] < answer["index"]["ci"][1]
    assert answer["gap"]["score"] == approx(100 * 60 / 90)
    assert [one["domain"] for one in answer["domains"]] == ["health", "housing"]


def test_an_index_of_too_little_is_null_and_says_what_is_missing(table: Path):
    lines = [("d", f"i{at}", "", 5 if at < known else "", "", "", 0, 10, 1) for known in (6,) for at in range(10)]
    answer = told("index", table, INDEX, lines)
    assert (answer["index"]["score"], answer["index"]["coverage"]) == (None, approx(0.6))
    assert "70 %" in answer["index"]["reasons"]["score"]
    enough = [(*line[:3], 5 if at < 7 else "", *line[4:]) for at, line in enumerate(lines)]
    answer = told("index", table, INDEX, enough)
    assert (answer["index"]["score"], answer["index"]["coverage"]) == (approx(50), approx(0.7))
    assert answer["indicators"][9]["reasons"]["level"]


def test_a_poor_domain_is_not_bought_off_and_zero_does_not_erase(table: Path):
    def score(*values: float) -> Any:
        lines = [(f"d{at}", "i", "", value, "", "", 0, 100, 1) for at, value in enumerate(values)]
        return told("index", table, INDEX, lines)["index"]["score"]

    assert score(10, 90) == approx(30)
    assert score(0, 100) == approx(10)
    assert score(-50, 400) == approx(10)  # beyond the goalposts


# ---- for people


def test_without_json_it_is_told_in_lines(table: Path):
    out = io.StringIO()
    call_command("disparity", str(write(table, "group,n,k", [("a", 50, 10), ("b", 50, 20)])), stdout=out)
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert {"four_fifths: below", "ratio: 0.5", "reference: b"} <= set(lines)
    (interval,) = [line for line in lines if line.startswith("difference_ci: ")]
    low, high = (float(each) for each in interval.removeprefix("difference_ci: ").split(" to "))
    assert low < -0.2 < high
