"""Silence about a quarter is noticed: reminders once each, the level above after grace, and X-rays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plans.actions import change
from plans.models import Plan, ProgressReport
from plans.progress.reminding import Stage, people_above, remind, stage
from plans.tasks import tend_progress
from raci import clock, reviewing, xrays
from raci.actions import cases
from raci.authority import facts_for
from raci.models import Notice, Person
from tests.city import SmallCity
from tests.plans.progress import accepted, handed_in, in_force, opened, plan_of_the_year, said

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def plan(city: SmallCity) -> Plan:
    return in_force(city, plan_of_the_year(city))


def told(person: Person) -> list[str]:
    keys = (
        Notice.objects.filter(person=person, key__startswith="progress:").order_by("pk").values_list("key", flat=True)
    )
    return [key.rsplit(":", 1)[1] for key in keys]


def found(person: Person, code: str) -> list[tuple[str, bool]]:
    looked = xrays.looked_at(facts_for(person))
    return [(one.finding.where, one.finding.is_mine) for one in looked if one.rule.code == code]


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        (date(2026, 10, 9), Stage.OPEN),
        (date(2026, 10, 10), Stage.SOON),
        (date(2026, 10, 14), Stage.SOON),
        (date(2026, 10, 15), Stage.DUE),
        (date(2026, 10, 25), Stage.DUE),
        (date(2026, 10, 26), Stage.ABOVE),
    ],
)
def test_how_near_its_day_a_report_is(today: date, reached: Stage) -> None:
    assert stage(date(2026, 10, 15), date(2026, 10, 25), today) == reached


def test_reminders_rise_and_each_is_told_once(city: SmallCity, plan: Plan, move_time: Any) -> None:
    report = opened(city)  # due fifteen days from the day the plan came into force
    remind()
    assert (told(city.director), told(city.manager), told(city.deputy)) == (["open"], ["open"], [])
    left = (report.due_on - clock.today()).days
    for days in (left - 5, left - 1, left, left + 10):
        move_time(days=days)
        tend_progress()
    assert told(city.director) == ["open", "soon", "due"]
    assert told(city.deputy) == []
    move_time(days=left + 11)
    tend_progress()
    tend_progress()
    assert told(city.director) == ["open", "soon", "due", "late"]
    assert told(city.deputy) == ["above"]
    assert told(city.elsewhere) == []


def test_what_is_handed_in_reminds_nobody(city: SmallCity, plan: Plan, move_time: Any) -> None:
    report = handed_in(opened(city), city)
    reviewing.give_back(report, by=city.deputy, why="Say how many.")
    move_time(days=60)
    remind()
    assert told(city.director) == []


def test_the_level_above_is_who_was_named_to_accept(city: SmallCity, plan: Plan) -> None:
    assert people_above(opened(city), clock.today()) == [city.deputy]


def test_xrays_find_a_quarter_that_was_not_reported_on(city: SmallCity, plan: Plan, move_time: Any) -> None:
    report = opened(city)
    left = (report.grace_until - clock.today()).days
    move_time(days=left)
    assert found(city.director, "progress-missing") == []
    move_time(days=left + 1)
    assert found(city.director, "progress-missing") == [(city.parks.name, True)]
    assert found(city.administrator, "progress-missing") == [(city.parks.name, False)]
    assert found(city.elsewhere, "progress-missing") == []
    handed_in(report, city)
    assert found(city.director, "progress-missing") == []


def test_xrays_find_what_was_given_back_and_left(city: SmallCity, plan: Plan, move_time: Any) -> None:
    report = handed_in(opened(city), city)
    reviewing.give_back(report, by=city.deputy, why="Say how many.")
    move_time(days=9)
    assert found(city.director, "progress-returned") == []
    move_time(days=10)
    assert found(city.director, "progress-returned") == [(city.parks.name, True)]
    handed_in(report, city)
    assert found(city.director, "progress-returned") == []


def test_xrays_find_an_action_behind_twice_until_its_plan_changes(city: SmallCity, plan: Plan, move_time: Any) -> None:
    first, second = opened(city, back=2), opened(city)
    rows = said(first, "behind", words="Staff is missing.")
    accepted(first, city, rows)
    accepted(second, city, [*said(second, "on_track")[:1], *said(second, "blocked", words="No staff.")[1:]])
    assert found(city.director, "action-behind-twice") == []  # the plan came into force after those quarters
    move_time(days=200)
    later = [opened(city, back=2), opened(city)]
    for each in later:
        accepted(each, city, said(each, "behind", words="Staff is missing."))
    assert found(city.director, "action-behind-twice") == [(city.parks.name, True)] * 2
    _changed(city, plan)
    assert found(city.director, "action-behind-twice") == []


def _changed(city: SmallCity, plan: Plan) -> None:
    case = plan.record.cases.latest("number")
    cases.begin_next(case, by=city.director)
    change(Plan.objects.get(pk=plan.pk), {"summary": "A new way."}, by=city.director)
    in_force(city, Plan.objects.get(pk=plan.pk))


def test_xrays_find_no_change_in_four_quarters(city: SmallCity, plan: Plan) -> None:
    for back in (4, 3, 2):
        report = opened(city, back)
        accepted(report, city, said(report, "", is_unchanged=True, words="Snow."))
    assert found(city.director, "action-no-change") == []
    report = opened(city)
    rows = [*said(report, "on_track")[:1], *said(report, "", is_unchanged=True, words="Snow.")[1:]]
    accepted(report, city, rows)
    assert found(city.director, "action-no-change") == [(city.parks.name, True)]
    assert ProgressReport.objects.count() == 4
