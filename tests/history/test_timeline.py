"""The story of a record: who did what, with old and new side by side."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import Action, Goal, Outcome, Plan
from raci.history import acting
from raci.history.acts import ACTS
from raci.history.timeline import as_csv, money, story, timeline
from raci.models import Case, Person, Post, Record, Role, Scope, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana() -> Person:
    """Somebody to act; the first person is entered by a program that has no row yet."""
    loader = Person(pk=0, email="loader@example.org", name="Loader")
    person = Person(email="dana@example.org", name="Dana Reyes")
    with acting(by=loader, act="load"):
        person.save()
    return person


@pytest.fixture
def kim(dana: Person) -> Person:
    person = Person(email="kim@example.org", name="Kim Osei")
    with acting(by=dana, act="invite"):
        person.save()
    return person


@pytest.fixture
def posts(dana: Person) -> list[Post]:
    with acting(by=dana, act="load"):
        city = Unit.objects.create(code="city", name="City", kind="city", path="/city/")
        role = Role.objects.create(code="DIR", name="Director", short_name="Director", reach="unit", reads="unit")
        return [
            Post.objects.create(
                code=f"post-{title}", role=role, unit=city, title=title, group=Group.objects.create(name=title)
            )
            for title in ("Aquatics manager", "Outreach manager")
        ]


@pytest.fixture
def plan(dana: Person, posts: list[Post]) -> Plan:
    with acting(by=dana, act="load"):
        scope = Scope.objects.create(activity_code="4.1", unit=posts[0].unit)
        record = Record.objects.create(kind="plan", scope=scope, title="Parks plan")
    with acting(by=dana, post="Director, Parks", cell="R 4.1, matrix v1", act="create", record=record.pk):
        Case.objects.create(record=record, number=1, state_since=timezone.now())
        return Plan.objects.create(
            record=record, title="Parks plan", begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)
        )


def add_goal(plan: Plan, by: Person, lead: Post, number: int = 1) -> Action:
    with acting(by=by, post="Director, Parks", act="edit", record=plan.record_id):
        goal = Goal.objects.create(plan=plan, order=number, title=f"Fewer drownings {number}")
        outcome = Outcome.objects.create(goal=goal, order=1, title=f"Children swim {number}")
        return Action.objects.create(
            outcome=outcome,
            order=1,
            title=f"Free lessons {number}",
            lead=lead,
            starts_on=date(2027, 1, 5),
            due_on=date(2027, 6, 30),
            budget_cents=4_800_000,
        )


def test_each_act_is_one_entry_newest_first(plan: Plan, dana: Person, kim: Person, posts: list[Post]) -> None:
    add_goal(plan, kim, posts[0])
    newest, oldest = timeline(plan.record_id)
    assert (newest.who, newest.as_what, newest.act, newest.sentence) == (
        "Kim Osei",
        "Director, Parks",
        "edit",
        "edited it",
    )
    assert (oldest.who, oldest.cell, oldest.sentence) == ("Dana Reyes", "R 4.1, matrix v1", "began it")
    assert {change.about for change in newest.changes} == {
        "Goal: Fewer drownings 1 (new)",
        "Outcome: Children swim 1 (new)",
        "Action: Free lessons 1 (new)",
    }


def test_old_and_new_stand_side_by_side_as_people_read_them(plan: Plan, dana: Person, posts: list[Post]) -> None:
    action = add_goal(plan, dana, posts[0])
    with acting(by=dana, act="edit", why="Costed again.", record=plan.record_id):
        action.title, action.lead, action.budget_cents = "Free lessons at 6 pools", posts[1], 3_150_050
        action.due_on, action.status = date(2027, 9, 30), Action.Status.ON_TRACK
        action.save()
        plan.opinion_sought = True
        plan.summary = "Two lines\nwith a “quote” and <b>signs</b>."
        plan.save()
    entry = timeline(plan.record_id)[0]
    assert entry.why == "Costed again."
    assert {change.key: (change.label, change.old, change.new) for change in entry.changes} == {
        "plans.action.title": ("Action", "Free lessons 1", "Free lessons at 6 pools"),
        "plans.action.lead": ("Lead", "Aquatics manager", "Outreach manager"),
        "plans.action.due_on": ("Due", "30 Jun 2027", "30 Sep 2027"),
        "plans.action.budget_cents": ("Budget", "$48,000", "$31,500.50"),
        "plans.action.status": ("Status", "not started", "on track"),
        "plans.plan.opinion_sought": ("Opinion of communities sought", "", "yes"),
        "plans.plan.summary": ("Summary", "", "Two lines\nwith a “quote” and <b>signs</b>."),
    }


def test_what_is_removed_keeps_its_name(plan: Plan, dana: Person, posts: list[Post]) -> None:
    action = add_goal(plan, dana, posts[0])
    with acting(by=dana, act="edit", record=plan.record_id):
        action.delete()
    change = next(c for c in timeline(plan.record_id)[0].changes if c.key == "plans.action.budget_cents")
    assert (change.about, change.old, change.new) == ("Action: Free lessons 1 (removed)", "$48,000", "")


def test_another_record_is_another_story(plan: Plan, dana: Person) -> None:
    with acting(by=dana, act="edit"):
        plan.summary = "Not said to be of the record."
        plan.save()
    assert [entry.act for entry in timeline(plan.record_id)] == ["create"]
    assert timeline(plan.record_id + 1) == []


def test_filters_by_person_and_field(plan: Plan, dana: Person, kim: Person, posts: list[Post]) -> None:
    action = add_goal(plan, kim, posts[0])
    with acting(by=dana, act="edit", record=plan.record_id):
        action.budget_cents = 0
        action.save()
    told = story(plan.record_id, person_filter=str(kim.pk))
    assert [entry.who for entry in told.entries] == ["Kim Osei"]
    assert told.people == {str(dana.pk): "Dana Reyes", str(kim.pk): "Kim Osei"}
    assert told.fields["plans.action.budget_cents"] == "Action: Budget"
    by_field = timeline(plan.record_id, field_filter="plans.action.budget_cents")
    assert [(c.old, c.new) for entry in by_field for c in entry.changes] == [("$48,000", "$0"), ("", "$48,000")]


def test_costs_the_same_with_one_act_and_with_thirty(plan: Plan, dana: Person, posts: list[Post]) -> None:
    add_goal(plan, dana, posts[0])
    with CaptureQueriesContext(
        connection,
    ) as few:
        timeline(plan.record_id)
    for number in range(2, 32):
        add_goal(plan, dana, posts[number % 2], number)
    with CaptureQueriesContext(connection) as many:
        assert len(timeline(plan.record_id)) == 32
    assert len(many) == len(few)


def test_csv_is_safe_to_open(plan: Plan, dana: Person) -> None:
    with acting(by=dana, act="edit", why="=cmd|' /C calc'!A0", record=plan.record_id):
        plan.summary = "@SUM(A1)"
        plan.save()
    rows = list(csv.DictReader(io.StringIO("".join(as_csv(timeline(plan.record_id))))))
    assert (rows[0]["Why"], rows[0]["New"], rows[0]["Field"]) == ("'=cmd|' /C calc'!A0", "'@SUM(A1)", "Summary")


def test_an_act_is_named_once() -> None:
    ACTS.register("submit", ACTS.sentence("submit"))
    with pytest.raises(ValueError, match="submit"):
        ACTS.register("submit", "did something else")
    assert ACTS.sentence("nobody named this") == "changed it"


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "$0"), (5, "$0.05"), (-123_456, "-$1,234.56"), (10**11, "$1,000,000,000")]
)
def test_money(cents: int, text: str) -> None:
    assert money(cents) == text
