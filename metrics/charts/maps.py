"""A map of places in classes of values: five at most, each with its shade and its numeral, one for hidden and one for unknown."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.charts.marks import SAMPLE, Drawing, Sample, Size, absences, absent_mark, legend
from metrics.charts.spec import Absent, Area, Map, Point, Ring
from metrics.charts.svg import element, group, path, rect, text
from metrics.charts.words import Words

HIGHEST = 420.0


@dataclass(frozen=True)
class Projection:
    """Degrees to px: equirectangular at the middle latitude, true enough for a city, the same scale both ways."""

    west: float
    north: float
    squeeze: float
    scale: float
    left: float
    top: float

    def __call__(self, point: Point) -> tuple[float, float]:
        """Where a point lies in the drawing."""
        longitude, latitude = point
        east = (longitude - self.west) % 360  # places across the date line lie on eastward
        return self.left + east * self.squeeze * self.scale, self.top + (self.north - latitude) * self.scale


def class_of(value: float, breaks: Sequence[float]) -> int:
    """The class a value falls into, from 0; a break belongs to the class it begins."""
    return bisect_right(breaks, value)


def class_words(at: int, spec: Map, words: Words) -> str:
    """A class's bounds in words."""
    read = [words.read(one, spec.unit) for one in spec.breaks]
    if not read:
        return str(words.value)
    if at == 0:
        return str(words.under).format(value=read[0])
    if at == len(read):
        return str(words.or_more).format(value=read[-1])
    return str(words.to_under).format(low=read[at - 1], high=read[at])


def map_of(spec: Map, words: Words, size: Size, key: str) -> Drawing:
    """The chart from its legend down; `key` keeps the pattern's name apart from those of other charts."""
    hatch = f"{key}-{size.name}-hatch"
    keys = legend(_samples(spec, words), size.width)
    projection, height = _fit(spec.areas, size.width, keys.height + 4)
    over = sorted(spec.areas, key=lambda area: area.is_here)  # its outline is not drawn over by neighbours
    shapes = "".join(_area(area, spec, words, projection, hatch) for area in over)
    numerals = "".join(_numeral(area, spec, projection) for area in spec.areas)
    return Drawing(keys.height + height + 8, keys.body + shapes + numerals, _pattern(hatch))


def _pattern(name: str) -> str:
    stroke = path("M-1 7L7 -1M-1 1L1 -1M5 7L7 5", "chart-hatch")
    ground = rect(0, 0, 6, 6, "chart-absent-ground")
    return element(
        "defs", element("pattern", ground, stroke, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
    )


def _fit(areas: Sequence[Area], width: float, top: float) -> tuple[Projection, float]:
    points = [point for area in areas for polygon in area.polygons for ring in polygon for point in ring]
    if not points:
        return Projection(0, 0, 1, 1, 0, top), 0
    west, east = _span([longitude for longitude, _ in points])
    south, north = min(latitude for _, latitude in points), max(latitude for _, latitude in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((width - 4) / wide, HIGHEST / high)
    return Projection(west, north, squeeze, scale, (width - wide * scale) / 2, top), high * scale


def _span(longitudes: Sequence[float]) -> tuple[float, float]:
    """West and east ends; those across the date line are counted on, so that islands there do not tear the map apart."""
    west, east = min(longitudes), max(longitudes)
    if east - west <= 180:
        return west, east
    return min(one for one in longitudes if one > 0), max(one for one in longitudes if one <= 0) + 360


def _area(area: Area, spec: Map, words: Words, projection: Projection, hatch: str) -> str:
    figure = area.figure
    d = "".join(_ring(ring, projection) for polygon in area.polygons for ring in polygon)
    style, fill = "chart-area chart-area-none", None
    if figure.value is not None:
        style = f"chart-area chart-c{shade(figure.value, spec)}"
    elif figure.absent is Absent.HIDDEN:
        style, fill = "chart-area", f"url(#{hatch})"
    if area.is_here:
        style += " chart-area-here"
    return group(f"{area.label}: {words.with_n(figure, spec.unit)}", path(d, style, fill=fill, fill_rule="evenodd"))


def shade(value: float, spec: Map) -> int:
    """Which of five shades a class has: few classes are spread over them."""
    classes, at = len(spec.breaks) + 1, class_of(value, spec.breaks)
    return 3 if classes == 1 else 1 + round(at * 4 / (classes - 1))


def _ring(ring: Ring, projection: Projection) -> str:
    """A ring as a path, without points that lie within a third of a pixel of the last."""
    kept: list[tuple[float, float]] = []
    for point in ring:
        x, y = projection(point)
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > 0.3:
            kept.append((x, y))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def _numeral(area: Area, spec: Map, projection: Projection) -> str:
    """The class's numeral in the area's largest polygon, where it has room; the mark's own letter never stands for a number."""
    rings = [[projection(point) for point in polygon[0]] for polygon in area.polygons if polygon]
    if not rings or area.figure.value is None or not spec.breaks:
        return ""
    largest = max(rings, key=lambda ring: abs(_surface(ring)))
    wide = max(x for x, _ in largest) - min(x for x, _ in largest)
    high = max(y for _, y in largest) - min(y for _, y in largest)
    x, y = _centre(largest)
    if min(wide, high) < 18 or not _inside(x, y, largest):
        return ""
    at = class_of(area.figure.value, spec.breaks)
    return text(x, y + 4.5, at + 1, f"chart-text chart-numeral chart-t{shade(area.figure.value, spec)}", "middle")


def _edges(ring: Sequence[tuple[float, float]]) -> zip[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _surface(ring: Sequence[tuple[float, float]]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _edges(ring)) / 2


def _centre(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    surface = _surface(ring) or 1e-9
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _edges(ring))
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _edges(ring))
    return x / (6 * surface), y / (6 * surface)


def _inside(x: float, y: float, ring: Sequence[tuple[float, float]]) -> bool:
    crossed = [
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in _edges(ring)
    ]
    return sum(crossed) % 2 == 1


def _samples(spec: Map, words: Words) -> list[Sample]:
    def swatch(at: int) -> Sample:
        one = shade(spec.breaks[at - 1] if at else -math.inf, spec)
        numeral = at + 1 if spec.breaks else ""

        def draw(x: float, y: float) -> str:
            box = rect(x, y - 8, SAMPLE, 16, f"chart-area chart-c{one}")
            return box + text(x + SAMPLE / 2, y + 4.5, numeral, f"chart-text chart-numeral chart-t{one}", "middle")

        return Sample(class_words(at, spec, words), draw)

    unknown = [area.figure for area in spec.areas if area.figure.absent is not Absent.HIDDEN]
    hidden = [area.figure for area in spec.areas if area.figure.absent is Absent.HIDDEN]
    reasons = sorted({str(words.absent[one.absent]) for one in unknown if one.absent})
    blank = Sample(", ".join(reasons), lambda x, y: absent_mark(Absent.NOT_COLLECTED, x, y - 6))
    return [swatch(at) for at in range(len(spec.breaks) + 1)] + absences(hidden, words) + ([blank] if reasons else [])
