"""The first page: what waits on me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from raci.actions.imports import open_founding
from raci.doors import PersonRequest, facts, signed_in
from raci.queries.home import home_page


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Waiting on me, waiting on others, changed since I was here."""
    under_way = open_founding() if facts(request).matrix is None else None
    if under_way and under_way.founder_id == request.user.pk:
        return redirect("raci:founding")
    return render(request, "raci/home.html", {"home": home_page(facts(request))})
