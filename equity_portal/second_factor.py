"""PORTAL_DEMAND_SECOND_FACTOR=1: whoever signs in without a second factor reaches nothing but the pages to set one up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from equity_portal import errors
from raci.queries.account import has_second_factor
from raci.refusals import Refused

# Addresses that stay open meanwhile: setting a factor up, signing out, and what shows nobody anything.
OPEN = frozenset(
    (
        *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"),
        *("account_login", "healthz", "readyz", "accent"),
    )
)


class Demand:
    """Deny by default: an address that is added later is shut too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_view` does the work."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Lead to setting a factor up, or refuse what was sent."""
        if not settings.DEMAND_SECOND_FACTOR or not request.user.is_authenticated or has_second_factor(request.user):
            return None
        match = request.resolver_match
        request.lacks_second_factor = True  # type: ignore[attr-defined] # the frame then shows no way on
        if match and match.view_name in OPEN:
            return None
        if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
            return redirect("mfa_index")
        request.denied_by = "NoSecondFactor"  # type: ignore[attr-defined] # for the log
        return errors.forbidden(request, Refused(_("Set up a second factor first: your city asks everybody for one.")))
