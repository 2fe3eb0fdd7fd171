"""Adverse impact, through the command: every golden vector, the pools, the 2 % rule on its base, the decision table."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from compliance.checks.selections import Pair
from tests.compliance.asking import ask, lacks, row, rows
from tests.metrics.gold import FOLDER, differences

# focal s/a, reference s/a, result (compliance.md 9.4)
VECTORS = {
    "AI-1_ugesp_qa12": ((12, 40, 48, 80), "INDICATOR_RAISED"),
    "AI-2_ugesp_qa21": ((1, 10, 3, 20), "CANNOT_DETERMINE"),
    "AI-3_large_n": ((1840, 4000, 3000, 6000), "WATCH"),
    "AI-4_boundary_exact": ((12, 25, 36, 60), "NO_INDICATION"),
    "AI-5_just_below": ((799, 2000, 500, 1000), "INDICATOR_RAISED"),
    "AI-6_zero_focal": ((0, 6, 9, 30), "WATCH"),
    "AI-7_moderate": ((14, 50, 45, 100), "INDICATOR_RAISED"),
    "AI-8_float_trap": ((3, 5, 15, 20), "NO_INDICATION"),
    "MH-2_pooled": ((52, 200, 154, 280), "INDICATOR_RAISED"),
}
STRATA = {
    "MH-1_three_exams": ([(6, 30, 20, 60), (9, 40, 22, 70), (5, 25, 18, 50)], "INDICATOR_RAISED"),
    "MH-2_simpson": ([(40, 50, 150, 200), (12, 150, 4, 80)], "NO_INDICATION"),
}
GOLD = json.loads((FOLDER / "compliance.json").read_text()) if FOLDER.exists() else {}
present = pytest.mark.skipif(not GOLD, reason="the figures are not in this checkout")


def groups(s: int, a: int, s_ref: int, a_ref: int) -> list[dict[str, Any]]:
    return [
        {"name": "focal", "applicants": a, "selected": s},
        {"name": "reference", "applicants": a_ref, "selected": s_ref},
    ]


def facts(*of: Any, **more: Any) -> dict[str, Any]:
    return {"decision": "hire", "decided_on": "2026-06-30", "dimension": "sex", "groups": list(of), **more}


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_of_the_reference(name: str):
    counts, result = VECTORS[name]
    answer = ask("four_fifths", facts(*groups(*counts)))
    assert answer["result"] == result
    (one,) = answer["figures"]["comparisons"]
    assert (one["group"], one["reference"]) == ("focal", "reference")
    if GOLD:
        assert differences(one, GOLD[name], 1e-9) == []


@pytest.mark.parametrize("name", STRATA)
def test_the_vectors_within_strata(name: str):
    strata, result = STRATA[name]
    answer = ask(
        "four_fifths", facts(strata=[{"name": str(at), "groups": groups(*each)} for at, each in enumerate(strata)])
    )
    assert answer["result"] == result
    (one,) = answer["figures"]["comparisons"]
    if GOLD:
        expected = dict(GOLD[name])
        rounded = expected.pop("strata_ir")
        assert differences(one, expected, 1e-9) == []
        assert [round(each, 4) for each in one["strata_ir"]] == rounded


@present
def test_every_golden_case_is_bound_by_a_check():
    from tests.compliance.test_representation import CASES

    assert set(GOLD) == {*VECTORS, *STRATA, *CASES}


def test_exactly_four_fifths_is_no_flag_and_says_so():
    answer = ask("four_fifths", facts(*groups(3, 5, 15, 20)))
    (one,) = answer["figures"]["comparisons"]
    assert one["at_threshold"] is True
    assert one["flag_four_fifths"] is False
    assert "exactly at the threshold" in answer["why"][0]


def test_a_ratio_is_never_rounded_onto_the_threshold():
    answer = ask("four_fifths", facts(*groups(3998, 10000, 5000, 10000)))  # 0.7996
    assert "ratio 0.7996." in answer["why"][0]
    assert answer["result"] == "INDICATOR_RAISED"


def test_the_reference_is_the_highest_rate_whoever_that_is_and_of_equal_rates_the_larger_pool():
    answer = ask("four_fifths", facts(
        {"name": "White", "applicants": 40, "selected": 12},
        {"name": "Black", "applicants": 80, "selected": 48},
        {"name": "Asian", "applicants": 40, "selected": 24},
        {"name": "Unknown", "applicants": 30, "selected": 30, "unanswered": True},
    ))  # fmt: skip
    assert answer["figures"]["reference"] == "Black"
    assert [one["group"] for one in answer["figures"]["comparisons"]] == ["White", "Asian"]
    assert [one["tested"] for one in answer["figures"]["groups"]] == [True, True, True, False]
    adjusted = [one["p_holm"] for one in answer["figures"]["comparisons"]]
    assert answer["figures"]["tests_run"] == 2
    assert adjusted[0] == pytest.approx(2 * answer["figures"]["comparisons"][0]["p"])


@pytest.mark.parametrize(
    ("labor", "workforce", "tested"),
    [(0.01, 0.019, False), (0.02, 0.001, True), (0.001, 0.02, True), (0.01, None, True), (None, None, True)],
)
def test_two_percent_of_both_bases_and_never_of_the_applicants(labor, workforce, tested):
    """The small group is half of the applicants: that is not the base."""
    small = {"name": "small", "applicants": 40, "selected": 12, "labor_area_share": labor, "workforce_share": workforce}
    others = [{"name": "a", "applicants": 20, "selected": 12}, {"name": "b", "applicants": 20, "selected": 11}]
    answer = ask("four_fifths", facts(small, *others))
    told = {one["group"]: one["tested"] for one in answer["figures"]["groups"]}
    assert told == {"small": tested, "a": True, "b": True}
    assert ("small" in [one["group"] for one in answer["figures"]["comparisons"]]) is tested


def test_a_group_below_two_percent_is_not_the_reference():
    small = {"name": "small", "applicants": 2, "selected": 2, "labor_area_share": 0.01, "workforce_share": 0.01}
    answer = ask("four_fifths", facts(small, *groups(12, 40, 48, 80)))
    assert answer["figures"]["reference"] == "reference"


def test_what_is_not_known_is_never_a_pass():
    unknown = {"name": "focal", "applicants": 40, "selected": None}
    answer = ask("four_fifths", facts(unknown, {"name": "reference", "applicants": 80, "selected": 48}))
    assert answer["result"] == "CANNOT_DETERMINE"
    assert lacks(answer) == ["groups[1].selected"]
    assert answer["lacking"][0]["who_can_enter_it"] == {"role": "ATTY", "name": "City Attorney", "activity": "3.1"}
    assert ask("four_fifths", facts(*groups(0, 40, 0, 80)))["result"] == "CANNOT_DETERMINE"
    assert ask("four_fifths", facts(*groups(41, 40, 48, 80)))["result"] == "CANNOT_DETERMINE"
    assert ask("four_fifths", {**facts(*groups(12, 40, 48, 80)), "decided_on": None})["result"] == "CANNOT_DETERMINE"
    assert ask("four_fifths", facts({"name": "one", "applicants": 40, "selected": 20}))["result"] == "CANNOT_DETERMINE"


def test_before_the_guidelines_there_is_no_rule():
    answer = ask("four_fifths", {**facts(*groups(12, 40, 48, 80)), "decided_on": "1978-09-24"})
    assert answer["result"] == "CANNOT_DETERMINE"
    assert "ai.four_fifths" in lacks(answer)


def test_too_few_selections_are_counts_only():
    answer = ask("four_fifths", facts(*groups(2, 5, 2, 4)))
    (one,) = answer["figures"]["comparisons"]
    assert (answer["result"], one["reads"], one["significant"], one["p"]) == ("CANNOT_DETERMINE", "counts", None, None)


def test_a_decision_that_people_fear_is_compared_by_those_it_spared():
    """20 of 100 and 10 of 100 dismissed: 80 % and 90 % stayed, and dismissals are twice as frequent."""
    told = facts(
        {"name": "focal", "applicants": 100, "selected": 20}, {"name": "reference", "applicants": 100, "selected": 10}
    )
    answer = ask("four_fifths", {**told, "decision": "termination"})
    (one,) = answer["figures"]["comparisons"]
    assert (one["sr_focal"], one["sr_ref"], one["ratio_of_others"]) == (0.8, 0.9, 2)
    assert one["impact_ratio"] == pytest.approx(8 / 9)
    hired = ask(
        "four_fifths",
        facts(
            {"name": "focal", "applicants": 100, "selected": 80},
            {"name": "reference", "applicants": 100, "selected": 90},
        ),
    )
    assert hired["figures"]["comparisons"][0]["z_pooled"] == pytest.approx(one["z_pooled"])


def test_many_left_out_are_run_both_ways():
    """Without those left out the focal group is at 12/40; with 60 more that were left out at 12/100."""
    focal = {"name": "focal", "applicants": 40, "selected": 24, "left_out": 60}
    answer = ask(
        "four_fifths", facts(focal, {"name": "reference", "applicants": 80, "selected": 48}, left_out_rule="No licence")
    )
    assert answer["result"] == "NO_INDICATION"
    assert answer["figures"]["with_left_out"]["result"] == "INDICATOR_RAISED"
    assert "No licence" in answer["why"][-1]
    few = {**focal, "left_out": 5}
    assert "with_left_out" not in ask("four_fifths", facts(few, *groups(12, 40, 48, 80)[1:]))["figures"]


@pytest.mark.parametrize("counts", [(24, 40, 48, 80), (30, 60, 30, 60), (5, 40, 6, 40), (90, 100, 190, 200)])
def test_the_least_detectable_drop_is_the_first_that_the_test_tells(counts):
    pair, sd = Pair(*counts), Fraction("1.96")
    drop = pair.least_detectable(sd)
    told = [
        at for at in range(pair.s + 1)
        if (fewer := Pair(pair.s - at, *counts[1:])).z_squared > sd**2 and fewer.rate < fewer.rate_ref
    ]  # fmt: skip
    assert drop == (told[0] if told else None)


def test_no_indication_says_what_it_could_have_seen():
    (one,) = ask("four_fifths", facts(*groups(24, 40, 48, 80)))["figures"]["comparisons"]
    assert one["min_detectable_drop"] == 8
    assert one["min_detectable_difference_pp"] == pytest.approx(20)
    (tiny,) = ask("four_fifths", facts(*groups(3, 5, 15, 20)))["figures"]["comparisons"]
    assert tiny["min_detectable_drop"] == 2


def test_strata_that_differ_have_no_common_estimate():
    unlike = [(10, 100, 60, 100), (60, 100, 10, 100)]
    strata = [{"name": str(at), "groups": groups(*each)} for at, each in enumerate(unlike)]
    strata.append({"name": "everybody", "groups": groups(5, 5, 5, 5)})
    answer = ask("four_fifths", facts(strata=strata))
    (one,) = answer["figures"]["comparisons"]
    assert one["homogeneity_p"] < 0.05
    assert one["odds_ratio_mh"] is None
    assert (one["strata_used"], one["strata_dropped"]) == (2, 1)
    assert answer["result"] == "INDICATOR_RAISED"  # the gravest of the strata by themselves


def test_a_city_that_sets_another_practice_gets_it_and_the_row_is_told():
    own = rows(row("ai.sd", "3", "1977-03-23"))
    assert ask("four_fifths", facts(*groups(14, 50, 45, 100)))["result"] == "INDICATOR_RAISED"
    answer = ask("four_fifths", facts(*groups(14, 50, 45, 100)), rows=own)
    assert answer["result"] == "WATCH"
    assert {"row": "ai.sd@1977-03-23", "value": "3"}.items() <= next(
        one for one in answer["parameters"] if one["key"] == "ai.sd"
    ).items()
