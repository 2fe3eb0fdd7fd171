"""Lists: who sees which rows under which title, what an address may ask, what is taken away, and saved views."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from plans.actions import change
from raci import jobs, lists
from raci.actions import cases
from raci.actions.people import disable_person
from raci.authority import Act, Subject, facts_for, may
from raci.forms.lists import SaveView
from raci.jobs import files
from raci.lists import exports
from raci.lists.pages import ListPage
from raci.models import Attachment, Consultation, Job, Person, SavedView, Submission
from raci.queries.cases import case_page
from raci.queries.evidence import attachment_for
from raci.refusals import Refused
from tests.city import small_city
from tests.plans.conftest import approve, consult, make_plan
from tests.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CODES = ("plans", "submissions", "consultations", "evidence", "people", "posts", "units", "namings", "history")


@pytest.fixture(scope="module")
def told(first_rows: None, django_db_blocker: Any) -> Iterator[World]:
    """The city at work, with records that came back, were withdrawn, and are called otherwise in their next version."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world(small_city())
        city = world.city
        returned = make_plan(city, title="Parks plan returned")
        handed_in = cases.submit(consult(returned, city), by=city.director)
        cases.decide(
            returned.case, by=city.administrator, kind=Act.RETURN, reason="Cost it.", sha256=handed_in.text.sha256
        )
        withdrawn = make_plan(city, title="Parks plan withdrawn")
        cases.submit(consult(withdrawn, city), by=city.director)
        cases.withdraw(withdrawn.case, by=city.director, why="Not yet.")
        change(withdrawn.plan, {"title": "A secret of the second draft"}, by=city.director)
        cases.open_consultation(withdrawn.case, by=city.director)
        again = make_plan(city, title="Parks plan approved before")
        cases.begin_next(approve(again, city), by=city.director)
        change(again.plan, {"title": "A secret new title"}, by=city.director)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(told: World, db: None) -> World:
    """Each test works in a savepoint of its own."""
    return told


def readers(world: World) -> list[Person]:
    """One of each letter, and those who read further."""
    city = world.city
    return [city.director, city.officer, city.administrator, city.attorney, city.reader, city.mayor, city.elsewhere]


def reader_of(world: World, code: str) -> Person:
    return {"people": world.city.technician, "history": world.city.auditor}.get(code, world.city.director)


def rows(code: str, person: Person, **params: str) -> list[Any]:
    return list(lists.ask(lists.get(code), facts_for(person), params).rows)


def get(person: Person, url: str, status: int = 200, **query: str) -> HttpResponse:
    client = Client()
    client.force_login(person)
    response = client.get(url, query)
    assert response.status_code == status, (url, response.status_code)
    return response


# ---- what may be seen: the same as each record's own page says


def test_lists_hold_exactly_what_may_be_seen_one_by_one(world: World):
    checked = 0
    for person in readers(world):
        facts = facts_for(person)
        seen = {code: {row.pk for row in rows(code, person)} for code in ("evidence", "submissions", "consultations")}
        sees = cache(lambda case, facts=facts: may(facts, Act.VIEW, Subject.of_case(case)).allowed)
        for file in Attachment.objects.all():
            checked += 1
            assert (file.pk in seen["evidence"]) == may_fetch(file, person), (person, file)
        for submission in Submission.objects.select_related("case", "text"):
            checked += 1
            assert (submission.pk in seen["submissions"]) == reads(submission, person), (person, submission)
        for question in Consultation.objects.select_related("case__record__scope__unit"):
            checked += 1
            assert (question.pk in seen["consultations"]) == sees(question.case), (person, question)
    print(f"\nlists: {checked} rows by {len(readers(world))} people as their own pages say: 0 surprises")


def may_fetch(file: Attachment, person: Person) -> bool:
    try:
        attachment_for(file.pk, facts_for(person))
    except Refused:
        return False
    return True


def reads(submission: Submission, person: Person) -> bool:
    try:
        page = case_page(submission.case.record_id, facts_for(person), submission.case.number)
    except Refused:
        return False
    return submission.text in page.texts


def test_titles_are_those_the_record_s_own_page_gives(world: World):
    checked = 0
    for person in readers(world):
        facts = facts_for(person)
        own = cache(lambda pk, facts=facts: case_page(pk, facts).title)
        for code in ("plans", "evidence", "consultations"):
            for row in rows(code, person):
                record = row.case.record if code == "consultations" else row.record
                checked += 1
                assert row.shown_title == own(record.pk), (person, code, record)
        assert not [row for row in rows("submissions", person) if "secret" in row.shown_title]
    assert checked > 50


@pytest.mark.parametrize("code", ["plans", "submissions", "consultations", "evidence"])
def test_search_does_not_tell_a_draft_s_title(world: World, code: str):
    assert rows("plans", world.city.director, q="secret")
    for person in (world.city.mayor, world.city.attorney):
        assert rows(code, person, q="secret") == []


