"""A governed record's pages as they stood on another day: `?on=2026-10-01` in their address."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from raci import asof
from raci.doors import PersonRequest, facts
from raci.queries.past import past_page


def on_another_day(request: PersonRequest, pk: int, *kinds: str) -> HttpResponse | None:
    """The record on the day of the address; None where that is today, and the page of today is to be shown.

    404 to strangers and, where `kinds` are given, for records of others.
    """
    as_of = asof.read(request.GET, facts(request).today, request.path)
    if as_of.is_today:
        return None
    past = past_page(pk, facts(request), as_of.day)
    if kinds and past.page.record.kind not in kinds:
        raise Http404
    return render(request, "raci/case_past.html", {"past": past, "page": past.page, "as_of": as_of})
