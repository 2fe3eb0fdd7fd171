"""How far a measure has come from its baseline to its target, and which way it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["up", "down"]  # which way is better


@dataclass(frozen=True)
class Progress:
    """`percent`: 0 at the baseline, 100 at the target, above 100 kept, negative where it went the wrong way.

    None with a reason where there is none to tell. `change`: value less baseline; `better`: is it an improvement?
    """

    percent: float | None
    change: float | None
    better: bool | None  # None: unchanged or not known
    reached: bool | None
    reason: str = ""


def progress(baseline: float | None, target: float | None, value: float | None, direction: Direction) -> Progress:
    """100 (value - baseline) / (target - baseline).

    A target that is worse than the baseline is no target: nothing is progress to it.
    """
    unknown = [name for name, one in (("baseline", baseline), ("target", target), ("value", value)) if one is None]
    change = value - baseline if value is not None and baseline is not None else None
    better = None if not change else (change > 0) == (direction == "up")
    reached = _reached(target, value, direction)
    if unknown or baseline is None or target is None or value is None:
        return Progress(None, change, better, reached, f"Not known: {', '.join(unknown)}.")
    if target == baseline:
        return Progress(None, change, better, reached, "Baseline and target are the same: there is no way to go.")
    if (target > baseline) != (direction == "up"):
        return Progress(
            None, change, better, None, f"The target is worse than the baseline, since better is {direction}."
        )
    return Progress(100 * (value - baseline) / (target - baseline), change, better, reached)


def _reached(target: float | None, value: float | None, direction: Direction) -> bool | None:
    if target is None or value is None:
        return None
    return value >= target if direction == "up" else value <= target
