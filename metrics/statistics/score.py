"""Score intervals of a difference and a ratio of two rates, on request: each limit is the hypothesis that the data just reject.

Worked out here because statsmodels 0.15 fails for the difference (its issue 10269) and at 12 of 12 for the ratio. One pair
a call.
"""

from __future__ import annotations

from collections.abc import Callable
from math import acos, copysign, cos, inf, nan, pi, sqrt

from metrics.statistics.arrays import CONFIDENCE, quantile

HALVINGS = 200
FAR = 1e12  # a ratio beyond which none is looked for


def score_difference(k1: int, n1: int, k0: int, n0: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Of k1/n1 - k0/n0 (Miettinen and Nurminen 1985, Stat Med 4:213). NaN where a group is empty."""
    if n1 <= 0 or n0 <= 0:
        return nan, nan
    z, observed = quantile(confidence), k1 / n1 - k0 / n0

    def distance(supposed: float) -> float:
        variance = _variance_of_difference(k1, n1, k0, n0, supposed)
        return copysign(inf, observed - supposed) if variance <= 0 else (observed - supposed) / sqrt(variance)

    low = _halve(lambda supposed: distance(supposed) > z, -1.0, observed)
    return low, _halve(lambda supposed: distance(supposed) > -z, observed, 1.0)


def score_ratio(
    k1: int, n1: int, k0: int, n0: int, confidence: float = CONFIDENCE, *, corrected: bool = True
) -> tuple[float, float]:
    """Of (k1/n1) / (k0/n0): Miettinen and Nurminen's, or uncorrected Koopman's (1984, Biometrics 40:513).

    At k1 = 0 it begins at 0, at k0 = 0 it has no upper limit. NaN where a group is empty.
    """
    if n1 <= 0 or n0 <= 0:
        return nan, nan
    z = quantile(confidence)

    def distance(supposed: float) -> float:
        variance = _variance_of_ratio(k1, n1, k0, n0, supposed) * ((n1 + n0) / (n1 + n0 - 1) if corrected else 1)
        apart = k1 / n1 - supposed * k0 / n0
        return copysign(inf, apart) if variance <= 0 else apart / sqrt(variance)

    low = 0.0 if k1 == 0 else _halve(lambda supposed: distance(supposed) > z, 1 / FAR, FAR, by_factor=True)
    return low, inf if k0 == 0 else _halve(lambda supposed: distance(supposed) > -z, 1 / FAR, FAR, by_factor=True)


def _halve(is_above: Callable[[float], bool], low: float, high: float, *, by_factor: bool = False) -> float:
    """Where `is_above` ends, between low and high."""
    for _ in range(HALVINGS):
        middle = sqrt(low * high) if by_factor else (low + high) / 2
        if is_above(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _variance_of_difference(k1: int, n1: int, k0: int, n0: int, supposed: float) -> float:
    """With the rates most likely under the supposed difference: the middle root of a cubic (Farrington and Manning 1990)."""
    p1, p0, size = k1 / n1, k0 / n0, n0 / n1
    a, b = 1 + size, -(1 + size + p1 + size * p0 + supposed * (size + 2))
    c = supposed**2 + supposed * (2 * p1 + size + 1) + p1 + size * p0
    d = -p1 * supposed * (1 + supposed)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a * a) + d / (2 * a)
    u = copysign(sqrt(max(0.0, (b / (3 * a)) ** 2 - c / (3 * a))), v)
    turn = (pi + acos(max(-1.0, min(1.0, v / u**3 if u else 0.0)))) / 3
    first = min(1.0, max(0.0, 2 * u * cos(turn) - b / (3 * a)))
    second = min(1.0, max(0.0, first - supposed))
    total = n1 + n0
    return (first * (1 - first) / n1 + second * (1 - second) / n0) * total / (total - 1)


def _variance_of_ratio(k1: int, n1: int, k0: int, n0: int, supposed: float) -> float:
    """With the rates most likely under the supposed ratio: the lower root of a quadratic."""
    a, b, c = (n1 + n0) * supposed, n1 * supposed + k1 + n0 + k0 * supposed, k1 + k0
    second = 2 * c / (b + sqrt(max(0.0, b * b - 4 * a * c)))
    first = min(1.0, supposed * second)
    return first * (1 - first) / n1 + supposed**2 * second * (1 - second) / n0
