"""Title VI for transit through stored rows: policy values that a city has or has not set, routes, approval before submission."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from compliance.actions import transit
from compliance.forms.transit import ChangeForm, numbers_of
from compliance.models import Parameter
from compliance.queries.title_vi import change_of, change_page, title_vi_page
from raci import clock
from raci.authority import facts_for
from raci.history import acting
from raci.history.things import story_of
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.compliance.doors.title_vi import change, monitoring, programme
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
MAJOR = ("t6.fta.major_change", "0.25")


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def adopt(city: SmallCity, *rows: tuple[str, str]) -> None:
    """The city's own policy, as rows of law."""
    with acting(by=city.officer, act="accept"):
        for key, value in rows:
            row = Parameter.objects.get(key=key)
            row.value, row.status = value, "local_policy"
            row.save()


def test_without_the_citys_own_policy_nothing_is_determined_and_it_says_who_can_enter_it(city: SmallCity) -> None:
    made = change(city)
    assert (made.minority_result, made.low_income_result) == ("CANNOT_DETERMINE", "CANNOT_DETERMINE")
    asked = {one["what"] for one in made.verdict["minority"]["lacking"]}
    assert {"t6.fta.di_pp", "t6.fta.di_ratio", "t6.fta.major_change"} <= asked
    assert all(one["who_can_enter_it"]["role"] for one in made.verdict["minority"]["lacking"])
    page = change_page(made.pk, facts_for(city.director))
    assert page.is_open
    assert {where for _title, worded in page.verdicts for _why, _who, where in worded.lacking} == {
        f"/law/parameters/?q=t6.fta.{one}" for one in ("major_change", "di_pp", "di_ratio", "db_pp", "db_ratio")
    }


def test_an_analysis_is_begun_anew_with_the_numbers_of_another(city: SmallCity) -> None:
    made = change(city)
    assert change_of(str(made.pk)) == made
    assert ChangeForm(units=[city.parks], initial=numbers_of(made))["riders"].value() == made.riders
    assert [change_of(words) for words in ("", "x", "٣", "9" * 30)] == [None] * 4


@pytest.mark.parametrize(
    ("policy", "result"),
    [
        (("t6.fta.di_pp", "5"), "INDICATOR_RAISED"),
        (("t6.fta.di_pp", "10"), "NO_INDICATION"),
        (("t6.fta.di_ratio", "1.20"), "NO_INDICATION"),  # 1.1968: no rounding reaches it
    ],
)
def test_a_change_is_held_against_the_policy_in_either_form_by_exact_shares(
    city: SmallCity, policy: tuple[str, str], result: str
) -> None:
    adopt(city, MAJOR, policy)
    made = change(city)
    assert made.minority_result == result
    assert made.low_income_result == "CANNOT_DETERMINE"  # the other policy is not set
    assert policy[0] in {row["key"] for row in made.verdict["minority"]["parameters"]}


def test_what_was_found_asks_for_reasons_and_keeps_its_numbers(city: SmallCity) -> None:
    adopt(city, MAJOR, ("t6.fta.di_pp", "5"))
    made = change(city)
    kept = made.verdict
    assert len(change_page(made.pk, facts_for(city.director)).asks) == 3
    said: dict[str, Any] = dict.fromkeys(("justification", "alternatives", "mitigation"), "Because")
    with pytest.raises(NotReady):
        transit.follow_up(made, {**said, "board_action": "Adopted", "board_on": None}, by=city.director, edits=0)
    transit.follow_up(
        made, {**said, "board_action": "Adopted", "board_on": date(2026, 7, 1)}, by=city.director, edits=0
    )
    page = change_page(made.pk, facts_for(city.elsewhere))
    assert page.asks == []
    assert page.row.verdict == kept


def test_what_was_made_by_mistake_stays_with_its_reason_and_asks_for_nothing(city: SmallCity) -> None:
    adopt(city, MAJOR, ("t6.fta.di_pp", "5"))
    made, other = change(city), monitoring(city)
    with pytest.raises(Refused):
        transit.withdraw_change(made, "Not mine", by=city.elsewhere)
    with pytest.raises(NotReady):
        transit.withdraw_change(made, "  ", by=city.director)
    transit.withdraw_change(made, "The survey was of another line.", by=city.director)
    transit.withdraw_monitoring(other, "Half a year.", by=city.director)
    page = change_page(made.pk, facts_for(city.elsewhere))
    assert (page.row.why_withdrawn, page.row.withdrawn_on, page.asks) == (
        "The survey was of another line.", clock.today(), [],
    )  # fmt: skip
    assert page.row.verdict == made.verdict
    assert story_of(made)[0].why == "The survey was of another line."
    with pytest.raises(Conflict):
        transit.withdraw_change(made, "Again", by=city.director)
    with pytest.raises(Conflict):
        transit.follow_up(made, dict.fromkeys(transit.FOLLOW_UP), by=city.director, edits=0)
    client = signed_in(city.elsewhere)
    for row, listing in ((made, "service-equity"), (other, "route-monitoring")):
        address = reverse(f"compliance:{listing}-list")
        assert [len(client.get(f"{address}?show={show}").context["list"].rows) for show in ("stands", "withdrawn")] == [
            0,
            1,
        ]
        shown = client.get(reverse(f"compliance:{listing}-detail", args=[row.pk]))
        assert b"Withdrawn on" in shown.content


def test_counts_that_are_more_than_all_of_them_are_refused(city: SmallCity) -> None:
    with pytest.raises(NotReady):
        change(city, minority_riders=1001)


def test_a_third_of_the_miles_makes_a_minority_route(city: SmallCity) -> None:
    made = monitoring(city)
    assert made.verdict["figures"]["minority_routes"] == ["10"]
    assert made.result == "WATCH"


def test_a_programme_is_approved_before_it_is_submitted(city: SmallCity) -> None:
    made = programme(city)
    for days in (
        {"submitted_on": date(2026, 11, 1)},
        {"approved_on": date(2026, 11, 2), "submitted_on": date(2026, 11, 1)},
    ):
        with pytest.raises(NotReady):
            transit.change_programme(made, {"title": made.title, **days}, [], by=city.director, edits=0)
    made.submitted_on = date(2026, 11, 1)
    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=city.director, act="keep_transit_programme"):
        made.save()


def test_the_first_page_sums_the_packs_requirements(city: SmallCity) -> None:
    page = title_vi_page(facts_for(city.elsewhere))
    assert [line.row.code for line in page.first] == ["T6-01", "T6-03", "T6-04", "T6-10"]
    assert len(page.first) + len(page.rest) == 20