def test_counts_and_units_tell_nothing_of_the_hidden(world: World):
    stranger = world.city.elsewhere
    for url in ("plans:plan-list", "raci:submission-list", "raci:evidence-list"):
        assert "Parks" not in get(stranger, reverse(url)).text.partition("<main")[2]
    hidden, absent = (
        get(stranger, reverse("raci:submission-list"), unit=unit).text.partition("<main")[2].replace(unit, "UNIT")
        for unit in ("parks", "sparks")
    )
    assert hidden == absent
    below = [unit for unit in rows("units", stranger) if unit.parent_id]  # of the city itself they read the matrix
    assert {unit.records for unit in below} == {0}
    parks = next(unit for unit in rows("units", world.city.director) if unit.code == "parks")
    governed = ("plans", "releases", "initiatives", "impact-assessments")
    theirs = {row.record_id for code in governed for row in rows(code, world.city.director)}
    assert parks.records == len(theirs)
    assert (parks.held + parks.vacant, parks.line[-1]) == (2, parks.name)


def test_lists_are_for_whom_they_are_for(world: World):
    for person, status in ((world.city.technician, 404), (world.city.auditor, 200), (world.city.director, 404)):
        get(person, reverse("raci:history"), status)
        get(person, reverse("raci:list-export", args=["history", "csv"]), status, act="submit")
    get(world.city.mayor, reverse("raci:list-export", args=["people", "csv"]), 403)
    for code, kind in (("nothing", "csv"), ("plans", "pdf"), ("plans", "html")):
        get(world.city.director, reverse("raci:list-export", args=[code, kind]), 404)


# ---- what an address may ask


def test_what_an_address_says_wrongly_is_said_and_left_out(world: World):
    text = get(world.city.director, "/plans/", state="no<ne", size="7", colour="blue", sort="sha256", q="a\0").text
    for said in (
        "“no&lt;ne” means nothing as “State”",
        "There is no filter “colour” here",
        "cannot be sorted by “sha256”",
        "A page holds one of these numbers of rows",
        "A sign that no text here can hold",
    ):
        assert said in text
    everything = len(rows("plans", world.city.director, q="a"))
    assert f"{everything} plans" in text


@pytest.mark.parametrize("page", ["-1", "x", "0", "99", "9" * 5000, "²", "1.0"])
def test_a_page_that_there_is_not_is_said_and_the_first_is_shown(world: World, page: str):
    shown = ListPage(lists.get("plans"), facts_for(world.city.director), {"page": page})
    assert shown.page.number == 1
    assert [problem.text.startswith("There is no page “") for problem in shown.problems] == [True]


def test_the_first_page_is_nothing_to_speak_of(world: World):
    for said in ({}, {"page": ""}, {"page": "1"}):
        assert not ListPage(lists.get("plans"), facts_for(world.city.director), said).problems


def test_a_name_that_is_too_long_is_said_in_our_words(world: World):
    form = SaveView({"name": "n" * 81})
    assert form.errors["name"] == ["Name of the view: at most 80 signs; these are 81."]


def test_words_are_searched_each_for_itself(world: World):
    asked = rows("plans", world.city.director, q="waiting recreation")
    assert [row.shown_title for row in asked] == ["Parks plan waiting"]
    assert rows("plans", world.city.director, q="% _") == []


@pytest.mark.parametrize("code", CODES)
def test_each_filter_and_each_sort_works_and_narrows(world: World, code: str):
    listing, facts = lists.get(code), facts_for(reader_of(world, code))
    everything = lists.ask(listing, facts, {}).rows.count()
    for sort in (f"{sign}{key}" for key in listing.sorts for sign in ("", "-")):
        assert len(lists.ask(listing, facts, {"sort": sort}).rows[:50]) == min(everything, 50)
    for field in lists.ask(listing, facts, {}).fields:
        for value in [*field.choices, *(["2026-11-21"] if field.filter.shape == "day" else [])]:
            asked = lists.ask(listing, facts, {field.filter.key: value})
            assert asked.problems == []
            assert len(asked.rows[:60]) <= everything


@pytest.mark.parametrize("code", CODES)
def test_the_page_offers_its_search_and_every_filter(world: World, code: str):
    listing = lists.get(code)
    page = get(reader_of(world, code), reverse(listing.address)).text
    assert ('name="q"' in page) == (listing.search is not None)
    for one in listing.filters:
        assert f'name="{one.key}"' in page


# ---- taken away


