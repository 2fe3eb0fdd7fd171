"""Labor hours: their list, those of a period on one page, and a file of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import labor_hours as acts
from compliance.forms import section3 as forms
from compliance.kinds import LABOR_HOURS
from compliance.models import Section3Project
from compliance.queries import labor_hours as queries
from compliance.queries.language_assessments import need_unit
from compliance.queries.section3 import need, project_page
from compliance.section3.files import HoursFile
from compliance.views.section3 import both_valid, opened_on
from raci.actions.imports import spoken
from raci.doors import PersonRequest, facts, signed_in
from raci.fields import Form
from raci.forms import attempt
from raci.imports.reading import MOST_BYTES
from raci.imports.verdicts import Unreadable
from raci.refusals import NotReady, Problem
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def labor_hours_list(request: PersonRequest) -> HttpResponseBase:
    """Row by row."""
    return show_list(request, "labor-hours", "compliance/labor_hours_list.html")


@form_page
@signed_in
def labor_hours_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """All contractors of a project in a quarter (or in the days that its rows have)."""
    page = project_page(pk, facts(request))
    need(page.may_tell_hours)
    sent = request.POST if request.method == "POST" else None
    period = queries.period_asked(sent or request.GET, page.today)
    head = Form(sent)
    lines = forms.HoursFormSet(sent, prefix="lines", initial=queries.lines_of(page.parts.hours, period))
    if both_valid(head, lines) and attempt(head, lambda: _keep(request, page.row, period, lines)):
        messages.success(request, _("The hours are saved. Below stands what both benchmarks come to."))
        return redirect("compliance:section3-project-detail", pk)
    context = {
        "page": page, "form": head, "lines": lines, "period": period,
        "quarters": queries.quarters(page.row, page.parts.hours, page.today),
    }  # fmt: skip
    return render(request, "compliance/labor_hours_edit.html", context, status=422 if head.is_bound else 200)


def _keep(request: PersonRequest, row: Section3Project, period: tuple[date, date], lines: Any) -> None:
    acts.keep_hours(row, *period, lines.said, by=request.user, edits=opened_on(request))


@form_page
@signed_in
def labor_hours_bring_in(request: PersonRequest) -> HttpResponseBase:
    """A file of hours: every row's verdict first, then all of it or nothing."""
    known = facts(request)
    need_unit(known, LABOR_HOURS)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.HoursFile(data, files)
    found: list[HoursFile] = []
    looked = form.is_valid() and attempt(form, lambda: found.append(_read(request, form)))
    if looked and "take" in request.POST:
        brought: list[int] = []
        if attempt(form, lambda: brought.append(acts.bring_in_hours(found[0], by=request.user))):
            words = ngettext("%(n)d row of hours is in.", "%(n)d rows of hours are in.", brought[0])
            messages.success(request, words % {"n": brought[0]})
            return redirect("compliance:labor-hours-list")
    context = {"form": form, "file": queries.shown(found[0]) if found else None}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "compliance/labor_hours_bring_in.html", context, status=status)


def _read(request: PersonRequest, form: forms.HoursFile) -> HoursFile:
    file = form.cleaned_data["file"]
    try:
        return queries.plan_of(file.read(MOST_BYTES + 1), file.name, facts(request))
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem
