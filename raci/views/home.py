"""The first page: what waits on me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raci.doors import PersonRequest, facts, signed_in
from raci.queries.home import home_page


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Waiting on me, waiting on others, changed since I was here."""
    return render(request, "raci/home.html", {"home": home_page(facts(request))})
