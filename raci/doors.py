"""The doors of pages: who may come in at all. What they may do inside is `authority`'s to say."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from raci.authority import Facts, facts_for
from raci.models import Person
from raci.refusals import SessionEnded

Rest = ParamSpec("Rest")


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person


def signed_in(
    view: Callable[Concatenate[PersonRequest, Rest], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
    """Let in who is signed in. Reading leads to the sign-in page and back; a form keeps its text (SessionEnded).

    A person disabled since their last request counts as signed out: the session's back end asks `is_active` each time.
    """

    @wraps(view)
    def door(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(cast(PersonRequest, request), *args, **kwargs)
        if request.method not in ("GET", "HEAD"):
            raise SessionEnded
        return _to_sign_in(request)

    return door


def facts(request: HttpRequest) -> Facts:
    """What counts for whoever is signed in, read once a request (the navigation and the view share it)."""
    known: Facts | None = getattr(request, "_facts", None)
    if known is None:
        known = facts_for(cast(Person, request.user))
        request._facts = known  # type: ignore[attr-defined]
    return known


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):  # a fragment cannot hold the sign-in page
        return HttpResponseClientRedirect(resolve_url("account_login"))
    return redirect_to_login(request.get_full_path())
