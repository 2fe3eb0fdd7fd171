"""A program that asks the API with somebody's token."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from raci.actions.tokens import make_token
from raci.models import Person


class Caller:
    """Asks as one person; `caller.get("plans/")` is /api/v1/plans/."""

    def __init__(self, person: Person | None = None, key: str = "", **token: Any) -> None:
        self.client = Client(raise_request_exception=False)
        self.key = key or (make_token(person, by=person, name="Test", **token)[1] if person else "")

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """One request; a body that is no bytes goes as JSON."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            given.setdefault("Authorization", f"Bearer {self.key}")
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        kind = given.pop("Content-Type", "application/json" if body is not None else "")
        url = path if path.startswith("/") else f"/api/v1/{path}"
        return self.client.generic(method, url, data, content_type=kind, headers=given)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.ask("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.ask("PUT", path, body, **headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("DELETE", path, body, **headers)

    def upload(self, path: str, **fields: Any) -> HttpResponse:
        """A file, as a form."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.client.post(f"/api/v1/{path}", fields, headers=headers)
