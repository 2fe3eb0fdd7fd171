"""A version of the matrix on its way: proposed, looked at from every side, published."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raci.doors import PersonRequest, facts, signed_in
from raci.queries.versions import proposal_page


@require_safe
@signed_in
def matrix_proposal(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The version: what it changes, where it stands, what is asked of this person."""
    shown = proposal_page(pk, facts(request))
    return render(request, "raci/matrix_proposal.html", {"page": shown.case_page, "shown": shown})
