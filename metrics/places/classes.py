"""Classes of values for a map: about as many places in each, with bounds that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

MOST = 4  # classes: more shades than that are not told apart


def breaks(values: Sequence[float], most: int = MOST) -> tuple[float, ...]:
    """Where the second and each further class begins: quantiles, rounded to two digits of their range.

    Fewer where values repeat; none where all are the same or there is none. Each class holds at least one value.
    """
    ordered = sorted(values)
    if not ordered or ordered[0] == ordered[-1]:
        return ()
    grain = 10.0 ** (floor(log10(ordered[-1] - ordered[0])) - 1)
    cuts = {round(round(ordered[len(ordered) * at // most] / grain) * grain, 12) for at in range(1, most)}
    bounds: list[float] = []
    for cut in sorted(cuts):
        below = bounds[-1] if bounds else float("-inf")
        if any(below <= one < cut for one in ordered) and any(one >= cut for one in ordered):
            bounds.append(cut)
    return tuple(bounds) or (next(one for one in ordered if one > ordered[0]),)
