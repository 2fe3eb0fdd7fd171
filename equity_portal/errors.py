"""Pages for what went wrong: what happened, what to do, and everything that was typed, ready to be sent again.

The pages for a broken server (`server_error`, `database_away`) read no table: they are drawn without context processors.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from raci.api.problems import BUSY, problem
from raci.history.acting import request_id
from raci.refusals import Conflict, NotReady, Refused, SessionEnded
from raci.typing import is_secret

log = logging.getLogger(__name__)

API = "/api/"  # programs ask there: what goes wrong is answered as a problem in JSON

# sent again, not shown: nobody typed them
MACHINERY = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "seen", "sha256", "opened")


@dataclass
class Typed:
    """What a form sent: hidden values to send again, the readable ones among them, and files to choose again."""

    hidden: list[tuple[str, str]] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.hidden or self.files)


def typed(request: HttpRequest) -> Typed:
    """What was typed, without passwords, tokens and files; nothing where the request cannot be read."""
    if request.method != "POST":
        return Typed()
    try:
        sent, files = request.POST, request.FILES
    except (RequestDataTooBig, TooManyFieldsSent, UnreadablePostError, SuspiciousOperation):
        return Typed()
    hidden = [(name, value) for name, values in sent.lists() if not is_secret(name) for value in values]
    shown = [(_readable(name), value) for name, value in hidden if value.strip() and not name.endswith(MACHINERY)]
    return Typed(hidden, shown, [upload.name or "" for _name, uploads in files.lists() for upload in uploads])


def _readable(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").strip().capitalize()


# ---- pages by what an act raised


def page_for(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The page for what an act or the database said; none for what Django answers itself."""
    if isinstance(exception, Refused):
        return forbidden(request, exception) if exception.visible else not_found(request, exception)
    if isinstance(exception, SessionEnded):
        return session_ended(request)
    if isinstance(exception, Conflict):
        return _page(request, 409, "errors/409.html", reason=str(exception))
    if isinstance(exception, NotReady):
        return _page(request, 422, "errors/422.html", problems=exception.problems)
    if isinstance(exception, OperationalError | InterfaceError):
        return database_away(request, exception)
    return None


def session_ended(request: HttpRequest) -> HttpResponse:
    """403 for a form sent after the session ended: the text stays, signing in happens in a new tab."""
    back = urlencode({REDIRECT_FIELD_NAME: _back(request) or "/"})
    return _page(request, 403, "errors/session_ended.html", sign_in=f"{_login()}?{back}")


def csrf_lost(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 where the form's token does not fit (Django's CSRF_FAILURE_VIEW).

    A form that came from another site is not offered again: that would help the other site.
    """
    request.denied_by = "CsrfLost"  # type: ignore[attr-defined] # for the log
    ours = _from_this_site(request)
    return _page(request, 403, "errors/csrf_lost.html", kept=typed(request) if ours else Typed(), ours=ours)


def _from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that our own page sent this; a browser that says nothing sends an Origin or a Referer."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return not source or urlsplit(source).netloc == request.get_host()


def too_often(request: HttpRequest) -> HttpResponse:
    """429: tried too often; the same page whoever was tried (allauth's handler429)."""
    response = _page(request, 429, "errors/429.html")
    response["Retry-After"] = "300"
    return response


# ---- Django's handlers (handler400, handler403, handler404, handler500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood; drawn without the database (it may be hostile)."""
    return _bare(request, 400, "errors/400.html", too_big=isinstance(exception, RequestDataTooBig | TooManyFieldsSent))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason, for those who may see the record."""
    reason = str(exception) if isinstance(exception, Refused | PermissionDenied) else ""
    return _page(request, 403, "errors/403.html", reason=reason)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404, the same for what is absent and for what is hidden from a stranger."""
    return _page(request, 404, "errors/404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database was away; reads no table."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return database_away(request, error)
    return _bare(request, 500, "errors/500.html")


def database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """503 while the database is away; 409 where two requests met and this one gave way."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if state.startswith(BUSY):
        return _bare(request, 409, "errors/busy.html")
    log.error("Database away at %s: %s", request.path, error)
    response = _bare(request, 503, "errors/503.html")
    response["Retry-After"] = "5"
    return response


# ---- drawing


def _page(request: HttpRequest, status: int, template: str, **context: object) -> HttpResponse:
    return _draw(request, status, template, context, with_processors=True)


def _bare(request: HttpRequest, status: int, template: str, **context: object) -> HttpResponse:
    return _draw(request, status, template, context, with_processors=False)


def _draw(
    request: HttpRequest, status: int, template: str, context: dict[str, object], *, with_processors: bool
) -> HttpResponse:
    if request.path.startswith(API):
        return problem(status, str(context.get("reason", "")))
    context.setdefault("kept", typed(request))
    context |= {
        "status": status,
        "address": request.get_full_path(),
        "back": _back(request),
        "token": get_token(request),
    }
    context["number"] = request_id.get()
    if getattr(request, "htmx", False):
        template = "errors/fragment.html"
    html = get_template(template).render(context, request if with_processors else None)
    response = HttpResponse(html, status=status)
    if getattr(request, "htmx", False):
        response["HX-Retarget"], response["HX-Reswap"] = "#portal-notice", "innerHTML"
    return response


def _back(request: HttpRequest) -> str:
    """The page the form stood on, if it was one of ours."""
    referer = request.headers.get("Referer", "")
    try:
        ours = request.get_host()
    except DisallowedHost:  # this is the page that says so
        return ""
    if not url_has_allowed_host_and_scheme(referer, {ours}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _login() -> str:
    try:
        return reverse("account_login")
    except NoReverseMatch:
        return "/"
