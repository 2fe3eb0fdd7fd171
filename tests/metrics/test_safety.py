"""Injury and claim rates: worked examples by hand, and that nothing known is never shown as nobody hurt."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import chi2

from metrics.statistics.safety import (
    annualised,
    claims_per_fte,
    cost_per_claim,
    incidence,
    judge_incidence,
    pooled_incidence,
    rolling_claims_per_fte,
    u_chart,
)

approx = pytest.approx
CLAIMS = [31, 28, 36, 33, 25, 41, 30, 29, 34, 27, 38, 62]
FTE = [2590, 2600, 2600, 2610, 2605, 2615, 2620, 2620, 2625, 2630, 2630, 2635]


def test_a_month():
    assert float(claims_per_fte(36, 2600)) == approx(1.385, abs=5e-4)
    assert float(annualised(claims_per_fte(36, 2600))) == approx(16.62, abs=5e-3)
    assert float(cost_per_claim(486_000, 36)) == 13_500
    assert float(claims_per_fte(486_000, 2600)) == approx(18_692, abs=0.5)
    recordable = judge_incidence(27, 412_000)
    assert (recordable.rate, recordable.low, recordable.high) == approx((13.107, 8.64, 19.07), abs=5e-3)
    assert recordable.low == approx(chi2.ppf(0.025, 54) / 2 / 412_000 * 200_000)
    assert recordable.high == approx(chi2.ppf(0.975, 56) / 2 / 412_000 * 200_000)
    assert float(incidence(15, 412_000)) == approx(7.282, abs=5e-4)


def test_years_are_pooled_and_not_averaged():
    cases, hours = [310, 287, 255], [4_900_000, 4_950_000, 5_020_000]
    assert list(incidence(cases, hours)) == approx([12.653, 11.596, 10.159], abs=5e-4)
    assert pooled_incidence(cases, hours).rate == approx(11.4593, abs=5e-5)
    assert float(np.mean(incidence(cases, hours))) == approx(11.4695, abs=5e-5)
    assert pooled_incidence(cases, [4_900_000, 0, 5_020_000]).result == "cannot determine"
    assert math.isnan(pooled_incidence([], []).rate)


def test_a_month_beyond_the_limits_is_a_signal():
    chart = u_chart(CLAIMS, FTE, base=11)
    assert chart.centre == approx(1.2246, abs=5e-5)
    assert (chart.rates[11], chart.high[11], chart.low[11]) == approx((2.353, 1.871, 0.578), abs=5e-4)
    assert chart.signals == (False,) * 11 + (True,)
    low = u_chart([100, 100, 100, 20], [1000] * 4, base=3)
    assert low.signals == (False, False, False, True)
    assert list(u_chart([1, 0, 2], [50, 50, 50]).low) == [0, 0, 0]


def test_a_month_without_exposure_has_no_limits_and_does_not_move_the_centre():
    chart = u_chart([*CLAIMS[:3], 5, *CLAIMS[3:]], [*FTE[:3], 0, *FTE[3:]], base=12)
    assert chart.centre == approx(u_chart(CLAIMS, FTE, base=11).centre)
    assert np.isnan([chart.rates[3], chart.low[3], chart.high[3]]).all()
    assert chart.signals[3] is False


def test_twelve_months_roll():
    rolled = rolling_claims_per_fte([*CLAIMS, 10], [*FTE, 2600])
    assert np.isnan(rolled[:11]).all()
    assert rolled[11] == approx(15.83, abs=5e-3)
    assert rolled[12] == approx(100 * (414 - 31 + 10) / np.mean([*FTE[1:], 2600]))
    assert np.isnan(rolling_claims_per_fte(CLAIMS, [0, *FTE[1:]])[11])
    assert np.isnan(rolling_claims_per_fte(CLAIMS[:5], FTE[:5])).all()


@pytest.mark.parametrize(
    ("cases", "hours", "says"),
    [(0, 0, "hours"), (3, -5, "hours"), (3, math.nan, "hours"),
     (math.nan, 1000, "not known"), (-1, 1000, "whole"), (1.5, 9, "whole")],
)  # fmt: skip
def test_nothing_known_cannot_be_determined(cases: float, hours: float, says: str):
    found = judge_incidence(cases, hours)
    assert found.result == "cannot determine"
    assert says in found.reason
    assert np.isnan([found.rate, found.low, found.high]).all()
    nobody = judge_incidence(0, 412_000)
    assert (nobody.rate, nobody.low, nobody.result, nobody.reason) == (0, 0, "determined", "")
    assert nobody.high == approx(-math.log(0.025) / 412_000 * 200_000)
    assert np.isnan(claims_per_fte([4, 4], [0, -1])).all()
    assert np.isnan(float(cost_per_claim(100, 0)))
