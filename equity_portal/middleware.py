"""Around every request: its number, the city's zone, and how an act's refusal becomes a page."""

from __future__ import annotations

import uuid
import zoneinfo
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from equity_portal import errors, logs
from raci import denied, sessions
from raci.history.acting import request_id
from raci.models import City

Handler = Callable[[HttpRequest], HttpResponse]
REASONS = {401: "NotAuthenticated", 403: "PermissionDenied", 404: "NotFound", 429: "TooOften"}
BARE = (settings.STATIC_URL, "/healthz", "/readyz")  # addresses that ask the database nothing here


class RequestId:
    """Numbers the request (every history row carries the number), tells the clock's zone, keeps pages out of caches."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under its number."""
        number = str(uuid.uuid4())
        token = request_id.set(number)
        try:
            self._enter_city(request)
            response = self.get_response(request)
        finally:
            request_id.reset(token)
            timezone.deactivate()
        response["X-Request-ID"] = number
        session = getattr(request, "session", None)
        if session is not None and session.accessed and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"  # what one person may read is not left for the next
        return response

    def _enter_city(self, request: HttpRequest) -> None:
        request.city = None if request.path.startswith(BARE) else _city()  # type: ignore[attr-defined]
        if request.city is not None:  # type: ignore[attr-defined]
            timezone.activate(zoneinfo.ZoneInfo(request.city.time_zone))  # type: ignore[attr-defined]


def _city() -> City | None:
    """The city; none before it is loaded, and none when the database is away (the page then says so)."""
    try:
        return City.objects.filter(pk=1).first()
    except DatabaseError:
        return None


class Denied:
    """Says once in the log what was denied: whatever made the answer (page, admin, API, the check of a form's token)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then say it; an address that leads nowhere is no door."""
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code in logs.DENIED and match is not None:
            denied.say(
                door="admin" if "admin" in match.namespaces else "api" if "api" in match.namespaces else "page",
                person=_who(request),
                method=request.method or "",
                at=match.route,
                on=",".join(f"{name}:{value}" for name, value in match.kwargs.items() if _is_number(value)),
                status=response.status_code,
                reason=getattr(request, "denied_by", "") or REASONS[response.status_code],
            )
        return response


def _who(request: HttpRequest) -> int | None:
    try:
        return request.user.pk
    except (AttributeError, DatabaseError):  # refused before anybody was asked for
        return None


def _is_number(value: object) -> bool:
    """A row's number, not the secret of a link."""
    return isinstance(value, int) or (
        isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20
    )


class SessionSeen:
    """Notes, every few minutes, that a signed-in session is used: its owner sees when and from where (raci.sessions)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note; a page that asked for nobody is nobody's."""
        response = self.get_response(request)
        if getattr(request, "_cached_user", None) is not None and request.user.is_authenticated:
            with suppress(DatabaseError):  # the answer matters more
                sessions.note_seen(request)
        return response


class Refusals:
    """Turns what an act raises into the page that says why, what to do, and what was typed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_exception` does the work."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; none for what is not ours to explain."""
        request.denied_by = type(exception).__name__  # type: ignore[attr-defined] # for the log, if it is a denial
        return errors.page_for(request, exception)
