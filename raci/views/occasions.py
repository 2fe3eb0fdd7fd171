"""The calendar of it all: the page, and the feed of whose key it is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raci.actions.meetings.calendars import owner_of
from raci.calendars import MEDIA_TYPE, feed
from raci.doors import PersonRequest, facts, signed_in
from raci.queries.occasions import events, occasions_page


@require_safe
@signed_in
def occasion_calendar(request: PersonRequest) -> HttpResponseBase:
    """What happens or is due, three months at a time."""
    page = occasions_page(
        facts(request),
        month=request.GET.get("month", ""),
        kind=request.GET.get("kind", ""),
        mine=request.GET.get("whose") == "mine",
    )
    return render(request, "raci/occasions.html", {"page": page})


@require_safe
@never_cache
def occasion_feed(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 - the key is who asks
    """For calendar programs, which cannot sign in: what concerns the key's owner."""
    owner = owner_of(key)
    if owner is None:
        raise Http404
    answer = HttpResponse(feed(_("Equity Portal"), events(owner)), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="equity-portal.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer
