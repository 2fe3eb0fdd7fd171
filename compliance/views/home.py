"""The first page: what the law asks, of whom, by when, and what is not known."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.queries.home import law_home
from raci.doors import PersonRequest, facts, signed_in


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponseBase:
    """The rooms of the law."""
    return render(request, "compliance/home.html", {"home": law_home(facts(request))})
