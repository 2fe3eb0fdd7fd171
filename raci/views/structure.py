"""The organisation chart."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raci import asof
from raci.doors import PersonRequest, facts, signed_in
from raci.queries.structure import structure_page


@require_safe
@signed_in
def structure(request: PersonRequest) -> HttpResponse:
    """Who answers to whom: as a picture, as a table and in the words of the source."""
    as_of = asof.read(request.GET, facts(request).today, request.path)
    page = structure_page(as_of, request.GET.get("unit", ""))
    return render(request, "raci/structure.html", {"page": page, "as_of": as_of})
