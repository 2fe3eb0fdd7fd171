"""X-rays: each finding with a city that has it and one that nearly has; who is told, and whose it is to mend."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raci import clock, xrays
from raci.actions import cases
from raci.actions.people import disable_person
from raci.actions.posts import accept_delegation, delegate
from raci.authority import facts_for
from raci.history import acting
from raci.matrix.rows import save_table, table_of
from raci.models import Delegation, Holding, Matrix, Person, Post, Role
from raci.queries.waiting import FOUND, waiting_on
from raci.service import service_person
from raci.xrays import Finding
from tests.city import SmallCity, small_city
from tests.plans.conftest import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city(db) -> SmallCity:
    return small_city()


def found(rule: str, person: Person) -> list[Finding]:
    return [one.finding for one in xrays.looked_at(facts_for(person)) if one.rule.code == rule]


def keys(rule: str, person: Person) -> list[str]:
    return [one.key for one in found(rule, person)]


def cells(**changed: str) -> Matrix:
    """From today another version is in force, with some cells changed: `cells(DIR_on_4_1="A")`."""
    table = table_of(Matrix.objects.get(number=1))
    new = dict(table.cells)
    for name, codes in changed.items():
        role, _sep, activity = name.partition("_on_")
        new[activity.replace("_", "."), role] = codes
    table = replace(table, cells={key: codes for key, codes in new.items() if codes})
    with acting(by=service_person("test-loader", "Loader"), act="load"):
        matrix = Matrix(number=Matrix.objects.count() + 1, effective_on=clock.today())
        return save_table(table, matrix, {role.code: role for role in Role.objects.all()})


def hold(person: Person, post: str) -> None:
    with acting(by=service_person("test-loader", "Loader"), act="load"):
        Holding.objects.create(
            post=Post.objects.get(code=post), person=person, begins_on=clock.today(), proposed_by=person
        )


def vacate(post: str) -> None:
    with acting(by=service_person("test-loader", "Loader"), act="end"):
        for holding in Holding.objects.filter(post__code=post):
            holding.begins_on = min(holding.begins_on, clock.today() - timedelta(days=9))
            holding.ends_on = clock.today() - timedelta(days=1)
            holding.save()


# ---- the matrix, by its table


def roles_with(activity: str, letter: str) -> list[str]:
    table = table_of(Matrix.objects.get(number=1))
    return [role for (row, role), codes in table.cells.items() if row == activity and letter in codes]


def columns() -> list[str]:
    return [column.code for column in table_of(Matrix.objects.get(number=1)).columns]


def rows() -> list[str]:
    return [row.code for row in table_of(Matrix.objects.get(number=1)).activities]


def at(role: str, activity: str) -> str:
    return f"{role}_on_{activity.replace('.', '_')}"


def code(role: str, activity: str) -> str:
    return table_of(Matrix.objects.get(number=1)).cells.get((activity, role), "")


def with_letter(role: str, activity: str, letter: str) -> str:
    letters = {*code(role, activity), letter}
    return "".join(one for one in "RACI" if one in letters)


def without(activity: str, letters: str) -> list[str]:
    return [role for role in columns() if not set(letters) & set(code(role, activity))]


def everybody_asked(but: int = 0) -> dict[str, str]:
    return {at(role, "3.2"): with_letter(role, "3.2", "C") for role in columns()[but:]}


def everywhere(role: str, but: int = 0) -> dict[str, str]:
    return {at(role, row): "R" if number >= but else "I" for number, row in enumerate(rows())}


def nowhere(role: str, but: int = 0) -> dict[str, str]:
    return {at(role, row): "" for row in rows()[but:]}


Change = Callable[[], object]
# rule: what has it, what nearly has, and what it is found at
TABLES: dict[str, tuple[Change, Change, str]] = {
    "no-a": (lambda: cells(CAO_on_1_1=""), lambda: cells(CAO_on_1_1="", DIR_on_1_1="A"), "1.1"),
    "two-a": (lambda: cells(EO_on_1_1="RA"), lambda: cells(EO_on_1_1="RC"), "1.1"),
    "no-r": (
        lambda: cells(**{at(role, "3.1"): "C" for role in roles_with("3.1", "R")}),
        lambda: cells(**{at(role, "3.1"): "C" for role in roles_with("3.1", "R")[1:]}),
        "3.1",
    ),
    "every-c": (lambda: cells(**everybody_asked()), lambda: cells(**everybody_asked(but=1)), "3.2"),
    "all-others-c": (
        lambda: cells(**{at(role, "3.2"): "C" for role in without("3.2", "RA")}),
        lambda: cells(**{at(role, "3.2"): "C" if number else "I" for number, role in enumerate(without("3.2", "RA"))}),
        "3.2",
    ),
    "r-everywhere": (lambda: cells(**everywhere("EM")), lambda: cells(**everywhere("EM", but=1)), "EM"),
    "no-cell": (lambda: cells(**nowhere("ATTY")), lambda: cells(**nowhere("ATTY", but=1)), "ATTY"),
}


@pytest.mark.parametrize("rule", TABLES)
def test_a_table_that_has_it_and_one_that_nearly_has(city: SmallCity, rule: str):
    has, nearly, where = TABLES[rule]
    nearly()
    assert keys(rule, city.auditor) == []
    has()
    assert keys(rule, city.auditor) == [where]
    (one,) = found(rule, city.officer)
    assert one.is_mine  # R of 4.3
    assert one.sentence
    assert not found(rule, city.director)[0].is_mine


# ---- posts


def test_a_vacant_post_that_decides_is_an_error(city: SmallCity):
    assert keys("vacant-a", city.auditor) == []
    vacate("city-attorney")  # nothing is decided by it
    assert keys("vacant-a", city.auditor) == []
    vacate("city-administrator")
    (one,) = found("vacant-a", city.auditor)
    assert one.where == "City Administrator"
    assert "Vacant; last held until" in one.sentence
    assert "decides 1.1, 1.2" in one.sentence
    assert one.since == clock.today() - timedelta(days=1)


def test_a_post_held_by_somebody_acting_is_not_vacant_and_one_of_somebody_disabled_is(city: SmallCity):
    vacate("city-administrator")
    hold(city.deputy, "city-administrator")
    assert keys("vacant-a", city.auditor) == []
    disable_person(city.deputy, by=city.technician, why="Left.")
    assert keys("vacant-a", city.auditor) == ["city-administrator"]


def test_a_vacant_post_that_is_responsible_is_a_warning_and_who_fills_it_may_mend_it(city: SmallCity):
    before = keys("vacant-r", city.auditor)
    vacate("mayor")  # no column: nothing is asked of it
    assert keys("vacant-r", city.auditor) == before
    vacate("equity-manager-parks")
    new = [one for one in found("vacant-r", city.director) if one.key not in before]
    assert [(one.key, one.is_mine) for one in new] == [("equity-manager-parks", True)]  # R of 4.4 in Parks
    others = [one for one in found("vacant-r", city.elsewhere) if one.key not in before]
    assert [one.is_mine for one in others] == [False]


def test_a_role_that_acts_has_a_post_somewhere(city: SmallCity):
    with acting(by=service_person("test-loader", "Loader"), act="load"):
        Role.objects.create(code="NEW", name="New role", short_name="New", column=99, reach="citywide", reads="none")
    cells(NEW_on_3_2="C")
    assert keys("no-post", city.auditor) == []
    cells(NEW_on_3_2="R")
    assert keys("no-post", city.auditor) == ["NEW"]


def test_one_person_is_responsible_and_decides_through_two_posts(city: SmallCity):
    def pairs() -> set[str]:
        return {one.sentence for one in found("r-and-a", city.auditor) if one.where == city.administrator.name}

    hold(city.administrator, "city-attorney")  # C and I where the City Administrator decides, but for 1.3, 1.4 and 3.1
    assert len(pairs()) == 1
    cells(ATTY_on_1_3="C", ATTY_on_1_4="C", ATTY_on_3_1="C")
    assert pairs() == set()
    hold(city.administrator, "director-parks")
    (sentence,) = pairs()
    assert "for 1.4, 4.1, 4.4 in Portland Parks & Recreation" in sentence


def test_r_in_one_unit_and_a_in_another_is_nobody_s_double(city: SmallCity):
    cells(CAO_on_4_1="", DIR_on_4_1="A", EM_on_4_1="R")
    hold(city.elsewhere, "equity-manager-parks")  # decides in Water, responsible in Parks
    assert [one for one in found("r-and-a", city.auditor) if one.where == city.elsewhere.name] == []
    hold(city.elsewhere, "equity-manager-water")
    (one,) = [one for one in found("r-and-a", city.auditor) if one.where == city.elsewhere.name]
    assert one.unit == city.water


# ---- delegations


def pass_on(city: SmallCity, who: Person, post: str, letter: str, days: int) -> Delegation:
    today, held = clock.today(), Holding.objects.get(post__code=post, person=who)
    made = delegate(
        held, to=city.attorney, activity="4.1", letter=letter, begins_on=today, ends_on=today + timedelta(days), by=who
    )
    accept_delegation(made, by=city.attorney)
    return made


@pytest.mark.parametrize(("who", "post", "letter"), [
    ("officer", "equity-officer", "C"), ("administrator", "city-administrator", "A"), ("director", "director-parks", "R"),
])  # fmt: skip
def test_a_delegation_that_ends_before_the_due_date(city: SmallCity, who: str, post: str, letter: str):
    parks = make_plan(city)
    cases.open_consultation(parks.case, by=city.director)
    asked = parks.case.consultations.get(role__code="EO")
    left = (asked.due_on - clock.today()).days
    pass_on(city, city.people[who], post, letter, left)
    assert found("delegation-ends", city.auditor) == []
    with acting(by=service_person("test-loader", "Loader"), act="move"):
        asked.due_on += timedelta(days=1)
        asked.save()
    (one,) = found("delegation-ends", city.auditor)
    assert city.attorney.name in one.sentence
    assert parks.record.title in one.sentence
    assert [one.is_mine for one in found("delegation-ends", city.people[who])] == (
        [True] if who != "administrator" else []
    )


def test_what_a_reader_may_not_see_is_not_told(city: SmallCity):
    parks = make_plan(city)
    cases.open_consultation(parks.case, by=city.director)
    pass_on(city, city.officer, "equity-officer", "C", 1)
    assert len(found("delegation-ends", city.director)) == 1
    assert found("delegation-ends", city.elsewhere) == []  # a stranger to the plan
    client = Client()
    client.force_login(city.elsewhere)
    assert "Parks equity plan" not in client.get(reverse("raci:xrays")).content.decode()


# ---- the page, home, the margin


def text(person: Person, name: str, query: str = "") -> str:
    client = Client()
    client.force_login(person)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", client.get(reverse(name) + query).content.decode()).split()))


def test_the_page_leads_from_each_line_to_its_mend(city: SmallCity):
    vacate("city-administrator")
    page = text(city.officer, "raci:xrays")
    assert "A post that decides is vacant" in page
    assert "error" in page
    assert "Fill the post" in page
    assert "What is looked at" in page
    client = Client()
    client.force_login(city.officer)
    unit = city.post("city-administrator").unit.code
    response = client.get(reverse("raci:xrays") + f"?level=error&unit={unit}&mine=yes")
    (row,) = response.context["list"].page
    assert client.get(row.finding.url).status_code == 200


def test_an_empty_page_says_that_all_is_well_and_what_was_looked_at(city: SmallCity, monkeypatch):
    monkeypatch.setattr(xrays, "looked_at", lambda _facts: [])
    monkeypatch.setattr("raci.queries.lists.xrays.looked_at", lambda _facts: [])
    page = text(city.officer, "raci:xrays")
    assert "All is well" in page
    assert "Each activity of the matrix in force has an A" in page


def test_the_filters_narrow_and_the_csv_takes_the_same_rows_away(city: SmallCity):
    vacate("city-administrator")
    client = Client()
    client.force_login(city.officer)
    taken = b"".join(client.get(reverse("raci:list-export", args=["xrays", "csv"]) + "?level=error")).decode()
    assert "City Administrator" in taken
    assert "Treasury" not in taken
    page = client.get(reverse("raci:xrays") + "?q=administrator&level=error").context["list"]
    assert [row.finding.where for row in page.page] == ["City Administrator"]
    by_unit = client.get(reverse("raci:xrays") + "?sort=-unit").context["list"]
    names = [row.finding.unit.name for row in by_unit.page]
    assert names == sorted(names, reverse=True)


def test_home_counts_what_is_theirs_to_mend(city: SmallCity):
    vacate("equity-manager-parks")
    (line,) = waiting_on(facts_for(city.director), [FOUND])
    assert line.title == "1 post that is responsible is vacant"
    assert line.detail == "X-rays · warning"
    assert line.url.endswith("?rule=vacant-r&mine=yes")
    assert waiting_on(facts_for(city.elsewhere), [FOUND]) == []
    assert "1 post that is responsible is vacant" in text(city.director, "home")


def test_the_matrix_says_it_in_the_margin_too(city: SmallCity):
    cells(CAO_on_1_1="")
    page = text(city.director, "raci:matrix")
    assert "has no A: nobody decides" in page
    assert (
        "Alma Appleyard (fictional) holds R as Director, Office of Equity & Human Rights and A as Equity Officer"
        in page
    )


def test_each_rule_costs_the_same_however_much_it_finds(city: SmallCity):
    def cost() -> dict[str, int]:
        found = {}
        for rule in xrays.rules():
            facts = facts_for(city.officer)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                list(rule.find(xrays.Look(facts)))
            found[rule.code] = len(queries)
        return found

    parks = [make_plan(city, title=f"Parks {number}") for number in range(2)]
    cases.open_consultation(parks[0].case, by=city.director)
    pass_on(city, city.officer, "equity-officer", "C", 1)
    vacate("city-attorney")
    cost()  # what is looked up once a process
    one = cost()
    cases.open_consultation(parks[1].case, by=city.director)
    for post in ("director-water", "deputy-vibrant-communities", "city-auditor"):
        vacate(post)
    hold(city.administrator, "director-water")
    hold(city.administrator, "equity-manager-water")
    assert cost() == one
    assert max(one.values()) <= 6, one
