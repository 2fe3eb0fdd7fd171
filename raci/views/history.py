"""The auditors' pages: what the history holds, and all of it to take away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from raci import doors
from raci.doors import PersonRequest, signed_in
from raci.history import ledger
from raci.jobs.history import ask_for_export, may_export
from raci.views.lists import show_list


@require_GET
@signed_in
def history(request: PersonRequest) -> HttpResponse:
    """What the history holds: counts, the last seal, the export, and every change."""
    may_export(doors.facts(request))
    return show_list(request, "history", "raci/history.html", page=ledger.history_head(request.user))


@require_POST
@signed_in
def history_export(request: PersonRequest) -> HttpResponse:
    """Everything as one zip, made in the background; the hash to note goes to the inbox of whoever asked."""
    job = ask_for_export(doors.facts(request))
    return redirect("raci:job-detail", job.pk)
