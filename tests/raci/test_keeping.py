"""Who keeps and who accepts: R and A in the line, who acts for them, and the post that was named; nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from raci import clock
from raci.actions.posts import accept_delegation, delegate
from raci.authority import facts_for
from raci.history import acting
from raci.keeping import keeping, may_keep
from raci.kinds import KINDS
from raci.models import Naming, Person, Unit
from raci.records import Kind, Life
from raci.refusals import Refused
from raci.service import service_person
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CARE = Kind(code="care_test", model=Naming, activity="4.1", life=Life.KEPT, label="Care")
OTHER = Kind(code="other_test", model=Naming, activity="4.1", life=Life.REVIEWED, label="Other")


@pytest.fixture
def city(db) -> SmallCity:
    """The city, with the namings that ship taken back."""
    made = small_city()
    with acting(by=service_person("test", "Test"), act="take_back"):
        for naming in Naming.objects.all():
            naming.taken_back_at = clock.now()
            naming.save()
    return made


def allowed(person: Person, unit: Unit, letter: str = "R", kind: Kind = CARE) -> bool:
    return bool(may_keep(facts_for(person), kind, unit, letter=letter))


def name(city: SmallCity, giver: str, named: str, unit: Unit, letter: str = "R", **more) -> Naming:
    with acting(by=service_person("test", "Test"), act="name"):
        return Naming.objects.create(
            giver=city.post(giver),
            named=city.post(named),
            activity_code="4.1",
            letter=letter,
            unit=unit,
            begins_on=more.pop("begins_on", clock.today()),
            **more,
        )


def test_r_in_the_line_keeps_and_a_accepts(city: SmallCity):
    assert allowed(city.director, city.parks)
    assert allowed(city.administrator, city.parks, "A")
    for person in (city.administrator, city.elsewhere, city.mayor, city.reader, city.technician):
        assert not allowed(person, city.parks)
    assert not allowed(city.director, city.parks, "A")


def test_a_delegate_keeps_for_who_passed_the_letter_on(city: SmallCity):
    holding = city.director.holdings.get()
    assert not allowed(city.lead, city.parks)
    made = delegate(
        holding,
        to=city.lead,
        activity="4.1",
        letter="R",
        begins_on=clock.today(),
        ends_on=clock.today() + timedelta(days=3),
        by=city.director,
    )
    accept_delegation(made, by=city.lead)
    permission = may_keep(facts_for(city.lead), CARE, city.parks)
    assert permission.via is not None
    assert permission.via.capacity.label.endswith(f"for {city.director.name}")


def test_a_named_post_accepts_for_the_naming_post_in_the_unit_and_below_alone(city: SmallCity):
    deputy, area = "deputy-vibrant-communities", city.parks.parent
    assert area is not None
    assert not allowed(city.deputy, city.parks, "A")
    name(city, "city-administrator", deputy, area, "A")
    via = may_keep(facts_for(city.deputy), CARE, city.parks, letter="A").via
    assert via is not None
    assert via.capacity.label.endswith(f", for {city.post('city-administrator').title}")
    assert via.cell == "A 4.1, matrix v1"
    other_area = Unit.objects.filter(kind=Unit.Kind.SERVICE_AREA).exclude(pk=area.pk).first()
    assert other_area is not None
    assert not allowed(city.deputy, other_area, "A")
    assert not allowed(city.deputy, city.parks, "R")


def test_a_naming_counts_from_its_day_until_taken_back(city: SmallCity):
    naming = name(
        city,
        "city-administrator",
        "deputy-vibrant-communities",
        city.parks,
        "A",
        begins_on=clock.today() + timedelta(days=1),
    )
    assert not allowed(city.deputy, city.parks, "A")
    with acting(by=service_person("test", "Test"), act="name"):
        naming.begins_on = clock.today()
        naming.save()
    assert allowed(city.deputy, city.parks, "A")
    with acting(by=service_person("test", "Test"), act="name"):
        naming.taken_back_at = clock.now()
        naming.save()
    assert not allowed(city.deputy, city.parks, "A")


def test_a_naming_of_one_kind_is_for_that_kind(city: SmallCity):
    name(city, "city-administrator", "deputy-vibrant-communities", city.parks, "A", kind=CARE.code)
    assert allowed(city.deputy, city.parks, "A")
    assert not allowed(city.deputy, city.parks, "A", OTHER)


def test_a_naming_gives_no_more_than_its_giver_has(city: SmallCity):
    name(
        city, "director-parks", "deputy-vibrant-communities", Unit.objects.get(kind="city"), "R"
    )  # for the whole city; reaches Parks alone
    assert allowed(city.deputy, city.parks)
    assert not allowed(city.deputy, city.water)
    name(city, "director-parks", "lead-vibrant-communities", city.parks, "A")  # a director has no A of 4.1
    assert not allowed(city.lead, city.parks, "A")


def test_keeping_writes_who_and_for_whom_or_nothing(city: SmallCity):
    area = city.parks.parent
    assert area is not None
    name(city, "city-administrator", "deputy-vibrant-communities", area, "A")
    with keeping(CARE, city.parks, by=city.deputy, act="care", letter="A", why="because"):
        city.parks.name = "Parks!"
        city.parks.save()
    row = Unit.history.filter(id=city.parks.pk).first()
    assert (row.history_act, row.history_cell, row.history_why) == ("care", "A 4.1, matrix v1", "because")
    assert row.history_post.endswith(", for City Administrator")
    with pytest.raises(Refused, match="takes R"), keeping(CARE, city.parks, by=city.mayor, act="care"):
        raise AssertionError("nobody who may not keep gets here")


def test_governed_kinds_are_asked_of_authority(city: SmallCity):
    matrix = next(kind for kind in KINDS if kind.code == "matrix")
    with pytest.raises(ValueError, match="governed"):
        may_keep(facts_for(city.director), matrix, city.parks)


def test_the_database_refuses_a_naming_of_oneself_and_the_same_twice(city: SmallCity):
    with pytest.raises(IntegrityError, match="post_does_not_name_itself"):
        name(city, "director-parks", "director-parks", city.parks)
