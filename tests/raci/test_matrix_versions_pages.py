"""The pages of a version on its way: propose, edit cell by cell and without script, comment, compare, what if."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from raci import clock
from raci.actions import cases
from raci.actions import matrix as acts
from raci.matrix.files import from_csv, from_xlsx, from_yaml
from raci.matrix.rows import table_of
from raci.models import Case, Decision, Matrix, Person
from tests.city import SmallCity, small_city
from tests.plans.conftest import make_plan
from tests.raci.test_matrix_pages import another_version
from tests.raci.test_matrix_versions import SOON, consult, proposed, publish, submit

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def get(person: Person, name: str, *args: object, query: str = "", status: int = 200) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(reverse(f"raci:{name}", args=args) + query)
    assert response.status_code == status, (name, response.status_code)
    return plain(response.content.decode())


def post(person: Person, name: str, *args: object, status: int = 302, **sent: object):
    client = Client()
    client.force_login(person)
    response = client.post(reverse(f"raci:{name}", args=args), sent)
    assert response.status_code == status, (name, response.status_code, plain(response.content.decode())[-800:])
    return response


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_change_is_proposed_from_the_list_of_versions(city: SmallCity):
    assert "Propose a change" in get(city.officer, "matrix-versions")
    assert "Why can I not propose a change?" in get(city.director, "matrix-versions")
    get(city.director, "matrix-propose", status=403)
    day = clock.today() + timedelta(days=SOON)
    answer = post(city.officer, "matrix-propose", wished_on=day.isoformat())
    case = Case.objects.get(state="draft", record__kind="matrix")
    assert answer["Location"] == reverse("raci:matrix-edit", args=[case.record_id])
    assert case.matrix.wished_on == day
    assert "Open v2 (draft)" in get(city.officer, "matrix-versions")
    assert "v2" not in get(city.director, "matrix-versions")
    assert "under way already" in get(city.officer, "matrix-propose")


def test_a_cell_is_saved_and_answered_with_its_row_and_the_counts(city: SmallCity):
    case = proposed(city, {})
    sent = {"activity": "4.1", "role": "ATTY", "codes": "A", "was": "I"}
    told = post(city.officer, "matrix-cell", case.record_id, status=200, **sent).json()
    assert "has 2 A" in told["row"]
    assert "1 cell differs" in plain(told["counts"])
    again = post(city.office, "matrix-cell", case.record_id, status=409, **{**sent, "codes": "C"}).json()
    assert f"says A by now; {city.officer.name} wrote it" in again["error"]
    assert 'data-codes="A"' in again["row"]
    assert post(city.officer, "matrix-cell", case.record_id, status=422, **{**sent, "codes": "X", "was": "A"}).json()[
        "error"
    ]


def test_without_script_an_activity_is_a_form_of_boxes(city: SmallCity):
    case = proposed(city, {})
    page = get(city.officer, "matrix-row", case.record_id, "1.4")
    assert "R · responsible" in page
    opened = acts.row_print(table_of(case.matrix), "1.4")
    sent = {"title": "Comply", "category": "1", "cell-EO": "A", "cell-OEHR": ["R", "C"], "opened": opened}
    post(city.officer, "matrix-row", case.record_id, "1.4", **sent)
    table = table_of(case.matrix)
    cells = {role: codes for (code, role), codes in table.cells.items() if code == "1.4"}
    assert cells == {"EO": "A", "OEHR": "RC"}
    post(city.officer, "matrix-row", case.record_id, "1.4", status=409, **sent)
    get(city.officer, "matrix-row", case.record_id, "9.9", status=409)


def test_activities_categories_and_facts_have_forms(city: SmallCity):
    case = proposed(city, {})
    pk, by = case.record_id, city.officer
    post(by, "matrix-category-add", pk, code="5", title="Language", is_procedure="on")
    assert "There is a category" in plain(
        post(by, "matrix-category-add", pk, status=422, code="5", title="Again").content.decode()
    )
    post(by, "matrix-row-add", pk, code="5.1", title="Translate", category="5")
    post(by, "matrix-category", pk, "5", status=422, remove="1")
    post(by, "matrix-row-remove", pk, "5.1")
    post(by, "matrix-category", pk, "5", title="Languages")
    post(by, "matrix-category", pk, "5", remove="1")
    assert "5" not in {one.code for one in table_of(case.matrix).categories}
    post(by, "matrix-facts", pk, title="Matrix of 2027", adopted_by="Council", adopted_on="2026-12-01")
    assert "Matrix v2: Matrix of 2027" in get(by, "matrix-proposal", pk)
    assert "1 record" not in get(by, "matrix-row-remove", pk, "4.1")


def test_the_versions_page_says_what_it_changes_in_words_and_what_is_missing(city: SmallCity):
    case = proposed(city, {("4.1", "CAO"): "C", ("1.4", "EM"): "R"})
    page = get(city.officer, "matrix-proposal", case.record_id)
    for words in (
        "2 cells say something else",
        "Equity Managers on 1.4: R, was I",
        "one thing is missing",
        "0 A instead of one",
    ):
        assert words in page
    told = get(city.director, "matrix-proposal", case.record_id)  # reads the version in force, not the draft
    assert "Equity Managers on 1.4" not in told


def test_comments_stand_with_the_version_and_a_draft_s_stay_with_who_reads_drafts(city: SmallCity):
    case = proposed(city)
    post(city.office, "matrix-comment", case.record_id, words="Why not the Auditor?", activity="2.1")
    post(city.office, "matrix-comment", case.record_id, status=422, words=" ")
    assert "Why not the Auditor?" in get(city.officer, "matrix-row", case.record_id, "2.1")
    cases.open_consultation(case, by=city.officer)
    post(city.attorney, "matrix-comment", case.record_id, words="Counsel agrees.")
    assert "Counsel agrees." in get(city.officer, "matrix-proposal", case.record_id)
    assert "Why not the Auditor?" not in get(city.attorney, "matrix-proposal", case.record_id)


def test_what_if_names_who_gains_and_loses_what_over_how_many_open_records(city: SmallCity):
    make_plan(city)
    make_plan(city, title="Another")
    case = proposed(city)
    page = get(city.officer, "matrix-whatif", case.record_id)
    assert "5 cells differ; 2 open records stand under those activities." in page
    assert re.search(r"City Attorney .{0,80}accountable 4\.1: decides, 2 open records", page)
    assert re.search(r"City Administrator .{0,160}4\.1: decides, 2 open records", page)
    with CaptureQueriesContext(connection) as few:
        get(city.officer, "matrix-whatif", case.record_id)
    for number in range(3):
        make_plan(city, title=f"More {number}")
    with CaptureQueriesContext(connection) as many:
        get(city.officer, "matrix-whatif", case.record_id)
    assert len(many) == len(few)


def test_two_versions_are_compared_and_drafts_only_by_those_who_may_read_them(city: SmallCity):
    case = proposed(city)
    page = get(city.officer, "matrix-compare")
    assert "Matrix v2 against v1" in page
    for words in (
        "5 cells say something else",
        "City Attorney on 4.1: A, was I",
        "City Auditor on 4.1: nothing, was I",
    ):
        assert words in page
    get(city.director, "matrix-compare", query="?from=1&to=2", status=404)
    assert "They say the same" in get(city.director, "matrix-compare", query="?from=1&to=1")
    get(city.officer, "matrix-compare", query="?from=1&to=x", status=404)
    publish(case, city)
    assert "5 cells say something else" in get(city.director, "matrix-compare", query="?from=1&to=2")


@pytest.mark.parametrize(("kind", "read"), [("csv", from_csv), ("xlsx", from_xlsx), ("yaml", from_yaml)])
def test_the_export_of_both_versions_reads_back_as_it_was(city: SmallCity, kind: str, read):
    proposed(city)
    client = Client()
    client.force_login(city.officer)
    for number in (1, 2):
        content = client.get(reverse("raci:matrix-export", args=[kind]), {"version": number}).content
        assert read(content) == table_of(Matrix.objects.get(number=number))
    client.force_login(city.director)
    assert client.get(reverse("raci:matrix-export", args=[kind]), {"version": 2}).status_code == 404


def test_home_says_which_of_my_cells_a_coming_version_changes(city: SmallCity):
    publish(proposed(city, days=SOON), city)
    client = Client()
    client.force_login(city.manager)
    page = plain(client.get(reverse("home")).content.decode())
    assert "Matrix v2 is in force from" in page
    assert "Equity Managers on 1.4: R, was I" in page
    assert "City Attorney on 4.1" not in page
    client.force_login(city.director)
    assert "It changes nothing of yours." in plain(client.get(reverse("home")).content.decode())


def test_the_timeline_of_a_running_plan_says_when_authority_over_it_changed(city: SmallCity, move_time):
    plan = make_plan(city)
    publish(proposed(city, days=SOON), city)
    assert "came into force" not in get(city.director, "case-timeline", plan.record.pk)
    move_time(days=SOON)
    page = get(city.director, "case-timeline", plan.record.pk)
    assert "Matrix v2 came into force" in page
    assert "A of 4.1 is City Attorney, was City Administrator" in page
    assert "1.4" not in page.split("came into force")[1].split("Matrix")[0][:400]
    change_of_matrix = get(city.officer, "case-timeline", Matrix.objects.get(number=2).case.record_id)
    assert "came into force" not in change_of_matrix  # no cell of 4.3 changed


def test_a_coming_version_says_so_on_its_page_and_on_those_of_the_version_in_force(city: SmallCity):
    case = proposed(city, days=SOON)
    coming = "Matrix v2 is approved and decides from"
    assert coming not in get(city.director, "matrix")
    publish(case, city)
    assert "Until then the version before it decides" in get(city.director, "matrix-proposal", case.record_id)
    for page in (("matrix",), ("matrix-activity", "1.4")):
        text = get(city.director, *page)
        assert f"{coming} {date_format(clock.today() + timedelta(days=SOON), 'j M Y')} on" in text
        assert Matrix.objects.get(number=2).label in text.partition(coming)[2]
        assert coming not in get(city.director, *page, query="?version=2")


def test_who_decides_on_a_version_is_led_to_what_if_and_told_what_decides_until_then(city: SmallCity):
    case = proposed(city, days=SOON)
    consult(case, city)
    submit(case, city)
    client = Client()
    client.force_login(city.administrator)
    html = client.get(reverse("admin:raci_submission_decide", args=[case.submissions.get().pk])).content.decode()
    assert reverse("raci:matrix-whatif", args=[case.record_id]) in html
    assert f"{reverse('raci:matrix-compare')}?from=1&amp;to=2" in html
    assert "until that day the version before it decides" in plain(html)
    assert "publish" not in plain(html)


def test_the_receipt_of_a_version_stands_under_the_matrix(city: SmallCity):
    case = proposed(city, days=SOON)
    publish(case, city)
    decision = Decision.objects.get(submission__case=case)
    client = Client()
    client.force_login(city.administrator)
    menu = client.get(reverse("raci:receipt", args=[decision.pk])).content.decode().partition("</nav>")[0]
    assert [part.partition("<")[0] for part in menu.split('aria-current="page">')[1:]] == ["Matrix"]


def test_the_list_of_versions_costs_the_same_however_many_there_are(city: SmallCity):
    costs = []
    for number in (2, 3, 4, 5):
        another_version(number, effective_on=clock.today() + timedelta(days=number))
        with CaptureQueriesContext(connection) as queries:
            get(city.officer, "matrix-versions")
        costs.append(len(queries))
    assert len(set(costs)) == 1, costs
