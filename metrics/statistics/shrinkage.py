"""Rates of small groups drawn towards the rate of all (beta-binomial).

To be shown as stabilised, beside the count, never instead of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.statistics.arrays import Floats, Numbers, divide, floats


@dataclass(frozen=True)
class Stabilised:
    """`rates`: (k + m mu) / (n + m), one a group; NaN for `strength` m means that all groups share one rate, mu."""

    rates: Floats
    centre: float
    strength: float  # m, in people: how many of the whole's are added to each group


def stabilise(k: Numbers, n: Numbers) -> Stabilised:
    """With m by the method of moments (Kleinman 1973, JASA 68:46): from how far the rates lie apart beyond chance.

    Groups without people get mu. Where the rates lie no further apart than chance puts them, all get mu, and m is infinite.
    """
    k, n = floats(k), floats(n)
    mu = float(divide(k.sum(), n.sum()))
    m = _strength(k[n > 0], n[n > 0], mu)
    rates = np.full(k.shape, mu) if np.isinf(m) else divide(k + m * mu, n + m)
    return Stabilised(rates, mu, m)


def _strength(k: Floats, n: Floats, mu: float) -> float:
    spread = mu * (1 - mu)
    beyond = float(np.sum(n * (k / n - mu) ** 2)) - (n.size - 1) * spread if n.size else 0.0
    room = float(n.sum() - np.sum(n**2) / n.sum() - (n.size - 1)) * spread if n.size else 0.0
    correlation = beyond / room if room > 0 else 0.0  # of two people of one group
    return (1 - min(correlation, 1.0)) / correlation if correlation > 0 else float("inf")
