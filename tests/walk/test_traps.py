"""Each trap of the promises planted on purpose, and the part of the walk that must notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from plans.actions import change
from raci.actions import cases
from raci.authority import Act
from raci.models import Unit
from tests.city import small_city
from tests.walk.asking import Ground
from tests.walk.doors import Api, Pages
from tests.walk.expected import table
from tests.walk.people import people_of
from tests.walk.places import Maker, Place, of_two_hats
from tests.walk.stage import HISTORIES, Walk, listening
from tests.walk.traps import TRAPS, Trap
from tests.world import signed_in

pytestmark = pytest.mark.portland
PEOPLE = (
    "director", "administrator", "equity_officer", "office", "deputy", "lead", "director_and_office",
    "director_and_administrator", "director_elsewhere", "outside_auditor", "mayor", "nobody",
    "was_administrator_until_yesterday", "delegate_of_A_expired",
)  # fmt: skip
PLANTED: set[str] = set()
CAUGHT: dict[str, str] = {}


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    with django_db_blocker.unblock(), transaction.atomic():
        small_city()
        rules = table()
        people = people_of(rules, PEOPLE)
        units = {name: Unit.objects.get(path=path) for name, path in rules.units.items()}
        maker = Maker(people, units)
        places = [maker.begin("new"), maker.handed_in("submitted"), _renamed(maker), *of_two_hats(maker)]
        clients = {"anonymous": Client(), **{name: signed_in(person) for name, person in people.items()}}
        for client in clients.values():
            client.raise_request_exception = False  # what the database refuses is a surprise too
        yield Ground(Walk(people, units, places, clients=clients), Pages(clients), Api(people))
        transaction.set_rollback(True)


def _renamed(maker: Maker) -> Place:
    """Approved, and begun anew under a title that only its writers may know."""
    place = maker.handed_in("next", "draft_new")
    maker.decide(place, Act.APPROVE)
    cases.begin_next(place.case, by=maker.by(place))
    change(place.plan, {"title": "Zebrafish"}, by=maker.by(place))
    place.also, place.submitter = "approved", ""
    return place


@pytest.fixture
def ground(built: Ground, db: None) -> Iterator[Ground]:
    with listening(built.walk.denials):
        yield built


def asked(ground: Ground, trap: Trap) -> list[str]:
    """What surprises the walk; nothing it did stays."""
    ground.walk.absent.clear()
    with transaction.atomic():
        ground.walk.heads = HISTORIES.heads()
        trap.ask(ground)
        transaction.set_rollback(True)
    return ground.surprises()


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_trap_is_caught(ground: Ground, monkeypatch: pytest.MonkeyPatch, trap: Trap):
    assert asked(ground, trap) == [], "the ground is not clean"
    with monkeypatch.context() as patch:
        PLANTED.add(trap.name)
        trap.plant(ground, patch)
        found = asked(ground, trap)
    assert found, f"{trap.mutant}: the walk ({trap.asked}) did not notice"
    CAUGHT[trap.name] = found[0]


def test_the_table_of_traps():
    """Printed with the run's figures."""
    for trap in TRAPS:
        if trap.name in CAUGHT:
            print(f"trap {trap.name}: {trap.mutant}; caught by {trap.asked}: {CAUGHT[trap.name][:90]}")
    print(f"\n{len(PLANTED)} traps planted, {len(CAUGHT)} caught")
    assert set(CAUGHT) == PLANTED
