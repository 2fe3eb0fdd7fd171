"""What actions are tied to: frozen in words, never a bar to others, no circle, live figures only for who may read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plans.actions import add, change, remove
from plans.api.shapes import ActionShown
from plans.content import content, differences
from plans.models import ActionInForce, ActionTie, Clause, Measure, Plan, TieInForce
from plans.portfolio.lists import ACTIONS
from plans.portfolio.queries import of_goals
from plans.reading import read_plan
from plans.ties.acts import tie, tied
from plans.ties.order import circle
from raci.actions import cases
from raci.authority import Act, facts_for
from raci.lists import ask
from raci.models import Theme, Unit
from raci.records import canonical, digest
from raci.refusals import NotReady
from tests.city import SmallCity
from tests.plans import budgets, standards
from tests.plans.conftest import WHOLE, ParksPlan, approve, make_plan
from tests.plans.ties import another, measure, tie_to

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def ties_in(parks: ParksPlan) -> dict[str, list[str]]:
    action = content(parks.record)["goals"][0]["outcomes"][0]["actions"][0]
    return {kind: [one["words"] for one in found] for kind, found in action.get("ties", {}).items()}


def test_a_text_without_ties_has_the_hash_it_always_had(city: SmallCity, parks: ParksPlan) -> None:
    untied = content(parks.record)
    assert set(untied["goals"][0]["outcomes"][0]["actions"][0]) == {
        "id", "title", "lead", "lead_post", "partners", "starts_on", "due_on", "budget_cents",
    }  # fmt: skip
    row = measure(parks.action, city, target=Decimal(600), unit_label="children", target_on=date(2027, 6, 30))
    told = differences(untied, content(parks.record))
    assert [(one.what, one.old, one.new) for one in told] == [
        ("Action 1.1: Measured by", "", "Children who finish a course: 600 children by 30 Jun 2027")
    ]
    remove(row, by=city.director)
    assert digest(canonical(content(parks.record))) == digest(canonical(untied))


def test_ties_keep_their_words_and_bar_nobody(city: SmallCity, parks: ParksPlan, client: Any) -> None:
    """Through the page; the standard's keeper then removes the clause, and the tie says what it was."""
    standard = standards.in_force(city, standards.written(city))
    clause, theme = standard.clauses.get(), Theme.objects.earliest("order")
    line = budgets.only_line(budgets.written(city))
    client.force_login(city.director)
    url = f"/plans/actions/{parks.action.pk}/ties/"
    page = client.get(url)
    assert {"clause", "theme", "line"} <= set(page.context["form"].fields)
    opened = page.context["form"].initial["opened"]
    said = {"clause": [clause.pk], "theme": [theme.pk], "line": [line.pk], "opened": opened}
    assert client.post(url, said).status_code == 302
    assert ties_in(parks) == {"clause": [clause.title], "theme": [theme.name], "line": ["Lessons"]}
    assert "Somebody else changed this" in client.post(url, {"opened": opened}).content.decode()
    assert client.post(url, {"clause": [10**9]}).status_code == 422  # not one of those offered
    shown = client.get(f"/plans/{parks.record.pk}/").content.decode()
    assert f"/plans/standards/{standard.record_id}/#clause-{clause.pk}" in shown
    assert "requested $100,000" in shown
    approve(parks, city)
    standards.cases.begin_next(standards.case_of(standard), by=city.office)
    Clause.objects.get(pk=clause.pk)
    remove(clause, by=city.office)
    assert ActionTie.objects.get(kind="clause").words == clause.title
    assert not Clause.objects.filter(pk=clause.pk).exists()
    in_force = {one.kind: (one.words, one.number) for one in TieInForce.objects.filter(action=parks.action.pk)}
    assert in_force == {
        "clause": (clause.title, clause.pk),
        "theme": (theme.name, theme.pk),
        "line": ("Lessons", line.pk),
    }


def test_measures_by_their_pages(city: SmallCity, parks: ParksPlan, client: Any) -> None:
    client.force_login(city.director)
    new = f"/plans/actions/{parks.action.pk}/measures/new/"
    assert "Say what is measured" in client.post(new, {}).content.decode()
    assert "by which day" in client.post(new, {"title": "Children", "target": "600"}).content.decode()
    assert client.post(new, {"title": "Children", "target": "600.5", "target_on": "2027-06-30"}).status_code == 302
    row = Measure.objects.get()
    edit = f"/plans/measures/{row.pk}/edit/"
    assert 'value="600.5"' in client.get(edit).content.decode()
    assert client.post(edit, {"title": "Families", "target": "", "target_on": ""}).status_code == 302
    sent = ActionShown(read_plan(content(parks.record)).goals[0].outcomes[0].actions[0]).data
    assert [(one["kind"], one["words"]) for one in sent["ties"]] == [("measure", "Families")]
    assert client.post(f"/plans/measures/{row.pk}/remove/").status_code == 302
    measure(parks.action, city)
    tie_to(parks.action, city.director, theme=[Theme.objects.earliest("order").pk])
    remove(parks.goal, by=city.director)  # what is below goes with it
    assert (Measure.objects.count(), ActionTie.objects.count()) == (0, 0)


