"""The walk at `keeping.may_keep`: persona x kind x unit x letter, with the namings that ship, compared with the table."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import transaction

from raci import clock, keeping
from raci.authority import facts_for
from raci.history import acting
from raci.models import Naming, Post, Unit
from raci.records import Kind, Life
from raci.service import service_person
from tests.city import small_city
from tests.walk.expected import CITY, Table, table
from tests.walk.people import people_of

pytestmark = pytest.mark.portland
SHIPPED = ("equity-officer", "city-administrator")  # the people of the table have posts of their own besides
LIVES = (Life.KEPT, Life.REVIEWED)


@pytest.fixture(scope="module")
def known(first_rows: None, django_db_blocker: Any) -> Any:
    """The table's people as the portal knows them today, with the namings of the table."""
    with django_db_blocker.unblock(), transaction.atomic():
        small_city()
        people = people_of(table())
        with acting(by=service_person("test", "Test"), act="name"):
            for naming in table().namings:
                give(table(), naming)
        yield {name: facts_for(person) for name, person in people.items()}
        transaction.set_rollback(True)


def give(rules: Table, naming: dict[str, Any]) -> None:
    """Every post of the role, where it is not named yet."""
    giver = Post.objects.get(role__code=naming["giver"], code__in=SHIPPED)
    for post in Post.objects.filter(role__code=naming["named"]).exclude(
        unit__path=rules.units.get(naming.get("not_of"))
    ):
        unit = Unit.objects.get(path=rules.units[CITY]) if naming["within"] == CITY else post.unit
        for activity in naming["activities"]:
            same = {"giver": giver, "named": post, "activity_code": activity, "letter": naming["letter"], "unit": unit}
            if not Naming.objects.filter(keeping.in_force(), **same).exists():
                Naming.objects.create(begins_on=clock.today(), **same)


def surprises(known: Any) -> tuple[int, list[str]]:
    """How many checks, and those that are answered otherwise than by the table."""
    rules, found, checks = table(), [], 0
    units = {name: Unit.objects.get(path=path) for name, path in rules.units.items()}
    for activity, life in product(rules.matrix, LIVES):
        kind = Kind(code="walked_test", model=Naming, activity=activity, life=life, label="Walked")
        for persona, unit, letter in product(rules.personas, units, "RA"):
            checks += 1
            permission = keeping.may_keep(known[persona], kind, units[unit], letter=letter)
            if bool(permission) != rules.keeps(persona, activity, unit, letter):
                found.append(f"{persona} {letter} {activity} {unit}: {permission.reason}")
    return checks, found


def test_who_keeps_and_who_accepts_is_as_the_table_says(known: Any, django_db_blocker: Any):
    with django_db_blocker.unblock():
        checks, found = surprises(known)
    print(f"{checks} checks of who keeps and accepts, {len(found)} surprises")
    assert found == []


@pytest.mark.parametrize("broken", ["_named", "_reaches"])
def test_the_walk_notices_a_rule_that_is_broken(
    broken: str, known: Any, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeping, broken, lambda *_all: None if broken == "_named" else True)
    with django_db_blocker.unblock():
        assert surprises(known)[1]
