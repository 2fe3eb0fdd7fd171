"""The transition plan over the register."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.queries.transition_plan import plan_page, whole_number
from raci.doors import PersonRequest, facts, signed_in


@require_safe
@signed_in
def transition_plan(request: PersonRequest) -> HttpResponseBase:
    """The four mandatory contents, what is late, and how far removal is."""
    typed = request.GET.get("employees", "")
    page = plan_page(facts(request), unit=request.GET.get("unit", ""), employees=whole_number(typed))
    return render(request, "compliance/transition_plan.html", {"page": page, "typed": typed})
