"""What a case is called: as its newest frozen text says, so that a list may be sorted and searched by it for everybody."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from plans.actions import change
from plans.queries import newest
from raci.actions import cases
from raci.authority import facts_for
from raci.history import acting
from raci.models import Case
from tests.city import SmallCity, small_city
from tests.plans.conftest import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def shown(person, record) -> str:
    return newest(facts_for(person)).get(record=record).shown_title


def test_a_draft_is_called_what_it_says_now(city):
    parks = make_plan(city, title="First words")
    change(parks.plan, {"title": "Second words"}, by=city.director)
    assert Case.objects.get(pk=parks.case.pk).title == "Second words"
    assert shown(city.director, parks.record) == "Second words"


def test_what_was_frozen_stays_what_others_read_sort_and_search_by(city):
    parks = make_plan(city, title="Frozen words")
    cases.open_consultation(parks.case, by=city.director)
    cases.revise(parks.case, by=city.director)
    change(parks.plan, {"title": "Secret words"}, by=city.director)
    assert Case.objects.get(pk=parks.case.pk).title == "Frozen words"
    assert shown(city.director, parks.record) == shown(city.auditor, parks.record) == "Secret words"
    assert shown(city.officer, parks.record) == "Frozen words"
    assert not newest(facts_for(city.officer)).filter(shown_title__icontains="Secret").exists()
    cases.open_consultation(parks.case, by=city.director)
    assert shown(city.officer, parks.record) == "Secret words"


def test_cases_of_before_are_named_by_the_migration_with_history(city):
    drafted, asked = make_plan(city, title="Only drafted"), make_plan(city, title="Asked about")
    cases.open_consultation(asked.case, by=city.director)
    cases.revise(asked.case, by=city.director)
    change(asked.plan, {"title": "Not said yet"}, by=city.director)
    with acting(by=city.technician, act="seed"):
        for case in Case.objects.all():
            case.title = ""
            case.save()
    migration = import_module("raci.migrations.0009_name_cases")
    with connection.cursor() as cursor:
        for statement in (migration.LABELS, migration.NAME, "SET CONSTRAINTS ALL IMMEDIATE"):
            cursor.execute(statement)
    named = {case.pk: case.title for case in Case.objects.all()}
    assert named[drafted.case.pk] == "Only drafted"
    assert named[asked.case.pk] == "Asked about"
    assert Case.history.filter(id=asked.case.pk).latest("history_id").history_act == "name_cases"
