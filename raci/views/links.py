"""The links of the weekly mail: they lead their reader, signed in, to exactly one page."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raci.digest import Link, RunOut, read_link
from raci.models import Person
from raci.refusals import Refused


@require_safe
@never_cache
def waiting_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Lead to what waits: through the sign-in page, or past a fresh sign-in where something is decided there."""
    try:
        link = read_link(token)
    except RunOut:
        return _quiet(render(request, "raci/link_over.html", status=410))
    if link is None:
        raise Http404
    return _quiet(_lead(request, link))


def _lead(request: HttpRequest, link: Link) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect(
            f"{reverse('account_login')}?{urlencode({'next': request.path if link.is_fresh else link.path})}"
        )
    if request.user.pk != link.person:
        raise Refused(
            _("This link was sent to somebody else. Open the mail that came to you, or sign in as its reader.")
        )
    if link.is_fresh and not _signed_in_anew(request, request.user):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': link.path})}")
    return redirect(link.path)


def _signed_in_anew(request: HttpRequest, person: Person) -> bool:
    """Whether they signed in, or proved anew who they are, within the last minutes."""
    proofs = [float(one["at"]) for one in get_authentication_records(request, person)]
    return bool(proofs) and time.time() - max(proofs) < REAUTHENTICATION_TIMEOUT


def _quiet(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Referrer-Policy"] = "no-referrer"
    return answer
