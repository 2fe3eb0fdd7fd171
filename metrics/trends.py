"""Whether a value became better, worse, or not clearly either: what lies within chance is no clear change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import hypot

from metrics.cells import Cell
from metrics.models import IndicatorVersion
from metrics.values import Reading, reading

BETTER, WORSE, UNCLEAR = "better", "worse", "unclear"


@dataclass(frozen=True)
class Change:
    """`by`: newest less the one before, in the unit shown; `verdict`: better, worse or unclear."""

    by: Decimal
    verdict: str
    since: tuple[object, object]  # first and last day of the period before


def change(version: IndicatorVersion, now: Cell, before: Cell) -> Change | None:
    """Of two shares by Newcombe's interval of their difference, of others by their own intervals; without any, as they are."""
    new, old = reading(version, now), reading(version, before)
    if new.value is None or old.value is None:
        return None
    by = new.value - old.value
    if by == 0 or within_chance(new, old):
        return Change(by, UNCLEAR, before.period)
    good = (by > 0) == (version.direction == IndicatorVersion.Direction.UP)
    return Change(by, BETTER if good else WORSE, before.period)


def within_chance(new: Reading, old: Reading) -> bool:
    """Whether the 95 percent interval of the difference holds zero; two values of the same people are taken as independent."""
    if new.n and old.n and new.k is not None and old.k is not None:
        from metrics.statistics.differences import newcombe

        low, high = (float(limit) for limit in newcombe(new.k, new.n, old.k, old.n))
        return low <= 0 <= high
    if new.low is None or new.high is None or old.low is None or old.high is None:
        return False
    if new.value is None or old.value is None:
        return False
    by = float(new.value - old.value)
    if by > 0:  # square-and-add of the limits that face each other (Zou and Donner 2008)
        return by <= hypot(float(new.value) - new.low, old.high - float(old.value))
    return -by <= hypot(new.high - float(new.value), float(old.value) - old.low)


def against_forecast(read: Reading, expected: Decimal, direction: str) -> str:
    """A value beside what was forecast: unclear where its 95 percent interval holds the forecast, or where both are one."""
    if read.value is None or read.value == expected:
        return UNCLEAR
    if read.low is not None and read.high is not None and read.low <= expected <= read.high:
        return UNCLEAR
    return BETTER if (read.value > expected) == (direction == IndicatorVersion.Direction.UP) else WORSE
