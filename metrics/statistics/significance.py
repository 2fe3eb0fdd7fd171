"""Large-sample tests of whether rates differ, and how large a difference is. Two-sided; exact tests are in `exact`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, erfc

from metrics.statistics.arrays import Floats, Numbers, divide, floats
from metrics.statistics.rates import rate


def z_pooled(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """The difference in standard deviations, pooled rate, no continuity correction; negative where the first is lower.

    NaN where a group is empty, or nobody or everybody has the outcome.
    """
    k1, n1, k0, n0 = (floats(each) for each in (k1, n1, k0, n0))
    pooled = divide(k1 + k0, n1 + n0)
    return divide(rate(k1, n1) - rate(k0, n0), np.sqrt(pooled * (1 - pooled) * (divide(1, n1) + divide(1, n0))))


def p_yates(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """The probability of the difference with Yates's continuity correction (1934), on request: too large for most uses."""
    k1, n1, k0, n0 = (floats(each) for each in (k1, n1, k0, n0))
    z = z_pooled(k1, n1, k0, n0)
    half = (divide(1, n1) + divide(1, n0)) / 2  # half a person, in points
    apart = np.abs(rate(k1, n1) - rate(k0, n0))
    return p_of_z(np.where(apart == 0, z, z * divide(np.maximum(apart - half, 0), apart)))


def p_of_z(z: Numbers) -> Floats:
    """The two-sided probability of a standard normal deviate."""
    return np.asarray(erfc(np.abs(floats(z)) / np.sqrt(2)))


def phi(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """The correlation of group and outcome, z over the root of all people; -1 to 1."""
    return divide(z_pooled(k1, n1, k0, n0), np.sqrt(floats(n1) + floats(n0)))


def cohen_h(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """Cohen's h, a difference of arcsines in radians; 0.2 is called small, 0.5 medium, 0.8 large (Cohen 1988)."""
    return np.asarray(2 * np.arcsin(np.sqrt(rate(k1, n1))) - 2 * np.arcsin(np.sqrt(rate(k0, n0))))


def least_expected(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """The smallest of the four expected counts of the table; NaN where all are empty."""
    k1, n1, k0, n0 = (floats(each) for each in (k1, n1, k0, n0))
    selected = k1 + k0
    return divide(np.minimum(n1, n0) * np.minimum(selected, n1 + n0 - selected), n1 + n0)


@dataclass(frozen=True)
class ChiSquare:
    """A chi-square statistic with its degrees of freedom and the probability of one as large."""

    statistic: float
    degrees: int
    p: float


def chi_square(k: Numbers, n: Numbers) -> ChiSquare | None:
    """Whether the rates of J groups are one (Pearson, no correction, J - 1 degrees of freedom).

    None where fewer than two groups have people, or nobody or everybody has the outcome.
    """
    k, n = floats(k), floats(n)
    k, n = k[n > 0], n[n > 0]
    pooled = float(divide(k.sum(), n.sum()))
    if len(n) < 2 or not 0 < pooled < 1:
        return None
    statistic = float(np.sum((k - n * pooled) ** 2 / (n * pooled * (1 - pooled))))
    return ChiSquare(statistic, len(n) - 1, float(chdtrc(len(n) - 1, statistic)))
