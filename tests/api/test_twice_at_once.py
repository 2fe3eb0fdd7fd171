"""The same key twice at once, over HTTP by threads: one acts, the other gets its answer."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request

import pytest

from plans.models import Goal
from raci.actions.tokens import make_token
from raci.models import Decision, FirstAnswer
from tests.city import small_city
from tests.plans.conftest import consult, make_plan

pytestmark = pytest.mark.django_db(transaction=True)


def send(url: str, key: str, body: dict, token: str) -> tuple[int, bytes, str]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read(), answer.headers.get("Idempotency-Replayed", "")
    except urllib.error.HTTPError as error:
        return error.code, error.read(), ""


def at_once(calls: list[tuple]) -> list[tuple[int, bytes, str]]:
    found: list[tuple[int, bytes, str]] = []
    start = threading.Barrier(len(calls))

    def one(call: tuple) -> None:
        start.wait()
        found.append(send(*call))

    threads = [threading.Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_the_same_key_acts_once(live_server):
    city = small_city()
    parks = make_plan(city)
    token = make_token(city.director, by=city.director, name="Twice")[1]
    url = f"{live_server.url}/api/v1/plans/{parks.record.pk}/goals/"
    for key in ("one", "two", "three"):
        found = at_once([(url, key, {"title": key}, token)] * 4)
        assert {status for status, _body, _replayed in found} == {201}
        assert len({body for _status, body, _replayed in found}) == 1
        assert sorted(replayed for *_rest, replayed in found) == ["", "true", "true", "true"]
        assert Goal.objects.filter(title=key).count() == 1
    assert FirstAnswer.objects.count() == 3


def test_two_keys_decide_once(live_server):
    from raci.actions import cases

    city = small_city()
    parks = make_plan(city)
    consult(parks, city)
    submission = cases.submit(parks.case, by=city.director)
    token = make_token(city.administrator, by=city.administrator, name="Twice")[1]
    url = f"{live_server.url}/api/v1/submissions/{submission.pk}/decision/"
    body = {"kind": "approve", "sha256": submission.text.sha256}
    found = at_once([(url, key, body, token) for key in ("a", "b", "c")])
    statuses = sorted(status for status, *_rest in found)
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {403, 409}, found
    assert Decision.objects.count() == 1
