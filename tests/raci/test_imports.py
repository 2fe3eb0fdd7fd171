"""Lists brought in: who may, all or nothing, with history, again without effect, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from raci.actions.import_undo import undo, why_not_undone
from raci.actions.imports import Source, bring_in
from raci.actions.posts import begin_holding
from raci.grants import regrant
from raci.history import acting
from raci.imports.columns import PEOPLE_FIELDS, UNIT_FIELDS, Table, tabulate
from raci.imports.reading import read_sheet
from raci.imports.verdicts import Choice
from raci.models import Grant, ImportBatch, ListKind, Notice, Person, Scope, Unit
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]

UNITS = "name,kind,parent\nHarbor,bureau,\nFerries,office,Harbor\nLost,bureau,Nowhere\nportland water bureau,bureau,\n"
PEOPLE = "name,email\nAda Ash,ada@bay.gov\nBo Birch,bo@bay.gov\nNo Address,\n"


@pytest.fixture(scope="module")
def city(first_rows: None, django_db_blocker) -> Iterator[SmallCity]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield small_city()
        transaction.set_rollback(True)


def table(kind: str, text: str) -> Table:
    return tabulate(read_sheet(text.encode(), "list.csv"), UNIT_FIELDS if kind == ListKind.UNITS else PEOPLE_FIELDS)


def bring(kind: str, text: str, choice: Choice, by: Person | None, **more: bool) -> ImportBatch:
    return bring_in(kind, table(kind, text), Source("list.csv", text.encode()), choice, by=by, **more)


def test_units_come_in_with_history_scopes_and_grants(city: SmallCity):
    batch = bring(ListKind.UNITS, UNITS, Choice.SKIP, city.officer)
    ferries = Unit.objects.get(code="ferries")
    assert ferries.path == "/portland/harbor/ferries/"
    row = Unit.history.get(id=ferries.pk)
    assert (row.history_act, row.history_post, row.history_why) == ("import_units", "Equity Officer", "list.csv")
    assert "R 4.4" in row.history_cell
    assert Scope.objects.filter(unit=ferries).count() == 18
    assert Grant.objects.filter(content_object__unit=ferries).exists()
    assert batch.counts == {"new": 2, "changed": 1, "same": 0, "skipped": 0, "refused": 1}
    assert batch.left == [
        [4, "Lost", "Its parent “Nowhere” is neither in the file nor in the portal."],
        [5, "portland water bureau", f"Name: {city.water.name} › portland water bureau. "
         f"“portland water bureau” was read as “{city.water.name}”: the only name with these letters."],
    ]  # fmt: skip
    assert Unit.objects.get(pk=city.water.pk).name == city.water.name


def test_again_changes_nothing(city: SmallCity):
    bring(ListKind.UNITS, UNITS, Choice.UPDATE, city.officer)
    entries = Unit.history.count()
    again = bring(ListKind.UNITS, UNITS, Choice.UPDATE, city.officer)
    assert (again.added, again.changed) == ([], [])
    assert Unit.history.count() == entries


def test_stop_brings_in_nothing(city: SmallCity):
    before = Unit.objects.count()
    with pytest.raises(NotReady, match="1 rows are refused"):
        bring(ListKind.UNITS, UNITS, Choice.STOP, city.officer)
    assert Unit.objects.count() == before


def test_a_whole_batch_is_taken_back_while_nothing_depends_on_it(city: SmallCity):
    before = set(Unit.objects.values_list("code", "name"))
    batch = bring(ListKind.UNITS, UNITS, Choice.UPDATE, city.officer)
    undo(batch, by=city.officer)
    assert set(Unit.objects.values_list("code", "name")) == before
    assert not Scope.objects.exclude(unit__in=Unit.objects.all()).exists()
    assert batch.undone_by == city.officer.label
    with pytest.raises(Conflict, match="taken back already"):
        undo(batch, by=city.officer)


def test_nothing_is_taken_back_once_something_depends_on_it(city: SmallCity):
    batch = bring(ListKind.UNITS, UNITS, Choice.SKIP, city.officer)
    with acting(by=city.technician, act="seed"):
        Unit.objects.create(
            code="pier",
            name="Pier",
            kind="office",
            parent=Unit.objects.get(code="harbor"),
            path="/portland/harbor/pier/",
        )
        regrant()
    assert [one.text for one in why_not_undone(batch)] == ["Pier stands below Harbor now."]
    with pytest.raises(NotReady):
        undo(batch, by=city.officer)
    assert Unit.objects.filter(code="ferries").exists()


def test_who_may(city: SmallCity):
    for person in (city.director, city.deputy, city.technician, city.attorney):
        with pytest.raises(Refused, match=r"takes R for 4\.4, for the city"):
            bring(ListKind.UNITS, UNITS, Choice.SKIP, person)
    for person in (city.attorney, city.mayor):
        with pytest.raises(Refused, match="Keeping accounts"):
            bring(ListKind.PEOPLE, PEOPLE, Choice.SKIP, person)


def test_people_come_in_and_are_invited_only_if_asked(city: SmallCity):
    batch = bring(ListKind.PEOPLE, PEOPLE, Choice.SKIP, city.technician, invite=True)
    ada = Person.objects.get(email="ada@bay.gov")
    assert not ada.has_usable_password()
    assert Notice.objects.filter(person=ada, key__startswith="invitation:").count() == 1
    assert Person.history.get(id=ada.pk).history_act == "import_people"
    undo(batch, by=city.technician)
    ada.refresh_from_db()
    assert not ada.is_active
    quiet = bring(ListKind.PEOPLE, "name,email\nCy,cy@bay.gov\n", Choice.STOP, city.technician)
    assert not Notice.objects.filter(person__email__in=quiet.added).exists()


def test_people_who_hold_a_post_by_now_are_not_taken_back(city: SmallCity):
    batch = bring(ListKind.PEOPLE, PEOPLE, Choice.SKIP, city.technician)
    ada = Person.objects.get(email="ada@bay.gov")
    begin_holding(post=city.post("equity-manager-parks"), person=ada, begins_on=facts_today(), by=city.director)
    with pytest.raises(NotReady, match="Ada Ash holds or held a post"):
        undo(batch, by=city.technician)
    assert Person.objects.get(pk=ada.pk).is_active


def facts_today():
    from raci import clock

    return clock.today()


def check_page(client: Client, kind: str, text: str) -> str:
    file = SimpleUploadedFile("list.csv", text.encode())
    client.post(f"/imports/{kind}/", {"file": file})
    return client.get(f"/imports/{kind}/check/").content.decode()


def test_the_check_page_says_what_is_read_and_what_is_not_used(city: SmallCity, client: Client):
    client.force_login(city.officer)
    page = check_page(client, "units", "Department Name,What,Where,Notes\nHarbor,office,,x\n")
    assert "“Department Name” as Name" in page
    assert "3 columns are not used:</strong> “What”, “Where”, “Notes”." in " ".join(page.split())
    assert "No column was read as “Stands below”" in page
    assert page.index("<details open>") < page.index("What becomes of each row")
    assert "What, such as “office”" in page
    assert page.count("(guessed)") == 2
    page = check_page(client, "units", "Name,Type of Org,Svc Area\nHarbor,office,\n")
    assert "not used" not in page
    assert "<details open>" not in page
    assert "Office" in page


def test_the_mapping_shows_headings_and_samples_where_columns_are_not_known(city: SmallCity, client: Client):
    client.force_login(city.technician)
    page = check_page(client, "people", "Whoever;Reach;Dept\nAda Ash;ada@bay.gov;Parks\n")
    assert "Say which column holds: Name." in page
    assert "Whoever, such as “Ada Ash”" in page
    assert "<details open>" in page
    client.post("/imports/people/check/", {"name": "0", "email": "1"})
    page = client.get("/imports/people/check/").content.decode()
    assert "“Whoever” as Name, “Reach” as E-mail." in page
    assert "1 column is not used:</strong> “Dept”." in " ".join(page.split())
    assert "<strong>1</strong> all rows" in page
    page = check_page(client, "people", "Full name ;E-Mail Addr;Dept\nAda Ash;ada@bay.gov;Parks\n")
    assert "“Full name” as Name, “E-Mail Addr” as E-mail." in page


def test_the_commands(city: SmallCity, tmp_path: Path):
    file, out = tmp_path / "units.csv", StringIO()
    file.write_text(UNITS)
    call_command("import_units", file, "--dry-run", stdout=out)
    assert "line 3: new: Ferries" in out.getvalue()
    assert "2 new, 1 changed, 0 same, 0 skipped, 1 refused\nNothing was changed." in out.getvalue()
    assert not Unit.objects.filter(code="ferries").exists()
    with pytest.raises(CommandError, match="refused"):
        call_command("import_units", file, stdout=out)
    call_command("import_units", file, "--differences", "skip", stdout=out)
    assert Unit.history.get(code="ferries").history_actor.startswith("Importer")
    people = tmp_path / "people.csv"
    people.write_text("name,email\nAda Ash,ada@bay.gov\n")
    call_command("import_people", people, stdout=out)
    assert "1 added, 0 changed." in out.getvalue()
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_people", tmp_path / "absent.csv", stdout=out)
