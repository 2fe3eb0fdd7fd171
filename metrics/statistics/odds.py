"""Odds ratios of two groups: of the sample, and the one most likely with all margins fixed, with its exact interval."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.stats.contingency import odds_ratio as conditional

from metrics.statistics.arrays import CONFIDENCE, Limits, floats, quantile

Side = Literal["two-sided", "less", "greater"]


def conditional_odds_ratio(
    k1: int, n1: int, k0: int, n0: int, confidence: float = CONFIDENCE, side: Side = "two-sided"
) -> tuple[float, Limits]:
    """Fisher's conditional maximum likelihood estimate, as R's fisher.test tells it; the sample's is `ratios.odds_ratio`.

    The estimate is NaN and the interval 0 to infinity where nobody or everybody of both groups has the outcome.
    """
    quantile(confidence)
    table = np.array([[k1, n1 - k1], [k0, n0 - k0]])
    found = conditional(table, kind="conditional")
    limits = found.confidence_interval(confidence, alternative=side)
    return float(found.statistic), (floats(limits.low), floats(limits.high))
