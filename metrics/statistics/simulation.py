"""Intervals by simulation, for measures whose standard error has no formula.

The draws are seeded: the same input gives the same interval.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, floats, tail

DRAWS = 2000
SEED = 20210406


def drawn(y: Floats, se: Floats, draws: int = DRAWS, seed: int = SEED, *, least: float = 0.0) -> Floats:
    """Values as they might have been measured: normal about each, a row a draw; never below `least`.

    Each value's noise hangs on its rank, not on its place, so the order of the groups changes nothing.
    """
    noise = np.random.default_rng(seed).standard_normal((draws, y.size))
    ranked = np.argsort(np.lexsort((se, y)))
    return np.maximum(y + se * noise[:, ranked], least)


def percentiles(values: Floats, confidence: float = CONFIDENCE) -> Limits:
    """The middle part of the draws; draws for which the measure is not defined are left out."""
    known = values[np.isfinite(values)]
    if not known.size:
        return floats(np.nan), floats(np.nan)
    beyond = tail(confidence)
    return floats(np.quantile(known, beyond)), floats(np.quantile(known, 1 - beyond))


def simulated(y: Numbers, se: Numbers, measure: Callable[[Floats], Floats], confidence: float = CONFIDENCE) -> Limits:
    """The percentile interval of a measure of values with standard errors; NaN where a standard error is not known."""
    y, se = floats(y), floats(se)
    if np.isnan(se).any():
        return floats(np.nan), floats(np.nan)
    return percentiles(measure(drawn(y, se)), confidence)
