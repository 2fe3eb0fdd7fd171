"""Ratios of two rates (impact ratio, relative risk) and odds ratios."""

from __future__ import annotations

import numpy as np

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, divide, floats, quantile
from metrics.statistics.rates import rate, wilson


def ratio(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """(k1/n1) / (k0/n0); NaN where the reference's rate is zero or a group is empty: it is not defined."""
    return divide(rate(k1, n1), rate(k0, n0))


def katz(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers, confidence: float = CONFIDENCE) -> Limits:
    """The log interval of the ratio (Katz et al. 1978, Biometrics 34:469). NaN where a count is zero."""
    k1, n1, k0, n0 = (floats(each) for each in (k1, n1, k0, n0))
    spread = np.sqrt(divide(1, k1) - divide(1, n1) + divide(1, k0) - divide(1, n0))
    reach = np.exp(quantile(confidence) * spread)
    centre = ratio(k1, n1, k0, n0)
    return centre / reach, centre * reach


def mover_r(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers, confidence: float = CONFIDENCE) -> Limits:
    """The ratio's limits recovered from two Wilson intervals (Donner and Zou 2012, Stat Methods Med Res 21:347).

    Defined at zero counts too: infinite above where the reference's interval reaches zero. NaN where a group is empty.
    """
    p1, p0 = rate(k1, n1), rate(k0, n0)
    (l1, u1), (l0, u0) = wilson(k1, n1, confidence), wilson(k0, n0, confidence)
    product = p1 * p0
    # b / (a + root) is (a - root) / c without the difference of near numbers, and holds where c is zero
    b = l1 * (2 * p1 - l1)
    below = product + _root(product, b, u0 * (2 * p0 - u0))
    low = np.where(b == 0, 0.0, divide(b, below))
    c = l0 * (2 * p0 - l0)
    high = divide(product + _root(product, u1 * (2 * p1 - u1), c), c)
    empty = np.isnan(product)
    return np.where(empty, np.nan, low), np.where(empty, np.nan, np.where(l0 == 0, np.inf, high))


def _root(product: Floats, b: Floats, c: Floats) -> Floats:
    return np.asarray(np.sqrt(np.maximum(product**2 - b * c, 0)))


def ratio_interval(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers, confidence: float = CONFIDENCE) -> Limits:
    """Katz's; MOVER-R where a count is zero, or where everybody of both groups has the outcome and Katz's has no width."""
    use = has_katz(k1, n1, k0, n0)
    by_log, by_wilson = katz(k1, n1, k0, n0, confidence), mover_r(k1, n1, k0, n0, confidence)
    return np.where(use, by_log[0], by_wilson[0]), np.where(use, by_log[1], by_wilson[1])


def has_katz(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Whether Katz's interval says something: both counts above zero, and not both full."""
    k1, n1, k0, n0 = (floats(each) for each in (k1, n1, k0, n0))
    return np.asarray((k1 > 0) & (k0 > 0) & ((k1 < n1) | (k0 < n0)))


def odds_ratio(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """The sample odds ratio k1 (n0-k0) / ((n1-k1) k0); infinite where only the divisor is zero, NaN where both are."""
    k1, n1, k0, n0 = (floats(each) for each in (k1, n1, k0, n0))
    above, below = np.broadcast_arrays(k1 * (n0 - k0), (n1 - k1) * k0)
    return np.where((below == 0) & (above > 0), np.inf, divide(above, below))
