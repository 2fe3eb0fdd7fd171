"""The best group against the worst, and against the mean of the others.

Healthy People 2030; Talih and Huang 2016, NCHS Statistical Notes 27. Ratios are told so that they are never below 1. The
extremes are picked from what was measured, so delta intervals are too narrow: a simulated interval (`simulation`) stands beside
them. Leave out groups below the floor of people first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, divide, floats, quantile


@dataclass(frozen=True)
class Estimate:
    """A measure, its standard error and limits; NaN where not known. `se` of a ratio is that of its logarithm."""

    estimate: float
    se: float
    limits: Limits


def best(y: Floats, *, favourable: bool) -> int:
    """Where the best value stands: the highest, or the lowest where less is better."""
    return int(np.argmax(y) if favourable else np.argmin(y))


def apart(y1: float, se1: float, y0: float, se0: float, confidence: float = CONFIDENCE) -> Estimate:
    """y1 - y0 of two independent values, normal interval."""
    se = float(np.hypot(se1, se0))
    reach = quantile(confidence) * se
    return Estimate(y1 - y0, se, (floats(y1 - y0 - reach), floats(y1 - y0 + reach)))


def times(y1: float, se1: float, y0: float, se0: float, confidence: float = CONFIDENCE) -> Estimate:
    """y1 / y0 of two independent positive values; interval and standard error of the logarithm. NaN where y0 is zero."""
    se = float(np.hypot(divide(se1, y1), divide(se0, y0)))
    centre, reach = divide(y1, y0), np.exp(quantile(confidence) * se)
    return Estimate(float(centre), se, (divide(centre, reach), centre * reach))


def maximal_difference(y: Floats, se: Floats, confidence: float = CONFIDENCE) -> Estimate:
    """Rmax - Rmin (MRD), in units."""
    high, low = int(np.argmax(y)), int(np.argmin(y))
    return apart(float(y[high]), float(se[high]), float(y[low]), float(se[low]), confidence)


def maximal_ratio(y: Floats, se: Floats, confidence: float = CONFIDENCE) -> Estimate:
    """Rmax / Rmin (MRR)."""
    high, low = int(np.argmax(y)), int(np.argmin(y))
    return times(float(y[high]), float(se[high]), float(y[low]), float(se[low]), confidence)


def others_mean(y: Floats, at: int) -> float:
    """The unweighted mean of all groups but one."""
    return float(np.delete(y, at).mean()) if y.size > 1 else float("nan")


def summary_ratio(y: Floats, se: Floats, *, favourable: bool, confidence: float = CONFIDENCE) -> Estimate:
    """SRR: the best over the mean of the others, or the reverse where less is better; at least two groups."""
    at = best(y, favourable=favourable)
    mean, mean_se = others_mean(y, at), float(np.sqrt(np.sum(np.delete(se, at) ** 2)) / max(1, y.size - 1))
    one, other = (float(y[at]), float(se[at])), (mean, mean_se)
    return times(*(one + other if favourable else other + one), confidence)
