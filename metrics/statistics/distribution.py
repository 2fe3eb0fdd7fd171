"""How unequally a resource is spread over areas or people: Gini, Atkinson, generalised entropy."""

from __future__ import annotations

import numpy as np

from metrics.statistics.arrays import Numbers, divide, floats
from metrics.statistics.inequality import mean_log_deviation, theil


def gini(amounts: Numbers, *, unbiased: bool = False) -> float:
    """Half the relative mean difference, 0 to 1; unbiased: times n/(n-1). NaN where an amount is negative or all are zero."""
    x = np.sort(floats(amounts))
    if x.size == 0 or x[0] < 0:
        return float("nan")
    places = 2 * np.arange(1, x.size + 1) - x.size - 1
    estimate = divide(np.sum(places * x), x.size * x.sum())
    return float(estimate * divide(x.size, x.size - 1)) if unbiased else float(estimate)


def atkinson(amounts: Numbers, aversion: float = 0.5) -> float:
    """1 less the equally spread amount over the mean (Atkinson 1970). NaN where an amount is negative or all are zero.

    Raises ValueError unless the aversion to inequality is above 0.
    """
    if aversion <= 0:
        raise ValueError(f"An aversion to inequality is above 0; {aversion} is not.")
    x = floats(amounts)
    if x.size == 0 or x.min() < 0 or x.sum() == 0:
        return float("nan")
    if x.min() == 0 and aversion >= 1:
        return 1.0
    if aversion == 1:
        return float(1 - np.exp(np.mean(np.log(x))) / x.mean())
    return float(1 - np.mean(x ** (1 - aversion)) ** (1 / (1 - aversion)) / x.mean())


def theil_t(amounts: Numbers) -> float:
    """Theil's T, each amount counted once."""
    x = floats(amounts)
    return float(theil(x, np.full(x.shape, 1 / x.size)))


def theil_l(amounts: Numbers) -> float:
    """The mean log deviation, Theil's L, each amount counted once; NaN where one is zero."""
    x = floats(amounts)
    return float(mean_log_deviation(x, np.full(x.shape, 1 / x.size)))


def variation(amounts: Numbers) -> float:
    """The coefficient of variation: standard deviation (of all areas, not of a sample) over the mean, no per cent."""
    x = floats(amounts)
    return float(divide(float(np.std(x)), float(x.mean()))) if x.size else float("nan")
