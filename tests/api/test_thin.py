"""A token, a plan, a move."""

from __future__ import annotations

import pytest

from tests.api.caller import Caller
from tests.plans.conftest import ParksPlan

pytestmark = pytest.mark.django_db


def test_me(director: Caller, city):
    answer = director.get("me/")
    assert answer.status_code == 200, answer.content
    assert answer.json()["email"] == city.director.email
    assert answer.json()["capacities"][0]["role"] == "DIR"


def test_without_a_token(city):
    answer = Caller().get("me/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("#unauthenticated")


def test_a_plan_is_read_changed_and_moved(director: Caller, parks: ParksPlan):
    pk = parks.record.pk
    rows = director.get("plans/?q=Parks equity").json()
    assert [row["id"] for row in rows["results"]] == [pk], rows
    shown = director.get(f"plans/{pk}/")
    assert shown.json()["goals"][0]["outcomes"][0]["actions"][0]["lead"] == "director-parks"
    changed = director.patch(f"plans/{pk}/", {"summary": "New"}, If_Match=shown["ETag"])
    assert changed.status_code == 200, changed.content
    assert changed.json()["summary"] == "New"
    assert director.patch(f"plans/{pk}/", {"summary": "Newer"}, If_Match=shown["ETag"]).status_code == 412
    assert director.get(f"plans/{pk}/", If_None_Match=changed["ETag"]).status_code == 304
    opened = director.post(f"records/{pk}/open/")
    assert opened.status_code == 200, opened.content
    assert opened.json()["state"] == "consultation"
    refused = director.post(f"records/{pk}/submit/")
    assert refused.status_code == 422
    assert refused.json()["errors"]


def test_strangers(stranger: Caller, parks: ParksPlan):
    hidden, absent = stranger.get(f"plans/{parks.record.pk}/"), stranger.get("plans/999999/")
    assert hidden.status_code == absent.status_code == 404
    same = [{**one.json(), "instance": ""} for one in (hidden, absent)]
    assert same[0] == same[1]
    assert stranger.post(f"records/{parks.record.pk}/submit/").status_code == 404


def test_nowhere(director: Caller):
    for path in ("/api/", "/api/v1/nothing/", "/api/v1/plans", "/api/v1/plans/0/"):
        answer = director.get(path)
        assert answer.status_code == 404, path
        assert answer["Content-Type"] == "application/problem+json"


def test_parts(director: Caller, city, parks: ParksPlan):
    pk = parks.record.pk
    goal = director.post(f"plans/{pk}/goals/", {"title": "A goal"})
    assert goal.status_code == 201, goal.content
    assert director.get(goal["Location"]).json() == goal.json()
    outcome = director.post(f"goals/{goal.json()['id']}/outcomes/", {"title": "An outcome"})
    action = director.post(
        f"outcomes/{outcome.json()['id']}/actions/",
        {
            "title": "An action",
            "lead": "director-parks",
            "starts_on": "2027-01-01",
            "due_on": "2027-02-01",
            "budget_cents": 12345,
        },
    )
    assert action.status_code == 201, action.content
    assert action.json()["budget_cents"] == 12345
    number = action.json()["id"]
    assert director.patch(f"actions/{number}/", {"due_on": "2026-02-01"}).json()["errors"][0]["field"] == "due_on"
    assert director.patch(f"actions/{number}/", {"status": "done"}).status_code == 422
    assert director.put(f"actions/{number}/status/", {"status": "done"}).json()["status"] == "done"
    assert director.delete(f"goals/{goal.json()['id']}/").status_code == 204
    assert director.get(f"actions/{number}/").status_code == 409


def test_schema(city):
    from equity_portal.api import schema

    paths = schema()["paths"]
    assert "/api/v1/records/{id}/submit/" in paths, list(paths)
