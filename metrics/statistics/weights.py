"""Rates of weighted people (surveys), from the sums that are kept of each cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, divide, floats, tail
from metrics.statistics.rates import clopper_pearson


@dataclass(frozen=True)
class WeightedSums:
    """Additive sums over people with weight w and outcome y (0 or 1): of one group, or an array of each stratum of the design.

    n people, W = sum w, Wy = sum wy, W2 = sum w^2, W2y = sum w^2 y.
    """

    n: Floats
    w: Floats
    wy: Floats
    w2: Floats
    w2y: Floats


@dataclass(frozen=True)
class WeightedRate:
    """A weighted rate. `variance` is linearised (Taylor), with replacement; NaN below two people in a stratum."""

    rate: float
    variance: float
    n: int
    degrees: int  # of freedom: people less strata
    effective: float  # people, by Kish: W^2 / W2
    design_effect: float  # variance over that of as many drawn at random with replacement

    @property
    def se(self) -> float:
        """Standard error."""
        return float(np.sqrt(self.variance))


def kish(w: Numbers, w2: Numbers) -> Floats:
    """Effective number of people, W^2 / W2 (Kish 1965); NaN where nobody has a weight."""
    return divide(floats(w) ** 2, w2)


def weighted_rate(sums: WeightedSums) -> WeightedRate:
    """Wy/W over all strata, each stratum's people drawn independently of the others' (Cochran 1977, 5A; no clusters).

    In one stratum the variance is n/(n-1) [W2y(1-2p) + p^2 W2] / W^2.
    """
    n, w = floats(sums.n), floats(sums.w)
    people, weight = float(n.sum()), float(w.sum())
    p = float(divide(floats(sums.wy).sum(), weight))
    squares = (floats(sums.w2y) * (1 - 2 * p) + p * p * floats(sums.w2)) / weight**2
    means = (floats(sums.wy) - p * w) / weight
    variance = float(np.sum(divide(n, n - 1) * (squares - divide(means**2, n))))
    simple = p * (1 - p) / (people - 1) if people > 1 else np.nan
    return WeightedRate(
        rate=p, variance=variance, n=int(people), degrees=int(people - n.size),
        effective=float(kish(weight, floats(sums.w2).sum())), design_effect=float(divide(variance, simple)),
    )  # fmt: skip


def korn_graubard(measured: WeightedRate, confidence: float = CONFIDENCE) -> Limits:
    """Clopper-Pearson on the effective sample (Korn and Graubard 1998), which is scaled by the squared ratio of the t quantiles.

    At a rate of 0 or 1 the variance says nothing, and Kish's effective number stands in.
    """
    p, v = measured.rate, measured.variance
    if p in (0.0, 1.0):
        people = min(measured.effective, float(measured.n))
        return clopper_pearson(p * people, people, confidence)
    if not v > 0 or measured.degrees < 1:
        return floats(np.nan), floats(np.nan)
    inside = 1 - tail(confidence)
    scale = stdtrit(measured.n - 1, inside) / stdtrit(measured.degrees, inside)
    people = p * (1 - p) / v * scale**2
    return clopper_pearson(p * people, people, confidence)


def logit_interval(measured: WeightedRate, confidence: float = CONFIDENCE) -> Limits:
    """Normal on the scale of log odds, with t quantiles, and mapped back; NaN at a rate of 0 or 1."""
    p, inside = measured.rate, 1 - tail(confidence)
    if not 0 < p < 1 or measured.degrees < 1:
        return floats(np.nan), floats(np.nan)
    centre, reach = np.log(p / (1 - p)), stdtrit(measured.degrees, inside) * measured.se / (p * (1 - p))
    return floats(1 / (1 + np.exp(reach - centre))), floats(1 / (1 + np.exp(-reach - centre)))
