"""Rates of groups: counts of people with an outcome among people, and their intervals."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, divide, floats, quantile, tail


def rate(k: Numbers, n: Numbers) -> Floats:
    """k of n, between 0 and 1; NaN where n is 0, since nobody's rate is unknown and not zero."""
    return divide(k, n)


def wilson(k: Numbers, n: Numbers, confidence: float = CONFIDENCE) -> Limits:
    """Wilson's score interval of k/n without continuity correction (Newcombe 1998, Stat Med 17:857, method 3).

    Shapes broadcast. k may be fractional (an effective count). NaN where n is 0; at k = 0 and k = n the outer limit is exact.
    """
    k, n = np.broadcast_arrays(floats(k), floats(n))
    z = quantile(confidence)
    middle = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * np.sqrt(np.maximum(divide(k * (n - k), n), 0) + z * z / 4)
    low = np.where(k == 0, 0.0, middle - half)
    high = np.where(k == n, 1.0, middle + half)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def clopper_pearson(k: Numbers, n: Numbers, confidence: float = CONFIDENCE) -> Limits:
    """The exact interval of k/n (Clopper and Pearson 1934), for fractional k and n too. NaN where n is 0."""
    k, n = np.broadcast_arrays(floats(k), floats(n))
    beyond = tail(confidence)
    low = betaincinv(np.where(k > 0, k, 1), np.where(n > 0, n - k + 1, 1), beyond)
    high = betaincinv(np.where(n > 0, k + 1, 1), np.where(k < n, n - k, 1), 1 - beyond)
    low, high = np.where(k > 0, low, 0.0), np.where(k < n, high, 1.0)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)
