"""What is denied leaves one line that says who, where and why, and nothing that somebody typed; no text forges another line."""

from __future__ import annotations

import logging
import re

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client

from equity_portal.logs import OneLine, SaidAlready
from raci import denied
from raci.refusals import Conflict, Refused
from tests.equity_portal.people import make_city, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.equity_portal.pages")]
HOSTILE = "x\r\nINFO portal.denied door=page\x1b[31m\x1b]0;title\x07\u2028\x85\u202e\x00"


@pytest.fixture
def dana():
    make_city()
    return make_person()


@pytest.fixture
def signed(client, dana):
    client.force_login(dana)
    return client


@pytest.fixture
def lines(caplog):
    """What is said meanwhile, by all loggers, as it stands in the log."""
    caplog.set_level(logging.INFO)
    return lambda: [f"{each.levelname} {each.name} {each.getMessage()}" for each in caplog.records]


@pytest.mark.parametrize(
    ("what", "status", "reason"),
    [("refused", 403, "Refused"), ("stranger", 404, "Refused"), ("denied", 403, "PermissionDenied")],
)
def test_a_refusal_is_said_once(signed, dana, lines, what, status, reason):
    number = signed.post(f"/says/{what}/?from=dana@city.example", {"reason": "My own words"})["X-Request-ID"]
    assert lines() == [
        f"WARNING portal.denied door=page person={dana.pk} method=POST"
        f" at=says/<what>/ status={status} reason={reason} request={number}"
    ]


@pytest.mark.parametrize("what", ["conflict", "not-ready"])
def test_what_is_no_denial_is_not_said(signed, lines, what):
    signed.post(f"/says/{what}/")
    assert not any("portal.denied" in line for line in lines())


def test_an_address_that_leads_nowhere_is_no_door(signed, lines):
    signed.get("/wp-login.php")
    assert lines() == ["WARNING django.request Not Found: /wp-login.php"]


def test_a_lost_token_and_a_session_that_ended_are_said(dana, lines):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(dana)
    browser.post("/note/", {"title": "Words\r\nof mine"})
    Client().post("/note/", {"title": "Words of mine"})
    said = [re.sub(r" request=\S+", "", line) for line in lines()]
    assert said == [
        f"WARNING portal.denied door=page person={dana.pk} method=POST at=note/ status=403 reason=CsrfLost",
        "WARNING portal.denied door=page person=- method=POST at=note/ status=403 reason=SessionEnded",
    ]


@pytest.mark.parametrize(("refusal", "status"), [(Refused("No."), 403), (Refused("", visible=False), 404)])
def test_a_task_that_refuses_says_so_and_ends(lines, refusal, status):
    def refuse() -> None:
        raise refusal

    task = current_app.task(name=f"tests.refuse.{status}")(refuse)
    assert task() is None
    assert [re.sub(r" request=\S+", "", line) for line in lines()] == [
        f"WARNING portal.denied door=task person=- at=tests.refuse.{status} status={status} reason=Refused"
    ]
    del current_app.tasks[task.name]


def test_a_task_that_came_too_late_says_so(lines):
    def late() -> None:
        raise Conflict("Ana was first.")

    task = current_app.task(name="tests.late")(late)
    assert task() is None
    assert "reason=Conflict" in lines()[0]
    assert "Ana" not in lines()[0]
    del current_app.tasks[task.name]


# ---- no text forges a line (ASVS 16.4.1)


def written(record: logging.LogRecord) -> str:
    return OneLine(settings.LOGGING["formatters"]["plain"]["format"]).format(record)


def test_hostile_text_stays_on_its_line():
    record = logging.LogRecord("x", logging.INFO, "", 0, "Said: %s", (HOSTILE,), None)
    line = written(record)
    assert line.isprintable()
    assert r"x\r\nINFO portal.denied" in line


def test_hostile_text_in_a_traceback_begins_no_entry():
    try:
        raise ValueError(HOSTILE)
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "Broke", (), (type(error), error, error.__traceback__))
    first, *rest = written(record).split("\n")
    assert first.endswith("Broke")
    assert all(line.startswith("    ") and line.isprintable() for line in rest)


def test_a_value_passes_for_no_other_fact(caplog):
    denied.say(door="page", person=1, at='a" status=200 \n', status=403, reason=HOSTILE, method="GET x=1")
    line = written(caplog.records[0])
    assert line.isprintable()
    assert r'at="a\" status=200 \n" status=403' in line
    assert 'method="GET x=1"' in line


def test_djangos_own_line_is_left_out_only_where_ours_stands(rf):
    request = rf.get("/note/")
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden", (), None)
    record.request, record.status_code = request, 403
    assert SaidAlready().filter(record)
    request.resolver_match = object()
    assert not SaidAlready().filter(record)
    record.status_code = 500
    assert SaidAlready().filter(record)
