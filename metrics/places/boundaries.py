"""A boundary file (GeoJSON, RFC 7946, WGS 84) as simplified rings by the code of each place, small enough to draw in a page.

The file is somebody's: nothing in it is believed. Size, number of places, rings and points have limits, coordinates a range, and
what does not fit is refused with the place and what to do. Points are moved onto one grid over the whole file, which keeps the
border that two neighbours share the same for both; then points that hardly turn a border are left out between the corners
where three places meet. Holes stay holes: rings are drawn together, by the even-odd rule. No Django.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from metrics.places.simplifying import Grid, GridRing, simplify

MOST_BYTES = 20_000_000
MOST_PLACES = 5_000
MOST_RINGS = 20_000
MOST_POINTS = 500_000
MOST_NAME = 200
MOST_CODE = 60
CELLS = 2_000  # of the grid, along the longer side of the extent: finer than a page's pixels
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")

Point = tuple[float, float]  # longitude, latitude, degrees
Ring = tuple[Point, ...]  # closed: the last point is the first


class Unreadable(Exception):
    """The file cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Outline:
    """A place: its code, its name ("" where the file has none), and its rings, outer ones and holes."""

    code: str
    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Boundaries:
    """All places by code, and west, south, east, north; east lies beyond 180 where the date line runs between the places."""

    places: dict[str, Outline]
    extent: tuple[float, float, float, float]
    points_read: int

    @property
    def points(self) -> int:
        """Of all rings as they are drawn."""
        return sum(len(ring) for place in self.places.values() for ring in place.rings)


def read_boundaries(content: bytes, code: str, name: str = "", cells: int = CELLS) -> Boundaries:
    """The places of a file; `code` and `name` are the properties that hold them (GEOID, NAME). Raises Unreadable."""
    features = _features(content)
    found: dict[str, tuple[str, list[list[Point]]]] = {}
    counted = _Counted()
    for number, feature in enumerate(features, start=1):
        where = f"feature {number}"
        properties = _group(feature, "properties", where)
        place = _word(properties, code, where, MOST_CODE)
        where = f"place {place}"
        if place in found:
            raise Unreadable(f"{where}: two features have this code. Merge them into one MultiPolygon.")
        title = _word(properties, name, where, MOST_NAME) if name else ""
        found[place] = title, list(counted.rings(_group(feature, "geometry", where), where))
    if not found:
        raise Unreadable("The file holds no place. Choose one with at least one feature.")
    return _simplified(found, counted.points, cells)


def properties_of(content: bytes) -> tuple[str, ...]:
    """The names of the properties that every feature has, to choose the code and the name from. Raises Unreadable."""
    names: dict[str, int] = {}
    features = _features(content)
    for number, feature in enumerate(features, start=1):
        for each in _group(feature, "properties", f"feature {number}"):
            names[each] = names.get(each, 0) + 1
    return tuple(each for each, times in names.items() if times == len(features))


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise Unreadable(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Simplify it first, or take the 1:500,000 one."
        )
    try:
        read = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"This is no GeoJSON: {str(error)[:200]}. Export the file again.") from error
    if not isinstance(read, dict) or read.get("type") != "FeatureCollection":
        raise Unreadable("This is no GeoJSON FeatureCollection. Export the layer as GeoJSON.")
    _check_reference(read.get("crs"))
    features = read.get("features")
    if not isinstance(features, list):
        raise Unreadable("The FeatureCollection has no list of features. Export the layer again.")
    if len(features) > MOST_PLACES:
        raise Unreadable(
            f"The file has {len(features):,} features; {MOST_PLACES:,} can be drawn. Choose the city's own."
        )
    return features


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _check_reference(crs: Any) -> None:
    """RFC 7946 has WGS 84 alone; an older file may say so, or say something else, which would put the city elsewhere."""
    if crs is None:
        return
    said = json.dumps(crs)[:200]
    if not any(name in said for name in WGS84):
        raise Unreadable(
            f"The coordinates are in another reference system ({said}). Export them in WGS 84 (EPSG:4326)."
        )


def _group(feature: Any, name: str, where: str) -> dict[str, Any]:
    found = feature.get(name) if isinstance(feature, dict) else None
    if not isinstance(found, dict):
        raise Unreadable(f"{where}: it has no {name}. Complete it, or leave it out.")
    return found


