"""The pages of requirements in force."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.queries.requirements import requirement_page
from raci.doors import PersonRequest, facts, signed_in
from raci.views.lists import show_list


@require_safe
@signed_in
def requirement_list(request: PersonRequest) -> HttpResponseBase:
    """All that the law asks."""
    return show_list(request, "requirements", "compliance/requirement_list.html")


@require_safe
@signed_in
def requirement_detail(request: PersonRequest, code: str) -> HttpResponseBase:
    """One line of law."""
    return render(request, "compliance/requirement_detail.html", {"page": requirement_page(code, facts(request))})