def taken(person: Person, code: str, **query: str) -> tuple[list[list[str]], list[list[Any]]]:
    """The list as CSV and as a workbook."""
    as_csv = get(person, reverse("raci:list-export", args=[code, "csv"]), **query)
    as_xlsx = get(person, reverse("raci:list-export", args=[code, "xlsx"]), **query)
    lines = list(csv.reader(io.StringIO(as_csv.getvalue().decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(as_xlsx.getvalue())).active
    return lines, [list(line) for line in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("code", CODES)
def test_what_is_taken_away_is_what_is_shown(world: World, code: str):
    person, query = reader_of(world, code), {"act": "submit"} if code == "history" else {}
    lines, sheet = taken(person, code, **query)
    listing, shown = lists.get(code), rows(code, person, **query)
    assert lines[0] == [str(column.label) for column in listing.columns]
    assert len(lines) - 1 == len(sheet) - 1 == len(shown) > 0
    for place, column in enumerate(listing.columns):
        for number, row in enumerate(shown, start=1):
            value, cell = column.value(row), sheet[number][place]
            assert (cell is None) == (value is None or value in ("", [])), (column.key, value)
            if column.holds is datetime and value:
                when = datetime.fromisoformat(lines[number][place])
                assert (when, cell) == (value.replace(microsecond=0), when.replace(tzinfo=None))
            elif column.holds is int and value is not None:
                assert (lines[number][place], cell) == (str(value), value)
    whens = [head for head, column in zip(sheet[0], listing.columns, strict=True) if column.holds is datetime]
    assert all("(America/Los_Angeles)" in head for head in whens)


def test_a_long_list_is_made_in_the_background(world: World, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    url = reverse("raci:list-export", args=["plans", "csv"])
    director = world.city.director
    assert "Ask for the file on the list’s page" in get(director, url, 422).text
    client = Client()
    client.force_login(director)
    asked = client.post(f"{url}?sort=-title&state=none&x=y")
    job = Job.objects.latest("pk")
    assert asked["Location"] == reverse("raci:job-detail", args=[job.pk])
    assert job.arguments == {"list": "plans", "file": "csv", "params": {"sort": "-title"}}
    assert jobs.do(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    with files.opened(job.sha256) as made:
        lines = list(csv.reader(io.StringIO(made.read().decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == [row.shown_title for row in rows("plans", director, sort="-title")]


def test_a_list_in_the_background_is_not_made_for_who_may_no_longer_have_it(world: World):
    technician = world.city.technician
    job = exports.ask_for_export(lists.ask(lists.get("people"), facts_for(technician), {}), "xlsx")
    disable_person(technician, by=world.city.officer, why="Left.")
    jobs.do(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file_name) == ("failed", "")


# ---- saved views


def test_saved_views_are_kept_opened_renamed_and_deleted(world: World):
    client = Client()
    client.force_login(world.city.director)
    save, page = reverse("raci:view-list", args=["plans"]), reverse("plans:plan-list")
    assert "Save what is shown as a view" in client.get(page, {"state": "draft"}).text
    done = client.post(save, {"name": "My drafts", "query": "state=draft&unit=nowhere&evil=1"})
    view = SavedView.objects.get(person=world.city.director)
    assert (done["Location"], view.query) == (f"{page}?state=draft", "state=draft")
    text = client.get(page, {"state": "draft"}).text
    assert 'aria-current="page">My drafts' in text
    assert "Save what is shown as a view" not in text
    assert client.post(save, {"name": " ", "query": "state=draft"}).status_code == 422
    act = reverse("raci:view-change", args=[view.pk])
    client.post(act, {"do": "default"})
    assert client.get(page)["Location"] == f"{page}?state=draft"
    assert client.get(page, {"view": "all"}).status_code == 200
    client.post(act, {"do": "plain"})
    assert client.get(page).status_code == 200
    client.post(act, {"do": "rename", "name": "Drafts"})
    assert SavedView.objects.get(pk=view.pk).name == "Drafts"
    client.force_login(world.city.officer)
    assert client.post(act, {"do": "delete"}).status_code == 404
    client.force_login(world.city.director)
    client.post(act, {"do": "delete"})
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_a_list_opens_with_one_view_and_holds_no_more_than_twenty(world: World):
    client = Client()
    client.force_login(world.city.director)
    save = reverse("raci:view-list", args=["plans"])
    for number in range(2):
        sent = {"name": f"View {number}", "query": "sort=unit", "is_default": "on"}
        assert client.post(save, sent).status_code == 302
    views = SavedView.objects.filter(person=world.city.director)
    assert [view.name for view in views.filter(is_default=True)] == ["View 1"]
    for number in range(2, 20):
        SavedView.objects.create(person=world.city.director, listing="plans", name=f"View {number}", query="")
    assert client.post(save, {"name": "One more", "query": "sort=unit"}).status_code == 422
    assert client.post(save, {"name": "View 0", "query": "sort=state"}).status_code == 302
    assert views.get(name="View 0").query == "sort=state"
    get(world.city.mayor, reverse("raci:view-list", args=["people"]), 403)


def test_an_empty_list_says_what_to_do_first(world: World):
    stranger = world.city.elsewhere
    assert "Nothing is submitted yet" in get(world.city.technician, reverse("raci:submission-list")).text
    assert "No file is attached yet" in get(stranger, reverse("raci:evidence-list")).text
    narrowed = get(world.city.director, reverse("raci:evidence-list"), q="no such file").text
    assert "Nothing fits" in narrowed
    assert "Clear the filters" in narrowed
