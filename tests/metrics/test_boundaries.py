"""A boundary file becomes drawable rings without gaps between neighbours, or is refused with the place and the reason."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.places import boundaries
from metrics.places.boundaries import Boundaries, Outline, Unreadable, properties_of, read_boundaries
from tests.metrics.mapmade import FILE, city, feature


def area(place: Outline) -> float:
    """Holes taken off: outer rings and holes are wound against each other, as RFC 7946 asks."""
    return abs(sum(x0 * y1 - x1 * y0 for ring in place.rings for (x0, y0), (x1, y1) in pairwise(ring)) / 2)


def borders(read: Boundaries) -> Counter[frozenset[Any]]:
    return Counter(frozenset(edge) for place in read.places.values() for ring in place.rings for edge in pairwise(ring))


def stands_alone(read: Boundaries) -> list[frozenset[Any]]:
    """Borders that one place has and no neighbour, though they are not the city's own: gaps or overlaps."""
    found = borders(read)
    own = [{extreme(point[axis] for edge in found for point in edge) for extreme in (min, max)} for axis in (0, 1)]
    alone = [edge for edge, times in found.items() if times == 1]
    return [
        edge
        for edge in alone
        if not any({point[axis] for point in edge} <= {line} for axis in (0, 1) for line in own[axis])
    ]


def written(collection: dict[str, Any]) -> bytes:
    return json.dumps(collection).encode()


def test_the_made_city_is_read_shortened_and_without_gaps():
    content = FILE.read_bytes()
    assert properties_of(content) == ("DISTRICT", "NAME")
    read = read_boundaries(content, "DISTRICT", "NAME", cells=400)
    assert [(place.code, place.name) for place in read.places.values()][::4] == [
        ("D11", "District 1-1"),
        ("P", "Park district"),
    ]
    assert len(read.places["D11"].rings) == 2
    assert all(ring[0] == ring[-1] for place in read.places.values() for ring in place.rings)
    assert read.extent == pytest.approx((-150, 61, -149.8, 61.1))
    assert read.points < read.points_read * 0.7
    assert stands_alone(read) == []
    assert sum(area(place) for place in read.places.values()) == pytest.approx(0.2 * 0.1, rel=0.005)
    exact = read_boundaries(content, "DISTRICT", cells=200_000)
    assert area(read.places["P"]) == pytest.approx(area(exact.places["P"]), rel=0.05)
    assert area(read.places["D11"]) == pytest.approx(area(exact.places["D11"]), rel=0.01)


@given(st.integers(1, 4), st.integers(1, 4), st.floats(0, 0.3), st.text(max_size=3), st.integers(20, 900))
@settings(max_examples=15, derandomize=True)
def test_neighbours_keep_one_border_however_it_winds(rows, columns, wind, seed, cells):
    read = read_boundaries(written(city(rows, columns, wind, seed)), "DISTRICT", cells=cells)
    assert len(read.places) == rows * columns + 1
    assert stands_alone(read) == []


def test_a_place_too_small_for_the_grid_can_still_be_seen():
    tiny = [[(-149.95, 61.02), (-149.9499, 61.02), (-149.9499, 61.0201), (-149.95, 61.02)]]
    collection = city(wind=0)
    collection["features"].append(feature("T", "Tiny", tiny))
    (ring,) = read_boundaries(written(collection), "DISTRICT", cells=100).places["T"].rings
    assert len(ring) == 5


def test_islands_on_both_sides_of_the_date_line_are_neighbours():
    def box(west: float, east: float) -> list[list[tuple[float, float]]]:
        return [[(west, 51), (east, 51), (east, 52), (west, 52), (west, 51)]]

    features = [feature("W", "", box(178, 180)), feature("E", "", box(-180, -176))]
    read = read_boundaries(written({"type": "FeatureCollection", "features": features}), "DISTRICT")
    assert read.extent == (178, 51, 184, 52)
    assert max(x for x, _y in read.places["E"].rings[0]) == 184


def changed(change: Callable[[dict[str, Any]], Any]) -> bytes:
    collection = json.loads(FILE.read_text())
    change(collection)
    return written(collection)


def ring_of(collection: dict[str, Any], place: int = 1) -> list[Any]:
    return collection["features"][place]["geometry"]["coordinates"][0]


REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"{", "no GeoJSON"),
    (b"[" * 100_000, "no GeoJSON"),
    (b"\xff\xfe", "no GeoJSON"),
    (b'{"type": "Topology"}', "FeatureCollection"),
    (b'{"type": "FeatureCollection"}', "no list of features"),
    (b'{"type": "FeatureCollection", "features": []}', "no place"),
    (b'{"type": "FeatureCollection", "features": [1]}', "feature 1: it has no properties"),
    (changed(lambda c: c["features"][1].pop("geometry")), "place D12: it has no geometry"),
    (changed(lambda c: c["features"][1]["geometry"].update(type="Point")), "place D12: it is a Point"),
    (changed(lambda c: c["features"][1]["geometry"].update(type="MultiPolygon")), "place D12"),
    (changed(lambda c: c["features"][1]["properties"].update(DISTRICT="D11")), "two features"),
    (changed(lambda c: c["features"][1]["properties"].pop("DISTRICT")), "The properties here are: NAME"),
    (changed(lambda c: c["features"][1]["properties"].update(DISTRICT="x" * 61)), "longer than 60"),
    (changed(lambda c: ring_of(c).__setitem__(3, [61.1, -149.8])), "swapped"),
    (changed(lambda c: ring_of(c).__setitem__(3, [334155.2, 1231231.0])), "WGS 84"),
    (changed(lambda c: ring_of(c).__setitem__(3, ["-149", 61])), "no point"),
    (changed(lambda c: ring_of(c).__setitem__(3, [True, 61])), "no point"),
    (changed(lambda c: ring_of(c).__setitem__(3, -149)), "no point"),
    (changed(lambda c: ring_of(c).__setitem__(3, [10**400, 61])), "not on Earth"),
    (changed(lambda c: ring_of(c).__setitem__(3, [float("nan"), 61])), "NaN is no number"),
    (changed(lambda c: ring_of(c).pop()), "place D12: a ring is not closed"),
    (changed(lambda c: ring_of(c).__delitem__(slice(3, None))), "has 3 points"),
    (changed(lambda c: c.update(crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3338"}})), "EPSG::3338"),
)


@pytest.mark.parametrize(("content", "says"), REFUSED)
def test_what_cannot_be_drawn_is_refused_with_where_and_why(content: bytes, says: str):
    if says == "swapped":  # latitude and longitude of a place whose longitude is no latitude
        assert abs(-149.8) > 90
    with pytest.raises(Unreadable) as caught:
        read_boundaries(content, "DISTRICT", "NAME")
    assert says in str(caught.value)
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_PLACES", "MOST_RINGS", "MOST_POINTS"])
def test_every_limit_is_asked(limit: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(boundaries, limit, 4)
    with pytest.raises(Unreadable):
        read_boundaries(FILE.read_bytes(), "DISTRICT")


def test_a_file_made_to_be_slow_is_not():
    saw = [(-150 + at / 100_000, 61 + (at % 2) * at / 150_000) for at in range(30_000)]
    collection = {"type": "FeatureCollection", "features": [feature("S", "", [[*saw, saw[0]]])]}
    content = written(collection)
    began = time.process_time()
    read_boundaries(content, "DISTRICT", cells=100_000)
    assert time.process_time() - began < 12
