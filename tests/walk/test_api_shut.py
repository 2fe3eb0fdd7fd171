"""What the API keeps shut whatever is sent: other methods, hidden rows, fields that are nobody's, filters that would tell."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from raci.api.contract import Operation
from tests.api.caller import Caller
from tests.api.routes import METHODS, behind, operations
from tests.test_access import plain
from tests.walk.doors import ABSENT
from tests.walk.stage import listening, written
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
WHO = ("stranger", "director", "decider", "technician")
TAKES = {(name, method) for name, method, _told in operations()}
NAMES = sorted({name for name, _method in TAKES})
ACTING = [(name, method, told) for name, method, told in operations() if told.takes is not None and not told.upload]
FORMS = ("/evidence/", "/holdings/document/")  # what takes a file takes a form
LOOKUPS = (
    "title__startswith=P", "draft__title__startswith=P", "person__password__startswith=a", "ordering=person__password",
)  # fmt: skip
OF_RECORDS = ("plan-list", "consultation-list", "submission-list", "condition-list")


@pytest.fixture(scope="module")
def callers(world: World, django_db_blocker) -> dict[str, Caller]:
    people = world.people()
    found = {name: Caller(people[name]) for name in WHO}
    for caller in found.values():
        caller.get("me/")  # that a token was used is noted once an hour
    return found


def ask(caller: Caller, method: str, url: str, body: Any = None) -> tuple[HttpResponse, int]:
    """A request that leaves nothing behind; the answer, and how many rows were written meanwhile."""
    with transaction.atomic():
        before = written()
        if body and url.endswith(FORMS):
            response = caller.client.post(url, body, headers={"Authorization": f"Bearer {caller.key}"})
        else:
            response = caller.ask(method.upper(), url, body)
        rows = written() - before
        transaction.set_rollback(True)
    return response, rows


@pytest.mark.parametrize("name", NAMES)
def test_other_methods_are_refused_and_write_nothing(world: World, callers: dict[str, Caller], name: str):
    url = reverse(f"api:{name}", kwargs=behind(world)[name])
    for who, caller in callers.items():
        for method in (*METHODS, "options", "trace"):
            if (name, method) in TAKES:
                continue
            answer, rows = ask(caller, method, url, {} if method in ("post", "put", "patch") else None)
            assert (answer.status_code, rows) == (405, 0), (who, method)
            assert method.upper() not in answer["Allow"].split(", ")
        if (name, "get") in TAKES:
            got, _rows = ask(caller, "get", url)
            head, rows = ask(caller, "head", url)
            assert (head.status_code, rows) == (got.status_code, 0), who
            assert b"".join(head) == b""


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(("-detail", "-list", "-file", "-bytes"))])
def test_hidden_reads_as_absent_and_is_said_once(world: World, callers: dict[str, Caller], name: str):
    values = behind(world)[name]
    if "pk" not in values:
        return
    absent = reverse(f"api:{name}", kwargs={**values, "pk": ABSENT})
    for who in ("stranger", "technician"):
        lines: list[str] = []
        with listening(lines):
            hidden, rows = ask(callers[who], "get", reverse(f"api:{name}", kwargs=values))
        if hidden.status_code == 404:
            assert plain(hidden) == plain(ask(callers[who], "get", absent)[0]), who
            assert (len(lines), rows) == (1, 0), (who, lines)
            assert lines[0].startswith("door=api person=")


# ---- mass assignment


def model_fields() -> set[str]:
    """The name of every field of every model of the portal, with its key's."""
    ours = [
        model
        for app in ("raci", "metrics", "engagement", "boards", "compliance", "plans", "reports")
        for model in apps.get_app_config(app).get_models()
    ]
    fields = [field for model in ours for field in model._meta.concrete_fields]
    return (
        {field.name for field in fields} | {field.attname for field in fields} | {"pk", "state", "status", "__class__"}
    )


def foreign_to(told: Operation) -> dict[str, Any]:
    """Every field that this body does not declare, with a value that would matter."""
    assert told.takes is not None
    declared = set(told.takes().fields)
    return {name: "approved" if name in ("state", "status") else 1 for name in sorted(model_fields() - declared)}


@pytest.mark.parametrize(("name", "method", "told"), ACTING, ids=lambda one: one if isinstance(one, str) else "")
def test_no_field_is_set_that_the_act_does_not_declare(
    world: World, callers: dict[str, Caller], name: str, method: str, told: Operation
):
    """Whoever may act is told which fields there are not; whoever may not is denied as ever. Nothing is written."""
    assert told.takes is not None
    url, foreign = reverse(f"api:{name}", kwargs=behind(world)[name]), foreign_to(told)
    for who, caller in callers.items():
        answer, rows = ask(caller, method, url, {**told.takes.example, **foreign})
        assert answer.status_code in (403, 404, 409, 422), (who, answer.content)
        assert rows == 0, who
        if answer.status_code == 422 and "errors" in answer.json():
            said = {one["field"] for one in answer.json()["errors"]}
            assert foreign.keys() <= said, (who, foreign.keys() - said)


# ---- filters and sorts as oracles


@pytest.mark.parametrize("name", OF_RECORDS)
def test_no_filter_tells_a_stranger_what_is_there(world: World, callers: dict[str, Caller], name: str):
    """Each declared parameter with what is there and is hidden: the same nothing as for what is not there at all."""
    told = next(one for found, method, one in operations() if (found, method) == (name, "get"))
    assert told.query is not None
    record, url = world.draft.record, reverse(f"api:{name}")
    there = [
        record.title,
        "Parks",
        "parks",
        "draft",
        "approved",
        "4.1",
        str(record.pk),
        str(world.submission.pk),
        "true",
    ]
    for parameter in set(told.query().fields) - {"page", "page_size"}:
        for value in there:
            for who in ("stranger", "technician"):
                answer, rows = ask(callers[who], "get", f"{url}?{parameter}={value.replace(' ', '%20')}")
                found = answer.json().get("count", 0) if answer.status_code == 200 else 0
                assert answer.status_code in (200, 403, 404, 422), (parameter, value, who)
                assert (found, rows) == (0, 0), (parameter, value, who)


@pytest.mark.parametrize("name", [name for name, method, told in operations() if method == "get" and told.is_list])
def test_no_parameter_reaches_into_a_row(world: World, callers: dict[str, Caller], name: str):
    """Lookups of the database are no filters: an unknown parameter is named and refused."""
    url = reverse(f"api:{name}", kwargs=behind(world)[name])
    for asked in LOOKUPS:
        answer, _rows = ask(callers["director"], "get", f"{url}?{asked}")
        assert answer.status_code in (403, 404, 422), (asked, answer.content[:200])
