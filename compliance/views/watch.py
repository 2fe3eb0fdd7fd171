"""The law watch: what is to be looked up, and what is known not to be known."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.queries.watch import watch_page
from raci.doors import PersonRequest, facts, signed_in


@require_safe
@signed_in
def law_watch(request: PersonRequest) -> HttpResponseBase:
    """What of the law asks to be read again."""
    return render(request, "compliance/law_watch.html", {"watch": watch_page(facts(request))})
