"""Who may write a plan and when; what removing asks, and what it does not remove."""

from __future__ import annotations

import pytest

from plans.actions import add, remove
from plans.models import Action, Goal, Outcome
from raci.actions import cases
from raci.models import Person
from raci.refusals import NotReady, Refusal
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, consult, make_plan
from tests.plans.test_editing import hidden, url

# ---- removing asks first


@pytest.mark.parametrize(("name", "model"), [("goal", Goal), ("outcome", Outcome), ("action", Action)])
def test_part_remove_asks_first_and_then_removes_all_below(client, parks, city, name: str, model: type):
    client.force_login(city.director)
    part = getattr(parks, name)
    address = url(f"{name}-remove", part.pk)
    page = client.get(address).content.decode()
    assert model.objects.filter(pk=part.pk).exists(), "looking removes nothing"
    assert part.title in page
    if name != "action":
        assert parks.action.title in page
    assert client.post(address, {"opened": hidden(page)}).status_code == 302
    assert not model.objects.filter(pk=part.pk).exists()
    assert not Action.objects.filter(pk=parks.action.pk).exists()


def test_goal_remove_does_not_remove_what_was_not_shown(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    address = url("goal-remove", parks.goal.pk)
    page = client.get(address).content.decode()
    add(parks.goal, {"title": "Added meanwhile"}, by=city.manager)
    response = client.post(address, {"opened": hidden(page)})
    assert response.status_code == 409
    assert "Added meanwhile" in response.content.decode()
    assert Goal.objects.filter(pk=parks.goal.pk).exists()


def test_goals_added_after_a_removal_stand_at_the_end(parks: ParksPlan, city: SmallCity):
    second, third = (add(parks.plan, {"title": title}, by=city.director) for title in ("2", "3"))
    remove(parks.goal, by=city.director)
    remove(second, by=city.director)
    add(parks.plan, {"title": "4"}, by=city.director)
    assert [goal.title for goal in parks.plan.goals.all()] == [third.title, "4"]


# ---- who may write, and when

FORMS = {
    "plan-edit": "record",
    "plan-opinion": "record",
    "goal-create": "record",
    "goal-edit": "goal",
    "goal-remove": "goal",
    "outcome-create": "goal",
    "outcome-edit": "outcome",
    "outcome-remove": "outcome",
    "action-create": "outcome",
    "action-edit": "action",
    "action-remove": "action",
}


@pytest.mark.parametrize("name", FORMS)
def test_plan_forms_are_404_for_strangers_and_403_with_the_reason_for_readers(client, parks, city, name: str):
    address = url(name, getattr(parks, FORMS[name]).pk)

    def codes(person: Person) -> tuple[int, int]:
        client.force_login(person)
        return client.get(address).status_code, client.post(address, {"title": "x"}).status_code

    assert codes(city.reader) == (403, 403)
    assert "takes R (responsible) for 4.1" in client.get(address).content.decode()
    for person in (city.elsewhere, city.technician, city.mayor, city.administrator, city.deputy):
        assert codes(person) == (404, 404)
    client.force_login(city.director)
    assert client.get(address).status_code == 200
    client.logout()
    assert client.get(address).status_code == 302
    assert parks.goal.history.count() == 1


@pytest.mark.parametrize("name", FORMS)
def test_plan_forms_refused_while_others_are_asked_keep_what_was_typed(client, parks, city, name: str):
    consult(parks, city)
    client.force_login(city.director)
    response = client.post(url(name, getattr(parks, FORMS[name]).pk), {"title": "My long text", "summary": "And more"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "only while it is draft" in page
    assert "My long text" in page


def test_begin_plan_twice_is_refused_with_a_link_to_the_first(parks: ParksPlan, city: SmallCity):
    with pytest.raises(NotReady) as refusal:
        make_plan(city)
    assert refusal.value.problems[0].url == url("plan-detail", parks.record.pk)


def test_parts_cannot_be_added_to_what_is_gone(parks: ParksPlan, city: SmallCity):
    remove(parks.goal, by=city.manager)
    with pytest.raises(Refusal):
        add(parks.goal, {"title": "Late"}, by=city.director)
    with pytest.raises(Refusal):
        remove(parks.goal, by=city.director)


def test_next_version_is_edited_by_those_who_begin_it(client, parks: ParksPlan, city: SmallCity):
    case = consult(parks, city)
    cases.submit(case, by=city.director)
    client.force_login(city.director)
    assert client.get(url("goal-edit", parks.goal.pk)).status_code == 403
    client.force_login(city.mayor)
    assert client.get(url("goal-edit", parks.goal.pk)).status_code == 404
