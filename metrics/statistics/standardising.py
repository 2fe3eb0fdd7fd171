"""Rates adjusted to a standard composition, so that groups of unlike age (tenure, occupation) can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from metrics.statistics.arrays import CONFIDENCE, Limits, Numbers, divide, floats, tail


@dataclass(frozen=True)
class Standardised:
    """Events a person (or a unit of exposure); NaN where a stratum that the standard has is empty."""

    crude: float
    adjusted: float
    limits: Limits


def standardise(events: Numbers, people: Numbers, standard: Numbers, confidence: float = CONFIDENCE) -> Standardised:
    """Directly: sum c_i k_i / n_i, c_i the stratum's part of the standard population; gamma interval (Fay and Feuer 1997).

    One number a stratum in each. A stratum without people is unknown, not zero, and so is what is adjusted with it.
    """
    events, people, standard = floats(events), floats(people), floats(standard)
    parts = divide(standard, standard.sum())
    weights = np.where(parts > 0, divide(parts, people), 0.0)
    adjusted = float(np.sum(weights * events))
    variance = float(np.sum(weights**2 * events))
    return Standardised(
        float(divide(events.sum(), people.sum())), adjusted, _gamma(adjusted, variance, weights, confidence)
    )


def _gamma(
    adjusted: float, variance: float, weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]], confidence: float
) -> Limits:
    beyond = tail(confidence)
    widest = weights.max(initial=0.0)
    over, spread = adjusted + widest, variance + widest**2
    low = gammaincinv(divide(adjusted**2, variance), beyond) * divide(variance, adjusted) if adjusted > 0 else adjusted
    return floats(low), floats(gammaincinv(divide(over**2, spread), 1 - beyond) * divide(spread, over))
