"""Every error as a problem in JSON (RFC 9457): what happened, and what to do; the same sentences as the pages say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.views import set_rollback

from raci.history.acting import request_id
from raci.refusals import Conflict, NotReady, Refused

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/v1/docs/"
BUSY = ("40", "55P03")  # SQLSTATE: deadlock, serialisation, lock not available: the same request works a moment later

Sentence = str | Promise
# status > its name in `type`, its title, and what it means (the page of the API shows all three)
TITLES: dict[int, tuple[str, Sentence, Sentence]] = {
    400: (
        "unreadable",
        gettext_lazy("Unreadable request"),
        gettext_lazy("The body is not JSON, or the request is broken."),
    ),
    401: (
        "unauthenticated",
        gettext_lazy("No valid token"),
        gettext_lazy("Send `Authorization: Bearer ep_...`. A wrong, expired or taken-back token reads like none."),
    ),
    403: (
        "refused",
        gettext_lazy("Not yours to do"),
        gettext_lazy("You may see it and not do this; the detail says why."),
    ),
    404: (
        "not-found",
        gettext_lazy("Nothing here that you may read"),
        gettext_lazy("It does not exist, or you may not know that it does."),
    ),
    405: (
        "method",
        gettext_lazy("Not done this way"),
        gettext_lazy("The address does not take this method; `Allow` names those it takes."),
    ),
    406: (
        "not-acceptable",
        gettext_lazy("Only JSON is answered"),
        gettext_lazy("Ask for `application/json`, or leave `Accept` out."),
    ),
    409: (
        "conflict",
        gettext_lazy("Somebody was first"),
        gettext_lazy("Somebody else moved or changed it. Read it again."),
    ),
    412: (
        "stale",
        gettext_lazy("It has changed since"),
        gettext_lazy("`If-Match` names an older state of it. Nothing was changed. Read it again."),
    ),
    413: ("too-large", gettext_lazy("Too large"), gettext_lazy("The body is larger than is taken.")),
    415: (
        "media-type",
        gettext_lazy("Not JSON"),
        gettext_lazy("Send `Content-Type: application/json` (a file as `multipart/form-data`)."),
    ),
    422: (
        "not-ready",
        gettext_lazy("Something is missing or wrong"),
        gettext_lazy("`errors` names each field and what is wrong with it, or what has to be done first."),
    ),
    429: (
        "too-often",
        gettext_lazy("Tried too often"),
        gettext_lazy("Too many wrong tokens from this address. `Retry-After` says when to try again."),
    ),
    500: (
        "broken",
        gettext_lazy("Something broke on our side"),
        gettext_lazy("Nothing was changed. Tell whoever runs the portal the number in `instance`."),
    ),
    503: (
        "away",
        gettext_lazy("The database is away"),
        gettext_lazy("Nothing was changed. Try again after `Retry-After`."),
    ),
}


class Invalid(NotReady):
    """What was sent cannot be taken; `field` and sentence for each problem."""


class Stale(Conflict):
    """`If-Match` names another state than today's (412)."""


def problem(
    status: int,
    detail: str = "",
    *,
    errors: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer for an error."""
    code, title, meaning = TITLES.get(status, ("error", str(status), ""))
    told: dict[str, Any] = {
        "type": f"{DOCS}#{code}",
        "title": str(title),
        "status": status,
        "detail": detail or str(meaning),
        "instance": f"urn:uuid:{request_id.get() or '00000000-0000-0000-0000-000000000000'}",
    }
    if listed := list(errors):
        told["errors"] = listed
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    response = HttpResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)
    response["Cache-Control"] = "no-store"
    return response


def not_ready(refusal: NotReady) -> HttpResponse:
    """422: each problem by its field."""
    errors = [{"field": one.field, "detail": one.text} for one in refusal.problems]
    return problem(422, str(refusal) if len(errors) == 1 else "", errors=errors)


def answer(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """What an act, the database or REST framework raised, as a problem; nothing it wrote stays (EXCEPTION_HANDLER)."""
    found = _of_ours(error) or _of_django(error) or _of_framework(error, context)
    if found is not None:
        set_rollback()
        context["request"]._request.denied_by = type(error).__name__  # for the log, if it is a denial
    return found


def _of_ours(error: Exception) -> HttpResponse | None:
    if isinstance(error, Refused):
        return problem(403, str(error)) if error.visible else problem(404)
    if isinstance(error, Stale):
        return problem(412, str(error))
    if isinstance(error, Conflict):
        return problem(409, str(error))
    return not_ready(error) if isinstance(error, NotReady) else None


def _of_django(error: Exception) -> HttpResponse | None:
    match error:
        case Http404():
            return problem(404)
        case PermissionDenied():
            return problem(403, str(error))
        case RequestDataTooBig() | TooManyFieldsSent() | TooManyFilesSent():
            return problem(413)
        case SuspiciousOperation() | UnreadablePostError():
            return problem(400)
        case OperationalError() | InterfaceError():
            return database(error)
    return None


def database(error: Exception) -> HttpResponse:
    """503 while the database is away; 409 where two requests met and this one gave way."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if state.startswith(BUSY):
        return problem(409, _("Another request was busy with the same thing. Nothing was changed; send it again."))
    return problem(503, headers={"Retry-After": "5"})


def _of_framework(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    match error:
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return problem(401, headers={"WWW-Authenticate": 'Bearer realm="Equity Portal"'})
        case exceptions.MethodNotAllowed():
            return problem(405, headers={"Allow": ", ".join(context["view"].allowed_methods)})
        case exceptions.Throttled():
            return problem(429, headers={"Retry-After": str(int(getattr(error, "wait", None) or 60))})
        case exceptions.ParseError():
            return problem(400, str(error.detail))
        case exceptions.APIException():
            return problem(error.status_code, "" if error.status_code == 415 else str(error.detail))
    return None
