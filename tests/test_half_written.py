"""Nothing half-written remains: an act whose last write fails leaves the database as it was (the owner makes the write fail).

Failed exports and hostile uploads have their tests elsewhere: tests/history/test_export.py, tests/raci/test_evidence_acts.py.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from equity_portal import urls
from raci import clock
from raci.actions import cases
from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.history import acting
from raci.models import Person, Record, Submission
from tests.chaos.visitors import hidden
from tests.city import PORTLAND, SmallCity, small_city
from tests.plans.conftest import ParksPlan, consult, make_plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland, pytest.mark.urls(__name__)]
# a session may live on, and where it was last seen; typing is kept on purpose
UNGOVERNED = ("django_session", "usersessions_usersession", "raci_unsavedtyping")
Fails = Callable[[str], AbstractContextManager[None]]


def broken(request: HttpRequest) -> HttpResponse:
    """Writes, and then breaks."""
    with acting(by=request.user, act="test"):  # type: ignore[arg-type]
        Person.objects.create(name="Half", email="half@city.example")
    raise RuntimeError("in the middle")


urlpatterns = [path("broken/", broken), *urls.urlpatterns]
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def parks(city: SmallCity) -> ParksPlan:
    return make_plan(city)


@pytest.fixture
def submission(parks: ParksPlan, city: SmallCity) -> Submission:
    consult(parks, city)
    return cases.submit(parks.case, by=city.director)


@pytest.fixture
def fails(owner_cursor: psycopg.Cursor[Any]) -> Fails:
    """`with fails("raci_notice"):` no row can be written to that table."""

    @contextmanager
    def refuse(table: str) -> Iterator[None]:
        owner_cursor.execute(
            "CREATE OR REPLACE FUNCTION trial.refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE 'the disk is full' USING ERRCODE = 'data_exception'; END $$"
        )
        owner_cursor.execute(
            f"CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION trial.refuse()"
        )
        try:
            yield
        finally:
            owner_cursor.execute(f"DROP TRIGGER refuse ON {table}")

    return refuse


def everything(owner: psycopg.Cursor[Any]) -> dict[str, str]:
    """A hash of each table's rows."""
    tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    found = {}
    for (table,) in tables:
        if table not in UNGOVERNED:
            row = owner.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t").fetchone()
            found[table] = row[0] if row else ""
    return found


@contextmanager
def nothing_changes(owner: psycopg.Cursor[Any]) -> Iterator[None]:
    before = everything(owner)
    yield
    after = everything(owner)
    assert {table for table in before if before[table] != after[table]} == set()


def signed_in(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def test_a_view_that_breaks_in_the_middle_leaves_nothing(city: SmallCity, owner_cursor):
    client = signed_in(city.technician)
    with nothing_changes(owner_cursor):
        assert client.get("/broken/").status_code == 500


@pytest.mark.parametrize("table", ["raci_decision", "raci_condition", "raci_notice", "raci_historicalrecord"])
def test_a_decision_that_fails_anywhere_leaves_the_submission_waiting(
    submission: Submission, city: SmallCity, owner_cursor, fails: Fails, table: str
):
    client = signed_in(city.administrator)
    sent = {
        "seen": Record.objects.get(pk=submission.case.record_id).edits, "sha256": submission.text.sha256,
        "kind": "conditions", "reason": "", "c-TOTAL_FORMS": 1, "c-INITIAL_FORMS": 0, "c-0-words": "Cost it.",
        "c-0-owner": city.post("director-parks").pk, "c-0-due_on": (clock.today() + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    address = reverse("admin:raci_submission_decide", args=[submission.pk])
    with nothing_changes(owner_cursor), fails(table):
        assert client.post(address, sent).status_code == 500
    assert client.post(address, sent).status_code == 302  # the same form, once the fault is mended


@pytest.mark.parametrize("table", ["raci_text", "raci_consultation", "raci_notice"])
def test_opening_consultation_that_fails_leaves_a_draft(
    parks: ParksPlan, city: SmallCity, owner_cursor, fails: Fails, table: str
):
    sent = {"seen": Record.objects.get(pk=parks.record.pk).edits, "due_on": "2099-01-05"}
    with nothing_changes(owner_cursor), fails(table):
        answer = signed_in(city.director).post(reverse("raci:case-open", args=[parks.record.pk]), sent)
        assert answer.status_code == 500


@pytest.mark.parametrize("table", ["plans_plan", "raci_author", "plans_historicalplan"])
def test_a_plan_whose_beginning_fails_is_not_there(city: SmallCity, owner_cursor, fails: Fails, table: str):
    sent = {"unit": city.parks.pk, "title": "Half", "begins_on": "2027-01-01", "ends_on": "2027-12-31"}
    with nothing_changes(owner_cursor), fails(table):
        assert signed_in(city.director).post(reverse("plans:plan-create"), sent).status_code == 500


def test_a_removal_that_fails_keeps_the_goal_and_all_below_it(
    parks: ParksPlan, city: SmallCity, owner_cursor, fails: Fails
):
    with nothing_changes(owner_cursor), fails("plans_historicalgoal"):
        client, url = signed_in(city.director), reverse("plans:goal-remove", args=[parks.goal.pk])
        opened = hidden(client.get(url).content.decode(), "opened")
        assert client.post(url, {"opened": opened}).status_code == 500


def test_an_upload_whose_row_fails_leaves_no_row_and_is_taken_later(
    parks: ParksPlan, city: SmallCity, owner_cursor, fails: Fails
):
    with nothing_changes(owner_cursor), fails("raci_attachment"):
        file = io.BytesIO(b"What was said at the pool.")
        file.name = "minutes.txt"
        url = reverse("raci:evidence", args=[parks.record.pk])
        assert signed_in(city.director).post(url, {"file": file, "caption": "Minutes"}).status_code == 500
    # whole files under their hash at most: the sweep takes what no row names; nothing with half its bytes
    left = [each for each in Path(settings.EVIDENCE_ROOT).rglob("*") if each.is_file()]
    assert all(len(each.name) == 64 for each in left), left


@pytest.mark.parametrize("table", ["raci_unit", "raci_holding", "raci_scope", "raci_historicalperson"])
def test_a_city_whose_loading_fails_is_as_it_was(
    city: SmallCity, owner_cursor, fails: Fails, tmp_path: Path, table: str
):
    folder = tmp_path / PORTLAND.name
    shutil.copytree(PORTLAND, folder)
    _add_a_bureau(folder)
    with nothing_changes(owner_cursor), fails(table), pytest.raises(DatabaseError, match="the disk is full"):
        load_city(read_city(folder))
    load_city(read_city(folder))


def _add_a_bureau(folder: Path) -> None:
    """An office more with its director: rows in every table that loading writes to."""
    units = (folder / "units.yaml").read_text()
    first = "      - code: mayor\n"
    assert first in units
    office = "      - code: trial\n        name: Trial Office\n        kind: office\n"
    (folder / "units.yaml").write_text(units.replace(first, office + first))
    with (folder / "people.yaml").open("a") as people:
        people.write("  - email: tess.trial@example.org\n    name: Tess Trial (fictional)\n    is_fictional: true\n")
    with (folder / "posts.yaml").open("a") as posts:
        posts.write("  - code: director-trial\n    role: DIR\n    unit: trial\n    title: Director, Trial Office\n")
        posts.write("    holders:\n      - person: tess.trial@example.org\n")
