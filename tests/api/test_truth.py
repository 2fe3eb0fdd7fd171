"""The description is true: what is answered to anybody, anywhere, is what the schema says; and each example is valid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker

from equity_portal.api import schema
from tests.api.caller import Caller
from tests.api.routes import behind, operations
from tests.city import small_city
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
READERS = ("stranger", "director", "consulted", "decider", "informed", "auditor", "outside", "technician")


@pytest.fixture(scope="module")
def world(first_rows: None, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world(small_city())
        with connection.cursor() as cursor:
            cursor.execute("SELECT seal_now()")
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def callers(world: World, django_db_blocker) -> dict[str, Caller]:
    people = world.people()
    return {name: Caller(people[name]) for name in READERS}


def validator(part: dict[str, Any]) -> Draft202012Validator:
    whole = {**part, "components": schema()["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def described(name: str, values: dict[str, Any], method: str) -> dict[str, Any]:
    """The operation of an address in the schema."""
    path = reverse(f"api:{name}", kwargs=values)
    for template, item in schema()["paths"].items():
        if method in item and len(template.split("/")) == len(path.split("/")):
            pairs = zip(template.split("/"), path.split("/"), strict=True)
            if all(a == b or a.startswith("{") for a, b in pairs) and not _literal(path, template):
                return item[method]
    raise AssertionError(f"{name} is not in the schema")


def _literal(path: str, template: str) -> bool:
    """Whether another template says the same address more exactly."""
    return "{" in template and path in schema()["paths"]


def answer_of(operation: dict[str, Any], status: int) -> dict[str, Any]:
    found = operation["responses"][str(status)]
    return schema()["components"]["responses"][found["$ref"].rpartition("/")[2]] if "$ref" in found else found


@pytest.mark.parametrize("name", [name for name, method, _told in operations() if method == "get"])
def test_what_is_answered_is_what_is_described(world: World, callers: dict[str, Caller], name: str):
    values = behind(world)[name]
    url, operation, seen = reverse(f"api:{name}", kwargs=values), described(name, values, "get"), set()
    for who, caller in callers.items():
        answer = caller.get(url)
        seen.add(answer.status_code)
        assert answer.status_code < 500, (who, answer.content)
        told = answer_of(operation, answer.status_code)
        kind = answer["Content-Type"].partition(";")[0]
        assert kind in told["content"] or "*/*" in told["content"], (who, kind)
        if part := told["content"].get(kind, {}).get("schema"):
            errors = [f"{list(e.absolute_path)}: {e.message}" for e in validator(part).iter_errors(answer.json())]
            assert errors == [], (who, errors[:5], answer.content[:2000])
    assert 200 in seen or name in ("job-file", "holding-document"), seen


def examples() -> Iterator[tuple[str, dict[str, Any], Any]]:
    for path, item in schema()["paths"].items():
        for method, operation in item.items():
            for place in (operation.get("requestBody", {}), *operation["responses"].values()):
                for media in place.get("content", {}).values():
                    if "example" in media:
                        yield f"{method} {path}", media["schema"], media["example"]


def test_each_example_is_valid(city):
    wrong = {}
    for where, part, example in examples():
        errors = [f"{list(e.absolute_path)}: {e.message}" for e in validator(part).iter_errors(example)]
        if errors:
            wrong[where] = errors[:3]
    assert wrong == {}


def test_each_link_leads_to_an_operation_that_takes_what_it_is_given():
    known = {op["operationId"]: op for item in schema()["paths"].values() for op in item.values()}
    assert len(known) == sum(len(item) for item in schema()["paths"].values())
    links = [
        (link["operationId"], set(link["parameters"]))
        for op in known.values()
        for answer in op["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert len(links) > 30
    for operation, given in links:
        assert given == {one["name"] for one in known[operation]["parameters"] if one["in"] == "path"}, operation
