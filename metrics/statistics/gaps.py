"""How a gap between a group and its reference changed, absolutely and relatively, and whether anybody was levelled down.

Both are always told together: they can move in opposite directions (Scanlan 2006; Harper et al. 2010, Milbank Q 88:4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from metrics.statistics.arrays import divide
from metrics.statistics.progress import Direction
from metrics.statistics.significance import p_of_z

Movement = Literal["levelled up", "levelled down", "narrowed", "unchanged", "widened", "reversed"]


@dataclass(frozen=True)
class Pair:
    """A group's value and its reference's at one time, with standard errors where known (NaN)."""

    group: float
    reference: float
    group_se: float = float("nan")
    reference_se: float = float("nan")

    @property
    def gap(self) -> float:
        """Group less reference, in units."""
        return self.group - self.reference

    @property
    def ratio(self) -> float:
        """Group over reference; NaN at a reference of zero."""
        return float(divide(self.group, self.reference))

    @property
    def variance(self) -> float:
        """Of the gap."""
        return float(self.group_se**2 + self.reference_se**2)


@dataclass(frozen=True)
class GapChange:
    """`absolute`: gap now less gap before; `relative`: ratio now over ratio before; z and p of the absolute change or NaN."""

    before: Pair
    now: Pair
    absolute: float
    relative: float
    group_change: float
    reference_change: float
    z: float
    p: float
    movement: Movement
    opposite: bool  # the absolute gap narrowed while the relative one widened, or the reverse


def gap_change(before: Pair, now: Pair, direction: Direction) -> GapChange:
    """The levelling-down guard: a gap that narrowed without the worse-off group gaining is no success.

    z = (g1 - g0) / sqrt(se1^2 + se0^2), the two times independent.
    """
    z = float(divide(now.gap - before.gap, np.sqrt(now.variance + before.variance)))
    return GapChange(
        before=before, now=now, absolute=now.gap - before.gap, relative=float(divide(now.ratio, before.ratio)),
        group_change=now.group - before.group, reference_change=now.reference - before.reference,
        z=z, p=float(p_of_z(z)), movement=_movement(before, now, direction), opposite=_opposite(before, now),
    )  # fmt: skip


def _movement(before: Pair, now: Pair, direction: Direction) -> Movement:
    sign = 1 if direction == "up" else -1
    if before.gap * now.gap < 0:
        return "reversed"
    if abs(now.gap) == abs(before.gap):
        return "unchanged"
    if abs(now.gap) > abs(before.gap):
        return "widened"
    behind, ahead = (now.group - before.group) * sign, (now.reference - before.reference) * sign
    if before.gap * sign > 0:  # the group was ahead of its reference
        behind, ahead = ahead, behind
    if behind <= 0:
        return "levelled down"
    return "levelled up" if ahead >= 0 else "narrowed"


def _opposite(before: Pair, now: Pair) -> bool:
    ratios = (before.ratio, now.ratio)
    if not all(ratio > 0 for ratio in ratios):
        return False
    absolute = abs(now.gap) - abs(before.gap)
    relative = abs(float(np.log(ratios[1]))) - abs(float(np.log(ratios[0])))
    return absolute * relative < 0
