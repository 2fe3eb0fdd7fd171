"""A made city on a map: districts in rows and columns whose borders wind, each drawn by itself as boundary files do."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "files" / "districts.geojson"
Point = tuple[float, float]


def winding(start: Point, end: Point, wind: float, seed: str, points: int = 40) -> list[Point]:
    """From one corner to the other, the same points for whoever draws it."""
    if start > end:
        return winding(end, start, wind, seed, points)[::-1]
    chance = random.Random(f"{seed} {start} {end}")
    (x0, y0), (x1, y1) = start, end
    made = [start]
    for step in range(1, points):
        part = step / points
        off = wind * math.sin(part * math.pi) * chance.uniform(-1, 1)
        made.append((x0 + (x1 - x0) * part - (y1 - y0) * off, y0 + (y1 - y0) * part + (x1 - x0) * off))
    return [*made, end]


def district(row: int, column: int, rows: int, columns: int, wind: float, seed: str) -> list[Point]:
    """A closed ring; the city's own border is straight."""
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
    on_map = [(-150 + x / 10, 61 + y / 20) for x, y in corners]
    outer = [row == 0, column == columns - 1, row == rows - 1, column == 0]
    ring: list[Point] = [on_map[0]]
    for side in range(4):
        ring += winding(on_map[side], on_map[(side + 1) % 4], 0 if outer[side] else wind, seed)[1:]
    return ring


def park() -> list[Point]:
    """A place inside the first district, which has a hole there."""
    turns = [2 * math.pi * step / 60 for step in range(60)]
    ring = [(-149.95 + 0.02 * math.cos(turn), 61.025 + 0.01 * math.sin(turn)) for turn in turns]
    return [*ring, ring[0]]


def city(rows: int = 2, columns: int = 2, wind: float = 0.15, seed: str = "made") -> dict[str, Any]:
    """A FeatureCollection of districts D11, D12 ..., with a park P in the first."""
    features = []
    for row in range(rows):
        for column in range(columns):
            rings = [district(row, column, rows, columns, wind, seed)]
            rings += [park()[::-1]] if (row, column) == (0, 0) else []
            features.append(feature(f"D{row + 1}{column + 1}", f"District {row + 1}-{column + 1}", rings))
    return {"type": "FeatureCollection", "features": [*features, feature("P", "Park district", [park()])]}


def feature(code: str, name: str, rings: list[list[Point]]) -> dict[str, Any]:
    """One place."""
    rounded = [[[round(x, 6), round(y, 6)] for x, y in ring] for ring in rings]
    geometry = {"type": "Polygon", "coordinates": rounded}
    return {"type": "Feature", "properties": {"DISTRICT": code, "NAME": name}, "geometry": geometry}


if __name__ == "__main__":
    FILE.write_text(json.dumps(city(), separators=(",", ":")) + "\n")
