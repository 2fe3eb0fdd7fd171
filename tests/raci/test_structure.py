"""The hybrid structure: H1-H6 answer as queries, each post's two lines, and the chart that says the same thrice."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from raci import asof, clock
from raci.actions.posts import end_holding
from raci.history import acting
from raci.models import Holding
from raci.queries.structure import Said, Structure, structure_page
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
AREAS = 6


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def found(city: SmallCity) -> Structure:
    return Structure(clock.today())


def codes(said: list[Said]) -> set[str]:
    return {one.post.code for each in said for one in each.posts}


def sources(said: list[Said]) -> set[str]:
    return {each.relation.source_text for each in said}


# ---- H1 to H6


def test_h1_the_officer_reports_to_the_city_administrator(found: Structure, city: SmallCity):
    said = found.reports_to("EO")
    assert codes(said) == {"city-administrator"}
    assert said[0].holders == [city.administrator.name]
    assert sources(said) == {"Equity Officer reports to the City Administrator."}
    assert found.reports_to("CAO") == []


def test_h2_the_officer_is_part_of_the_leadership_team(found: Structure):
    assert [one.other for one in found.member_of("EO")] == [
        "City Leadership Team and other citywide decision-making groups"
    ]


def test_h3_the_officer_supervises_the_office_and_the_work_groups(found: Structure, city: SmallCity):
    said = found.supervises("EO")
    assert {one.other for one in said} == {"Office of Equity and Human Rights", "the major work groups and functions"}
    assert codes(said) == set(city.post("equity-policy").role.posts.values_list("code", flat=True))


def test_h4_the_deputies_and_the_assistant_select_the_leads(found: Structure):
    said = found.selected_by("CET")
    assert len(codes(said)) == AREAS + 1
    assert {"assistant-city-administrator", "deputy-vibrant-communities"} <= codes(said)


def test_h5_the_officer_convenes_and_leads_the_team(found: Structure, city: SmallCity):
    said = found.convened_by("CET")
    assert codes(said) == {"equity-officer"}
    assert said[0].holders == [city.officer.name]
    assert "convenes and leads" in said[0].relation.source_text


def test_h6_officer_deputies_and_team_are_accountable_to_each_other(found: Structure):
    pairs = {
        role: {other for one in found.accountable_with(role) for other in {p.post.role.code for p in one.posts}}
        for role in ("EO", "ACA_DCA", "CET")
    }
    assert pairs == {"EO": {"ACA_DCA", "CET"}, "ACA_DCA": {"EO", "CET"}, "CET": {"EO", "ACA_DCA"}}
    assert sources(found.accountable_with("CET")) == {
        "Dual accountabilities among Equity Officer, DCAs, and Citywide Equity Team."
    }


# ---- two lines of a post


@pytest.mark.parametrize(
    ("post", "above", "answers_to"),
    [
        ("equity-officer", {"city-administrator"}, set()),
        ("equity-policy", {"equity-officer"}, set()),
        ("lead-vibrant-communities", {"deputy-vibrant-communities"}, {"equity-officer"}),
        ("deputy-vibrant-communities", {"city-administrator"}, {"equity-officer"}),
        ("director-parks", {"deputy-vibrant-communities"}, set()),
        ("equity-manager-parks", {"director-parks"}, set()),
        ("city-administrator", set(), set()),
        ("city-auditor", set(), set()),  # nobody is set over the auditor by the tree
        ("mayor", set(), set()),
    ],
)
def test_each_post_has_its_superior_and_whom_it_answers_to(
    found: Structure, city: SmallCity, post: str, above: set[str], answers_to: set[str]
):
    one = city.post(post)
    assert {each.post.code for each in found.above(one)} == above
    assert {each.post.code for each in found.answers_to(one)} == answers_to


# ---- the chart


def test_the_chart_says_the_same_as_its_table(client: Client, city: SmallCity):
    client.force_login(city.elsewhere)
    page = client.get(reverse("raci:structure")).content.decode()
    svg = page[page.index('<svg xmlns="') : page.index("</svg>", page.index('<svg xmlns="'))]
    table = page[page.index("<table") : page.index("</table>")]
    assert "<title" in svg
    assert "<desc" in svg
    drawn = set(re.findall(r'<a href="([^"]+)"', svg))
    assert drawn == set(re.findall(r'href="([^"]+)"', table))
    assert {"/posts/equity-officer/", "/posts/city-administrator/", "/posts/lead-vibrant-communities/"} <= drawn
    assert (
        svg.count("portal-chart__functional") == 2 * AREAS + 1
    )  # the Officer with each deputy, the assistant and each lead
    assert page.count("<q>") >= 9


def test_every_post_is_in_the_chart_in_a_box_of_several_or_said_to_stand_in_no_line(city: SmallCity):
    page = structure_page(asof.read({}, clock.today(), "/structure/"))
    outside = {one.post.code for one in page.outside}
    assert {"city-auditor", "mayor", "technical-administrator"} <= outside
    assert "director-parks" not in outside
    folded = [row for row in page.rows if row.place.is_many]
    assert len(folded) == AREAS


def test_a_part_of_the_city_is_shown_in_full(city: SmallCity):
    page = structure_page(asof.read({}, clock.today(), "/structure/"), "vibrant-communities")
    shown = [row.place.key for row in page.rows]
    assert shown[0] == "deputy-vibrant-communities"
    assert {"director-parks", "equity-manager-parks", "lead-vibrant-communities"} <= set(shown)
    assert "director-water" not in shown
    assert not any(row.place.is_many for row in page.rows)


def test_a_vacant_post_is_visible_and_the_chart_looks_back(client: Client, city: SmallCity):
    today = clock.today()
    holding = Holding.objects.get(post__code="deputy-vibrant-communities")
    with acting(by=city.officer, act="begin_holding"):
        holding.begins_on = today - timedelta(days=60)
        holding.save()
    end_holding(holding, by=city.officer, ends_on=today - timedelta(days=1), why="Left.")
    client.force_login(city.mayor)
    now = client.get(reverse("raci:structure")).content.decode()
    then = client.get(reverse("raci:structure") + f"?on={today - timedelta(days=30)}").content.decode()
    assert "portal-chart__box--vacant" in now.split("</ul>", 1)[1]
    assert city.deputy.name in then
    assert "As it stood on" in then
    assert client.get(reverse("raci:structure") + "?unit=nowhere").status_code == 404
