"""Values of unlike units brought to one scale, and combined.

What rests on the data's own range is relative: last year's scores move with this year's data, so it serves maps of areas,
never progress.
"""

from __future__ import annotations

import numpy as np

from metrics.statistics.arrays import Floats, Numbers, divide, floats


def min_max(values: Numbers, low: float = 0.0, high: float = 100.0) -> Floats:
    """Each column's least value to `low`, its greatest to `high`; NaN where all are equal.

    Turn the sign where less is better.
    """
    x = floats(values)
    least, greatest = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    return low + divide(x - least, greatest - least) * (high - low)


def z_score(values: Numbers) -> Floats:
    """Distance from each column's mean in sample standard deviations (n - 1)."""
    x = floats(values)
    return divide(x - np.nanmean(x, axis=0), np.nanstd(x, axis=0, ddof=1))


def percent_rank(values: Numbers) -> Floats:
    """(least rank - 1) / (n - 1) within each column: PERCENTRANK.INC, as in the CDC's social vulnerability index."""
    x = floats(values)
    below = np.apply_along_axis(lambda column: np.searchsorted(np.sort(column), column), 0, x)
    return np.where(np.isnan(x), np.nan, divide(below, np.sum(~np.isnan(x), axis=0) - 1))


def percent_rank_of(x: float, values: Numbers) -> float:
    """Where a value that need not be among `values` ranks, linear between neighbours; NaN beyond them."""
    ordered = np.sort(floats(values))
    if not ordered[0] <= x <= ordered[-1] or ordered.size < 2:
        return float("nan")
    below = int(np.searchsorted(ordered, x, side="left"))
    if ordered[below] == x:
        return below / (ordered.size - 1)
    part = (x - ordered[below - 1]) / (ordered[below] - ordered[below - 1])
    under = int(np.searchsorted(ordered, ordered[below - 1], side="left"))
    return float((under + part * (below - under)) / (ordered.size - 1))


def arithmetic(scores: Floats, weights: Floats) -> Floats:
    """The weighted mean along the last axis: a poor score can be bought off by a good one."""
    return np.asarray(np.sum(scores * weights, axis=-1) / np.sum(weights, axis=-1))


def geometric(scores: Floats, weights: Floats) -> Floats:
    """The weighted geometric mean along the last axis: a poor score weighs more. NaN at or below zero."""
    logs = np.log(np.where(scores > 0, scores, np.nan))
    return np.exp(arithmetic(logs, weights))


def harmonic(scores: Floats, weights: Floats) -> Floats:
    """The weighted harmonic mean along the last axis. NaN at or below zero."""
    return divide(1, arithmetic(divide(1, np.where(scores > 0, scores, np.nan)), weights))