def _word(properties: dict[str, Any], name: str, where: str, most: int) -> str:
    value = properties.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**most:
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        there = ", ".join(sorted(map(str, properties))[:20]) or "none"
        raise Unreadable(f"{where}: property {name} holds no text. The properties here are: {there[:300]}.")
    if len(value.strip()) > most or not value.isprintable():
        raise Unreadable(
            f"{where}: property {name} is longer than {most} characters, or holds signs that cannot be printed."
        )
    return value.strip()


class _Counted:
    """Reads geometries and stops where there are too many rings or points."""

    def __init__(self) -> None:
        self.count, self.points = 0, 0

    def rings(self, geometry: dict[str, Any], where: str) -> Iterator[list[Point]]:
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if kind not in ("Polygon", "MultiPolygon"):
            raise Unreadable(f"{where}: it is a {str(kind)[:40]}. Only a Polygon or MultiPolygon has a boundary.")
        for polygon in [coordinates] if kind == "Polygon" else _list(coordinates, where):
            rings = _list(polygon, where)
            if not rings:
                raise Unreadable(f"{where}: a polygon has no ring. Leave it out.")
            for ring in rings:
                yield self.ring(_list(ring, where), where)

    def ring(self, points: list[Any], where: str) -> list[Point]:
        self.count, self.points = self.count + 1, self.points + len(points)
        if self.count > MOST_RINGS or self.points > MOST_POINTS:
            limits = f"{MOST_RINGS:,} rings or {MOST_POINTS:,} points"
            raise Unreadable(f"{where}: with it the file has more than {limits}. Simplify it first.")
        if len(points) < 4:
            raise Unreadable(
                f"{where}: a ring has {len(points)} points; the smallest has four, the last being the first."
            )
        read = [_point(point, where) for point in points]
        if read[0] != read[-1]:
            raise Unreadable(f"{where}: a ring is not closed. Its last point must be its first.")
        return read


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise Unreadable(f"{where}: the coordinates are not nested as its type asks for. Export the layer again.")
    return value


def _point(point: Any, where: str) -> Point:
    pair = point[:2] if isinstance(point, list) else ()  # a height may follow, which no map shows
    if len(pair) != 2 or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in pair):
        raise Unreadable(f"{where}: {str(point)[:60]} is no point. Write longitude and latitude.")
    longitude, latitude = pair
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):  # also false for what is no finite number
        raise Unreadable(
            f"{where}: {str(longitude)[:20]}, {str(latitude)[:20]} is not on Earth. Longitude comes first, in degrees"
            " (−180 to 180), then latitude (−90 to 90); check that they are not swapped and that the file is in WGS 84."
        )
    return float(longitude), float(latitude)


def _simplified(found: dict[str, tuple[str, list[list[Point]]]], read: int, cells: int) -> Boundaries:
    if _crosses_date_line(found):
        found = {code: (name, [_eastward(ring) for ring in rings]) for code, (name, rings) in found.items()}
    xs = [x for _name, rings in found.values() for ring in rings for x, _y in ring]
    ys = [y for _name, rings in found.values() for ring in rings for _x, y in ring]
    extent = min(xs), min(ys), max(xs), max(ys)
    grid = Grid(extent, cells)
    drawn = simplify({code: [grid.ring(ring) for ring in rings] for code, (_name, rings) in found.items()})
    places = {
        code: Outline(code, name, tuple(_degrees(grid, ring) for ring in drawn[code]))
        for code, (name, _r) in found.items()
    }
    return Boundaries(places, extent, read)


def _degrees(grid: Grid, ring: GridRing) -> Ring:
    return tuple(grid.degrees(point) for point in ring)


def _crosses_date_line(found: dict[str, tuple[str, list[list[Point]]]]) -> bool:
    """Whether all of it is narrower when the west is counted on beyond 180 degrees, as Alaska's islands are."""
    longitudes = [x for _name, rings in found.values() for ring in rings for x, _y in ring]
    east = [x + 360 if x < 0 else x for x in longitudes]
    plain = max(longitudes) - min(longitudes)
    return plain > 180 and max(east) - min(east) < plain and math.isfinite(plain)


def _eastward(ring: list[Point]) -> list[Point]:
    return [(x + 360 if x < 0 else x, y) for x, y in ring]
