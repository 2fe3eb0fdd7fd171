"""What the formulas take and give: arrays of doubles, or single numbers, which come back as arrays without axes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
Numbers = Floats | NDArray[np.int64] | Sequence[float] | float
Limits = tuple[Floats, Floats]  # lower and upper

CONFIDENCE = 0.95


def floats(numbers: Numbers) -> Floats:
    """As doubles; counts stay exact up to 2^53."""
    return np.asarray(numbers, dtype=np.float64)


def quantile(confidence: float) -> float:
    """The two-sided standard normal quantile; 1.959964 for 0.95. Raises ValueError unless 0 < confidence < 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, as 0.95 does; {confidence} does not.")
    return float(ndtri(0.5 + confidence / 2))


def tail(confidence: float) -> float:
    """The part beyond each limit, 0.025 for 0.95. Raises ValueError unless 0 < confidence < 1."""
    return float(ndtr(-quantile(confidence)))


def divide(above: Numbers, below: Numbers) -> Floats:
    """Element by element; NaN, not infinity, where the divisor is zero: such a quotient is not known."""
    above, below = np.broadcast_arrays(floats(above), floats(below))
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0))
