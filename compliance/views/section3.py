"""Section 3: projects, one with its benchmarks, its forms, and what is reported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.actions import section3_projects as acts
from compliance.forms import section3 as forms
from compliance.kinds import SECTION3_PROJECT
from compliance.models import Section3Project
from compliance.queries import section3 as queries
from compliance.queries.language_assessments import need_unit
from raci.doors import PersonRequest, facts, signed_in
from raci.fields import Form
from raci.forms import attempt
from raci.refusals import NotReady, Problem
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def section3_project_list(request: PersonRequest) -> HttpResponseBase:
    """All projects that HUD assists."""
    return show_list(request, "section3-projects", "compliance/section3_project_list.html")


@require_safe
@signed_in
def section3_report(request: PersonRequest) -> HttpResponseBase:
    """What is reported, to be taken away as a spreadsheet."""
    return show_list(request, "section3-report", "compliance/section3_report.html")


@require_safe
@signed_in
def section3_project_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One project: covered or not and why, its hours, both benchmarks, what comes next."""
    return render(
        request, "compliance/section3_project_detail.html", {"page": queries.project_page(pk, facts(request))}
    )


@form_page
@signed_in
def section3_project_create(request: PersonRequest) -> HttpResponseBase:
    """A new one."""
    units = need_unit(facts(request), SECTION3_PROJECT)
    sent = request.POST if request.method == "POST" else None
    head, lines = forms.NewProjectForm(sent, units=units), forms.AssistanceFormSet(sent, prefix="lines")
    made: list[Section3Project] = []
    if both_valid(head, lines) and attempt(head, lambda: made.append(_begin(request, head, lines))):
        messages.success(request, _("The project is saved. Below stands whether Section 3 covers it."))
        return redirect("compliance:section3-project-detail", made[0].pk)
    return _edit_page(request, head, lines, None)


def _begin(request: PersonRequest, head: Any, lines: Any) -> Section3Project:
    said = dict(head.cleaned_data)
    return acts.begin_project(said.pop("unit"), said, lines.said, by=request.user)


@form_page
@signed_in
def section3_project_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What is said of it."""
    page = queries.project_page(pk, facts(request))
    queries.need(page.may_change)
    sent = request.POST if request.method == "POST" else None
    head = forms.ProjectForm(sent, initial={name: getattr(page.row, name) for name in forms.HEAD})
    lines = forms.AssistanceFormSet(sent, prefix="lines", initial=forms.assistance_of(page.row))
    if both_valid(head, lines) and attempt(head, lambda: _change(request, page.row, head, lines)):
        messages.success(request, _("The project is saved."))
        return redirect("compliance:section3-project-detail", pk)
    return _edit_page(request, head, lines, page.row)


def _change(request: PersonRequest, row: Section3Project, head: Any, lines: Any) -> None:
    acts.change_project(row, head.cleaned_data, lines.said, by=request.user, edits=opened_on(request))


def _edit_page(request: HttpRequest, head: Any, lines: Any, row: Section3Project | None) -> HttpResponseBase:
    context = {"form": head, "lines": lines, "row": row}
    return render(request, "compliance/section3_project_edit.html", context, status=422 if head.is_bound else 200)


@require_POST
@signed_in
def section3_project_judge(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Ask the check again, by the rows of law as they are now."""
    acts.judge_anew(queries.project_for(pk), by=request.user)
    messages.success(request, _("The project is judged by the rows of law as they are now."))
    return redirect("compliance:section3-project-detail", pk)


@form_page
@signed_in
def section3_workers(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Workers whose hours count, by number; for those who keep them."""
    page = queries.project_page(pk, facts(request))
    queries.need(page.may_change)
    sent = request.POST if request.method == "POST" else None
    head = Form(sent)
    lines: Any = forms.WorkerFormSet(sent, prefix="lines", initial=forms.workers_of(page.row))
    if both_valid(head, lines) and attempt(
        head,
        lambda: acts.keep_workers(page.row, lines.said, by=request.user, edits=opened_on(request)),
    ):
        messages.success(request, _("The workers’ status is saved."))
        return redirect("compliance:section3-project-detail", pk)
    context = {"page": page, "form": head, "lines": lines}
    return render(request, "compliance/section3_workers.html", context, status=422 if head.is_bound else 200)


@form_page
@signed_in
def section3_efforts(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The fourteen qualitative efforts."""
    page = queries.project_page(pk, facts(request))
    queries.need(page.may_change)
    sent = request.POST if request.method == "POST" else None
    head = Form(sent)
    lines: Any = forms.EffortFormSet(sent, prefix="lines", initial=forms.efforts_of(page.row))
    if both_valid(head, lines) and attempt(head, lambda: _keep_efforts(request, page.row, lines)):
        messages.success(request, _("The efforts are saved."))
        return redirect("compliance:section3-project-detail", pk)
    context = {"page": page, "form": head, "lines": lines}
    return render(request, "compliance/section3_efforts.html", context, status=422 if head.is_bound else 200)


def _keep_efforts(request: PersonRequest, row: Section3Project, lines: Any) -> None:
    said = [form.said for form in lines.forms if form.cleaned_data]
    acts.keep_efforts(row, said, by=request.user, edits=opened_on(request))


def both_valid(head: Any, lines: Any) -> bool:
    """Whether a form with its rows was sent and can be taken."""
    return bool(head.is_bound and all([head.is_valid(), lines.is_valid()]))


def opened_on(request: HttpRequest) -> int:
    """Which edit of the project the form was opened on."""
    opened = request.POST.get("edits", "")
    if not opened.isascii() or not opened.isdigit():
        raise NotReady([Problem(_("Open the form again: it does not say what it was opened on."))])
    return int(opened[:9])
