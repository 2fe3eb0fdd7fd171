"""What a browser can do, a program can, and the other way round; and the same people are let in at both doors."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from equity_portal import twins
from tests.api.caller import Caller
from tests.api.routes import behind
from tests.test_access import ask, columns, rows
from tests.world import World

pytestmark = pytest.mark.django_db
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "api-twins.md"
WHO = ("stranger", "director", "consulted", "decider", "auditor", "technician")
TAKEN = {"200", "201", "202", "204", "302", "409", "415", "422"}  # theirs to do: done, or something is missing


def posted() -> set[str]:
    """Every page that takes a form."""
    return {name for name, _behind, method, _codes in rows() if method == "POST"}


def test_every_page_that_acts_has_a_twin_or_says_why_not():
    missing = {page for page in posted() if not twins.twins_of(page) and not twins.reason_of(page)}
    assert missing == set(), "name its operation in equity_portal/twins.py, or why it has none"
    assert set(twins.TWINS) - posted() == set(), "no such page any more"
    unused = {name for name in twins.NO_TWIN if not any(page == name or twins._begins(page, name) for page in posted())}
    assert unused == set()


def test_every_operation_that_acts_is_a_pages_twin():
    acting = {name for name, _address, _summary in twins.operations() if not name.startswith("GET ")}
    named = {twin for found in twins.TWINS.values() for twin in found}
    assert acting - named == set(), "say in equity_portal/twins.py which page does the same"
    assert named - acting == set(), "no such operation any more"


def test_the_document_is_the_table():
    assert DOCUMENT.read_text() == twins.table(), "run: make manage DO=api_twins > docs/api-twins.md"


# ---- the same codes at both doors


@pytest.fixture(scope="module")
def callers(world: World, django_db_blocker) -> dict[str, Caller]:
    people = world.people()
    return {name: Caller(people[name]) for name in WHO}


SAME = [row for row in rows() if row[2] == "POST" and twins.twins_of(row[0])]


@pytest.mark.parametrize(
    ("page", "letter", "method", "codes"), SAME, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_same_people_are_let_in(
    world: World, callers: dict[str, Caller], page: str, letter: str, method: str, codes
):
    from tests.world import arguments

    expected = dict(zip(columns(), codes, strict=True))
    for twin in twins.twins_of(page):
        verb, _space, name = twin.partition(" ")
        values = _values(name, arguments(world)[letter], behind(world)[name])
        url = reverse(f"api:{name}", kwargs=values)
        for who, caller in callers.items():
            with transaction.atomic():
                answer = caller.ask(verb, url, {})
                transaction.set_rollback(True)
            found, wanted = str(answer.status_code), expected[who]
            if page == "reports:print-request" and wanted in ("302", "404"):
                assert found == "422"  # what to print is said in the body
            elif wanted in ("403", "404"):
                assert found == wanted, (twin, who, answer.content)
            else:
                assert found in TAKEN, (twin, who, answer.content)


def _values(name: str, of_the_page: dict, of_the_route: dict) -> dict:
    """The page's own values, under the route's names."""
    return of_the_page if set(of_the_page) == set(of_the_route) else of_the_route


def test_nobody_comes_in_without_a_token(world: World):
    for name, address, _summary in twins.operations():
        verb, _space, route = name.partition(" ")
        url = reverse(f"api:{route}", kwargs=behind(world)[route])
        assert Caller().ask(verb, url).status_code == 401, address
        client = Client()
        client.force_login(world.city.director)
        assert ask(client, verb, url).status_code == 401, address
