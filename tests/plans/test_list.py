"""The list of plans: who sees which, filters in the address, sorting, pages, CSV, and its cost."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions import begin_plan, change
from raci.actions import cases
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, approve

LIST = "/plans/"


def page(client, person, **query) -> str:
    client.force_login(person)
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


def water_plan(city: SmallCity, title: str = "Water equity plan"):
    return begin_plan(
        unit=city.water, title=title, begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), by=city.elsewhere
    )


def test_plan_list_holds_only_what_a_person_may_see(client, parks: ParksPlan, city: SmallCity):
    water_plan(city)
    seen = {
        name: tuple(title for title in ("Parks equity plan 2027", "Water equity plan") if title in page(client, person))
        for name, person in city.people.items()
    }
    both = ("Parks equity plan 2027", "Water equity plan")
    assert {name: titles for name, titles in seen.items() if titles} == {
        "director": both[:1],
        "manager": both[:1],
        "elsewhere": both[1:],
        "auditor": both,
        "reader": both,
    }


def test_plan_list_shows_readers_the_approved_title_while_the_next_version_is_drafted(client, parks, city):
    case = approve(parks, city)
    cases.begin_next(case, by=city.director)
    change(parks.plan, {"title": "A secret new title"}, by=city.director)
    assert "A secret new title" in page(client, city.director)
    told = page(client, city.mayor)
    assert "A secret new title" not in told
    assert "Parks equity plan 2027" in told
    assert "secret" not in page(client, city.mayor, q="secret").split("</form>")[-1]


def test_plan_list_asks_nobody_to_begin_one_who_may_not(client, city: SmallCity):
    begin = reverse("plans:plan-create")
    assert begin in page(client, city.director)
    for person in (city.administrator, city.office, city.reader, city.technician, city.mayor):
        assert begin not in page(client, person)


def test_plan_list_when_empty_says_what_to_do_first(client, city: SmallCity):
    assert "No plan yet" in page(client, city.director)
    assert "No plan to read yet" in page(client, city.mayor)


def test_plan_list_filters_by_words_unit_and_state_and_says_when_nothing_fits(client, parks, city):
    water_plan(city)
    parks_title, water_title = "Parks equity plan 2027", "Water equity plan"
    for query, expected in (
        ({"q": "WATER"}, [water_title]),
        ({"unit": "parks"}, [parks_title]),
        ({"state": "draft"}, [parks_title, water_title]),
        ({"state": "approved"}, []),
        ({"q": "equity", "unit": "water", "state": "draft"}, [water_title]),
        ({"q": "%"}, []),
        ({"q": "'; drop table"}, []),
    ):
        text = page(client, city.reader, **query)
        assert [title for title in (parks_title, water_title) if title in text] == expected, query
        assert expected or "Nothing fits" in text


@pytest.mark.parametrize("query", [{"q": "a\x00b"}, {"state": "none"}, {"unit": "../"}, {"page": "x"}, {"sort": "pk"}])
def test_plan_list_survives_an_odd_address(client, parks: ParksPlan, city: SmallCity, query: dict):
    page(client, city.director, **query)


def test_plan_list_sorts_both_ways(client, parks: ParksPlan, city: SmallCity):
    water_plan(city)
    for key in ("title", "unit", "state", "since"):
        up, down = page(client, city.reader, sort=key), page(client, city.reader, sort=f"-{key}")
        assert 'aria-sort="ascending"' in up
        assert 'aria-sort="descending"' in down
    titles = page(client, city.reader, sort="-title")
    assert titles.index("Water equity plan") < titles.index("Parks equity plan 2027")


def test_plan_list_csv_holds_what_is_filtered_and_is_safe_in_a_spreadsheet(client, parks: ParksPlan, city: SmallCity):
    water_plan(city, title='=HYPERLINK("http://x","y")')
    client.force_login(city.reader)
    response = client.get(reverse("raci:list-export", args=["plans", "csv"]), {"unit": "water"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ['\'=HYPERLINK("http://x","y")']
    assert [rows[1][place] for place in (4, 5, 2)] == ["2027-01-01", "2027-12-31", "draft"]


def test_plan_list_costs_the_same_with_one_plan_and_with_fifty_and_pages_by_25(client, parks, city):
    def cost(**query) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, city.director, **query)
        return len(queries)

    cost()  # what is looked up once a process
    one = cost()
    for number in range(49):
        begin_plan(
            unit=city.parks,
            title=f"Plan {number:02}",
            begins_on=date(2027, 1, 1),
            ends_on=date(2027, 12, 31),
            by=city.director,
        )
    assert cost() == one
    first, second = page(client, city.director), page(client, city.director, page="2")
    assert first.count("plan-period") == second.count("plan-period") == 25
    assert "page=2" in first


def test_plan_create_is_for_units_one_is_responsible_for(client, city: SmallCity):
    url = reverse("plans:plan-create")
    client.force_login(city.director)
    text = client.get(url).content.decode()
    assert city.parks.name.replace("&", "&amp;") in text
    assert f'value="{city.water.pk}"' not in text
    sent = {"unit": city.water.pk, "title": "x", "begins_on": "2027-01-01", "ends_on": "2027-12-31"}
    assert client.post(url, sent).status_code == 422
    response = client.post(url, sent | {"unit": city.parks.pk})
    plan = city_plan()
    assert response.url == reverse("plans:plan-detail", args=[plan.record_id])
    for person in (city.administrator, city.reader, city.technician):
        client.force_login(person)
        assert client.post(url, sent).status_code == 403


def city_plan():
    from plans.models import Plan

    return Plan.objects.get()


def test_plan_create_keeps_what_was_typed_and_says_what_is_wrong(client, city: SmallCity):
    client.force_login(city.director)
    sent = {"unit": city.parks.pk, "title": "My plan", "begins_on": "2027-12-31", "ends_on": "2027-01-01"}
    response = client.post(reverse("plans:plan-create"), sent)
    assert response.status_code == 422
    assert "The last day must not be before the first day." in response.content.decode()
    assert "My plan" in response.content.decode()


def test_plan_create_leaves_one_plan_when_it_is_sent_twice(client, city: SmallCity):
    client.force_login(city.director)
    sent = {"unit": city.parks.pk, "title": "My plan", "begins_on": "2027-01-01", "ends_on": "2027-12-31"}
    url = reverse("plans:plan-create")
    assert client.post(url, sent).status_code == 302
    again = client.post(url, sent)
    assert again.status_code == 422
    assert "already" in again.content.decode()
    city_plan()
