"""Objectives and who affirmed them, themes, and services whose sources word them differently."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from raci import clock
from raci.actions.aims import affirm_objective, take_back_affirmation
from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.models import Affirmation, Objective, Service, Theme
from raci.queries.aims import services_page
from raci.refusals import NotReady, Refused
from raci.wordings import side_by_side
from tests.city import PORTLAND, SmallCity, small_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def test_the_six_objectives_are_there_and_nobody_has_affirmed_them(city: SmallCity):
    assert Objective.objects.count() == 6
    assert Theme.objects.count() == 5
    assert not Affirmation.objects.exists()


def test_r_of_1_1_for_the_city_records_who_affirmed_one_and_takes_it_back(city: SmallCity):
    capacity = Objective.objects.get(code="capacity")
    said = affirm_objective(capacity, by=city.office, body="City Leadership Team", affirmed_on=clock.today())
    client = Client()
    client.force_login(city.mayor)
    page = client.get(reverse("raci:objectives")).content.decode()
    assert "Affirmed by City Leadership Team" in page
    assert "Record who affirmed it" not in page  # the mayor keeps none
    for person in (city.director, city.administrator, city.auditor):
        with pytest.raises(Refused):
            affirm_objective(capacity, by=person, body="Council", affirmed_on=clock.today())
    with pytest.raises(NotReady, match="after today"):
        affirm_objective(capacity, by=city.office, body="Council", affirmed_on=clock.today() + timedelta(1))
    take_back_affirmation(said, by=city.officer, why="Another meeting.")
    assert "Taken back: Another meeting." in client.get(reverse("raci:objectives")).content.decode()


def test_a_city_without_any_says_what_to_do_first(city: SmallCity):
    client = Client()
    client.force_login(city.mayor)
    assert "aims.yaml" in client.get(reverse("raci:services")).content.decode()


def test_words_that_only_one_wording_has_are_marked():
    left, right = side_by_side("Audit and provide advice to boards", "Recruit and manage boards")
    assert [one.words for one in left if one.differs] == ["Audit", "provide advice to"]
    assert [one.words for one in right if one.differs] == ["Recruit", "manage"]
    assert " ".join(one.words for one in left) == "Audit and provide advice to boards"
    same, _other = side_by_side("The same", "The same")
    assert [one.differs for one in same] == [False]


def test_anchorages_mission_and_three_services_differ_between_its_two_pages():
    load_city(read_city(PORTLAND.parent / "anchorage"))
    page = services_page()
    assert Service.objects.count() == 10
    assert len(page.sources) == 2
    assert [one.service.code for one in (*page.missions, *page.services) if not one.is_same] == [
        "mission",
        "A4",
        "A6",
        "A7",
    ]
    boards = next(one for one in page.services if one.service.code == "A4")
    marked = [[stretch.words for stretch in wording if stretch.differs] for wording in boards.wordings]
    assert marked == [["Audit", "provide recommendations to"], ["Recruit", "manage"]]
