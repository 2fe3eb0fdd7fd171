"""Events over exposure (injuries an hour, complaints a person-year): Poisson rates and their ratios."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv, pdtr, pdtrc, xlogy

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, divide, floats, quantile, tail
from metrics.statistics.exact import SAME, binomial
from metrics.statistics.rates import clopper_pearson


def event_rate(events: Numbers, exposure: Numbers) -> Floats:
    """Events a unit of exposure; NaN without exposure."""
    return divide(events, exposure)


def exact_interval(events: Numbers, exposure: Numbers, confidence: float = CONFIDENCE) -> Limits:
    """By the chi-square distribution (Garwood 1936); [0, 3.69/T] at no event. NaN without exposure."""
    k, t = np.broadcast_arrays(floats(events), floats(exposure))
    beyond = tail(confidence)
    low = np.where(k > 0, gammaincinv(np.where(k > 0, k, 1), beyond), 0.0)
    return divide(low, t), divide(gammaincinv(k + 1, 1 - beyond), t)


def rate_p(events: int, exposure: float, supposed: float) -> float:
    """The exact two-sided probability that the rate is `supposed` (> 0): of all counts no more likely than this one."""
    mean = exposure * supposed
    reach = np.arange(int(2 * mean + 10 * np.sqrt(mean) + events + 20), dtype=np.float64)
    logs = xlogy(reach, mean) - mean - np.cumsum(np.log(np.maximum(reach, 1)))
    unlikely = logs <= logs[events] + SAME
    below = int(np.argmin(unlikely))  # the first likely count
    above = len(reach) - int(np.argmin(unlikely[::-1]))  # the count after the last likely one
    if unlikely.all():
        return 1.0
    return min(1.0, float((pdtr(below - 1, mean) if below else 0.0) + pdtrc(above - 1, mean)))


def rate_ratio(events1: Numbers, exposure1: Numbers, events0: Numbers, exposure0: Numbers) -> Floats:
    """(events1/exposure1) / (events0/exposure0); NaN where the reference has no event or exposure is missing."""
    return divide(event_rate(events1, exposure1), event_rate(events0, exposure0))


def rate_ratio_log(
    events1: Numbers, exposure1: Numbers, events0: Numbers, exposure0: Numbers, confidence: float = CONFIDENCE
) -> Limits:
    """Wald's interval of the logarithm. NaN where either has no event."""
    centre = rate_ratio(events1, exposure1, events0, exposure0)
    reach = np.exp(quantile(confidence) * np.sqrt(divide(1, events1) + divide(1, events0)))
    return divide(centre, reach), centre * reach


def rate_ratio_exact(
    events1: Numbers, exposure1: Numbers, events0: Numbers, exposure0: Numbers, confidence: float = CONFIDENCE
) -> Limits:
    """Exact given all events (Clopper-Pearson of the first's part, mapped to the ratio).

    Upper limit infinite at events0 = 0.
    """
    total = floats(events1) + floats(events0)
    low, high = clopper_pearson(events1, total, confidence)
    scale = divide(exposure0, exposure1)
    upper = np.where(high < 1, divide(high, 1 - high) * scale, np.inf)
    return divide(low, 1 - low) * scale, np.where(np.isnan(high), np.nan, upper)


def rate_ratio_p(events1: int, exposure1: float, events0: int, exposure0: float) -> float:
    """The exact two-sided probability that both rates are one, given all events."""
    return binomial(events1, events1 + events0, exposure1 / (exposure1 + exposure0)).two_sided
