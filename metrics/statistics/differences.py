"""Differences of two rates."""

from __future__ import annotations

import numpy as np

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers
from metrics.statistics.rates import rate, wilson


def difference(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """k1/n1 - k0/n0, between -1 and 1; NaN where a group is empty."""
    return rate(k1, n1) - rate(k0, n0)


def newcombe(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers, confidence: float = CONFIDENCE) -> Limits:
    """The hybrid of two Wilson intervals (Newcombe 1998, Stat Med 17:873, method 10). NaN where a group is empty."""
    p1, p0 = rate(k1, n1), rate(k0, n0)
    (l1, u1), (l0, u0) = wilson(k1, n1, confidence), wilson(k0, n0, confidence)
    low = p1 - p0 - np.sqrt((p1 - l1) ** 2 + (u0 - p0) ** 2)
    high = p1 - p0 + np.sqrt((u1 - p1) ** 2 + (p0 - l0) ** 2)
    return low, high
