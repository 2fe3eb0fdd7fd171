"""Two rates compared, for one pair or for thousands at once: everything that has a closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.statistics import differences, ratios
from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, floats
from metrics.statistics.fourfifths import below_four_fifths
from metrics.statistics.rates import rate, wilson
from metrics.statistics.significance import cohen_h, least_expected, p_of_z, z_pooled

FEW_EXPECTED = 5  # below which, or with fewer than 30 people, the exact mid-p is the test to read
FEW_PEOPLE = 30


@dataclass(frozen=True)
class Compared:
    """One number a pair, focal against reference; NaN where not defined. Limits at the given confidence."""

    rate: Floats
    rate_limits: Limits  # Wilson
    difference: Floats
    difference_limits: Limits  # Newcombe
    ratio: Floats
    ratio_limits: Limits  # Katz, MOVER-R at zeros
    below: NDArray[np.bool_]  # four-fifths
    z: Floats
    p_z: Floats
    phi: Floats
    h: Floats
    least_expected: Floats

    @property
    def needs_exact(self) -> NDArray[np.bool_]:
        """Where the large-sample test does not hold."""
        return np.asarray(self.least_expected < FEW_EXPECTED)


def compare(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers, confidence: float = CONFIDENCE) -> Compared:
    """k1 of n1 against k0 of n0; shapes broadcast."""
    counts = (k1, n1, k0, n0)
    z = z_pooled(*counts)
    whole = [np.asarray(each, dtype=np.int64) for each in counts]
    return Compared(
        rate=rate(k1, n1), rate_limits=wilson(k1, n1, confidence),
        difference=differences.difference(*counts), difference_limits=differences.newcombe(*counts, confidence),
        ratio=ratios.ratio(*counts), ratio_limits=ratios.ratio_interval(*counts, confidence),
        below=below_four_fifths(*whole), z=z, p_z=p_of_z(z), phi=z / np.sqrt(floats(n1) + floats(n0)),
        h=cohen_h(*counts), least_expected=least_expected(*counts),
    )  # fmt: skip
