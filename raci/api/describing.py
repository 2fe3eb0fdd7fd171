"""The schema (OpenAPI): each operation as it is declared (`contract.Operation`), so that what is described is what is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework import serializers

from raci.api.contract import FILE, Door, Operation
from raci.api.fields import CODE, KEY, Body
from raci.api.problems import TITLES
from raci.api.tokens import SAFE

Described = dict[str, Any]
JSON = "application/json"
ANY = (401, 403, 404, 406, 422, 429, 500, 503)
UNSAFE = (400, 409, 413, 415)
PATH = {
    "id": KEY,
    "code": {"type": "string", "pattern": CODE},
    "post": {"type": "string", "pattern": CODE},
    "number": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    "activity": {"type": "string", "pattern": r"^[-.a-zA-Z0-9]{1,20}$"},
    "role": {"type": "string", "pattern": r"^[-.a-zA-Z0-9]{1,20}$"},
    "category": {"type": "string", "pattern": r"^[-.a-zA-Z0-9]{1,20}$"},
    "kind": {"type": "string", "pattern": r"^[-a-zA-Z0-9_]{1,20}$"},
}
TAG = r'^(\*|(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*)$'
KEY_SENT = {"type": "string", "pattern": r"^[ -~]{1,255}$", "minLength": 1, "maxLength": 255}
HEADERS: dict[str, tuple[str, Described]] = {
    "If-Match": (
        "Advised: the `ETag` under which you read it. 412 where it has changed since.",
        {"type": "string", "pattern": TAG},
    ),
    "If-None-Match": ("The `ETag` you have: 304 where it is still so.", {"type": "string", "pattern": TAG}),
    "Idempotency-Key": (
        "Advised: any text of your own. Sent again with the same request within 24 hours, it is answered and not done again.",
        KEY_SENT,
    ),
}


class Describing(AutoSchema):
    """One operation of a `Door`."""

    view: Any  # a Door
    registry: ComponentRegistry

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> Described | None:
        """The operation's part of the schema."""
        self.registry, self.path, self.path_regex, self.path_prefix = registry, path, path_regex, path_prefix
        self.method = method.upper()
        handler = getattr(self.view, self.method.lower())
        told: Operation | None = getattr(handler, "operation", None)
        if told is None:
            return None
        described: Described = {
            "operationId": _name(self.view, self.method),
            "summary": told.summary,
            "description": (handler.__doc__ or "").strip(),
            "tags": [self.view.noun],
            "parameters": [*self._path(), *self._query(told), *self._headers(told)],
            "security": [{"token": []}],
            "responses": dict(self._answers(told)),
        }
        if told.takes is not None:
            described["requestBody"] = self._body(told.takes)
        return described

    def _path(self) -> Iterator[Described]:
        for name in self.path.split("{")[1:]:
            name = name.partition("}")[0]
            yield {"name": name, "in": "path", "required": True, "schema": PATH[name]}

    def _query(self, told: Operation) -> Iterator[Described]:
        if told.query is None:
            return
        component = self.resolve_serializer(told.query, "request")
        properties = component.schema.get("properties", {})
        self.registry._components.pop((component.name, component.type))  # parameters stand with their operation
        for name, schema in properties.items():
            inner = {key: value for key, value in schema.items() if key not in ("description", "minLength")}
            described = {"name": name, "in": "query", "schema": inner, "required": told.query().fields[name].required}
            if "description" in schema:
                described["description"] = schema["description"]
            yield described

    def _headers(self, told: Operation) -> Iterator[Described]:
        names = ["If-None-Match"] if self.method in SAFE else ["Idempotency-Key"]
        if told.subject:
            names.append("If-Match")
        for name in names if told.gives != FILE else []:
            yield {"name": name, "in": "header", "description": HEADERS[name][0], "schema": HEADERS[name][1]}

    def _body(self, takes: type[Body]) -> Described:
        component = self.resolve_serializer(takes, "request")
        if component.schema is None or not component.schema.get("properties"):
            content = {"schema": {"type": "object", "additionalProperties": False, "maxProperties": 0}, "example": {}}
            return {"content": {JSON: content}, "required": False}
        component.schema["additionalProperties"] = False
        of_file = any(isinstance(one, serializers.FileField) for one in takes().fields.values())
        media = "multipart/form-data" if of_file else JSON
        needed = bool(component.schema.get("required"))
        content = {"schema": component.ref}
        if not of_file:
            content["example"] = takes.example
        return {"content": {media: content}, "required": needed}

    def _answers(self, told: Operation) -> Iterator[tuple[str, Described]]:
        yield str(204 if told.gives is None else told.status), self._answer(told)
        if self.method in SAFE and told.gives != FILE:
            yield (
                "304",
                {"description": "You have it already.", "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}},
            )
        for status, meaning in told.also.items():
            yield str(status), {"description": meaning}
        for status in self._problems(told):
            yield str(status), {"$ref": f"#/components/responses/{_response(status)}"}

    def _problems(self, told: Operation) -> list[int]:
        found = set(ANY)
        if told.gives == FILE:
            found.discard(406)
        if self.method not in SAFE:
            found |= set(UNSAFE) | ({412} if told.subject else set())
        return sorted(found)

    def _answer(self, told: Operation) -> Described:
        if told.gives is None:
            return {"description": "Done; nothing is left to show."}
        if told.gives == FILE:
            return {"description": "The file.", "content": {"*/*": {"schema": {}}}}
        assert isinstance(told.gives, type)
        schema: Described = self.resolve_serializer(told.gives, "response").ref
        example = told.gives.example
        if told.is_list:
            schema, example = _page(schema), {"count": 1, "next": None, "previous": None, "results": [example]}
        headers = {"ETag": {"$ref": "#/components/headers/ETag"}}
        if told.status in (201, 202):
            headers["Location"] = {"$ref": "#/components/headers/Location"}
        if self.method not in SAFE:
            headers["Idempotency-Replayed"] = {"$ref": "#/components/headers/Replayed"}
        content = {JSON: {"schema": schema, "example": example}}
        described = {"description": told.summary, "headers": headers, "content": content}
        return {**described, **_links(_name(self.view, self.method))}


# operation > link > what follows it, with the number that its answer names (a JSON pointer) or that it was asked with
LINKS: dict[str, dict[str, tuple[str, str]]] = {
    "planList_post": {
        "plan": ("planDetail_get", "/id"),
        "goals": ("goalAdd_post", "/id"),
        "open": ("recordOpen_post", "/id"),
    },
    "goalAdd_post": {
        "goal": ("goalDetail_get", "/id"),
        "change": ("goalDetail_patch", "/id"),
        "outcomes": ("outcomeAdd_post", "/id"),
    },
    "outcomeAdd_post": {"outcome": ("outcomeDetail_get", "/id"), "actions": ("actionAdd_post", "/id")},
    "actionAdd_post": {
        "action": ("actionDetail_get", "/id"),
        "change": ("actionDetail_patch", "/id"),
        "status": ("actionStatus_put", "/id"),
        "remove": ("actionDetail_delete", "/id"),
    },
    "recordOpen_post": {"revise": ("recordRevise_post", "/id"), "submit": ("recordSubmit_post", "/id")},
    "recordRevise_post": {"change": ("planDetail_patch", "/id"), "open": ("recordOpen_post", "/id")},
    "recordSubmit_post": {"withdraw": ("recordWithdraw_post", "/id"), "record": ("recordDetail_get", "/id")},
    "recordWithdraw_post": {"change": ("planDetail_patch", "/id"), "open": ("recordOpen_post", "/id")},
    "evidenceList_post": {"file": ("evidenceFile_get", "/id"), "remove": ("evidenceDetail_delete", "/id")},
    "submissionDecision_post": {"receipt": ("receiptDetail_get", "/id"), "record": ("recordDetail_get", "/record")},
    "historyExport_post": {"job": ("jobDetail_get", "/id"), "file": ("jobFile_get", "/id")},
    "printAdd_post": {
        "job": ("jobDetail_get", "/id"),
        "file": ("jobFile_get", "/id"),
        "cancel": ("jobCancel_post", "/id"),
    },
    "personList_post": {"person": ("personDetail_get", "/id"), "disable": ("personDisable_post", "/id")},
    "delegationList_post": {"delegation": ("delegationDetail_get", "/id"), "end": ("delegationEnd_post", "/id")},
    "holdingAdd_post": {"holding": ("holdingDetail_get", "/id"), "end": ("holdingEnd_post", "/id")},
}


def _links(operation: str) -> Described:
    found = LINKS.get(operation, {})
    links = {
        name: {"operationId": follows, "parameters": {"id": f"$response.body#{pointer}"}}
        for name, (follows, pointer) in found.items()
    }
    return {"links": links} if links else {}


def _page(row: Described) -> Described:
    address = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "properties": {
            "count": {"type": "integer", "minimum": 0},
            "next": address,
            "previous": address,
            "results": {"type": "array", "items": row},
        },
        "required": ["count", "next", "previous", "results"],
    }


