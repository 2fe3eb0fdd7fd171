"""The four-fifths rule and what it says of small numbers, in whole numbers: no rate is rounded or divided before it is judged.

Focal group: k1 of n1 selected; reference: k0 of n0. 29 CFR 1607.4D; questions and answers 20 and 21, 44 FR 11996 (1979).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FourFifths = Literal["below", "at", "above", "undefined"]
FOUR_FIFTHS = Fraction(4, 5)
EXACT = 10**9  # people up to which five products of two counts fit into 64 bits


def four_fifths(k1: int, n1: int, k0: int, n0: int, threshold: Fraction = FOUR_FIFTHS) -> FourFifths:
    """How the focal group's rate stands to 4/5 (or another threshold) of the reference's; exactly there is "at" and no flag.

    "undefined" where a group is empty or nobody of the reference was selected.
    """
    if n1 <= 0 or n0 <= 0 or k0 <= 0:
        return "undefined"
    focal, least = threshold.denominator * int(k1) * int(n0), threshold.numerator * int(k0) * int(n1)
    if focal == least:
        return "at"
    return "below" if focal < least else "above"


def below_four_fifths(
    k1: NDArray[np.int64], n1: NDArray[np.int64], k0: NDArray[np.int64], n0: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """The same flag for many groups at once; false where it is undefined."""
    largest = max((int(np.max(each)) for each in (n1, n0) if np.size(each)), default=0)
    kind = np.int64 if largest < EXACT else object  # Python's integers have no end
    k1, n1, k0, n0 = (np.asarray(each).astype(kind) for each in (k1, n1, k0, n0))
    return np.asarray((n1 > 0) & (5 * k1 * n0 < 4 * k0 * n1), dtype=np.bool_)


def flips(k1: int, n1: int, k0: int, n0: int) -> bool | None:
    """Whether one selection moved from the group of the higher rate to the other reverses their order (Q&A 21).

    None where no selection can be moved: nobody was selected, everybody was, or a group is empty. Equal rates have no order.
    """
    if n1 <= 0 or n0 <= 0:
        return None
    if k1 * n0 == k0 * n1:
        return False if 0 < k1 < n1 else None
    low, high = ((k1, n1), (k0, n0)) if k1 * n0 < k0 * n1 else ((k0, n0), (k1, n1))
    return (low[0] + 1) * high[1] > (high[0] - 1) * low[1]


def ratio_after_flip(k1: int, n1: int, k0: int, n0: int) -> float | None:
    """The impact ratio with one selection more in the focal group and one less in the reference; None where there is none."""
    if n1 <= 0 or n0 <= 0 or k1 >= n1 or k0 <= 1:
        return None
    return (k1 + 1) * n0 / (n1 * (k0 - 1))


def shortfall(k1: int, n1: int, k0: int, n0: int) -> float | None:
    """Selections the focal group has less than its part of all those selected, in people; negative where it has more."""
    return n1 * (k1 + k0) / (n1 + n0) - k1 if n1 + n0 > 0 else None


def shortfall_to_parity(k1: int, n1: int, k0: int, n0: int) -> float | None:
    """Selections short of the reference's rate, in people."""
    return (n1 * k0 - k1 * n0) / n0 if n0 > 0 else None


def shortfall_to_80(k1: int, n1: int, k0: int, n0: int) -> float | None:
    """Selections short of 4/5 of the reference's rate, in people, as computed; negative above it."""
    return (4 * n1 * k0 - 5 * k1 * n0) / (5 * n0) if n0 > 0 else None


def whole_persons_to_80(k1: int, n1: int, k0: int, n0: int, threshold: Fraction = FOUR_FIFTHS) -> int | None:
    """Whole persons who must be selected in addition to stand at 4/5 (or another threshold); 0 where it is reached."""
    return max(0, -(-threshold.numerator * k0 * n1 // (threshold.denominator * n0)) - k1) if n0 > 0 else None
