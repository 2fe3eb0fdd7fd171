"""What every address keeps: ETag and If-Match, Idempotency-Key, problems, and nothing hostile gets further than a sentence."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from plans.models import Goal, Plan
from raci.models import FirstAnswer, Record
from tests.api.caller import Caller
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, consult, make_plan

pytestmark = pytest.mark.django_db


def problem(answer, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["instance"].startswith("urn:uuid:")
    assert answer["X-Request-ID"] in told["instance"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    return told


# ---- ETag, If-Match


def test_if_match_holds_for_the_whole_of_what_was_shown(director: Caller, city: SmallCity, parks: ParksPlan):
    goal = parks.goal.pk
    seen = director.get(f"goals/{goal}/")["ETag"]
    other = Caller(city.manager)
    other.patch(f"actions/{parks.action.pk}/", {"title": "Other lessons"})
    problem(director.delete(f"goals/{goal}/", If_Match=seen), 412)
    assert Goal.objects.filter(pk=goal).exists()
    fresh = director.get(f"goals/{goal}/")["ETag"]
    assert director.delete(f"goals/{goal}/", If_Match=f'"other", {fresh}').status_code == 204


def test_a_stale_move_says_who_and_when_and_changes_nothing(director: Caller, city: SmallCity, parks: ParksPlan):
    pk = parks.record.pk
    seen = director.get(f"records/{pk}/")["ETag"]
    assert Caller(city.manager).post(f"records/{pk}/open/").status_code == 200
    told = problem(director.post(f"records/{pk}/open/", {}, If_Match=seen), 412)
    assert city.manager.name in told["detail"]


def test_etags_are_for_one_reader(director: Caller, city: SmallCity, parks: ParksPlan):
    auditor = Caller(city.auditor)
    mine, theirs = (caller.get(f"records/{parks.record.pk}/")["ETag"] for caller in (director, auditor))
    assert mine != theirs
    assert director.get(f"records/{parks.record.pk}/", If_None_Match=f"W/{mine}").status_code == 304
    assert problem(director.get("me/", If_None_Match="no tag"), 422)["errors"][0]["field"] == "If-None-Match"


def test_two_deciders(city: SmallCity, parks: ParksPlan):
    from raci.actions import cases

    consult(parks, city)
    submission = cases.submit(parks.case, by=city.director)
    decider = Caller(city.administrator)
    shown = decider.get(f"submissions/{submission.pk}/").json()
    body = {"kind": "approve", "sha256": shown["text"]["sha256"]}
    assert problem(decider.post(f"submissions/{submission.pk}/decision/", {**body, "sha256": "0" * 64}), 409)
    receipt = decider.post(f"submissions/{submission.pk}/decision/", body)
    assert receipt.status_code == 201, receipt.content
    assert decider.get(receipt["Location"]).json() == receipt.json()
    told = problem(decider.post(f"submissions/{submission.pk}/decision/", body), 409)
    assert city.administrator.name in told["detail"]


# ---- Idempotency-Key


def test_sent_twice_done_once(director: Caller, parks: ParksPlan):
    where, body = f"plans/{parks.record.pk}/goals/", {"title": "Once"}
    first = director.post(where, body, Idempotency_Key="a key")
    again = director.post(where, body, Idempotency_Key="a key")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again["ETag"] == first["ETag"]
    assert again["Idempotency-Replayed"] == "true"
    assert not first.has_header("Idempotency-Replayed")
    assert Goal.objects.filter(title="Once").count() == 1
    told = problem(director.post(where, {"title": "Twice"}, Idempotency_Key="a key"), 422)
    assert told["errors"][0]["field"] == "Idempotency-Key"
    assert Goal.objects.filter(title="Twice").count() == 0


def test_a_key_is_one_persons(director: Caller, city: SmallCity, parks: ParksPlan):
    where, body = f"plans/{parks.record.pk}/goals/", {"title": "Each"}
    assert director.post(where, body, Idempotency_Key="k").status_code == 201
    assert not Caller(city.manager).post(where, body, Idempotency_Key="k").has_header("Idempotency-Replayed")


def test_what_was_refused_is_not_kept(director: Caller, parks: ParksPlan):
    where = f"plans/{parks.record.pk}/goals/"
    problem(director.post(where, {"title": ""}, Idempotency_Key="k"), 422)
    assert FirstAnswer.objects.count() == 0
    assert director.post(where, {"title": "Good"}, Idempotency_Key="k").status_code == 201
    problem(director.post(where, {"title": "Good"}, Idempotency_Key="x" * 256), 422)


# ---- problems


def test_every_error_is_a_problem(director: Caller, parks: ParksPlan, monkeypatch):
    pk = parks.record.pk
    problem(director.ask("POST", "plans/", b"{", Content_Type="application/json"), 400)
    problem(director.ask("POST", "plans/", b"\xff\xfe", Content_Type="application/json"), 400)
    problem(director.ask("POST", "plans/", b'{"a":' * 100_000, Content_Type="application/json"), 400)
    problem(director.ask("POST", "plans/", b'{"title": NaN}', Content_Type="application/json"), 400)
    problem(director.ask("POST", "plans/", b"<a/>", Content_Type="application/xml"), 415)
    problem(director.ask("POST", "plans/", b" " * 6_000_000, Content_Type="application/json"), 413)
    problem(director.post("plans/", [1, 2]), 422)
    problem(director.get("me/", Accept="text/html"), 406)
    assert problem(director.delete("me/"), 405)
    assert director.delete("me/")["Allow"] == "GET, PATCH, HEAD"
    problem(director.ask("OPTIONS", "me/"), 405)
    problem(director.get("nowhere/"), 404)
    problem(director.ask("POST", "/api/", {}), 404)
    problem(director.get(f"plans/{pk}", Accept="*/*"), 404)
    problem(director.get("me/", Host="evil.example"), 400)

    def away(*_args):
        raise OperationalError

    monkeypatch.setattr("raci.api.me.waiting_on", away)
    assert problem(director.get("me/waiting/"), 503)
    assert director.get("me/waiting/")["Retry-After"]
    monkeypatch.setattr("raci.api.me.waiting_on", lambda *_args: 1 / 0)
    problem(director.get("me/waiting/"), 500)


def test_unknown_fields_and_parameters_are_named(director: Caller, parks: ParksPlan):
    pk = parks.record.pk
    told = problem(director.patch(f"plans/{pk}/", {"summary": "x", "state": "approved", "record_id": 1}), 422)
    assert {one["field"] for one in told["errors"]} == {"state", "record_id"}
    assert Plan.objects.get(record=pk).summary == "Everybody learns to swim."
    told = problem(director.get("plans/?draft__title__startswith=P"), 422)
    assert told["errors"][0]["field"] == "draft__title__startswith"
    assert "sort" in told["errors"][0]["detail"]
    problem(director.get("plans/?page=1&page=2"), 422)
    problem(director.get("plans/?page_size=101"), 422)
    problem(director.get("plans/?sort=edits"), 422)
    problem(director.get("me/?x=1"), 422)
    assert len(director.get("plans/?page_size=100").json()["results"]) == 1
    assert director.get("plans/?page=9").json()["results"] == []


HOSTILE = ["\0", "\ud800", "a" * 20_001]
KEPT = [
    "=1+1",
    "<script>alert(1)</script>",
    "\u202e\u2066",
    "'; DROP TABLE raci_person;--",
    "😀" * 100,
    "\\u0000",
    "{{7*7}}",
]


def test_hostile_texts_are_refused_or_kept_whole(director: Caller, parks: ParksPlan):
    where = f"plans/{parks.record.pk}/"
    for text in HOSTILE:
        problem(director.patch(where, {"summary": text}), 422)
        problem(director.patch(where, {text: "x"}), 422)
    problem(director.get("plans/?q=%00"), 422)
    for text in KEPT:
        assert director.patch(where, {"summary": text}).json()["summary"] == text
        assert director.get(where).json()["summary"] == text


def test_types_are_exact(director: Caller, parks: ParksPlan):
    where = f"actions/{parks.action.pk}/"
    for body in (
        {"title": 7},
        {"title": None},
        {"title": ["x"]},
        {"budget_cents": "7"},
        {"budget_cents": True},
        {"budget_cents": 1.5},
        {"budget_cents": -1},
        {"budget_cents": 10**30},
        {"starts_on": "2027-1-5"},
        {"starts_on": 20270105},
        {"starts_on": "2027-02-30"},
        {"lead": "nobody"},
        {"lead": 3},
        {"title": "   "},
    ):
        problem(director.patch(where, body), 422)


# ---- files


def test_evidence(director: Caller, stranger: Caller, parks: ParksPlan):
    where = f"records/{parks.record.pk}/evidence/"
    file = SimpleUploadedFile("minutes.txt", b"What was said.", "text/plain")
    made = director.upload(where, file=file, caption="Minutes")
    assert made.status_code == 201, made.content
    one = made.json()["id"]
    got = director.get(f"evidence/{one}/file/", Accept="text/plain")
    assert b"".join(got.streaming_content) == b"What was said."
    problem(stranger.get(f"evidence/{one}/file/"), 404)
    problem(director.post(where, {"file": "x"}), 415)
    assert problem(director.upload(where, caption="none"), 422)["errors"][0]["field"] == "file"
    problem(director.upload(where, file=SimpleUploadedFile("x.exe", b"MZ")), 422)
    problem(director.upload(where, file=SimpleUploadedFile("y.txt", b"y"), state="approved"), 422)
    problem(director.delete(f"evidence/{one}/"), 422)
    assert director.delete(f"evidence/{one}/", {"why": "It names a child."}).status_code == 204
    assert director.get(where).json()["results"][0]["removed_at"]


def test_strangers_learn_nothing(stranger: Caller, parks: ParksPlan, city: SmallCity):
    make_plan(city, title="Another")
    assert stranger.get("plans/").json()["count"] == 0
    assert stranger.get("plans/?q=Parks").json()["count"] == 0
    pk, before = parks.record.pk, Record.objects.get(pk=parks.record.pk).edits
    pairs = [
        (f"plans/{pk}/", "plans/999999999/"), (f"records/{pk}/", "records/999999999/"),
        (f"goals/{parks.goal.pk}/", "goals/999999999/"), (f"actions/{parks.action.pk}/", "actions/999999999/"),
        (f"records/{pk}/timeline/", "records/999999999/timeline/"),
    ]  # fmt: skip
    for hidden, absent in pairs:
        for method in ("GET", "PATCH", "DELETE", "POST"):
            mine, none = (stranger.ask(method, path, {"title": "x"}) for path in (hidden, absent))
            assert mine.status_code == none.status_code in (404, 405), (method, hidden, mine.content)
            assert {**mine.json(), "instance": ""} == {**none.json(), "instance": ""}
    assert Record.objects.get(pk=pk).edits == before
