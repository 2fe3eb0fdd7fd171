"""Directives and recommendations become actions, and their pages tell what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plans.answering.acts import make_action
from plans.models import Action
from raci import clock, xrays
from raci.actions.directives import Instruction, accept_directive, close_directive, record_directive
from raci.actions.recommendations import Raised, raise_recommendation
from raci.authority import facts_for
from raci.models import Directive, Person, Role
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity
from tests.plans.progress import accepted, in_force, opened, plan_of_the_year, said

pytestmark = [pytest.mark.django_db]


def directive_to_parks(city: SmallCity, *, days: int = 30) -> Directive:
    """Of the mayor, accepted by the director."""
    told = Instruction(
        title="Open the pools on Sundays", words="From spring on.", giver=Role.objects.get(code="MAYOR"),
        given_on=clock.today(), reference="Memorandum 7", activity="2.2", post=city.post("director-parks"),
        due_on=clock.today() + timedelta(days=days),
    )  # fmt: skip
    made = record_directive(told, SimpleUploadedFile("memo.txt", b"Open them.", "text/plain"), by=city.officer)
    accept_directive(made, by=city.director)
    return made


def values(city: SmallCity) -> dict[str, Any]:
    today = clock.today()
    return {
        "title": "Sundays from ten", "lead_id": city.post("director-parks").pk, "partners": "",
        "starts_on": today - timedelta(days=300), "due_on": today + timedelta(days=60), "budget_cents": 0,
    }  # fmt: skip


def late(person: Person) -> list[bool]:
    looked = xrays.looked_at(facts_for(person))
    return [one.finding.is_mine for one in looked if one.rule.code == "directive-action-late"]


def test_from_a_directive_to_an_action_that_is_done_and_told_back(city: SmallCity, client: Any) -> None:
    directive, plan = directive_to_parks(city), plan_of_the_year(city)
    page = f"/directives/{directive.pk}/"
    client.force_login(city.director)
    text = client.get(page).content.decode()
    assert "Make an action of it" in text
    form = f"/plans/of-directive/{directive.pk}/"
    shown = client.get(form).context["form"]
    assert shown.initial["title"] == "Open the pools on Sundays"
    sent = {**values(city), "lead": city.post("director-parks").pk, "place": f"p{plan.pk}", "budget_cents": "0"}
    assert client.post(form, {**sent, "due_on": "2000-01-01"}).status_code == 422
    assert client.post(form, sent).status_code == 302
    action = Action.objects.get(directive=directive)
    assert action.outcome.goal.title == "Open the pools on Sundays"
    assert "in a draft" in client.get(page).content.decode()
    plan_text = client.get(f"/plans/{plan.record_id}/").content.decode()
    assert f'href="{page}">Open the pools on Sundays' in plan_text
    client.force_login(city.mayor)
    assert "Sundays from ten" not in client.get(page).content.decode()
    in_force(city, plan)
    assert "Sundays from ten" in client.get(page).content.decode()
    report = opened(city)
    accepted(report, city, said(report, "done", words="Since April."))
    client.force_login(city.director)
    text = client.get(page).content.decode()
    assert "Since April." in text
    assert "Report that it is done" in text


def test_one_plan_makes_one_action_of_it_and_no_stranger_any(city: SmallCity) -> None:
    said_to = Raised("Translate the survey", "By June.", "audit", "Language audit", city.parks, clock.today())
    advice, plan = raise_recommendation(said_to, by=city.auditor), plan_of_the_year(city)
    with pytest.raises(Refused):
        make_action(advice, plan, values(city), by=city.elsewhere)
    outcome = plan.goals.get().outcomes.get()
    make_action(advice, outcome, values(city), by=city.director)
    with pytest.raises(NotReady, match="has an action of it already"):
        make_action(advice, plan, values(city), by=city.director)
    directive = directive_to_parks(city)
    close_directive(directive, by=city.mayor, words="Not any more.")
    with pytest.raises(Conflict):
        make_action(directive, plan, values(city), by=city.director)


def test_xrays_find_an_open_action_of_an_overdue_directive(city: SmallCity, move_time: Any) -> None:
    directive, plan = directive_to_parks(city, days=5), plan_of_the_year(city)
    action = make_action(directive, plan.goals.get().outcomes.get(), values(city), by=city.director)
    in_force(city, plan)
    move_time(days=5)
    assert late(city.director) == []
    move_time(days=6)
    assert late(city.director) == [True]
    assert late(city.administrator) == [False]
    assert late(city.technician) == []
    report = opened(city)
    accepted(report, city, said(report, "done"))
    action.refresh_from_db()
    assert action.status == "done"
    assert late(city.director) == []
