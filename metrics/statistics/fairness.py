"""Differential fairness: how far apart the most unlike of crossed groups are (Foulds, Islam, Keya and Pan 2020, ICDE)."""

from __future__ import annotations

import numpy as np

from metrics.statistics.arrays import Numbers, divide, floats

SMOOTHING = 0.5  # added to both outcomes of every group where a rate is 0 or 1


def differential_fairness(k: Numbers, n: Numbers) -> float:
    """The largest |ln| of two groups' ratio of rates, for the outcome or its absence; 0 is parity, ln 1.25 is about four-fifths.

    Smoothed, (k + a) / (n + 2a), where a group has nobody or everybody selected. Leave out groups below the floor first.
    NaN with fewer than two groups.
    """
    k, n = floats(k), floats(n)
    k, n = k[n > 0], n[n > 0]
    if n.size < 2:
        return float("nan")
    added = SMOOTHING if np.any((k == 0) | (k == n)) else 0.0
    selected = np.log(divide(k + added, n + 2 * added))
    refused = np.log(divide(n - k + added, n + 2 * added))
    return float(max(np.ptp(selected), np.ptp(refused)))
