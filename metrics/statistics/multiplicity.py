"""Many comparisons of one family (one indicator, period and grouping): probabilities adjusted for their number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from metrics.statistics.arrays import Floats, Numbers, floats


def benjamini_hochberg(p: Numbers) -> Floats:
    """The false discovery rate at which each would be called different (Benjamini and Hochberg 1995).

    NaN stays and counts not.
    """
    return _known(floats(p), _step_up)


def holm(p: Numbers) -> Floats:
    """Holm's step-down (1979), which holds the chance of even one false call. NaN stays and counts not."""
    return _known(floats(p), _step_down)


def bonferroni(p: Numbers) -> Floats:
    """Each times their number, at most 1. NaN stays and counts not."""
    return _known(floats(p), lambda known: np.minimum(known * known.size, 1))


def _known(p: Floats, adjust: Callable[[Floats], Floats]) -> Floats:
    adjusted = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    adjusted[known] = adjust(p[known])
    return adjusted


def _step_up(p: Floats) -> Floats:
    order = np.argsort(p)[::-1]
    scaled = p[order] * p.size / np.arange(p.size, 0, -1)
    return _back(np.minimum.accumulate(scaled), order)


def _step_down(p: Floats) -> Floats:
    order = np.argsort(p)
    scaled = p[order] * np.arange(p.size, 0, -1)
    return _back(np.maximum.accumulate(scaled), order)


def _back(adjusted: Floats, order: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Floats:
    result = np.empty_like(adjusted)
    result[order] = np.minimum(adjusted, 1)
    return result
