"""Two periods or two units side by side, where levelling down is no success; and an index that says what it rests on."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from metrics.models import Indicator
from raci.models import Person, Unit
from tests.city import SmallCity, small_city
from tests.metrics.figures_at_work import FY2025, FY2026, Count, dimension, figures, indicator
from tests.metrics.methods_at_work import approve, index_draft

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
NOW, THEN = "FY 2026", "FY 2025"


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def swim(city: SmallCity) -> Indicator:
    dimension("race", {"black": "Black", "white": "White", "unknown": "Not known"})
    return indicator(city, "swim", title="Lessons finished")


def counts(black: int, white: int, of: int = 400) -> list[Count]:
    return [(("black",), of, black), (("white",), of, white)]


def ask(person: Person, name: str = "metrics:compare", **question: str) -> HttpResponse:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name), question)  # type: ignore[return-value]


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ((200, 320), (280, 320), "it narrowed: the worse-off gained; the two gaps differ by more than chance explains"),
        ((200, 320), (200, 240), "it is smaller only because the better-off lost: no success"),
        ((200, 320), (160, 320), "it grew"),
        # 30 to 20 points apart, while the ratio falls from 0.62 to 0.50: everybody lost
        ((200, 320), (80, 160), "relatively it is the other way round"),
    ],
)
def test_a_gap_says_whether_somebody_rose_or_somebody_fell(
    city: SmallCity, swim: Indicator, then: tuple[int, int], now: tuple[int, int], said: str
) -> None:
    figures(city, swim, counts(*then), FY2025)
    figures(city, swim, counts(*now), FY2026)
    page = ask(city.director, indicator="swim", by="race", a=THEN, b=NOW).context["page"]
    assert said in page.sentence
    assert page.compared.reference == "White"
    assert page.sentence.startswith(f"From {THEN} to {NOW} the gap of Black to White went from −30 points to ")


def test_the_page_has_both_gaps_and_the_file_every_number(city: SmallCity, swim: Indicator) -> None:
    figures(city, swim, [*counts(200, 320), (("unknown",), 50, 20)], FY2025)
    figures(city, swim, counts(200, 240), FY2026)
    page = text(ask(city.director))  # the newest two periods
    assert "smaller only because the better-off lost: no success" in page
    assert "A gap that is smaller only because the better-off lost is no success." in page
    answer = ask(city.director, "metrics:compare-csv")
    rows = {row["group"]: row for row in csv.DictReader(io.StringIO(b"".join(answer).decode()))}  # type: ignore[arg-type]
    black = rows["Black"]
    assert (black["gap_first"], black["gap_second"], black["movement"]) == ("-30.0", "-10.0", "levelled down")
    assert float(black["gap_ratio_first"]) == pytest.approx(50 / 80)
    assert (rows["Not known"][f"n {NOW}"], rows["Not known"]["gap_first"]) == ("", "")


def test_two_units_stand_side_by_side(city: SmallCity) -> None:
    dimension("race", {"black": "Black", "white": "White"})
    one = indicator(city, "swim", unit=Unit.objects.get(kind="city"))
    figures(city, one, counts(200, 320), unit=city.parks)
    figures(city, one, counts(300, 320), unit=city.water)
    page = ask(city.officer, indicator="swim", by="race", a="unit:parks", b="unit:water").context["page"]
    assert not page.is_over_time
    assert page.sentence.startswith(
        "Black stand −30 points from White in Portland Parks & Recreation (ratio 0.62) and −5 points in Portland Water"
    )
    mixed = text(ask(city.officer, indicator="swim", a="unit:parks", b=NOW))
    assert "A period and a unit cannot be compared" in mixed
    assert ask(city.mayor, indicator="swim").status_code == 403


# ---- the index


def part(code: str, domain: str, **values: Any) -> dict[str, Any]:
    return {
        "indicator": code, "domain": domain, "weight": "1", "floor": "0", "ceiling": "80", "score": "both", "by": "race"
    } | values  # fmt: skip


def test_without_a_definition_nothing_is_worked_out(city: SmallCity) -> None:
    page = text(ask(city.office, "metrics:equity-index"))
    assert "No index is defined yet" in page


def test_the_index_shows_its_parts_and_what_they_give(city: SmallCity, swim: Indicator) -> None:
    figures(city, swim, counts(120, 200))  # everybody 40 %: level 50, gap 60
    other = indicator(city, "jobs", title="Jobs kept")
    figures(city, other, counts(320, 320))  # 80 %: level 100
    approve(city, index_draft(city, [part("swim", "Health"), part("jobs", "Work", score="level", by="")]).record)
    response = ask(city.office, "metrics:equity-index")
    page = response.context["page"]
    by_code = {one.indicator.name: one for one in page.index.parts}
    assert (by_code["swim"].level, by_code["swim"].gap) == (pytest.approx(50), pytest.approx(60))
    assert by_code["swim"].index == pytest.approx(55)
    assert by_code["jobs"].index == pytest.approx(100)
    assert page.total.score == pytest.approx((55 * 100) ** 0.5)  # geometric over domains
    assert page.total.limits[0] < page.total.score < 101
    assert [score.rank for _name, score in page.domains] == [(2, 2, 2), (1, 1, 1)]
    shown = text(response)
    assert "By Index definition v1, approved" in shown
    assert reverse("metrics:indicator-detail", args=[swim.pk]) in shown


def test_with_too_little_known_there_is_no_total(city: SmallCity, swim: Indicator) -> None:
    figures(city, swim, counts(120, 200))
    for code in ("jobs", "homes"):
        indicator(city, code)
    approve(city, index_draft(city, [part("swim", "Health"), part("jobs", "Work"), part("homes", "Work")]).record)
    response = ask(city.office, "metrics:equity-index")
    assert response.context["page"].total.score != response.context["page"].total.score
    assert "Not shown: 50.0 % of the weight is known, and at least 70 % must be" in text(response)


def test_who_reads_only_releases_is_told_so_and_sees_no_score(city: SmallCity, swim: Indicator) -> None:
    figures(city, swim, counts(120, 200))
    approve(city, index_draft(city, [part("swim", "Health")]).record)
    response = ask(city.mayor, "metrics:equity-index")
    page = text(response)
    assert "you read only once they are released: Lessons finished." in page
    assert response.context["page"].index is None
    assert "40.0" not in page


def test_an_index_of_many_parts_asks_no_more_than_one_of_one(city: SmallCity, swim: Indicator) -> None:
    figures(city, swim, counts(120, 200))
    row = index_draft(city, [part("swim", "Health")])
    approve(city, row.record)
    ask(city.office, "metrics:equity-index")
    with CaptureQueriesContext(connection) as one:
        ask(city.office, "metrics:equity-index")
    from metrics.actions.methods import change_method
    from raci.actions import cases

    cases.begin_next(row.record.cases.latest("number"), by=city.office)
    parts = [part("swim", "Health")]
    for number in range(12):
        figures(city, indicator(city, f"more-{number}"), counts(100 + number, 200))
        parts.append(part(f"more-{number}", "Work"))
    change_method(row, {"parts": parts}, by=city.office)
    approve(city, row.record)
    with CaptureQueriesContext(connection) as many:
        assert len(ask(city.office, "metrics:equity-index").context["page"].parts) == 13
    assert len(many) == len(one)
