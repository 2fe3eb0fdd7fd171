"""What a cell says: its value in the unit shown, with its interval and the people behind it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite, sqrt

from metrics.cells import Cell
from metrics.models import IndicatorVersion

Kind = IndicatorVersion.Value
NORMAL = 1.959963984540054  # half of a 95 percent interval, in standard errors


@dataclass(frozen=True, slots=True)
class Reading:
    """A value in the unit shown; `low` and `high`: its 95 percent interval; `n`: people, `k`: with the outcome. None: unknown."""

    value: Decimal | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    k: int | None = None


UNKNOWN = Reading(None)


def reading(version: IndicatorVersion, cell: Cell | None) -> Reading:
    """The value of a cell as its indicator works it out.

    A rate with Wilson's interval (with weights: Korn-Graubard), a mean by its standard error, events with the exact Poisson
    interval, an estimate with what its source says of its error. Nothing is 0 because it is not known, and nobody's rate is
    unknown.
    """
    if cell is None:
        return UNKNOWN
    match version.value_kind:
        case Kind.RATE:
            return _rate(version.scale, cell)
        case Kind.COUNT:
            return UNKNOWN if cell.n is None else Reading(Decimal(cell.n), n=cell.n)
        case Kind.MEAN:
            return _mean(cell)
        case Kind.EVENTS:
            return _events(version.scale, cell)
    return _published(cell)


def _rate(scale: Decimal, cell: Cell) -> Reading:
    if cell.wy is not None and cell.w:
        return _weighted(scale, cell)
    if cell.n is None or cell.k is None:
        return _published(cell)
    if cell.n == 0:
        return Reading(None, n=0, k=0)
    from metrics.statistics.rates import wilson

    low, high = (float(limit) * float(scale) for limit in wilson(cell.k, cell.n))
    return Reading(Decimal(cell.k) * scale / cell.n, low, high, cell.n, cell.k)


def _weighted(scale: Decimal, cell: Cell) -> Reading:
    assert cell.wy is not None
    assert cell.w
    value = Decimal(repr(cell.wy / cell.w)) * scale
    if not cell.n or cell.w2 is None or cell.w2y is None:
        return Reading(value, n=cell.n)
    import numpy as np

    from metrics.statistics.weights import WeightedSums, korn_graubard, weighted_rate

    sums = (np.asarray(part, dtype=np.float64) for part in (cell.n, cell.w, cell.wy, cell.w2, cell.w2y))
    rate = weighted_rate(WeightedSums(*sums))
    low, high = (float(limit) for limit in korn_graubard(rate))
    factor = float(scale)
    return Reading(value, low * factor, high * factor, cell.n) if isfinite(low + high) else Reading(value, n=cell.n)


def _mean(cell: Cell) -> Reading:
    if cell.n is None or cell.x is None:
        return _published(cell)
    if cell.n == 0:
        return Reading(None, n=0)
    mean = cell.x / cell.n
    if cell.x2 is None or cell.n == 1:
        return Reading(Decimal(repr(mean)), n=cell.n)
    half = NORMAL * sqrt(max(cell.x2 - cell.n * mean * mean, 0) / (cell.n - 1) / cell.n)
    return Reading(Decimal(repr(mean)), mean - half, mean + half, cell.n)


def _events(scale: Decimal, cell: Cell) -> Reading:
    if cell.events is None or cell.exposure is None:
        return _published(cell)
    if cell.exposure <= 0:
        return UNKNOWN
    from metrics.statistics.events import exact_interval

    low, high = (float(limit) * float(scale) for limit in exact_interval(cell.events, float(cell.exposure)))
    return Reading(cell.events * scale / cell.exposure, low, high, k=cell.events)


def _published(cell: Cell) -> Reading:
    if cell.value is None:
        return Reading(None, n=cell.n)
    if cell.se is None:
        return Reading(cell.value, n=cell.n)
    half = NORMAL * float(cell.se)
    return Reading(cell.value, float(cell.value) - half, float(cell.value) + half, cell.n)
