"""From numbers to places: axes that end exactly where they say."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from metrics.charts.spec import Unit

STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Scale:
    """`low` lies exactly at `start`, `high` exactly at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a number lies."""
        part = (value - self.low) / (self.high - self.low)
        return self.start * (1 - part) + self.end * part

    def between(self, start: float, end: float) -> Scale:
        """The same numbers on another stretch."""
        return Scale(self.low, self.high, start, end)


@dataclass(frozen=True)
class Axis:
    """Where an axis begins and ends, its ticks (none where nothing is known) and the digits that tell them apart."""

    low: float
    high: float
    ticks: tuple[float, ...]
    digits: int

    def scale(self, start: float, end: float) -> Scale:
        """This axis laid on a stretch."""
        return Scale(self.low, self.high, start, end)


def axis(values: Iterable[float], unit: Unit, from_zero: bool = True, at_most: int = 5) -> Axis:
    """An axis of round numbers (in the unit as it is read) that holds all values, with `at_most` + 1 ticks or a few less."""
    shown = [value * unit.factor for value in values]
    if not shown:
        return Axis(0, 1, (), 0)
    low, high = min(shown), max(shown)
    if from_zero:
        low, high = min(low, 0), max(high, 0)
    if low == high:
        low, high = (low, low + 1) if from_zero else (low - abs(low) * 0.1 - 1, high + abs(high) * 0.1 + 1)
    tens, step = _step(high - low, at_most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(_times(step, tens, index) / unit.factor for index in range(first, last + 1))
    return Axis(min(ticks[0], low / unit.factor), max(ticks[-1], high / unit.factor), ticks, max(0, -tens))


def _step(span: float, at_most: int) -> tuple[int, float]:
    """The smallest of 1, 2, 5 times a power of ten that needs no more than so many steps; with the power."""
    tens = math.floor(math.log10(span / at_most))
    for power in (tens, tens + 1):
        for step in STEPS:
            if step * 10.0**power * at_most >= span * (1 - 1e-9):
                return power, step * 10.0**power
    raise AssertionError("ten times a power of ten is enough")


def _times(step: float, tens: int, index: int) -> float:
    """The tick, without the dust of repeated addition: 3 steps of 0.1 are 0.3."""
    return round(step * index, max(0, -tens))
