"""The matrix: what its page, its drawer, its files and its sheet say, to whom, and by keyboard."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from raci import clock
from raci.actions.posts import accept_delegation, delegate, end_holding
from raci.history import acting
from raci.matrix import files as matrix_files
from raci.matrix.rows import save_table, table_of
from raci.models import Holding, Matrix, Post, Role
from raci.service import service_person
from tests.city import SmallCity, small_city

pytestmark = pytest.mark.portland

MATRIX = "/matrix/"


@pytest.fixture
def city(db) -> SmallCity:
    return small_city()


def text(client, person, url: str, status: int = 200, **headers) -> str:
    client.force_login(person)
    response = client.get(url, **headers)
    assert response.status_code == status, url
    return response.content.decode()


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def another_version(number: int = 2, **when) -> Matrix:
    table = table_of(Matrix.objects.get(number=1))
    with acting(by=service_person("test-loader", "Loader"), act="load"):
        matrix = Matrix(number=number, **when)
        return save_table(table, matrix, {role.code: role for role in Role.objects.all()})


def test_matrix_says_which_version_and_counts_its_cells(client, city: SmallCity):
    page = plain(text(client, city.director, MATRIX))
    assert "matrix v1 , in force since" in page
    assert "Example – For Illustrative Purposes Only" in page
    assert "adopted: not yet" in page
    assert "loaded by City loader" in page
    assert "90 cells of the source: R 21 · R/C 5 · A 10 · C 29 · C/I 1 · I 24" in page
    assert page.count("this city's procedures, not in the source") == 1


def test_matrix_marks_ones_own_column_in_words(client, city: SmallCity):
    page = text(client, city.director, MATRIX)
    assert "Directors (as Director, Portland Parks &amp; Recreation)" in page
    assert 'data-says="Directors, your column"' in page
    assert 'data-says="Equity Officer, your column"' not in page
    assert "You hold no post with a column here." in text(client, city.mayor, MATRIX)


def test_matrix_cell_says_codes_and_who_holds_it(client, city: SmallCity):
    page = text(client, city.mayor, MATRIX)
    officer = city.officer.name
    assert f"1.3 Develop Compliance Standards, Equity Officer: responsible and consulted; held by {officer}" in page


def test_matrix_margin_names_an_a_post_that_is_vacant_today(client, city: SmallCity, move_time):
    holding = Holding.objects.get(post__code="city-administrator")
    assert "A: City Administrator" not in text(client, city.director, MATRIX)
    end_holding(holding, by=city.administrator, ends_on=clock.today(), why="Retires.")
    assert "A: City Administrator" not in text(client, city.director, MATRIX)
    move_time(days=1)
    assert "A: City Administrator is vacant; last held until" in plain(text(client, city.director, MATRIX))


def test_matrix_margin_counts_somebody_disabled_as_vacant(client, city: SmallCity):
    with acting(by=city.technician, act="disable"):
        city.administrator.is_active = False
        city.administrator.save()
    assert "A: City Administrator is vacant" in plain(text(client, city.director, MATRIX))


def test_matrix_shows_published_versions_and_no_draft(client, city: SmallCity):
    another_version(2, effective_on=clock.today() + timedelta(days=30))
    another_version(3)
    coming = plain(text(client, city.director, f"{MATRIX}?version=2"))
    assert "This version does not decide yet." in coming
    assert "matrix v1" in plain(text(client, city.director, MATRIX))
    for number in ("3", "9", "x", "0", "9" * 30):
        for url in (MATRIX, "/matrix/sheet/", "/matrix/export/csv/", "/matrix/activities/4.1/"):
            text(client, city.director, f"{url}?version={number}", status=404)


def test_matrix_costs_the_same_with_more_posts(client, city: SmallCity):
    def cost(url: str) -> int:
        client.force_login(city.director)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    urls = (MATRIX, "/matrix/activities/4.1/", "/matrix/activities/4.1/why/", "/matrix/sheet/", "/posts/")
    before = [cost(url) for url in urls]
    role, group = city.post("director-parks").role, Post.objects.first().group
    with acting(by=service_person("test-loader", "Loader"), act="load"):
        for number in range(20):
            made = type(group).objects.create(name=f"more {number}")
            post = Post.objects.create(
                code=f"more-{number}", role=role, unit=city.parks, title=f"More {number}", group=made
            )
            Holding.objects.create(post=post, person=city.manager, begins_on=clock.today(), proposed_by=city.technician)
    assert [cost(url) for url in urls] == before
    assert max(before) < 30


# ---- the drawer


def test_activity_is_a_fragment_for_htmx_and_a_page_otherwise(client, city: SmallCity):
    url = reverse("raci:matrix-activity", args=["4.1"])
    page = text(client, city.director, url)
    assert "<html" in page
    assert "<h1>4.1 " in page
    drawer = text(client, city.director, url, headers={"HX-Request": "true"})
    assert "<html" not in drawer
    assert "data-drawer-close" in drawer


def test_activity_names_who_holds_each_post_and_who_does_not(client, city: SmallCity):
    page = plain(text(client, city.director, "/matrix/activities/4.1/"))
    assert f"City Administrator : {city.administrator.name}" in page
    assert "Equity Manager, Portland Treasury : vacant" in page
    assert "Equity plan · governed" in page


def test_activity_lists_only_what_its_reader_may_see(client, city: SmallCity):
    from tests.plans.conftest import make_plan

    make_plan(city, title="A plan in draft")
    seen = {
        name
        for name, person in city.people.items()
        if "A plan in draft" in text(client, person, "/matrix/activities/4.1/")
    }
    assert seen == {"director", "manager", "auditor", "reader"}


def test_activity_says_why_it_is_mine(client, city: SmallCity):
    url, parks = "/matrix/activities/4.1/", "Portland Parks &amp; Recreation"
    page = plain(text(client, city.director, url))
    assert f"responsible · for {parks} As Director, {parks} you hold R for 4.1 (matrix v1)." in page
    assert "for every unit As City Administrator you hold A" in plain(text(client, city.administrator, url))
    assert "You cannot: you act as Technical administrator" in plain(text(client, city.technician, url))


def test_activity_says_by_whom_a_letter_was_passed(client, city: SmallCity):
    holding = Holding.objects.get(post__code="city-administrator")
    today = clock.today()
    passed = delegate(
        holding, to=city.deputy, activity="4.1", letter="A", begins_on=today, ends_on=today, by=city.administrator
    )
    assert "passed it to you" not in text(client, city.deputy, "/matrix/activities/4.1/")
    accept_delegation(passed, by=city.deputy)
    page = plain(text(client, city.deputy, "/matrix/activities/4.1/"))
    assert f"As City Administrator, for {city.administrator.name} you hold A for 4.1" in page
    assert f"{city.administrator.name} passed it to you." in page
    assert f"{city.administrator.name} passed a letter of it to you" in text(client, city.deputy, MATRIX)


def test_unknown_activity_is_not_found(client, city: SmallCity):
    for code in ("9.9", "x", "%00", "4.1%27"):
        text(client, city.director, f"/matrix/activities/{code}/", status=404)


def test_why_answers_for_the_unit_asked_about(client, city: SmallCity):
    url = reverse("raci:why", args=["4.1"])
    own = plain(text(client, city.director, f"{url}?unit=parks"))
    assert "Decide No. Approving takes A (accountable) for 4.1 in this unit; you hold R." in own
    assert f"City Administrator: {city.administrator.name}" in own
    other = plain(text(client, city.director, f"{url}?unit=water"))
    assert "Begin a record No. Beginning one takes R" in other
    assert f"Director, Portland Water Bureau: {city.elsewhere.name}" in other
    text(client, city.director, f"{url}?unit=../nowhere")


# ---- files and paper


@pytest.mark.parametrize(("kind", "read"), [("csv", "from_csv"), ("xlsx", "from_xlsx"), ("yaml", "from_yaml")])
def test_export_reads_back_as_the_same_matrix(client, city: SmallCity, kind: str, read: str):
    client.force_login(city.director)
    response = client.get(reverse("raci:matrix-export", args=[kind]))
    assert response["Content-Disposition"] == f'attachment; filename="matrix-v1.{kind}"'
    content = response.content
    table = table_of(Matrix.objects.get(number=1))
    assert matrix_files.__dict__[read](content) == table
    text(client, city.director, "/matrix/export/pdf/", status=404)


def test_matrix_asks_a_stranger_to_sign_in(client, city: SmallCity):
    for url in (
        MATRIX,
        "/matrix/sheet/",
        "/matrix/export/csv/",
        "/matrix/activities/4.1/",
        "/posts/",
        "/people/",
        "/delegations/",
    ):
        assert client.get(url).status_code == 302


# ---- in a browser


def sign_in(page, live_server, client, person) -> None:
    client.force_login(person)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])


@pytest.mark.django_db(transaction=True)
def test_matrix_by_keyboard_alone(page, live_server, client):
    city = small_city()
    sign_in(page, live_server, client, city.director)
    page.goto("/matrix/")
    said = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    for _tab in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[role=grid]') !== null"):
            break
    for key in ("ArrowDown",) * 4 + ("ArrowRight",):
        page.keyboard.press(key)
    cell = f"1.3 Develop Compliance Standards, Equity Officer: responsible and consulted; held by {city.officer.name}"
    assert page.evaluate(said) == cell
    page.keyboard.press("Enter")
    page.wait_for_selector("#matrix-drawer h2")
    expect(page.locator("#drawer-title")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate(said) == cell
    assert not page.locator("#matrix-drawer").is_visible()
    page.keyboard.press("Home")
    assert page.evaluate(said) == "1.3 Develop Compliance Standards"
    page.keyboard.press("End")
    assert page.evaluate(said).endswith("today: no vacancy")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[role=grid]') === null")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_matrix_sheet_is_one_landscape_page(page, live_server, client, paper: str):
    city = small_city()
    sign_in(page, live_server, client, city.director)
    page.goto("/matrix/sheet/")
    printed = pikepdf.open(io.BytesIO(page.pdf(format=paper, landscape=True, print_background=True)))
    assert len(printed.pages) == 1
    box = [float(number) for number in printed.pages[0].mediabox]
    assert box[2] > box[3]
