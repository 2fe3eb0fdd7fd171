"""Warnings from experience: each rule with what triggers it and what nearly does; on the plan, while writing, in X-rays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from plans.actions import change
from plans.experience.rules import MOST, Adopted, Needed, Planned, Rule, fiscal_year, is_still, warnings
from plans.models import Action, ActionInForce
from plans.portfolio.lists import ACTIONS
from plans.standards.acts import answer_standard
from raci import clock, reviewing, xrays
from raci.authority import facts_for
from raci.lists import ask
from raci.models import Person, Theme
from tests.city import SmallCity
from tests.plans import progress, standards
from tests.plans.conftest import ParksPlan, approve
from tests.plans.ties import another, measure, tie_to

TODAY = date(2026, 11, 30)


def planned(pk: int = 1, **said: Any) -> Planned:
    values: dict[str, Any] = {
        "starts_on": date(2026, 7, 1), "due_on": date(2027, 6, 30), "is_measured": True, "lead": "Director", "leads": "Remy",
    }  # fmt: skip
    return Planned(pk, f"1.{pk}", f"Action {pk}", **{**values, **said})


def warned(actions: Sequence[Planned], **said: Any) -> list[tuple[str, int | None]]:
    given: dict[str, Any] = {"others": {}, "known": {}, "adopted": [], "carried": (), "first_month": 7, "today": TODAY}
    return [(one.rule.value, one.action) for one in warnings(actions, **{**given, **said})]


def test_more_than_ten_actions_in_a_fiscal_year() -> None:
    ten = [planned(pk) for pk in range(1, MOST + 1)]
    assert warned(ten) == []
    assert warned(ten, others={2027: 1}) == [("crowded", None)]
    assert warned([*ten, planned(99, starts_on=date(2027, 7, 1), due_on=date(2028, 6, 30))]) == []  # the year after
    assert warned([*ten, planned(99, starts_on=date(2026, 1, 1), due_on=date(2026, 6, 30))]) == []  # that year is over
    assert [fiscal_year(date(2026, 6, 30), month) for month in (7, 1)] == [2026, 2026]
    assert [fiscal_year(date(2026, 7, 1), month) for month in (7, 1)] == [2027, 2026]
    assert warned([planned(1, due_on=date(9999, 12, 31))]) == []


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ({"is_measured": False}, [Rule.UNMEASURED]),
        ({"leads": ""}, [Rule.UNLED]),
        ({"leads": None}, []),
        ({"lead": ""}, [Rule.UNLED]),
        ({"due_on": None}, [Rule.UNDATED]),
        ({"values": ("40", "40", "40")}, [Rule.STILL]),
        ({"values": ("41", "40", "40")}, []),
        ({"needs": (7,)}, [Rule.LATE_NEED]),
        ({"needs": (8,)}, []),
        ({"needs": (9,)}, []),
    ],
)
def test_what_an_action_lacks(said: dict[str, Any], rules: list[Rule]) -> None:
    known = {7: Needed("Pools", date(2027, 7, 1)), 8: Needed("Staff", date(2027, 6, 30))}
    assert warned([planned(**said)], known=known) == [(one.value, 1) for one in rules]


def test_values_that_never_move_were_reported() -> None:
    assert [is_still(values) for values in ((), ("", "", ""), ("40", "40"), (" 40", "40 ", "40", "38"))] == [
        False, False, False, True,
    ]  # fmt: skip


def test_clauses_that_no_action_carries_out() -> None:
    adopted = [Adopted("Budgets", 5, {1: "Ask", 2: "Answer"})]
    assert warned([], adopted=adopted, carried={1}) == [("uncarried", None)]
    assert warned([], adopted=adopted, carried={1, 2}) == []


def found(person: Person) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one in xrays.looked_at(facts_for(person)):
        if one.rule.find.__module__ == "plans.experience.xrays":
            told.setdefault(one.rule.code, []).append(one.finding.where)
    return told


@pytest.mark.django_db
@pytest.mark.portland
def test_from_the_draft_to_the_xrays_and_the_timeline(city: SmallCity, parks: ParksPlan, client: Any) -> None:
    """A draft with everything planted: told while it is written, never in the way, and found once it is in force."""
    standard = standards.in_force(city, standards.written(city))
    answer = answer_standard(standard, city.parks, stance="adopts", version=1, by=city.director)
    reviewing.hand_in(answer, by=city.director)
    reviewing.accept(answer, by=city.deputy)
    today = clock.today()
    rows = [
        another(parks.action, city, f"More {n}", starts_on=today, due_on=today + timedelta(days=9)) for n in range(11)
    ]
    late, first = rows[0], rows[1]
    change(first, {"due_on": today + timedelta(days=30)}, by=city.director)
    tie_to(late, city.director, needs=[first.pk], theme=[Theme.objects.earliest("order").pk])
    client.force_login(city.director)
    page = client.get(f"/plans/{parks.record.pk}/").content.decode()
    for words in (
        "actions of the unit run in FY", "No action carries out this clause of “Equity in budgets”", "has no measure",
        "waits for “More 1”, which ends only on",
    ):  # fmt: skip
        assert words in page, words
    written = client.get(f"/plans/actions/{late.pk}/edit/").content.decode()
    assert "“More 0” has no measure" in written
    assert "“More 2” has no measure" not in written
    client.force_login(city.elsewhere)
    assert client.get(f"/plans/{parks.record.pk}/").status_code == 404
    for action in Action.objects.all():
        if action.pk != parks.action.pk:
            measure(action, city)
    clause = standard.clauses.get()
    approve(parks, city)
    assert found(city.auditor) == {
        "plan-crowded": [city.parks.name], "action-unmeasured": [parks.plan.title], "action-needs-later": [parks.plan.title],
        "clause-uncarried": [city.parks.name],
    }  # fmt: skip
    assert found(city.elsewhere) == {}
    ActionInForce.objects.filter(action=first.pk).update(due_on=late.due_on)
    assert "action-needs-later" not in found(city.auditor)
    ActionInForce.objects.filter(action=first.pk).update(due_on=late.due_on + timedelta(days=1))
    facts = facts_for(city.administrator)
    theme = Theme.objects.earliest("order")
    assert [row.title for row in ask(ACTIONS, facts, {"theme": theme.code}).rows] == ["More 0"]
    assert ask(
        ACTIONS, facts, {"standard": str(standard.record_id)}
    ).problems  # nothing is tied to it, so it is not offered
    client.force_login(city.administrator)
    timeline = client.get("/plans/portfolio/timeline/?lead=director-parks&size=50").content.decode()
    assert "1 waits for another action. Of 1, what it waits for ends later than itself." in timeline
    assert timeline.count("gantt-link-late") == 2 * 2  # the arrow and the legend, in either size
    assert "later than itself" in timeline
    assert f"theme={theme.code}" in client.get(f"/plans/portfolio/?theme={theme.code}").content.decode()
    assert clause.title in client.get(f"/plans/{parks.record.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.portland
def test_a_value_that_three_quarters_left_as_it_was(city: SmallCity) -> None:
    progress.in_force(city, progress.plan_of_the_year(city))
    for back in (3, 2):
        report = progress.opened(city, back)
        progress.accepted(report, city, progress.said(report, value="40 of 100"))
    assert "measure-still" not in found(city.auditor)
    report = progress.opened(city)
    progress.accepted(report, city, progress.said(report, value="40 of 100"))
    assert found(city.auditor)["measure-still"] == ["Parks plan of the year"] * 2
