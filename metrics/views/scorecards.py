"""The scorecard of a unit and of the city."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from metrics.queries.scorecard import scorecard as queried
from raci.doors import PersonRequest, facts, signed_in


@require_safe
@signed_in
def scorecard(request: PersonRequest) -> HttpResponseBase:
    """Measures by goal, with where each stands."""
    card = queried(facts(request), request.GET.get("unit", ""))
    return render(request, "metrics/scorecard.html", {"card": card})
