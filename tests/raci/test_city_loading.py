"""Loading a city: once in force, again without change, later as drafts and proposals; nothing half-done."""

from __future__ import annotations

import shutil
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.utils import filter_users_by_email
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection

from raci import clock
from raci.city.changes import Change
from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.history import acting
from raci.matrix.rows import table_of
from raci.models import Activity, Assignment, City, Grant, Holding, Matrix, Person, Post, Relation, Role, Scope, Unit
from raci.refusals import Conflict
from raci.service import service_person

CITIES = Path(__file__).parents[2] / "equity_portal" / "cities"
READABLE = """
SELECT tablename FROM pg_tables
 WHERE schemaname = 'public' AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CITIES / "portland", tmp_path / "city"))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def load(folder: Path, *, dry_run: bool = False) -> list[Change]:
    return load_city(read_city(folder), dry_run=dry_run)


def rows_in_every_table() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute(READABLE)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.mark.parametrize("name", ["portland", "anchorage"])
def test_city_load_brings_everything_in_and_a_second_time_nothing(name: str) -> None:
    reading = read_city(CITIES / name)
    changes = load_city(reading)
    assert {change.kind for change in changes} == {"added"}
    assert City.objects.get().name == reading.city.name
    assert Unit.objects.count() == len(reading.units)
    assert Role.objects.count() == len(reading.roles)
    assert Post.objects.count() == len(reading.posts)
    assert Relation.objects.count() == len(reading.relations)
    assert Holding.objects.filter(state="in_force", begins_on=clock.today()).count() == len(reading.holdings)
    assert Activity.objects.count() == 18
    before = rows_in_every_table()
    assert load_city(reading) == []
    assert rows_in_every_table() == before


def test_city_load_puts_version_1_in_force_and_grants_it(folder: Path) -> None:
    load(folder)
    matrix = Matrix.objects.get()
    assert (matrix.number, matrix.effective_on, matrix.published_by) == (1, clock.today(), "loaded by City loader")
    assert Scope.objects.count() == 18 * Unit.objects.count()
    assert Grant.objects.filter(matrix=matrix).exists()
    assert set(Assignment.objects.values_list("activity__matrix", flat=True)) == {matrix.pk}


def test_city_load_is_told_in_history_by_the_loader_itself(folder: Path) -> None:
    load(folder)
    loader = Person.objects.get(is_service=True, email="city-loader@service.invalid")
    assert (loader.name, loader.is_active, loader.has_usable_password()) == ("City loader", False, False)
    assert loader.history.get().history_actor_id == loader.pk
    told = Unit.history.first()
    assert (told.history_actor_id, told.history_act) == (loader.pk, "load_city")
    assert told.history_why == "from the folder “city”"
    assert service_person("city-loader", "Another name") == loader


def test_city_load_gives_people_an_address_and_no_password(folder: Path) -> None:
    load(folder)
    people = Person.objects.filter(is_service=False)
    assert all(person.is_fictional and person.is_active for person in people)
    assert not any(person.has_usable_password() for person in people)
    assert all(person.email == person.email.lower() for person in people)


def test_city_load_leaves_nothing_else_to_do_before_a_person_can_sign_in(folder: Path) -> None:
    load(folder)
    person = Person.objects.filter(is_fictional=True)[0]
    assert filter_users_by_email(person.email, is_active=True, prefer_verified=True) == [person]  # a link by e-mail
    with acting(by=person, act="test"):
        person.set_password("a long enough secret")
        person.save()
    assert authenticate(None, email=person.email.upper(), password="a long enough secret") == person
    assert authenticate(None, email=person.email, password="another") is None


def test_city_load_places_units_by_path(folder: Path) -> None:
    load(folder)
    assert Unit.objects.get(code="parks").path == "/portland/vibrant-communities/parks/"
    area = Unit.objects.get(code="vibrant-communities")
    assert Unit.objects.filter(path__startswith=area.path).count() == 1 + area.children.count()


def test_city_load_dry_run_says_it_all_and_writes_nothing(folder: Path) -> None:
    before = rows_in_every_table()
    planned = load(folder, dry_run=True)
    assert rows_in_every_table() == before
    assert planned == load(folder)


def test_city_load_with_mistakes_writes_nothing(folder: Path) -> None:
    edit(folder, "relations", "line: functional", "line: other")
    before = rows_in_every_table()
    with pytest.raises(
        CommandError, match=r"relations\.yaml, line \d+, field “relations\[2\]\.line”: (.|\n)*nothing was loaded"
    ):
        call_command("load_city", str(folder))
    assert rows_in_every_table() == before


def test_city_load_of_another_city_is_refused(folder: Path) -> None:
    load(folder)
    before = rows_in_every_table()
    with pytest.raises(Conflict, match="serves City of Portland"):
        load_city(read_city(CITIES / "anchorage"))
    assert rows_in_every_table() == before


def test_city_load_later_makes_a_draft_of_a_changed_matrix_once(folder: Path) -> None:
    load(folder)
    edit(folder, "matrix", "DIR: I, EM: I, ATTY: C", "DIR: C, EM: I, ATTY: C")
    grants = Grant.objects.count()
    assert [(change.kind, change.what, change.name) for change in load(folder)] == [("drafted", "matrix", "v2")]
    draft = Matrix.objects.get(number=2)
    assert (draft.effective_on, draft.published_by) == (None, "")
    assert table_of(draft) == read_city(folder).matrix
    assert Grant.objects.count() == grants
    again = load(folder)
    assert [(change.kind, change.name) for change in again] == [("left", "v2")]
    assert Matrix.objects.count() == 2


def test_city_load_later_proposes_holdings(folder: Path) -> None:
    load(folder)
    edit(folder, "posts", "holders: []  #", "holders: [{person: new@example.org}]  #")
    with (folder / "people.yaml").open("a") as file:
        file.write("  - email: new@example.org\n    name: New Person (fictional)\n    is_fictional: true\n")
    assert Counter((change.kind, change.what) for change in load(folder)) == {
        ("added", "person"): 1,
        ("proposed", "holding"): 1,
    }
    holding = Holding.objects.get(person__email="new@example.org")
    assert (holding.state, holding.accepted_by, holding.proposed_by.is_service) == ("proposed", None, True)
    assert load(folder) == []


def test_city_load_later_does_not_change_who_has_authority(folder: Path) -> None:
    load(folder)
    edit(folder, "roles", "    reads: citywide", "    reads: subtree")
    edit(folder, "roles", "    name: Mayor\n", "    name: Mayor\n    reads_all: true\n")
    edit(folder, "posts", "unit: parks\n", "unit: water\n")
    changes = load(folder)
    assert Counter(change.kind for change in changes) == {"left": 3}
    assert Role.objects.get(code="CET").reads == "citywide"
    assert not Role.objects.get(code="MAYOR").reads_all


def test_city_load_later_follows_names_and_grants_what_is_new(folder: Path) -> None:
    load(folder)
    edit(folder, "units", "name: Portland Water Bureau", "name: Water Works")
    edit(
        folder,
        "posts",
        "  - code: mayor\n",
        "  - code: second-water\n    role: EM\n    unit: water\n    title: Second\n  - code: mayor\n",
    )
    assert [(change.kind, change.what, change.name) for change in load(folder)] == [
        ("changed", "unit", "water"),
        ("added", "post", "second-water"),
    ]
    assert Unit.objects.get(code="water").name == "Water Works"
    mine, other = (
        sorted(Grant.objects.filter(group__post__code=code).values_list("content_object", "permission", "way"))
        for code in ("second-water", "equity-manager-water")
    )
    assert mine == other != []


def test_city_load_reports_what_the_folder_no_longer_names(folder: Path) -> None:
    load(folder)
    edit(folder, "roles", "  - code: PARTNER\n    name: Partner bodies\n    reach: none\n", "")
    before = rows_in_every_table()
    assert [(change.kind, change.what, change.name) for change in load(folder)] == [("left", "role", "PARTNER")]
    assert rows_in_every_table() == before


def test_city_load_leaves_ended_and_refused_holdings_alone(folder: Path) -> None:
    load(folder)
    first, second = Holding.objects.all()[:2]
    with acting(by=first.proposed_by, act="test"):
        first.state = Holding.State.REFUSED
        first.save()
        second.begins_on = second.ends_on = clock.today().replace(year=2020)
        second.save()
    assert [(change.kind, change.what) for change in load(folder)] == [("left", "holding")] * 2


def test_city_load_command_prints_each_change(folder: Path) -> None:
    out = StringIO()
    call_command("load_city", str(folder), "--dry-run", stdout=out)
    assert "added: unit parks" in out.getvalue()
    assert "would be made; nothing was changed." in out.getvalue()
    call_command("load_city", str(folder), stdout=StringIO())
    out = StringIO()
    call_command("load_city", str(folder), stdout=out)
    assert out.getvalue() == "0 changes.\n"
