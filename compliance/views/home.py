"""The first page: what the rooms of the law are for, and where to go."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raci.doors import PersonRequest, signed_in


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponseBase:
    """The rooms of the law."""
    return render(request, "compliance/home.html")
