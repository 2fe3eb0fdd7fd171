"""Two groups compared within strata (departments, examinations, years): Mantel and Haenszel's summary, never of added strata.

In each stratum the focal group has k1 of n1, the reference k0 of n0. What is told of strata in which nothing can be compared
(an empty group, nobody or everybody selected) is how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, divide, floats, quantile
from metrics.statistics.significance import ChiSquare, p_of_z


@dataclass(frozen=True)
class Strata:
    """Counts of each stratum that compares, one-dimensional arrays of one length; `dropped` is the number of the others."""

    k1: Floats
    n1: Floats
    k0: Floats
    n0: Floats
    dropped: int = 0

    @property
    def n(self) -> Floats:
        """People of each stratum."""
        return self.n1 + self.n0


def comparable(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Strata:
    """The strata that say something of the two groups."""
    k1, n1, k0, n0 = (np.atleast_1d(floats(each)) for each in (k1, n1, k0, n0))
    keep = (n1 > 0) & (n0 > 0) & (k1 + k0 > 0) & (k1 + k0 < n1 + n0)
    return Strata(k1[keep], n1[keep], k0[keep], n0[keep], int(np.sum(~keep)))


@dataclass(frozen=True)
class MantelHaenszel:
    """Observed, expected and variance of the focal group's selections, summed over strata; z without continuity correction."""

    observed: float
    expected: float
    variance: float

    @property
    def z(self) -> float:
        """In standard deviations; negative where the focal group has fewer than expected.

        NaN without a stratum that compares.
        """
        return float(divide(self.observed - self.expected, np.sqrt(self.variance)))

    @property
    def p(self) -> float:
        """Two-sided."""
        return float(p_of_z(self.z))

    @property
    def p_corrected(self) -> float:
        """With the continuity correction of half a person (Mantel and Haenszel 1959)."""
        distance = max(0.0, abs(self.observed - self.expected) - 0.5)
        return float(p_of_z(divide(distance, np.sqrt(self.variance))))

    @property
    def shortfall(self) -> float:
        """Selections, in people, that the focal group lacks."""
        return self.expected - self.observed


def mantel_haenszel(strata: Strata) -> MantelHaenszel:
    """The test that the groups' odds are equal in every stratum (Mantel and Haenszel 1959)."""
    n, selected = strata.n, strata.k1 + strata.k0
    variance = strata.n1 * strata.n0 * selected * (n - selected) / (n**2 * (n - 1))
    return MantelHaenszel(float(strata.k1.sum()), float(np.sum(strata.n1 * selected / n)), float(variance.sum()))


def common_odds_ratio(strata: Strata, confidence: float = CONFIDENCE) -> tuple[float, Limits]:
    """Mantel and Haenszel's odds ratio, focal over reference; interval of Robins, Breslow and Greenland (1986).

    NaN where undefined.
    """
    a, b, c, d = strata.k1, strata.n1 - strata.k1, strata.k0, strata.n0 - strata.k0
    n = strata.n
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    rs, ss = r.sum(), s.sum()
    variance = (
        divide(np.sum(p * r), 2 * rs**2) + divide(np.sum(p * s + q * r), 2 * rs * ss) + divide(np.sum(q * s), 2 * ss**2)
    )
    return _with_limits(divide(rs, ss), variance, confidence)


def common_ratio(strata: Strata, confidence: float = CONFIDENCE) -> tuple[float, Limits]:
    """Mantel and Haenszel's ratio of rates, focal over reference; interval of Greenland and Robins (1985).

    NaN where undefined.
    """
    n, selected = strata.n, strata.k1 + strata.k0
    r, s = strata.k1 * strata.n0 / n, strata.k0 * strata.n1 / n
    variance = divide(np.sum(selected * strata.n1 * strata.n0 / n**2 - strata.k1 * strata.k0 / n), r.sum() * s.sum())
    return _with_limits(divide(r.sum(), s.sum()), variance, confidence)


def _with_limits(estimate: Floats, variance: Floats, confidence: float) -> tuple[float, Limits]:
    reach = np.exp(quantile(confidence) * np.sqrt(variance))
    return float(estimate), (divide(estimate, reach), estimate * reach)


def breslow_day(strata: Strata, tarone: bool = True) -> ChiSquare | None:
    """Whether the odds ratio is one in all strata (Breslow and Day 1980), with Tarone's correction (1985); K - 1 degrees.

    None with fewer than two strata, or where the common odds ratio is zero or not finite.
    """
    common, _limits = common_odds_ratio(strata)
    if strata.n.size < 2 or not np.isfinite(common) or common == 0:
        return None
    fitted = _fitted(strata, common)
    selected = strata.k1 + strata.k0
    cells = (fitted, selected - fitted, strata.n1 - fitted, strata.n0 - selected + fitted)
    variance = 1 / sum(1 / cell for cell in cells)
    statistic = np.sum((strata.k1 - fitted) ** 2 / variance)
    correction = np.sum(strata.k1 - fitted) ** 2 / np.sum(variance) if tarone else 0.0
    return _judged(float(statistic - correction), strata.n.size - 1)


def _fitted(strata: Strata, odds: float) -> Floats:
    """Selections of the focal group with the stratum's margins that give the odds ratio: the root between the margins."""
    selected = strata.k1 + strata.k0
    if np.isclose(odds, 1, rtol=1e-12, atol=0):
        return selected * strata.n1 / strata.n
    a = 1 - odds
    b = strata.n0 - selected + odds * (selected + strata.n1)
    c = -odds * selected * strata.n1
    # 2c / (-b - root) is the root within the margins for either sign of a, and loses nothing where a is small
    return np.asarray(-2 * c / (b + np.sqrt(b * b - 4 * a * c)))


def woolf(strata: Strata) -> ChiSquare | None:
    """Woolf's test of the same (1955): weighted squares of the log odds ratios.

    A half is added to every cell where one is zero.
    """
    table = np.array([strata.k1, strata.n1 - strata.k1, strata.k0, strata.n0 - strata.k0])
    if strata.n.size < 2:
        return None
    table = table + (0.5 if np.any(table == 0) else 0.0)
    logs = np.log(table[0] * table[3] / (table[1] * table[2]))
    weights = 1 / np.sum(1 / table, axis=0)
    return _judged(float(np.sum(weights * (logs - np.average(logs, weights=weights)) ** 2)), strata.n.size - 1)


def _judged(statistic: float, degrees: int) -> ChiSquare:
    return ChiSquare(statistic, degrees, float(chdtrc(degrees, statistic)))
