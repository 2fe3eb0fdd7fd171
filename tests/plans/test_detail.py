"""The plan's page: what each person sees of it in each state, and its print."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions import add, change, remove, set_status
from raci.actions import cases
from raci.history import acting
from raci.models import Holding
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, approve, consult


def get(client, person, parks: ParksPlan, name: str = "plan-detail"):
    client.force_login(person)
    return client.get(reverse(f"plans:{name}", args=[parks.record.pk]))


def words(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_plan_detail_shows_goals_actions_and_who_leads_today(client, parks: ParksPlan, city: SmallCity):
    page = words(get(client, city.director, parks))
    for expected in (
        "Reduce the gap in swimming",
        "Free lessons at 6 pools",
        "$48,000.50",
        "15 Jan 2027",
        "42 organisations",
    ):
        assert expected in page
    assert city.director.name in page.split('id="action-')[1]
    assert "not started" in page
    assert reverse("plans:action-edit", args=[parks.action.pk]) in page


def test_plan_detail_says_when_the_lead_post_is_vacant(client, parks: ParksPlan, city: SmallCity):
    with acting(by=city.technician, act="test"):
        Holding.objects.get(post__code="director-parks").delete()
    assert "vacant today" in words(get(client, city.manager, parks))


def test_plan_detail_names_what_a_draft_still_lacks_and_links_to_the_form(client, parks: ParksPlan, city: SmallCity):
    change(parks.plan, {"summary": " ", "opinion_sought": False}, by=city.director)
    page = words(get(client, city.director, parks))
    assert reverse("plans:plan-edit", args=[parks.record.pk]) + "#id_summary" in page
    assert reverse("plans:plan-opinion", args=[parks.record.pk]) + "#id_opinion_why_not" in page
    assert "#id_summary" not in words(get(client, city.reader, parks)), "an auditor has nothing to mend"


def test_plan_detail_escapes_what_people_wrote(client, parks: ParksPlan, city: SmallCity):
    post = city.post("director-parks")
    with acting(by=city.technician, act="test"):
        post.title = "<b>Director</b>"
        post.save()
    change(parks.goal, {"title": "<script>alert(1)</script>"}, by=city.director)
    page = words(get(client, city.director, parks))
    assert "<script>alert" not in page
    assert "<b>Director" not in page
    assert "&lt;script&gt;alert(1)" in page


# ---- who sees what, in which state


def test_plan_detail_is_for_writers_and_auditors_while_a_draft(client, parks: ParksPlan, city: SmallCity):
    seen = {name for name, person in city.people.items() if get(client, person, parks).status_code == 200}
    assert seen == {"director", "manager", "auditor", "reader"}


def test_plan_detail_opens_to_the_consulted_then_to_the_decider_then_to_all_who_are_told(client, parks, city):
    case = consult(parks, city)
    assert get(client, city.deputy, parks).status_code == 200
    assert get(client, city.administrator, parks).status_code == 404
    cases.submit(case, by=city.director)
    assert get(client, city.administrator, parks).status_code == 200
    assert get(client, city.attorney, parks).status_code == 404


def test_plan_detail_shows_others_the_frozen_text_and_not_the_draft(client, parks: ParksPlan, city: SmallCity):
    case = consult(parks, city)
    cases.revise(case, by=city.director)
    change(parks.goal, {"title": "Not shown to anybody yet"}, by=city.director)
    assert "Not shown to anybody yet" in words(get(client, city.director, parks))
    for person in (city.deputy, city.lead):
        page = words(get(client, person, parks))
        assert "Not shown to anybody yet" not in page
        assert "Reduce the gap in swimming" in page


def test_plan_detail_offers_no_edit_to_readers_and_none_while_others_are_asked(
    client, parks: ParksPlan, city: SmallCity
):
    edit = reverse("plans:goal-edit", args=[parks.goal.pk])
    assert edit not in words(get(client, city.reader, parks))
    consult(parks, city)
    assert edit not in words(get(client, city.director, parks))


def test_plan_detail_keeps_the_approved_text_for_readers_while_the_next_version_is_drafted(client, parks, city):
    case = approve(parks, city)
    cases.begin_next(case, by=city.director)
    change(parks.plan, {"title": "A secret new title"}, by=city.director)
    for person in (city.mayor, city.attorney):
        page = words(get(client, person, parks))
        assert "Reduce the gap in swimming" in page
        assert "A secret new title" not in page


def test_plan_detail_says_what_changed_since_approval(client, parks: ParksPlan, city: SmallCity):
    case = approve(parks, city)
    cases.begin_next(case, by=city.director)
    page = words(get(client, city.director, parks))
    assert "Changed since v1 was approved" in page
    assert "Nothing yet" in page
    change(parks.action, {"budget_cents": 3_150_000}, by=city.director)
    add(parks.outcome, {**vars_of(parks), "title": "Interpreters at pools"}, by=city.director)
    page = words(get(client, city.director, parks))
    assert "<del>$48,000.50</del>" in page
    assert "<ins>$31,500</ins>" in page
    assert "Action 1.2 added" in page


def vars_of(parks: ParksPlan) -> dict:
    names = ("lead_id", "partners", "starts_on", "due_on", "budget_cents")
    return {name: getattr(parks.action, name) for name in names}


def test_plan_detail_is_404_for_what_is_not_a_plan(client, city: SmallCity):
    client.force_login(city.director)
    assert client.get("/plans/999999/").status_code == 404


# ---- status: kept


def test_action_status_is_saved_in_any_state_and_does_not_touch_what_was_decided(client, parks, city):
    case = approve(parks, city)
    client.force_login(city.manager)
    url = reverse("plans:action-status", args=[parks.action.pk])
    assert client.get(url).status_code == 200
    response = client.post(url, {"status": "behind"})
    assert response.status_code == 302
    parks.action.refresh_from_db()
    assert parks.action.status == "behind"
    assert json.loads(case.texts.latest("number").content) == json.loads(json.dumps(content_of(parks)))
    assert "behind" in words(get(client, city.mayor, parks))
    assert "Change status" not in words(get(client, city.mayor, parks))


def content_of(parks: ParksPlan) -> dict:
    from plans.content import content

    return content(parks.record)


def test_action_status_changes_in_place_with_htmx(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    url = reverse("plans:action-status", args=[parks.action.pk])
    form = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert form.lstrip().startswith("<form")
    chip = client.post(url, {"status": "done"}, headers={"HX-Request": "true"}).content.decode()
    assert "plan-status--done" in chip
    assert "<html" not in chip


def test_action_status_is_refused_to_readers_with_the_reason_and_hidden_from_strangers(client, parks, city):
    url = reverse("plans:action-status", args=[parks.action.pk])
    for person, code in ((city.reader, 403), (city.elsewhere, 404), (city.technician, 404)):
        client.force_login(person)
        assert client.get(url).status_code == code
        assert client.post(url, {"status": "done"}).status_code == code
    parks.action.refresh_from_db()
    assert parks.action.status == "pending"


def test_action_status_says_what_is_wrong_with_an_unknown_one(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    response = client.post(reverse("plans:action-status", args=[parks.action.pk]), {"status": "splendid"})
    assert response.status_code == 422


# ---- the print


def test_plan_print_has_the_plan_its_hash_and_its_receipt(client, parks: ParksPlan, city: SmallCity):
    case = approve(parks, city)
    page = words(get(client, city.mayor, parks, "plan-print"))
    for expected in (
        case.texts.latest("number").sha256,
        city.administrator.name,
        "Cost the second goal.",
        "matrix v1",
        "approved with conditions",
        "Free lessons at 6 pools",
    ):
        assert expected in page


def test_plan_print_of_a_draft_says_that_nothing_is_frozen(client, parks: ParksPlan, city: SmallCity):
    page = words(get(client, city.director, parks, "plan-print"))
    assert "nothing is frozen" in page
    assert "SHA-256" not in page


# ---- cost


@pytest.mark.parametrize("name", ["plan-detail", "plan-print"])
def test_plan_page_costs_the_same_with_one_action_and_with_fifty(client, parks: ParksPlan, city: SmallCity, name: str):
    for person in (city.director, city.reader):
        client.force_login(person)
        url = reverse(f"plans:{name}", args=[parks.record.pk])
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(url)
        posts = ["director-water", "city-auditor", "equity-officer", "city-administrator"]
        added = []
        for number in range(50):
            values = {**vars_of(parks), "title": f"Action {number}", "lead_id": city.post(posts[number % 4]).pk}
            added.append(add(parks.outcome, values, by=city.director))
        with CaptureQueriesContext(connection) as many:
            assert b"Action 49" in client.get(url).content
        assert len(many) == len(few)
        for action in added:
            remove(action, by=city.director)


def test_action_status_writes_nothing_when_it_is_the_same(parks: ParksPlan, city: SmallCity):
    before = parks.action.history.count()
    set_status(parks.action, "pending", by=city.director)
    assert parks.action.history.count() == before
