"""Reviewed records by the API: whoever answers has read what is handed in now, and cites what a page would ask them for."""

from __future__ import annotations

import pytest

from metrics.actions.indicators import begin_indicator, change_version
from metrics.models import IndicatorVersion
from raci import reviewing
from raci.models import Citation, Unit
from tests.api.caller import Caller
from tests.city import SmallCity, small_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def version(city: SmallCity) -> IndicatorVersion:
    """Handed in; the officer accepts it, and acts for a role that consults first."""
    said = {"title": "People who rent", "definition": "Of households.", "source": "ACS", "value_kind": "rate"}
    whole = Unit.objects.get(kind="city")
    found = begin_indicator(unit=whole, kind="population", said=said, kept={}, by=city.office).versions.get()
    reviewing.hand_in(found, by=city.office)
    return found


def test_what_was_handed_in_anew_is_neither_accepted_nor_given_back_unread(city: SmallCity, version: IndicatorVersion):
    officer, address = Caller(city.officer), f"reviews/indicator/{version.pk}/"
    old = officer.get(address).json()["fingerprint"]
    reviewing.take_back(version, by=city.office, why="A word is missing.")
    change_version(version, {"title": "Something else"}, by=city.office)
    reviewing.hand_in(version, by=city.office)
    heard = {"consulted": "The Bureau of Housing"}
    for act, more in (("accept", {}), ("return", {"why": "Say it in full."})):
        assert "seen" in officer.post(f"{address}{act}/", {**heard, **more}).text, "it is not left out"
        answer = officer.post(f"{address}{act}/", {**heard, **more, "seen": old})
        assert (answer.status_code, "handed in anew" in answer.text) == (409, True), act
    version.refresh_from_db()
    assert version.state == "submitted"
    now = officer.get(address).json()["fingerprint"]
    given_back = officer.post(f"{address}return/", {**heard, "why": "Say it in full.", "seen": now})
    assert given_back.json()["state"] == "returned"


def test_whom_a_mode_binds_cites_by_the_api_what_a_page_asks_for(city: SmallCity, version: IndicatorVersion):
    officer, address = Caller(city.officer), f"reviews/indicator/{version.pk}/"
    seen = {"seen": officer.get(address).json()["fingerprint"]}
    unheard = officer.post(f"{address}accept/", seen)
    assert (unheard.status_code, "consulted" in unheard.text) == (422, True)
    taken = officer.post(f"{address}accept/", {**seen, "consulted": "The Bureau of Housing"})
    assert taken.json()["state"] == "accepted"
    assert Citation.objects.get(kind="indicator", number=version.pk, act="accept").consulted == "The Bureau of Housing"
