"""Places: drawn from a boundary file by whom it is for, all or nothing; their page shows measures over time and on a map."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from metrics.actions.places import Drawn, draw_places
from metrics.models import Batch, Indicator, IndicatorVersion, Place, Series
from metrics.places.classes import breaks
from raci.history import acting
from raci.refusals import NotReady, Refused
from tests.city import SmallCity, small_city
from tests.history.rows import LOADER

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
TRACTS = {"41051000100": ("Tract 1", "12.5"), "41051000200": ("Tract 2", "7"), "41051000300": ("Tract 3", None)}


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def boundaries(**changed: object) -> bytes:
    def square(at: int) -> list[list[list[float]]]:
        west, east = -122.7 + at / 10, -122.6 + at / 10
        return [[[west, 45.5], [east, 45.5], [east, 45.6], [west, 45.6], [west, 45.5]]]

    features = [
        {
            "type": "Feature",
            "properties": {"GEOID": code, "NAME": name},
            "geometry": {"type": "Polygon", "coordinates": square(at)},
        }
        for at, (code, (name, _value)) in enumerate(TRACTS.items())
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **changed}).encode()


FILE = {"kind": "tract", "code": "GEOID", "name": "NAME", "source": "Made for a test"}


@pytest.fixture
def measured(city: SmallCity) -> Indicator:
    """Two periods in each tract; in the third the newest is not known."""
    draw_places(boundaries(), by=city.officer, **FILE)
    stamp = "2026-11-01T12:00Z"
    answered = {"submitted_by": city.director, "answered_by": city.officer, "submitted_at": stamp, "answered_at": stamp}
    with acting(by=LOADER, act="load"):
        made = Indicator.objects.create(code="lep", kind="population", unit=city.parks)
        IndicatorVersion.objects.create(
            indicator=made, number=1, title="People who speak English less than very well",
            value_kind="estimate", state="accepted", source="ACS", **answered,
        )  # fmt: skip
        batch = Batch.objects.create(unit=city.parks, title="ACS", origin="file")
        for code, (_name, value) in TRACTS.items():
            Series.objects.create(
                batch=batch, indicator=made, place=Place.objects.get(code=code),
                begins=[date(2018, 1, 1), date(2019, 1, 1)], ends=[date(2018, 12, 31), date(2019, 12, 31)],
                value=[Decimal(9), Decimal(value) if value else None], se=[Decimal(1), Decimal(2) if value else None],
            )  # fmt: skip
        for name, said in {"state": "accepted", **answered}.items():
            setattr(batch, name, said)
        batch.save()
    return made


def test_places_are_drawn_once_and_changed_where_the_file_differs(city: SmallCity) -> None:
    assert draw_places(boundaries(), by=city.officer, only_look=True, **FILE) == Drawn(3, 0, 0)
    assert Place.objects.count() == 0
    assert draw_places(boundaries(), by=city.officer, **FILE) == Drawn(3, 0, 0)
    assert draw_places(boundaries(), by=city.officer, **FILE) == Drawn(0, 0, 3)
    renamed = boundaries().replace(b"Tract 2", b"Two")
    assert draw_places(renamed, by=city.officer, **FILE) == Drawn(0, 1, 2)
    assert Place.objects.get(code="41051000200").name == "Two"


def test_a_file_that_does_not_fit_changes_nothing(city: SmallCity) -> None:
    for content, file, words in (
        (b"{", FILE, "no GeoJSON"),
        (boundaries(crs={"name": "EPSG:2913"}), FILE, "WGS 84"),
        (boundaries(), {**FILE, "code": "TRACT"}, "GEOID"),
        (boundaries(), {**FILE, "source": " "}, "where the boundaries come from"),
    ):
        with pytest.raises(NotReady, match=words):
            draw_places(content, by=city.officer, **file)
    assert not Place.objects.exists()
    draw_places(boundaries(), by=city.officer, **FILE)
    with pytest.raises(NotReady, match="known already"):
        draw_places(boundaries(), by=city.officer, **{**FILE, "kind": "county"})
    with pytest.raises(Refused):
        draw_places(boundaries(), by=city.director, **FILE)


def test_the_page_tells_what_is_known_and_what_is_not(city: SmallCity, measured: Indicator) -> None:
    client = Client()
    client.force_login(city.manager)
    first, _second, third = (Place.objects.get(code=code) for code in TRACTS)
    page = client.get(reverse("metrics:place-detail", args=[first.pk])).content.decode()
    assert "Tract 1: 12.5\u00a0%, number 1 of 2 from the highest." in page
    assert "8.6\u00a0% to 16.4\u00a0%" in page
    assert page.count('class="chart-area') >= 3
    unknown = client.get(reverse("metrics:place-detail", args=[third.pk])).content.decode()
    assert "not known" in unknown
    assert "from the highest" not in unknown
    client.force_login(city.elsewhere)  # not in the line of the unit: nothing that was not released
    hidden = client.get(reverse("metrics:place-detail", args=[first.pk]) + f"?indicator={measured.pk}").content.decode()
    assert "Nothing is measured here that you may read" in hidden
    assert "12.5" not in hidden


def test_a_place_costs_the_same_however_many_there_are(
    city: SmallCity, measured: Indicator, django_assert_max_num_queries
) -> None:
    client = Client()
    client.force_login(city.manager)
    with acting(by=LOADER, act="load"):
        for at in range(40):
            Place.objects.create(
                code=f"9{at}", name=f"Elsewhere {at}", kind="tract", rings=[[[0, 0], [1, 0], [1, 1], [0, 0]]]
            )
    with django_assert_max_num_queries(32):
        client.get(reverse("metrics:place-detail", args=[Place.objects.get(code="41051000100").pk]))


def test_the_form_draws_and_says_what_is_wrong_in_the_file(city: SmallCity) -> None:
    client = Client()
    client.force_login(city.officer)
    sent = {**FILE, "file": SimpleUploadedFile("tracts.geojson", b"[]")}
    answer = client.post(reverse("metrics:place-draw"), sent)
    assert answer.status_code == 422
    assert "FeatureCollection" in answer.content.decode()
    answer = client.post(
        reverse("metrics:place-draw"), {**FILE, "file": SimpleUploadedFile("tracts.geojson", boundaries())}
    )
    assert answer.status_code == 302
    assert "Tract 3" in client.get(answer.url).content.decode()
    client.force_login(city.director)
    assert client.get(reverse("metrics:place-draw")).status_code == 403


def test_classes_hold_about_as_many_places_each() -> None:
    assert breaks([1, 2, 3, 4, 5, 6, 7, 8]) == (3, 5, 7)
    assert breaks([5, 5, 5]) == ()
    assert breaks([]) == ()
    assert breaks([0, 0, 0, 0, 0, 9]) == (9,)
