"""The year's turn: what is open goes on in the next plan or ends with a reason, and nothing ends silently."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from plans.actions import change, remove
from plans.models import Action, ActionInForce, ActionTie, Measure, Plan, PlanTurn, TurnedAction
from plans.turning.acts import turn_year
from raci import xrays
from raci.authority import facts_for
from raci.history import acting
from raci.models import Person
from raci.refusals import Conflict, Refused
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, approve
from tests.plans.guided import answer
from tests.plans.progress import in_force, plan_of_the_year

pytestmark = [pytest.mark.django_db]


def test_a_period_is_closed_and_each_open_action_goes_on_or_ends_with_a_reason(client: Any, city: SmallCity) -> None:
    former = plan_of_the_year(city, ("Lessons", "Second child", "Lifts", "Signs"), from_template=True)
    answer(former, city.director)
    former = in_force(city, former)
    lessons, second, lifts, signs = Action.objects.order_by("pk")
    with acting(by=city.director, act="edit"):
        Measure.objects.create(action=lifts, order=1, title="Lifts that work")
        for kind, number in (("needs", lessons.pk), ("theme", 1), ("line", 1)):
            ActionTie.objects.create(action=lifts, kind=kind, number=number, words=kind)
    page = reverse("plans:plan-turn", args=[former.record_id])
    for person, code in ((city.elsewhere, 404), (city.officer, 403), (city.administrator, 403)):
        client.force_login(person)
        assert client.get(page).status_code == code
    client.force_login(city.director)
    client.post(reverse("plans:action-status", args=[signs.pk]), {"status": "done"})
    client.post(reverse("plans:action-status", args=[lessons.pk]), {"status": "behind"})
    shown = client.get(page).content.decode()
    assert "3 actions are open." in shown
    assert "Lifts (not started, due" in shown
    assert "Signs (" not in shown
    begins = former.ends_on + timedelta(days=1)
    sent = {"title": "Parks plan, next", "begins_on": begins, "ends_on": begins + timedelta(days=364)}
    goes = {f"goes_{lessons.pk}": "on", f"goes_{second.pk}": "ends", f"goes_{lifts.pk}": "on"}
    refused = client.post(page, {**sent, **goes})
    assert refused.status_code == 422
    assert "Say why 1.2 “Second child” ends." in refused.content.decode()
    assert Plan.objects.count() == 1
    done = client.post(page, {**sent, **goes, f"why_{second.pk}": "Council made it a rule."})
    following = Plan.objects.get(title="Parks plan, next")
    assert done.url == reverse("plans:plan-write", args=[following.record_id])
    assert client.post(page, {**sent, **goes}).status_code == 409

    carried = list(Action.objects.filter(outcome__goal__plan=following))
    assert [(one.title, one.status, one.starts_on, one.due_on) for one in carried] == [
        ("Lessons", "behind", following.begins_on, following.ends_on),
        ("Lifts", "pending", following.begins_on, following.ends_on),
    ]
    ties = ActionTie.objects.filter(action=carried[1]).order_by("kind")
    assert [(one.kind, one.number) for one in ties] == [("needs", carried[0].pk), ("theme", 1)]
    assert carried[1].measures.get().title == "Lifts that work"
    second.refresh_from_db()
    assert second.status == "stopped"
    assert Action.history.filter(id=second.pk).latest("history_id").history_why == "Council made it a rule."
    writing = reverse("plans:section-write", args=[following.sections.get(title="Results").pk])
    assert "Results: by district." in client.get(writing).content.decode()  # the last answer beside
    plan = client.get(reverse("plans:plan-detail", args=[following.record_id])).content.decode()
    assert f"/plans/{former.record_id}/#action-{lessons.pk}" in plan

    remove(carried[1], by=city.director)
    closed = client.get(page).content.decode()
    assert "Council made it a rule." in closed
    assert "was taken out of the next plan since. It stays open here." in closed
    client.force_login(city.attorney)  # told of plans in force: does not see the draft
    told = client.get(page).content.decode()
    assert "Goes on in the next plan." in told
    assert "Parks plan, next" not in told
    assert ActionInForce.objects.get(action=lessons.pk).status == "behind"  # it binds until the next is approved
    answer(following, city.director)
    change(
        following, {"summary": "All swim.", "opinion_sought": False, "opinion_why_not": "In spring."}, by=city.director
    )
    goal = following.goals.get()
    outcome = goal.outcomes.get()
    approve(ParksPlan(following, goal, outcome, carried[0]), city)
    lessons.refresh_from_db()
    lifts.refresh_from_db()
    assert (lessons.status, lifts.status) == ("stopped", "pending")


def lapsed(person: Person) -> list[tuple[str, bool]]:
    looked = xrays.looked_at(facts_for(person))
    return [(one.finding.where, one.finding.is_mine) for one in looked if one.rule.code == "plan-period-over"]


def test_only_who_begins_plans_of_a_unit_closes_a_period(city: SmallCity, move_time: Any) -> None:
    former = plan_of_the_year(city)
    said: dict[str, Any] = {"title": "Next", "begins_on": former.ends_on, "ends_on": former.ends_on, "ends": {}}
    with pytest.raises(Conflict):  # nothing of it is in force
        turn_year(former, **said, by=city.director)
    in_force(city, former)
    for person in (city.officer, city.administrator, city.elsewhere):
        with pytest.raises(Refused):
            turn_year(former, **said, by=person)
    move_time(days=900)
    assert lapsed(city.auditor) == [("Parks plan of the year", False)]
    assert lapsed(city.manager) == [("Parks plan of the year", True)]
    assert lapsed(city.elsewhere) == []
    turn_year(former, **said, by=city.manager)
    assert lapsed(city.manager) == []
    assert PlanTurn.objects.get().former == former
    assert TurnedAction.objects.filter(became__isnull=False).count() == 2
