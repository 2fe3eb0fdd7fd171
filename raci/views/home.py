"""The first page: what waits on me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from raci.doors import PersonRequest, facts, signed_in
from raci.queries.founding import after_founding, prepares_city
from raci.queries.home import home_page


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Waiting on me, waiting on others, changed since I was here."""
    if prepares_city(facts(request)):
        return redirect("raci:founding")
    page = home_page(facts(request))
    after = None if page.waiting else after_founding(facts(request))
    return render(request, "raci/home.html", {"home": page, "after": after})
