"""A table seen as a whole: whether its groups differ at all, and how far its extremes are apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.statistics.fairness import differential_fairness
from metrics.statistics.references import FLOOR, Counted
from metrics.statistics.significance import ChiSquare, chi_square

UNKNOWN = float("nan")


@dataclass(frozen=True)
class Spread:
    """The lowest and the highest rate among groups of 30 people or more; empty names and NaN with fewer than two."""

    lowest: str = ""
    highest: str = ""
    difference: float = UNKNOWN
    ratio: float = UNKNOWN  # lowest over highest
    differential_fairness: float = UNKNOWN


def homogeneity(groups: Sequence[Counted]) -> ChiSquare | None:
    """Whether all known groups share one rate."""
    known = [each for each in groups if each.known]
    return chi_square([each.k or 0 for each in known], [each.n or 0 for each in known])


def spread(groups: Sequence[Counted], floor: int = FLOOR) -> Spread:
    """Small groups are left out: their rates would be the extremes by chance."""
    large = [each for each in groups if each.known and (each.n or 0) >= floor]
    if len(large) < 2:
        return Spread()
    k, n = np.array([each.k for each in large]), np.array([each.n for each in large])
    rates = k / n
    low, high = int(np.argmin(rates)), int(np.argmax(rates))
    ratio = float(rates[low] / rates[high]) if rates[high] else UNKNOWN
    apart = float(rates[high] - rates[low])
    return Spread(large[low].name, large[high].name, apart, ratio, differential_fairness(k, n))
