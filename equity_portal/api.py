"""The API: the rooms' addresses put together, its description, and the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from plans.api.urls import urlpatterns as plans
from raci import lists
from raci.api import conditional
from raci.api.contract import Door, Everything, operation
from raci.api.fields import Choice, Shape
from raci.api.lists import list_door
from raci.api.paging import Query
from raci.api.shapes import said
from raci.api.tokens import Tokens
from raci.api.urls import urlpatterns as raci
from reports.api import urlpatterns as reports

# Every list that the portal's pages have, with the same search, filters and sorting; plans and teams have their own.
LISTS = [
    path(
        f"lists/{one.code}/",
        list_door(one, noun="lists", name=f"{one.code.title()}Table").as_view(),
        name=f"list-{one.code}",
    )
    for one in lists.registered()
    if one.code not in ("plans", "teams")
]
PARTS: list[URLPattern | URLResolver] = [*raci, *plans, *reports, *LISTS]


@cache
def schema() -> dict[str, Any]:
    """The description, made from the code once a process."""
    generator = SchemaGenerator(patterns=[path("api/v1/", include((PARTS, "api")))])  # type: ignore[no-untyped-call]
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@cache
def _schema_as(form: str) -> bytes:
    if form == "yaml":
        return yaml.safe_dump(_plain(schema()), sort_keys=False, allow_unicode=True).encode()
    rendered: bytes = JSONRenderer().render(schema())
    return rendered


def _plain(value: Any) -> Any:
    """Plain values: lazy texts and strings of other kinds as YAML knows them."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, bool | int | float | None) else str(value)


class OwnSession(BaseAuthentication):
    """Whoever is signed in may read what the API is; to use it takes a token."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The session's person."""
        user = getattr(request._request, "user", None)
        return (user, None) if user is not None and user.is_authenticated else None


class SchemaQuery(Query):
    """As what it is wanted."""

    format = Choice(choices=["json", "yaml"], required=False)


class Schema(Door):
    """The description."""

    noun = "schema"
    authentication_classes = (OwnSession, Tokens)
    content_negotiation_class = Everything

    @operation("The description of the API", query=SchemaQuery)
    def get(self) -> Any:
        """OpenAPI 3.1, as JSON or YAML."""
        form = self.wanted.get("format", "json")
        body = _schema_as(form)
        etag = conditional.etag_of(body)
        if conditional.is_known(self.request, etag):
            return conditional.not_modified(etag)
        headers = {"ETag": etag, "Cache-Control": "no-store"}
        return HttpResponse(body, content_type=f"application/vnd.oai.openapi+{form}", headers=headers)


class IndexShown(Shape):
    """Where to begin."""

    name = said()
    version = said()
    docs = said()
    schema = said()
    me = said()
    lists = serializers.DictField(child=said(), help_text="The address of each list, by its name.")

    example = {
        "name": "Equity Portal", "version": "1", "docs": "/api/v1/docs/", "schema": "/api/v1/schema/", "me": "/api/v1/me/",
        "lists": {"plan-list": "/api/v1/plans/"},
    }  # fmt: skip


class Index(Door):
    """Where to begin."""

    noun = "index"
    authentication_classes = (OwnSession, Tokens)

    @operation("Where to begin", gives=IndexShown)
    def get(self) -> Any:
        """What this is, where it is described, and the address of each list."""
        about = settings.SPECTACULAR_SETTINGS
        return {
            "name": about["TITLE"], "version": about["VERSION"], "docs": reverse("api-docs"),
            "schema": reverse("api:schema"), "me": reverse("api:me"), "lists": dict(_lists()),
        }  # fmt: skip


def _lists() -> Iterator[tuple[str, str]]:
    for part in PARTS:
        method = getattr(part.callback.cls, "get", None)  # type: ignore[union-attr]
        if method and method.operation.is_list and not part.pattern.converters:
            yield str(part.name), reverse(f"api:{part.name}")  # type: ignore[union-attr]


def nowhere(_request: HttpRequest, **_rest: str) -> HttpResponse:
    """Any other address below /api/: no page, no redirect, a problem."""
    raise Http404


app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", Index.as_view(), name="index"),
    path("v1/", include(PARTS)),
    path("v1/schema/", Schema.as_view(), name="schema"),
    re_path(r"^(?P<rest>.*)$", nowhere, name="nowhere"),
]
