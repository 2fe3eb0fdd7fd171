"""What courts, agencies and papers printed, on small tables of our own: holds without any other file."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from metrics.statistics import events, fairness, intersections, multiplicity, normalising, reliability, representation
from metrics.statistics.exact import fisher, multinomial
from metrics.statistics.fourfifths import below_four_fifths, flips, four_fifths
from metrics.statistics.odds import conditional_odds_ratio
from metrics.statistics.rates import clopper_pearson, wilson
from metrics.statistics.score import score_difference, score_ratio
from tests.metrics.tables import admissions, told

approx = pytest.approx


def compared(folder: Path, focal: tuple[int, int], reference: tuple[int, int]) -> dict[str, Any]:
    """One comparison through the command; each a number of people and of those selected."""
    lines = [("focal", *focal), ("other", *reference)]
    (one,) = told("disparity", folder / "t.csv", "group,n,k", lines, "--reference", "other")["comparisons"]
    return dict(one)


# ---- rates, differences, ratios


def test_newcombe_1998_table_1():
    for k, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        limits = wilson(k, n)
        assert (float(limits[0]), float(limits[1])) == approx((low, high), abs=5e-5)


def test_newcombe_1998_table_2_and_no_ratio_to_a_rate_of_zero(tmp_path: Path):
    for focal, other, low, high in (
        ((70, 56), (80, 48), 0.0524, 0.3339), ((10, 9), (10, 3), 0.1705, 0.8090), ((10, 0), (20, 0), -0.1611, 0.2775),
        ((10, 10), (20, 0), 0.6791, 1.0),
    ):  # fmt: skip
        one = compared(tmp_path, focal, other)
        assert one["difference_ci"] == approx([low, high], abs=5e-5)
        assert (one["ratio"] is None) == (other[1] == 0) == (one["four_fifths"] == "undefined")
        assert ("ratio" in one["reasons"]) == (one["ratio"] is None)


def test_the_relative_risk_of_scipys_manual(tmp_path: Path):
    one = compared(tmp_path, (122, 27), (487, 44))
    assert one["ratio"] == approx(2.44951564828614)
    assert one["ratio_ci"] == approx([1.58369909267001, 3.78867863154664])
    assert one["ratio_method"] == "Katz"


def test_an_interval_for_a_ratio_of_zero(tmp_path: Path):
    one = compared(tmp_path, (10, 0), (20, 5))
    assert (one["ratio"], one["ratio_method"]) == (0, "MOVER-R")
    assert one["ratio_ci"] == approx([0, 1.33192680085924])


def test_the_score_interval_where_a_library_fails():
    low, _high = score_ratio(12, 12, 31, 40)
    assert 0.957 <= low <= 0.962  # statsmodels 0.15 says 1.209
    assert np.isnan([*score_ratio(0, 0, 1, 2), *score_difference(1, 2, 0, 0)]).all()
    assert score_difference(56, 70, 48, 80) == approx((0.052829712629318, 0.338172942399978), rel=1e-6)


# ---- the four-fifths rule


def test_connecticut_v_teal(tmp_path: Path):
    one = compared(tmp_path, (48, 26), (259, 206))
    assert one["ratio"] == approx(0.68, abs=0.005)
    assert (one["four_fifths"], one["flip"], one["result"]) == ("below", False, "INDICATOR_RAISED")


def test_the_guidelines_question_12(tmp_path: Path):
    one = compared(tmp_path, (40, 12), (80, 48))
    assert (one["ratio"], one["shortfall"]) == (0.5, 8)
    assert (one["shortfall_to_80"], one["whole_persons_to_80"]) == (approx(7.2), 8)
    assert (one["z"], one["p_z"]) == approx((-3.0984, 0.0019), abs=5e-5)
    assert (one["p_fisher"], one["p_midp"]) == approx((0.0034, 0.0028), abs=5e-5)
    assert (one["phi"], one["h"]) == approx((-0.283, -0.613), abs=5e-4)
    assert one["result"] == "INDICATOR_RAISED"


def test_the_guidelines_question_21_one_person_reverses_it(tmp_path: Path):
    answer = told("disparity", tmp_path / "t.csv", "group,n,k", [("men", 20, 3), ("women", 10, 1)])
    (one,) = answer["comparisons"]
    assert (one["group"], one["reference"], one["four_fifths"]) == ("women", "men", "below")
    assert (one["flip"], one["ratio_after_flip"], one["result"]) == (True, 2, "CANNOT_DETERMINE")


def test_exactly_four_fifths_is_no_flag_whatever_a_division_says(tmp_path: Path):
    assert 0.6 / 0.75 < 0.8  # what a division says
    one = compared(tmp_path, (5, 3), (20, 15))
    assert (one["four_fifths"], one["result"], one["whole_persons_to_80"]) == ("at", "NO_INDICATION", 0)


def test_divisions_misjudge_hundreds_of_small_tables_and_whole_numbers_none():
    k1, n1, k0, n0 = (each.ravel() for each in np.meshgrid(*[np.arange(41)] * 4, indexing="ij"))
    keep = (n1 > 0) & (n0 > 0) & (k1 <= n1) & (k0 <= n0) & (k0 > 0)
    k1, n1, k0, n0 = (each[keep].astype(np.int64) for each in (k1, n1, k0, n0))
    flags = below_four_fifths(k1, n1, k0, n0)
    naive = (k1 / n1) / (k0 / n0) < 0.8
    assert np.count_nonzero(flags != naive) > 300
    wrong = np.flatnonzero(flags != naive)[:100]
    for at in wrong:
        truth = Fraction(int(k1[at]), int(n1[at])) / Fraction(int(k0[at]), int(n0[at])) < Fraction(4, 5)
        assert bool(flags[at]) == truth == (four_fifths(*(int(each[at]) for each in (k1, n1, k0, n0))) == "below")


def test_counts_that_do_not_fit_into_64_bits_are_judged_too():
    many = 3 * 10**18
    numbers = [np.array([each]) for each in (many * 4 // 5 - 1, many, many, many)]
    assert below_four_fifths(*numbers).tolist() == [True]
    assert four_fifths(many * 4 // 5, many, many, many) == "at"


def test_a_selection_that_cannot_be_moved():
    assert flips(0, 10, 0, 10) is None
    assert flips(10, 10, 5, 5) is None
    assert flips(0, 0, 5, 10) is None
    assert flips(5, 10, 5, 10) is False
    assert flips(16, 30, 15, 30) is True  # also where the first has the higher rate


# ---- tests


def test_fishers_twins_and_the_roots_are_exact():
    found = fisher(2, 17, 10, 13)
    assert (found.lower, found.two_sided) == approx((0.0004652, 0.0005367), abs=5e-8)
    estimate, _limits = conditional_odds_ratio(9, 10, 3, 10)
    assert estimate == approx(17.269033937971702)  # R's stops at 17.2759
    weights = [comb(10, x) * comb(10, 12 - x) * estimate**x for x in range(2, 11)]
    assert sum(x * w for x, w in zip(range(2, 11), weights, strict=True)) / sum(weights) == approx(9)


def test_benjamini_and_hochbergs_example():
    p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0
    ]  # fmt: skip
    assert np.sum(multiplicity.benjamini_hochberg(p) <= 0.05) == 4
    assert np.sum(multiplicity.bonferroni(p) <= 0.05) == 3
    assert multiplicity.holm([0.01, float("nan"), 0.04]).tolist() == approx([0.02, float("nan"), 0.04], nan_ok=True)


def test_berkeley_men_are_ahead_in_all_and_not_within_departments(tmp_path: Path):
    table = tmp_path / "t.csv"
    answer = told(
        "disparity", table, "department,group,n,k", admissions(), "--stratum", "department", "--reference", "men"
    )
    (crude,), (within,) = answer["comparisons"], answer["stratified"]
    assert (crude["ratio"], crude["four_fifths"]) == (approx(0.304 / 0.445, abs=0.002), "below")
    assert within["mh_odds_ratio"] == approx(1 / 0.9046968, abs=1e-6)
    assert within["p_corrected"] == approx(0.2323, abs=5e-5)
    assert within["woolf_p"] == approx(0.0031, abs=5e-5)
    assert "strata differ" in within["reasons"]["mh_odds_ratio"]
    assert within["strata"] == 6


def test_examinations_that_must_not_be_added_together(tmp_path: Path):
    lines = [("1", "b", 50, 40), ("1", "w", 200, 150), ("2", "b", 150, 12), ("2", "w", 80, 4)]
    answer = told("disparity", tmp_path / "t.csv", "exam,group,n,k", lines, "--stratum", "exam", "--reference", "w")
    (crude,), (within,) = answer["comparisons"], answer["stratified"]
    assert (crude["ratio"], crude["z"]) == approx((0.4727, -6.3285), abs=5e-5)
    assert (within["mh_z"], within["p"], within["mh_odds_ratio"]) == approx((1.0891, 0.2761, 1.4244), abs=5e-5)


def test_several_groups_at_once(tmp_path: Path):
    lines = [(f"g{at}", n, k) for at, (k, n) in enumerate(((83, 86), (90, 93), (129, 136), (70, 82)))]
    overall = told("disparity", tmp_path / "t.csv", "group,n,k", lines)["overall"]
    assert (overall["statistic"], overall["degrees"], overall["p"]) == approx((12.6004, 3, 0.005585), rel=1e-4)


# ---- events, representation


def test_rates_and_their_ratio_in_rs_manual():
    limits = events.exact_interval(137, 24.19893)
    assert [float(each) for each in limits] == approx([4.753125, 6.692709])
    assert [float(each) for each in events.exact_interval(0, 2.0)] == approx([0, 3.688879 / 2])
    assert events.rate_ratio_p(11, 800, 21, 3011) == approx(0.07967, abs=5e-6)
    assert [float(each) for each in events.rate_ratio_exact(11, 800, 21, 3011)] == approx([0.8584264, 4.2772659])
    assert float(events.rate_ratio_exact(3, 10, 0, 10)[1]) == float("inf")


def test_castaneda_and_hazelwood():
    grand_jury = representation.represent(339, 870, 0.791)
    assert (round(grand_jury.expected), round(grand_jury.sd), int(grand_jury.z)) == (688, 12, -29)
    teachers = representation.represent(15, 405, 0.057)
    assert -2 < teachers.z < 0
    assert teachers.exact.two_sided == approx(0.0862, abs=5e-5)
    assert (teachers.seats_to_parity, teachers.whole_seats, teachers.parity_possible) == (9, 8, False)


def test_parity_needs_whole_seats_and_no_division_decides_how_many():
    assert representation.represent(0, 20, 0.15).seats_to_parity == 3  # 20 * 0.15 is above 3 in doubles
    assert representation.represent(3, 20, 0.15).parity_possible
    assert representation.share_bounds(2, 9, 3) == approx((2 / 9, 5 / 9))
    assert np.isnan(representation.represent(0, 9, 0).parity_ratio)


def test_a_board_against_all_groups():
    board = representation.represent_all([8, 1, 1, 1], [0.4, 0.25, 0.2, 0.15])
    assert board.exact_p == approx(0.257773339000001)
    assert multinomial([3, 1], [0.5, 0.5]) == approx(10 / 16)
    assert representation.represent_all([89, 37, 30, 28, 2], [0.4, 0.2, 0.2, 0.15, 0.05]).exact_p is None
    with pytest.raises(ValueError, match="sum to 1"):
        representation.represent_all([1, 2], [0.5, 0.6])


# ---- intersections, ranks, reliability


def test_differential_fairness_of_the_admissions_example():
    k, n = [81, 234, 192, 55], [87, 270, 263, 80]
    assert fairness.differential_fairness(k, n) == approx(1.511, abs=5e-4)
    assert np.isfinite(fairness.differential_fairness([0, 5], [10, 10]))


def test_what_crossing_adds_and_that_main_effects_add_nothing():
    codes = np.array([[a, b] for a in (0, 1) for b in (0, 1)])
    n = np.full(4, 1000.0)
    added = intersections.excess(codes, np.array([100.0, 200, 300, 400]), n)
    assert added.additive == approx(np.zeros(4), abs=1e-12)
    times = intersections.excess(codes, np.array([100.0, 200, 200, 400]), n)
    assert times.multiplicative == approx(np.ones(4))
    crossed = intersections.excess(codes, np.array([100.0, 200, 300, 100]), n)
    assert crossed.additive_limits[1, 3] < 0 < crossed.additive_limits[0, 0] + 1
    assert crossed.additive[3] == approx(-0.075)


def test_percent_ranks_of_a_spreadsheets_manual():
    values = [13, 12, 11, 8, 4, 3, 2, 1, 1, 1]
    assert [normalising.percent_rank_of(x, values) for x in (2, 4, 8, 5)] == approx(
        [3 / 9, 5 / 9, 6 / 9, 0.5833], abs=5e-5
    )
    ranks = normalising.percent_rank([[x] for x in values])[:, 0] * 9
    assert ranks.tolist() == approx([9, 8, 7, 6, 5, 4, 3, 0, 0, 0])


def test_what_may_be_shown():
    shown = reliability.proportion_reliability
    assert shown(10, 29).verdict == "hide"
    assert shown(15, 30).verdict == "hide"  # 36 points wide
    assert shown(300, 1000).verdict == "show"
    assert shown(2, 100).verdict == "hide"  # wider than 130 % of two in a hundred
    assert shown(0, 1000).verdict == "review"
    assert shown(300, 1000, effective=20).verdict == "hide"
    assert shown(300, 1000, degrees=5).verdict == "review"
    assert reliability.rate_reliability(9, 100, 0.04, 0.17).verdict == "hide"
    assert reliability.rate_reliability(40, 100, 0.29, 0.55).verdict == "show"


def test_exact_limits_at_the_ends():
    low, high = clopper_pearson([0, 11, 0], [11, 11, 0])
    assert (float(low[0]), float(high[0])) == approx((0, 0.284914152918154))
    assert (float(low[1]), float(high[1])) == approx((1 - 0.284914152918154, 1))
    assert np.isnan(low[2])
