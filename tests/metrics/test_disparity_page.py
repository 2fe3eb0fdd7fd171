"""A question in the address, answered in one sentence with all its numbers; and the two readings of one table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from metrics.judging.tables import Line, judge
from metrics.methods.in_force import Method
from metrics.values import UNKNOWN
from raci.models import Person
from tests.city import SmallCity, small_city
from tests.metrics.figures_at_work import FY2026, REVERSED, SHARED, berkeley, departments, dimension, figures, indicator
from tests.metrics.methods_at_work import approve, method_draft

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
RACES = {"black": "Black", "white": "White", "asian": "Asian", "small": "Small", "unknown": "Not known"}
# White is the reference; Black is far below, Asian exactly at four fifths, Small turns with one person
COUNTS = [
    (("black",), 200, 60), (("white",), 300, 180), (("asian",), 100, 48), (("small",), 3, 1), (("unknown",), 40, None),
]  # fmt: skip


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def hiring(city: SmallCity) -> None:
    dimension("race", RACES)
    figures(city, indicator(city, "hiring"), COUNTS)


def ask(person: Person, name: str = "metrics:disparity", **question: str) -> HttpResponse:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name), question)  # type: ignore[return-value]


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_sentence_names_the_group_furthest_behind_and_how_sure_it_is(city: SmallCity, hiring: None) -> None:
    page = ask(city.director, indicator="hiring", by="race", period="FY 2025").context["page"]
    assert page.sentence == (
        "Black: 30\u00a0% (60 of 200) against White with 60\u00a0% (180 of 300): 0.50 times as high "
        "(95 % interval 0.40 to 0.63); chance alone would make a difference like this fewer than 1 time in 1,000 "
        "(z: p < 0.0001). "
        "Below 4/5, and unlikely to be chance."
    )
    by_name = {line.label: line for line in page.judged.lines}
    assert by_name["Asian"].comparison.four_fifths == "at"  # 5 x 48 x 300 = 4 x 180 x 100
    assert by_name["Small"].comparison.flip
    assert by_name["Not known"].comparison is None
    assert by_name["White"].is_reference
    assert page.judged.unknown_share == pytest.approx(40 / 643)


def test_the_page_says_who_judges_what_is_too_small_and_what_is_not_known(city: SmallCity, hiring: None) -> None:
    page = text(ask(city.director))
    for words in (
        "not adopted by this city",
        "too small to judge",
        "One person with another outcome would reverse the order.",
        "shown, and not compared: their group is not known",
        "at the threshold",
        "not known",
    ):
        assert words in page
    assert "Propose a method" not in page
    assert "A method is proposed by those responsible for 3.2 in" in page
    assert "Propose a method" in text(ask(city.office))
    approve(city, method_draft(city, threshold_numerator=2, threshold_denominator=5).record)
    after = text(ask(city.director))
    assert "Judged by Disparity method v1, approved" in after
    assert "Below 2/5" not in after  # 0.50 is not below two fifths
    assert "Not below 2/5, but unlikely to be chance" in after


def test_without_a_reference_that_has_the_outcome_no_ratio_is_defined(city: SmallCity) -> None:
    dimension("race", RACES)
    figures(city, indicator(city, "hiring"), [(("black",), 50, 0), (("white",), 60, 0)])
    page = text(ask(city.director))
    assert "No ratio is defined" in page
    assert "not defined" in page


def test_few_groups_are_named_and_fishers_test_is_said_where_it_alone_says_otherwise(city: SmallCity) -> None:
    dimension("race", RACES)
    figures(city, indicator(city, "hiring"), [(("black",), 50, 14), (("white",), 100, 45)])
    page = ask(city.director).context["page"]
    assert "(z: p 0.0445; by Fisher’s exact test alone, p 0.0521, chance could explain it)" in page.sentence
    figures(city, indicator(city, "raises"), [(("black",), 200, 20), (("white",), 300, 180), (("asian",), 200, 40)])
    page = ask(city.director, indicator="raises").context["page"]
    assert page.finding == "Black and Asian: differences to look into"


def test_where_less_is_better_the_share_without_it_is_compared(city: SmallCity) -> None:
    dimension("race", RACES)
    figures(
        city,
        indicator(city, "hiring", direction="down", title="Dismissals"),
        [(("black",), 100, 60), (("white",), 100, 10)],
    )
    page = ask(city.director).context["page"]
    (line,) = page.judged.compared
    assert (line.label, page.judged.reference.label) == ("Black", "White")
    assert line.comparison.ratio == pytest.approx(40 / 90)
    assert line.read.value == 60


def test_strangers_are_told_who_reads_the_figures(city: SmallCity, hiring: None) -> None:
    refused = ask(city.elsewhere, indicator="hiring")
    assert refused.status_code == 403
    assert "are read by those who report" in refused.content.decode()
    assert "Director, Portland Parks" in refused.content.decode()
    assert "No rate to put a question to" in text(ask(city.elsewhere))
    assert ask(city.elsewhere, "metrics:disparity-csv", indicator="hiring").status_code == 403


def test_only_a_group_that_is_not_there_is_said_to_be_none() -> None:
    one, false = (Line(name, name, True, 10, k, k, UNKNOWN, None) for name, k in (("One", 5), ("False", 12)))
    assert judge([one, false], Method(), "Nobody").note == "absent"
    with pytest.raises(ValueError, match="not counts"):
        judge([one, false], Method())


def test_what_the_address_asks_and_is_not_there_is_said(city: SmallCity, hiring: None) -> None:
    page = text(ask(city.director, indicator="hiring", period="FY 2031", stratum="moon", **{"in": "unit:moon"}))
    assert "There are no such figures for FY 2031." in page
    assert "There are no figures of it there (unit:moon)." in page
    assert "There is no rate of this code: nothing" in text(ask(city.director, indicator="nothing"))


@pytest.mark.parametrize(
    ("name", "asked", "status"),
    [
        ("metrics:disparity", "indicator", 200),
        ("metrics:disparity-csv", "indicator", 404),
        ("metrics:compare", "indicator", 200),
        ("metrics:scorecard", "unit", 404),
        ("metrics:entry", "unit", 404),
    ],
)
def test_a_sign_that_no_text_holds_is_nothing_that_is_there(
    city: SmallCity, hiring: None, name: str, asked: str, status: int
) -> None:
    assert ask(city.director, name, **{asked: "a\0b"}).status_code == status


def test_the_file_has_every_number_unrounded(city: SmallCity, hiring: None) -> None:
    answer = ask(city.director, "metrics:disparity-csv", indicator="hiring")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))  # type: ignore[arg-type]
    black = next(row for row in rows if row["group"] == "Black")
    assert (black["n"], black["k"], black["ratio"], black["four_fifths"]) == ("200", "60", "0.5", "below")
    assert next(row for row in rows if row["group"] == "Not known")["k"] == ""
    assert all(None not in row for row in rows)


def test_units_are_added_up_where_several_report_and_looked_at_apart(city: SmallCity) -> None:
    from raci.models import Unit

    whole = Unit.objects.get(kind="city")
    dimension("race", RACES)
    one = indicator(city, "hiring", unit=whole)
    figures(city, one, [(("black",), 100, 20), (("white",), 100, 50)], unit=city.parks)
    figures(city, one, [(("black",), 100, 40), (("white",), 100, 50)], unit=city.water)

    def counts(**question: str) -> list[tuple[int, int]]:
        return [
            (line.n, line.k) for line in ask(city.officer, indicator="hiring", **question).context["page"].judged.lines
        ]

    assert counts() == [(200, 60), (200, 100)]
    assert counts(**{"in": "unit:parks"}) == [(100, 20), (100, 50)]


def test_the_number_of_queries_does_not_hang_on_the_groups(city: SmallCity, hiring: None) -> None:
    ask(city.director)
    with CaptureQueriesContext(connection) as before:
        ask(city.director)
    dimension("gender", {f"g{n}": f"Group {n}" for n in range(30)}, order=1)
    from metrics.models import Indicator

    one = Indicator.objects.get(code="hiring")
    figures(city, one, [(("black", f"g{n}"), 50, n) for n in range(30)], FY2026)
    with CaptureQueriesContext(connection) as after:
        ask(city.director, by="gender", period="FY 2026")
    assert len(after) == len(before)


# ---- two readings


def test_a_difference_that_turns_round_within_departments_is_read_within_them(city: SmallCity) -> None:
    departments(city, [(groups, 10 * n, 10 * k) for groups, n, k in REVERSED])
    page = ask(city.director, indicator="admission", by="gender", stratum="department").context["page"]
    (within,) = page.readings.within
    assert (within.line.label, within.found.reference, within.reading) == ("Women", "Men", "reversed")
    # standard: all people of each department, 450 and 550 of 1,000
    assert within.standardised == pytest.approx(0.45 * 34 / 50 + 0.55 * 60 / 450)
    assert within.standardised_reference == pytest.approx(0.45 * 240 / 400 + 0.55 * 10 / 100)
    assert "that turns round" in page.which_is_right
    assert "the reading within “Department” is the right one" in page.which_is_right


@pytest.mark.parametrize("file", [SHARED] if SHARED.exists() else [])
def test_berkeley_reads_as_it_was_published(city: SmallCity, file: Path) -> None:
    departments(city, berkeley(file))
    response = ask(city.director, indicator="admission", by="gender", stratum="department")
    page = response.context["page"]
    women = page.judged.compared[0]
    assert (women.n, women.k) == (1835, 557)
    assert women.comparison.ratio == pytest.approx((557 / 1835) / (1198 / 2691))
    (within,) = page.readings.within
    assert within.found.mh_odds_ratio == pytest.approx(
        1 / 0.9047, abs=2e-3
    )  # R's mantelhaen.test: 0.9047 men over women
    assert within.found.homogeneity_p == pytest.approx(0.0022, abs=5e-4)
    assert within.differs
    assert within.found.p == pytest.approx(0.217, abs=5e-3)
    assert within.reading == "vanishes", "by the test within departments chance could make what is left"
    assert "Read each part of “Department” by itself" in page.which_is_right
    assert "no difference is left that chance could not make" in page.which_is_right
    assert "right one" not in page.which_is_right, "no one figure describes unlike departments"
    shown = text(response)
    assert "no: they are unlike, read each by itself" in shown
    assert "It does not say why the groups are spread over “Department” as they are" in shown
