"""The API's description as a page to read: by noun, each operation with what it takes, what it answers and a line to try."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from equity_portal.api import schema
from raci.api.problems import TITLES
from raci.doors import PersonRequest, signed_in

NOUNS: dict[str, str | Promise] = {  # in the order in which a newcomer asks for them
    "me": _("You"),
    "city": _("The city"),
    "matrix": _("The matrix"),
    "posts": _("Posts and who holds them"),
    "delegations": _("Delegations"),
    "teams": _("Teams, their members and nominations"),
    "meetings": _("Meetings of teams"),
    "reviews": _("Reviewed records"),
    "plans": _("Plans"),
    "records": _("Records and their moves"),
    "texts": _("Frozen texts"),
    "evidence": _("Evidence"),
    "consultations": _("Consultations"),
    "submissions": _("Submissions and decisions"),
    "receipts": _("Receipts"),
    "conditions": _("Conditions"),
    "directives": _("Directives"),
    "modes": _("Decision modes"),
    "recommendations": _("Recommendations"),
    "aims": _("Objectives, themes and services"),
    "inbox": _("The inbox"),
    "jobs": _("Work in the background"),
    "history": _("History"),
    "lists": _("Lists, as the pages have them"),
    "people": _("People"),
}


@dataclass(frozen=True)
class Parameter:
    """Something an address or a header can carry."""

    name: str
    where: str
    shape: str
    says: str


@dataclass(frozen=True)
class Described:
    """One operation, to read."""

    anchor: str
    method: str
    path: str
    summary: str
    says: str
    parameters: list[Parameter]
    takes: str  # an example, as JSON; "" where it takes none
    upload: bool
    status: str
    gives: str
    errors: list[tuple[str, str]]  # status, name
    curl: str


@dataclass(frozen=True)
class Noun:
    """A group of operations."""

    code: str
    title: str | Promise
    operations: list[Described]


@cache
def nouns() -> list[Noun]:
    """Everything, by noun."""
    found: dict[str, list[Described]] = {code: [] for code in NOUNS}
    for path, item in schema()["paths"].items():
        for method, operation in item.items():
            found[operation["tags"][0]].append(_described(path, method, operation))
    return [Noun(code, NOUNS[code], operations) for code, operations in found.items()]


def _described(path: str, method: str, operation: dict[str, Any]) -> Described:
    body = operation.get("requestBody", {}).get("content", {})
    upload = "multipart/form-data" in body
    example = body.get("application/json", {}).get("example")
    status, answer = next((code, one) for code, one in operation["responses"].items() if code[0] == "2")
    shown: list[dict[str, Any]] = list(answer.get("content", {}).values())
    gives = shown[0].get("example") if shown else None
    takes = "" if example is None else json.dumps(example, indent=2, ensure_ascii=False)
    return Described(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        says=operation["description"],
        parameters=list(_parameters(operation)),
        takes=takes,
        upload=upload,
        status=status,
        gives="" if gives is None else json.dumps(gives, indent=2, ensure_ascii=False),
        errors=[(code, _name(one)) for code, one in operation["responses"].items() if code[0] in "45"],
        curl=_curl(path, method.upper(), example, upload=upload),
    )


def _name(answer: dict[str, Any]) -> str:
    return next(code for code, *_rest in TITLES.values() if _same(code, answer.get("$ref", "")))


def _same(code: str, ref: str) -> bool:
    return ref.endswith("/" + "".join(part.capitalize() for part in code.split("-")))


def _parameters(operation: dict[str, Any]) -> Iterator[Parameter]:
    for one in operation["parameters"]:
        inner = one["schema"]
        shape = ", ".join(map(str, inner["enum"])) if "enum" in inner else str(inner.get("type", "text"))
        yield Parameter(one["name"], one["in"], shape, one.get("description", ""))


def _curl(path: str, method: str, example: Any, *, upload: bool) -> str:
    line = ["curl", '-H "Authorization: Bearer $TOKEN"']
    if method != "GET":
        line.insert(1, f"-X {method}")
    if upload:
        line.append("-F file=@minutes.pdf" if path.endswith("evidence/") else "-F document=@oath.pdf -F person=12 ...")
    elif example is not None:
        line += ['-H "Content-Type: application/json"', f"-d '{json.dumps(example, ensure_ascii=False)}'"]
    return " ".join([*line, f'"$PORTAL{path}"'])


@require_safe
@signed_in
def docs(request: PersonRequest) -> HttpResponse:
    """For whoever is signed in."""
    return render(
        request, "api/docs.html", {"nouns": nouns(), "problems": TITLES.items(), "address": _address(request)}
    )


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
