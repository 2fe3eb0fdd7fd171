"""The contract of one method of one address: declared once, kept while it is answered, and described by it in the schema.

    class GoalDetail(Door):
        @operation("Change a goal", takes=GoalChange, gives=GoalShown, subject=True)
        def patch(self, pk): ...

A method authorises by asking the page's own query, reads `self.sent()`, calls one act, and returns what is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from io import BytesIO
from typing import Any, NoReturn, TypeVar, cast

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.parsers import BaseParser, JSONParser, MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from raci import doors
from raci.api import conditional, idempotency, paging
from raci.api.fields import Body, Shape
from raci.api.paging import Paged, Query, Rows
from raci.api.problems import Stale
from raci.api.tokens import SAFE, Admitted, Tokens
from raci.authority import Facts
from raci.doors import PersonRequest
from raci.models import Person
from raci.refusals import Refused

Method = TypeVar("Method", bound=Callable[..., Any])
FILE = "a file"


class Json(JSONParser):
    """A JSON object. What is too deep to be read is unreadable, not our fault."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:  # noqa: ARG002
        """The object."""
        body = parser_context["request"]._request.body  # Django's own limit holds here
        if not body.strip():
            return {}
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error


class Multipart(MultiPartParser):
    """A file with its fields; the one thing that JSON does not carry."""


class Everything(BaseContentNegotiation):
    """For addresses that answer a file: whatever is accepted, the file is what there is."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """As usual."""
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:  # noqa: ARG002
        """Errors are JSON."""
        return renderers[0], renderers[0].media_type


@dataclass(frozen=True)
class Operation:
    """What one method takes and gives."""

    summary: str
    takes: type[Body] | None = None
    gives: type[Shape] | str | None = None  # FILE, or nothing (204)
    query: type[Query] | None = None
    status: int = 200
    subject: bool = False  # whether If-Match is compared with what `Door.current` shows
    upload: bool = False  # multipart is taken
    also: dict[int, str] = field(default_factory=dict)  # further answers, with what they mean

    @property
    def is_list(self) -> bool:
        """Whether it answers pages."""
        return self.query is not None and issubclass(self.query, Paged)


def operation(summary: str, **terms: Any) -> Callable[[Method], Method]:
    """Declare a method of a `Door`, and keep what is declared."""
    told = Operation(summary, **terms)

    def declare(method: Method) -> Method:
        @wraps(method)
        def kept(view: Door, request: Request, **named: Any) -> HttpResponseBase:
            view.operation = told
            view.wanted = paging.asked(request._request, told.query or Query)
            if request.method in SAFE:
                return view.read(method(view, **named))
            return idempotency.once(request, lambda: view.done(method, named))

        kept.operation = told  # type: ignore[attr-defined]
        return kept  # type: ignore[return-value]

    return declare


class Door(APIView):
    """An address of the API."""

    authentication_classes: tuple[type[BaseAuthentication], ...] = (Tokens,)
    permission_classes = (Admitted,)
    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer,)
    parser_classes: tuple[type[BaseParser], ...] = (Json,)
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    noun = ""  # how the description groups it

    operation: Operation
    wanted: dict[str, Any]

    def permission_denied(self, _request: Request, message: str | None = None, code: str | None = None) -> NoReturn:  # noqa: ARG002
        """403 with the reason: whoever came this far has a token."""
        raise Refused(message or "")

    @property
    def person(self) -> Person:
        """Whose token it is."""
        return cast(Person, self.request.user)

    @property
    def page_request(self) -> PersonRequest:
        """The request, for what a page's view shares with this door."""
        return cast(PersonRequest, self.request)

    @property
    def facts(self) -> Facts:
        """What counts for whoever asks, read once a request."""
        return doors.facts(self.request)

    def forget(self) -> None:
        """After an act: what counted before it may count no more."""
        self.request._facts = None  # type: ignore[attr-defined]

    def sent(self) -> dict[str, Any]:
        """The body as the operation declares it; asked for once it is known that the act is theirs to try."""
        takes = self.operation.takes or Body
        return takes(data=self.request.data).taken()

    # ---- answering

    def read(self, found: Any) -> HttpResponseBase:
        """What a GET answers, or 304."""
        if isinstance(found, HttpResponseBase):
            return found
        response = self.answer(found)
        if conditional.is_known(self.request, response["ETag"]):
            return conditional.not_modified(response["ETag"])
        return response

    def done(self, method: Callable[..., Any], named: dict[str, Any]) -> HttpResponse:
        """Check what it was decided on, act, and show what has become of it."""
        if self.operation.subject:
            self.check(**named)
        found = method(self, **named)
        location = ""
        if isinstance(found, Created):
            found, location = found.shown, found.location
        response = self.answer(found)
        if location:
            response["Location"] = location
        return response

    def answer(self, found: Any) -> HttpResponse:
        """The value as JSON, with its tag."""
        if self.operation.gives is None:
            return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
        body = self.rendered(found)
        headers = {"ETag": conditional.etag_of(body), "Cache-Control": "no-store"}
        return HttpResponse(body, status=self.operation.status, content_type="application/json", headers=headers)

    def rendered(self, found: Any, gives: type[Shape] | None = None) -> bytes:
        """The bytes of what is shown."""
        shape = gives or self.operation.gives
        assert isinstance(shape, type)
        if isinstance(found, Rows):
            page = paging.page_of(found, self.wanted, self.request._request)
            data: Any = {**page, "results": [shaper(shape).to_representation(row) for row in page["results"]]}
        else:
            data = shaper(shape).to_representation(found)
        rendered: bytes = JSONRenderer().render(data)
        return rendered

    # ---- If-Match

    shows: type[Shape]

    def current(self, *_args: Any, **_named: Any) -> Any:
        """What GET shows of the thing this address is about, with `shows`; its rows locked, so that it stays so."""
        raise NotImplementedError

    def check(self, **named: Any) -> None:
        """`Stale` where If-Match names another state than today's."""
        tags = conditional.tags(self.request, "If-Match")
        if tags is None or tags == ["*"]:
            return
        if conditional.etag_of(self.rendered(self.current(**named), self.shows)) not in tags:
            raise Stale(self.changed(**named))

    def changed(self, *_args: Any, **_named: Any) -> str:
        """Who changed it and when, where that is known."""
        return ""


@cache
def shaper(shape: type[Shape]) -> Shape:
    """One of each for the process: it holds nothing of what it shows, and making one costs more than a row does."""
    return shape()


@dataclass(frozen=True)
class Created:
    """Something new, and its address."""

    shown: Any
    location: str