def test_actions_wait_for_others_but_never_in_a_circle(city: SmallCity, parks: ParksPlan, client: Any) -> None:
    second, third = (another(parks.action, city, title) for title in ("Second", "Third"))
    tie_to(parks.action, city.director, needs=[second.pk])
    tie_to(second, city.director, needs=[third.pk])
    with pytest.raises(NotReady, match="“Third” → “Free lessons at 6 pools” → “Second” → “Third”"):
        tie_to(third, city.director, needs=[parks.action.pk])
    approve(parks, city)
    other = make_plan(city, title="Another plan")
    client.force_login(city.director)
    url = f"/plans/actions/{other.action.pk}/ties/"
    assert "Third" not in client.get(url).content.decode()
    page = client.get(f"{url}?find=thi").content.decode()
    assert "1.3 Third" in page
    assert client.post(f"{url}?find=thi", {"needs": [third.pk]}).status_code == 302
    assert ties_in(other) == {"needs": ["Third"]}
    assert "due 30 Jun 2027, not started" in client.get(f"/plans/{other.record.pk}/").content.decode()
    # in force for its readers alone: who may not read the other plan cannot tie to it
    ActionInForce.objects.filter(action=second.pk).delete()
    with pytest.raises(NotReady, match="cannot be chosen"):
        tie(other.action, {**tied(other.action), "needs": {second.pk}}, by=city.director)


def test_a_circle_is_found_wherever_it_runs() -> None:
    needs = {1: [2, 5], 2: [3], 3: [4], 5: [4]}
    assert circle(needs, 4, 1) in ([4, 1, 2, 3, 4], [4, 1, 5, 4])
    assert circle(needs, 1, 4) == []
    assert circle({}, 7, 7) == [7, 7]
    assert circle({1: [2], 2: [1]}, 3, 1) == []  # one that is there already ends nothing


def test_goals_hang_on_goals_of_the_city_and_count_there(city: SmallCity, parks: ParksPlan, client: Any) -> None:
    """The city's plan, under 1.1; the bureau's goal hangs on it by the page, and counts there once it is in force."""
    client.force_login(city.office)
    assert "Begin a plan of the city" in client.get("/plans/").content.decode()
    said = {
        "unit": Unit.objects.get(kind="city").pk,
        "title": "Plan of the city 2031",
        "begins_on": "2027-01-01",
        "ends_on": "2031-12-31",
    }
    assert client.post("/plans/city/new/", said).status_code == 302
    above = Plan.objects.get(title="Plan of the city 2031")
    assert (above.record.kind, above.record.scope.activity_code) == ("city_plan", "1.1")
    change(above, WHOLE, by=city.office)
    goal = add(above, {"title": "Everybody swims", "description": ""}, by=city.office)
    outcome = add(goal, {"title": "Pools are used"}, by=city.office)
    add(outcome, {
        "title": "Count who swims", "lead_id": parks.action.lead_id, "partners": "", "starts_on": date(2027, 1, 1),
        "due_on": date(2031, 1, 1), "budget_cents": 0,
    }, by=city.office)  # fmt: skip
    client.force_login(city.director)
    url = f"/plans/goals/{parks.goal.pk}/serves/"
    assert "Everybody swims" not in client.get(url).content.decode()  # a draft
    case = standards.cases_of(above.record, city)
    cases.decide(case, by=city.administrator, kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)
    assert "1 Everybody swims" in client.get(url).content.decode()
    assert client.post(url, {"goal": goal.pk, "opened": "-"}).status_code == 302
    assert "Somebody else changed this" in client.post(url, {"goal": "", "opened": "-"}).content.decode()
    assert content(parks.record)["goals"][0]["serves"]["words"] == "Everybody swims"
    assert f"/plans/{above.record_id}/#goal-{goal.pk}" in client.get(f"/plans/{parks.record.pk}/").content.decode()
    approve(parks, city)
    client.force_login(city.administrator)
    page = client.get(f"/plans/{above.record_id}/").content.decode()
    assert f"/plans/portfolio/?serves={goal.pk}" in page
    assert of_goals(above.record_id, facts_for(city.administrator))[goal.pk].actions == 1
    assert [row.title for row in ask(ACTIONS, facts_for(city.administrator), {"serves": str(goal.pk)}).rows] == [
        "Free lessons at 6 pools"
    ]
    assert "Plan of the city 2031" in client.get("/plans/?size=50").content.decode()
    client.force_login(city.director)
    assert client.get("/plans/city/new/").status_code == 403
