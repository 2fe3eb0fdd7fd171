"""The stage is built once a module, and everything tried on it is undone."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from raci.models import Unit
from tests.city import small_city
from tests.walk.expected import table
from tests.walk.people import people_of
from tests.walk.places import Maker, places
from tests.walk.stage import VISITORS, Walk, listening
from tests.world import signed_in


@pytest.fixture(scope="module")
def staged(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    with django_db_blocker.unblock(), transaction.atomic():
        small_city()
        rules = table()
        people = people_of(rules)
        units = {name: Unit.objects.get(path=path) for name, path in rules.units.items()}
        made = list(places(Maker(people, units)))
        gc.freeze()  # thousands of requests follow: what stands by now is not looked through each time
        yield Walk(people, units, made)
        gc.unfreeze()
        transaction.set_rollback(True)


@pytest.fixture
def walk(staged: Walk, db: None) -> Iterator[Walk]:
    staged.checks.clear()
    staged.surprises.clear()
    staged.absent.clear()
    staged.clients = {"anonymous": Client(), **{name: signed_in(staged.people[name]) for name in VISITORS}}
    with listening(staged.denials):
        yield staged
