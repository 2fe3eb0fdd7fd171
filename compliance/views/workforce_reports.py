"""EEO-4 tables behind counsel's gate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import selections as acts
from compliance.forms.selections import ReportForm
from compliance.queries import workforce_reports as queries
from compliance.titlevii import gate
from compliance.views.selections import hold, sandboxed
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def eeo4_list(request: PersonRequest) -> HttpResponseBase:
    """The tables that were entered."""
    known = facts(request)
    context = {
        "reports": queries.reports(known),
        "may_enter": gate.reads_all(known, enters=True) is not None,
        "is_counsel": gate.counsel(known) is not None,
    }
    return render(request, "compliance/eeo4_list.html", context)


@form_page
@signed_in
def eeo4_create(request: PersonRequest) -> HttpResponseBase:
    """A survey year's headcounts and their file."""
    gate.need_all(facts(request), enters=True)
    sent, uploads = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReportForm(sent, uploads)
    made: list[int] = []
    if form.is_valid() and _entered(request, form, made):
        messages.success(request, _("The tables are made and sealed."))
        return redirect("compliance:eeo4-detail", made[0])
    return render(request, "compliance/eeo4_create.html", {"form": form}, status=422 if form.is_bound else 200)


def _entered(request: PersonRequest, form: ReportForm, made: list[int]) -> bool:
    counts: list[dict[str, Any]] | None = form.headcounts
    if counts is None:
        return False
    return attempt(form, lambda: made.append(acts.enter_report(form.head, counts, by=request.user).pk))


@require_safe
@signed_in
def eeo4_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The tables of a year; opening them is recorded."""
    page = queries.report_page(facts(request), pk, why=_("opened its page"))
    return render(request, "compliance/eeo4_detail.html", {"page": page})


@require_safe
@signed_in
def eeo4_export(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The form's rows as a file; recorded."""
    page = queries.report_page(facts(request), pk, why=_("took the tables as a file"))
    response = HttpResponse(page.csv, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="eeo4-{pk}.csv"'
    return sandboxed(response)


@form_page
@signed_in
def eeo4_hold(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Litigation hold, on or off."""
    gate.need_report(facts(request), pk)
    if request.method == "POST":
        hold(request, lambda why: acts.hold_report(pk, request.POST.get("held") == "on", why, by=request.user))
    return redirect("compliance:eeo4-detail", pk)
