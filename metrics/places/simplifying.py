"""Borders with fewer points, neighbours' alike: a grid for all, and one shortening for each stretch between two corners.

A corner is a point where the two neighbours along a border are not the same for everybody who has it: three places meet
there, or a border leaves the coast. The stretch between two corners is shortened once (Douglas and Peucker 1973), from its
smaller end, so that both places get the same points and no gap opens. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

GridPoint = tuple[int, int]
GridRing = list[GridPoint]  # closed
NEAR = 0.75  # cells of the grid: how far a point may lie beside the line that replaces it

PART = 128  # points that are shortened at once


@dataclass(frozen=True)
class Grid:
    """Whole steps over an extent of west, south, east, north; `cells` of them along its longer side."""

    extent: tuple[float, float, float, float]
    cells: int

    @property
    def step(self) -> float:
        """Degrees."""
        west, south, east, north = self.extent
        return max(east - west, north - south) / self.cells or 1.0

    def ring(self, points: Iterable[tuple[float, float]]) -> GridRing:
        """On the grid, without points that fall onto the one before."""
        west, south = self.extent[:2]
        made: GridRing = []
        for x, y in points:
            point = round((x - west) / self.step), round((y - south) / self.step)
            if not made or made[-1] != point:
                made.append(point)
        return made

    def degrees(self, point: GridPoint) -> tuple[float, float]:
        """Longitude and latitude, to a ten-thousandth of a degree or finer where the grid is."""
        digits = max(4, len(f"{1 / self.step:.0f}"))
        return round(self.extent[0] + point[0] * self.step, digits), round(
            self.extent[1] + point[1] * self.step, digits
        )


def simplify(places: Mapping[str, list[GridRing]]) -> dict[str, list[GridRing]]:
    """Rings with fewer points. One that shrinks to nothing is left out; a place of which nothing is left becomes a square."""
    corners = _corners(ring for rings in places.values() for ring in rings)
    made = {}
    for code, rings in places.items():
        short = [ring for ring in (_shorten(ring, corners) for ring in rings) if _area(ring)]
        made[code] = short or [_square(max(rings, key=len))]
    return made


def _corners(rings: Iterable[GridRing]) -> set[GridPoint]:
    beside: dict[GridPoint, set[frozenset[GridPoint]]] = defaultdict(set)
    for ring in rings:
        for at, point in enumerate(ring[:-1]):
            beside[point].add(frozenset((ring[at - 1] if at else ring[-2], ring[at + 1])))
    return {point for point, pairs in beside.items() if len(pairs) > 1}


def _shorten(ring: GridRing, corners: set[GridPoint]) -> GridRing:
    open_ring = ring[:-1]
    if len(open_ring) < 3:
        return ring
    at = next((number for number, point in enumerate(open_ring) if point in corners), None)
    if at is None:  # an island: from its least point and the one farthest from it, whoever drew it
        at = open_ring.index(min(open_ring))
    turned = [*open_ring[at:], *open_ring[: at + 1]]
    cuts = [number for number, point in enumerate(turned) if point in corners or number in (0, len(turned) - 1)]
    if len(cuts) == 2:
        cuts.insert(1, max(range(len(turned)), key=lambda number: (_apart(turned[0], turned[number]), turned[number])))
    made = [turned[0]]
    for start, end in pairwise(cuts):
        made += _stretch(turned[start : end + 1])[1:]
    return made


def _stretch(points: list[GridPoint]) -> list[GridPoint]:
    """The same points whichever way it is walked. Long ones in parts, so that a file made to be slow is not."""
    if points[0] > points[-1]:
        return _stretch(points[::-1])[::-1]
    made = points[:1]
    for start in range(0, len(points) - 1, PART):
        made += _thin(points[start : start + PART + 1])[1:]
    return made


def _thin(points: list[GridPoint]) -> list[GridPoint]:
    """Douglas and Peucker, without recursion."""
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        start, end = waiting.pop()
        far = _farthest(points, start, end)
        if far:
            keep.add(far)
            waiting += [(start, far), (far, end)]
    return [points[number] for number in sorted(keep)]


def _farthest(points: list[GridPoint], start: int, end: int) -> int:
    """The point farthest from the stretch of line between both ends; 0 where none is farther than NEAR."""
    (x0, y0), (x1, y1) = points[start], points[end]
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    limit, far = NEAR * NEAR, 0  # squares of distances
    for number in range(start + 1, end):
        x, y = points[number][0] - x0, points[number][1] - y0
        along = x * dx + y * dy
        if along <= 0:
            distance: float = x * x + y * y
        elif along >= length:
            distance = (x - dx) ** 2 + (y - dy) ** 2
        else:
            distance = (x * dy - y * dx) ** 2 / length
        if distance > limit:
            limit, far = distance, number
    return far


def _apart(one: GridPoint, other: GridPoint) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _area(ring: GridRing) -> int:
    """Twice the signed area."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) if len(ring) > 3 else 0


def _square(ring: GridRing) -> GridRing:
    """Of one cell about the middle of a place too small for the grid: it can still be seen and chosen."""
    x = sum(point[0] for point in ring) // len(ring)
    y = sum(point[1] for point in ring) // len(ring)
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
