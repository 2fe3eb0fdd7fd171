"""A plan's annual report: assembled from accepted quarters, told by goal, frozen when it is handed in."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest

from plans.annual.acts import begin_annual, write_annual
from plans.annual.year import assembled, quarters_of
from plans.models import AnnualReport, Plan
from plans.progress.acts import Said
from plans.progress.expected import calendar
from raci import clock, reviewing
from raci.authority import facts_for
from raci.refusals import NotReady, Refused
from tests.city import SmallCity
from tests.plans.progress import accepted, actions, handed_in, in_force, opened, plan_of_the_year

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def plan(city: SmallCity) -> Plan:
    return in_force(city, plan_of_the_year(city))


def fiscal_year(back: int = 0) -> date:
    """The first day of the fiscal year that runs, or of one before it."""
    firsts = [
        one for one in [calendar().quarter_of(clock.today()), *calendar().before(clock.today(), 8)] if one.number == 1
    ]
    return firsts[back].begins_on


@pytest.fixture
def year(city: SmallCity, plan: Plan, move_time: Any) -> AnnualReport:
    """A fiscal year that is over, with three quarters accepted and the last handed in."""
    move_time(days=(date(fiscal_year().year + 1, 7, 20) - clock.today()).days)
    first, second = actions(plan)
    said = {
        4: [Said(first.pk, "behind", words="Staff.", value="12 %", spent_cents=100), Said(second.pk, "on_track")],
        3: [Said(first.pk, "on_track", value="20 %", spent_cents=250), Said(second.pk, "on_track")],
        2: [Said(first.pk, "done", value="31 %"), Said(second.pk, "stopped", words="Not needed.")],
    }
    for back, rows in said.items():
        accepted(opened(city, back), city, rows)
    return begin_annual(plan, fiscal_year(1), by=city.director)


def test_a_year_is_put_together_from_what_was_accepted(city: SmallCity, year: AnnualReport) -> None:
    told = assembled(year)
    [goal] = told["goals"]
    first, second = goal["actions"]
    assert first["quarters"] == ["behind", "on_track", "done", ""]
    assert (first["first_value"], first["last_value"], first["spent_cents"]) == ("12 %", "31 %", 350)
    assert (second["status"], told["spent_cents"], told["budget_cents"]) == ("stopped", 350, 9_600_000)
    assert [one["is_accepted"] for one in told["quarters"]] == [True, True, True, False]
    assert told["counts"] == [["stopped", 1], ["done", 1]]


def test_it_is_handed_in_with_a_story_of_each_goal_and_stays_so(city: SmallCity, year: AnnualReport) -> None:
    goal = year.plan.goals.get()
    with pytest.raises(NotReady, match="What happened with the goal"):
        reviewing.hand_in(year, by=city.director)
    write_annual(year, words="A year.", stories={goal.pk: {"story": "Children swim."}}, by=city.director)
    reviewing.hand_in(year, by=city.director)
    assert assembled(year)["goals"][0]["story"] == "Children swim."
    frozen = year.sha256
    goal.title = "Renamed since"
    assert not reviewing.may_answer(facts_for(city.director), year)
    reviewing.accept(year, by=city.deputy)
    assert (year.state, year.sha256) == ("accepted", frozen)
    with pytest.raises(Refused):
        write_annual(year, words="Another.", stories={}, by=city.director)


def test_a_year_that_is_not_over_is_not_handed_in(city: SmallCity, plan: Plan, move_time: Any) -> None:
    with pytest.raises(NotReady, match="whose last quarter has begun"):
        begin_annual(plan, fiscal_year(), by=city.director)
    with pytest.raises(Refused):
        begin_annual(plan, fiscal_year(1), by=city.elsewhere)
    move_time(days=(quarters_of(fiscal_year())[-1].begins_on - clock.today()).days)
    report = begin_annual(plan, fiscal_year(), by=city.director)
    with pytest.raises(NotReady, match="not over yet"):
        reviewing.hand_in(report, by=city.director)


def test_by_pages(city: SmallCity, plan: Plan, client: Any) -> None:
    handed_in(opened(city), city)
    client.force_login(city.director)
    page = client.post("/plans/annual/new/", {"plan": plan.pk, "year": fiscal_year(1).isoformat()})["Location"]
    goal = plan.goals.get()
    opened_on = client.get(page).context["form"].initial["opened"]
    typed = {"opened": opened_on, "words": "A year.", f"g{goal.pk}-barriers": "Snow.", "hand_in": "1"}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert "What happened with the goal" in answer.content.decode()
    report = AnnualReport.objects.get()
    assert report.stories.get().barriers == "Snow."
    opened_on = report.fingerprint
    assert client.post(page, {**typed, "opened": opened_on, f"g{goal.pk}-story": "Open."}).status_code == 302
    detail = f"/plans/annual/{report.pk}/"
    text = client.get(detail).content.decode()
    assert "Open." in text
    assert "Not accepted, so not in it:" in text
    rows = list(csv.reader(io.StringIO(client.get(f"{detail}actions.csv").content.decode())))
    assert [row[2] for row in rows] == ["Action", "Free lessons at 6 pools", "Second child free"]
    assert "Open." in client.get(f"{detail}print/").content.decode()
    client.force_login(city.elsewhere)
    assert client.get(detail).status_code == 404
    assert client.get(f"{detail}actions.csv").status_code == 404
