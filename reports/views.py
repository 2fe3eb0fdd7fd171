"""Ask for a PDF of something; a worker makes it, and its page among the background work shows how far it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from raci.doors import PersonRequest, signed_in
from reports.actions import request_print


@require_POST
@signed_in
def print_request(request: PersonRequest, kind: str, subject: int) -> HttpResponse:
    """Have a PDF of this subject made (0 for what there is only one of)."""
    job = request_print(kind, subject or None, by=request.user)
    return redirect("raci:job-detail", job.pk)
