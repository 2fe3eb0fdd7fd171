"""X-rays of plans: each with a plan that has it and one that nearly has, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from plans.actions import change, set_status
from plans.models import Action
from raci import clock, xrays
from raci.actions import cases
from raci.authority import facts_for
from raci.history import acting
from raci.models import Holding, Person
from raci.service import service_person
from raci.xrays import Finding
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, approve, consult, make_plan

Move = Callable[..., None]


def found(rule: str, person: Person) -> list[Finding]:
    with clock.city_time():  # as on a page
        return [one.finding for one in xrays.looked_at(facts_for(person)) if one.rule.code == rule]


def to_day(move_time: Move, day: date) -> None:
    move_time(days=(day - clock.today()).days)


# ---- actions


def test_an_action_past_its_day_that_was_never_begun(parks: ParksPlan, city: SmallCity, move_time: Move):
    approve(parks, city)
    to_day(move_time, parks.action.due_on)
    assert found("action-overdue", city.auditor) == []
    move_time(days=0)
    to_day(move_time, parks.action.due_on + timedelta(days=1))
    (one,) = found("action-overdue", city.director)
    assert "Action 1.1 “Free lessons at 6 pools” was due on 30 Jun 2027" in one.sentence
    assert one.is_mine
    assert not found("action-overdue", city.auditor)[0].is_mine
    assert found("action-overdue", city.elsewhere) == []  # a stranger to Parks
    set_status(parks.action, Action.Status.BEHIND, by=city.director)
    assert found("action-overdue", city.director) == []


def test_a_draft_binds_nobody_before_its_approval_nor_does_its_next_version(
    parks: ParksPlan, city: SmallCity, move_time: Move
):
    other = make_plan(city, title="Never approved")
    approve(parks, city)
    to_day(move_time, parks.action.due_on + timedelta(days=1))
    assert {one.where for one in found("action-overdue", city.director)} == {parks.record.title}
    cases.begin_next(parks.case, by=city.director)
    change(parks.action, {"due_on": parks.action.due_on + timedelta(days=90)}, by=city.director)
    (one,) = found("action-overdue", city.director)  # what was approved is still due
    assert one.key == str(parks.action.pk)
    assert other.record.title not in {one.where for one in found("action-overdue", city.auditor)}


# ---- drafts


@pytest.mark.usefixtures("dated")
def test_a_draft_that_nobody_touched_for_sixty_days(parks: ParksPlan, city: SmallCity, move_time: Move):
    move_time(days=60)
    assert found("draft-silent", city.director) == []
    move_time(days=61)
    (one,) = found("draft-silent", city.director)
    assert one.is_mine
    assert "61 days ago" in one.sentence
    assert [one.is_mine for one in found("draft-silent", city.auditor)] == [False]
    for who in ("officer", "administrator", "elsewhere", "mayor"):  # who may not read a draft is not told of it
        assert found("draft-silent", city.people[who]) == []
    change(parks.plan, {"summary": "Touched."}, by=city.manager)
    assert found("draft-silent", city.director) == []


# ---- submissions


def test_a_submitted_plan_that_nobody_can_decide(parks: ParksPlan, city: SmallCity):
    consult(parks, city)
    cases.submit(parks.case, by=city.director)
    assert found("submitted-nobody-decides", city.director) == []
    loader = service_person("test-loader", "Loader")
    with acting(by=loader, act="end"):
        held = Holding.objects.get(post__code="city-administrator", person=city.administrator)
        held.begins_on, held.ends_on = clock.today() - timedelta(days=9), clock.today() - timedelta(days=1)
        held.save()
    (one,) = found("submitted-nobody-decides", city.director)
    assert "City Administrator is vacant" in one.sentence
    assert not one.is_mine
    assert found("submitted-nobody-decides", city.officer)[0].is_mine  # R of 4.4 for the city
    assert found("submitted-nobody-decides", city.attorney) == []  # I: reads what is approved
    with acting(by=loader, act="fill"):
        Holding.objects.create(
            post=held.post, person=city.deputy, begins_on=clock.today(), acting=True, proposed_by=loader
        )
    assert found("submitted-nobody-decides", city.director) == []