def _name(view: Door, method: str) -> str:
    """ "planList_get": the class and the method, which together are told once."""
    kind = type(view).__name__
    return f"{kind[0].lower()}{kind[1:]}_{method.lower()}"


def _response(status: int) -> str:
    return "".join(part.capitalize() for part in TITLES[status][0].split("-"))


PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri", "description": "The number of the request; logs and history carry it."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["field", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}  # fmt: skip


def whole(result: Described, **_generator: Any) -> Described:
    """What all operations share: problems, headers, the token (a post-processing hook)."""
    parts = result.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    parts["responses"] = {_response(status): _problem(status) for status in TITLES if status != 405}
    parts["headers"] = {
        "ETag": {"description": "Changes with what is shown.", "schema": {"type": "string"}},
        "Location": {"description": "Where it is.", "schema": {"type": "string", "format": "uri-reference"}},
        "Replayed": {"description": "`true` where this is the first answer again.", "schema": {"type": "string"}},
        "RetryAfter": {"description": "Seconds.", "schema": {"type": "string"}},
    }
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A personal token, `ep_...`."}
    }
    return result


def _problem(status: int) -> Described:
    code, title, meaning = TITLES[status]
    example = {
        "type": f"/api/v1/docs/#{code}",
        "title": str(title),
        "status": status,
        "detail": str(meaning),
        "instance": "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
    }
    if status == 422:
        example["errors"] = [{"field": "ends_on", "detail": "The last day must not be before the first day."}]
    described: Described = {
        "description": str(title),
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }
    if status in (429, 503):
        described["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
    return described
