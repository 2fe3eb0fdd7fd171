"""Worksheets of four factors: their list, one, its form, the next version, and counts from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.actions import language_assessments as acts
from compliance.forms.language_assessments import HEAD, CountsFile, LanguageFormSet, NewWorksheet, Worksheet, lines_of
from compliance.kinds import LANGUAGE_ASSESSMENT
from compliance.language.counting import Counts, count
from compliance.language.names import NAMES
from compliance.models import LanguageAssessment
from compliance.queries import language_assessments as queries
from compliance.queries.threshold_sources import threshold_sources
from metrics.reading.files import open_table
from raci.actions.imports import spoken
from raci.doors import PersonRequest, facts, signed_in
from raci.evidence.verdicts import MEGABYTE
from raci.forms import attempt
from raci.imports.verdicts import Unreadable
from raci.refusals import NotReady, Problem
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])
MOST_BYTES = 20 * MEGABYTE


@require_safe
@signed_in
def language_assessment_list(request: PersonRequest) -> HttpResponseBase:
    """Of each programme or service the newest."""
    return show_list(request, "language-assessments", "compliance/language_assessment_list.html")


@require_safe
@signed_in
def language_assessment_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One worksheet."""
    page = queries.assessment_page(pk, facts(request))
    return render(request, "compliance/language_assessment_detail.html", {"page": page})


@form_page
@signed_in
def language_assessment_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one."""
    known = facts(request)
    units = queries.need_unit(known, LANGUAGE_ASSESSMENT)
    sent = request.POST if request.method == "POST" else None
    head = NewWorksheet(sent, units=units, initial={"made_on": known.today})
    lines = LanguageFormSet(sent, prefix="lines")
    made: list[LanguageAssessment] = []
    if _both_valid(head, lines) and attempt(head, lambda: made.append(_begin(request, head, lines))):
        messages.success(request, _("The assessment is saved."))
        return redirect("compliance:language-assessment-detail", made[0].pk)
    return _show(request, head, lines, None)


def _begin(request: PersonRequest, head: NewWorksheet, lines: Any) -> LanguageAssessment:
    said = head.cleaned_data
    return acts.begin_assessment(said["unit"], said["service"], _head(head), lines.said, by=request.user)


@form_page
@signed_in
def language_assessment_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its factors and its languages."""
    page = queries.assessment_page(pk, facts(request))
    queries.need_keeper(page)
    sent = request.POST if request.method == "POST" else None
    head = Worksheet(sent, initial={name: getattr(page.row, name) for name in HEAD})
    lines = LanguageFormSet(sent, prefix="lines", initial=lines_of(page.row))
    if _both_valid(head, lines) and attempt(head, lambda: _change(request, page.row, head, lines)):
        messages.success(request, _("The assessment is saved."))
        return redirect("compliance:language-assessment-detail", pk)
    return _show(request, head, lines, page.row)


def _change(request: PersonRequest, row: LanguageAssessment, head: Worksheet, lines: Any) -> None:
    acts.change_assessment(row, _head(head), lines.said, by=request.user, edits=_edits(request))


def _head(head: Worksheet) -> dict[str, Any]:
    return {name: head.cleaned_data[name] for name in HEAD}


def _edits(request: PersonRequest) -> int:
    opened = request.POST.get("edits", "")
    if not opened.isascii() or not opened.isdigit():
        raise NotReady([Problem(_("Open the form again: it does not say what it was opened on."))])
    return int(opened[:9])


def _both_valid(head: Worksheet, lines: Any) -> bool:
    return bool(head.is_bound and all([head.is_valid(), lines.is_valid()]))


def _show(request: PersonRequest, head: Worksheet, lines: Any, row: LanguageAssessment | None) -> HttpResponseBase:
    context = {"form": head, "lines": lines, "row": row, "names": NAMES}
    return render(request, "compliance/language_assessment_edit.html", context, status=422 if head.is_bound else 200)


@require_POST
@signed_in
def language_assessment_next(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Begin the next version, with what this one says."""
    known = facts(request)
    made = acts.next_assessment(queries.assessment_for(pk), by=request.user, on=known.today)
    messages.success(request, _("The next version is begun. Look at each number: it says what the last one said."))
    return redirect("compliance:language-assessment-edit", made.pk)


@form_page
@signed_in
def language_assessment_bring_in(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Counts from a file: looked at first, then brought in."""
    page = queries.assessment_page(pk, facts(request))
    queries.need_keeper(page)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CountsFile(data, files, initial={"place": page.row.service.unit.name})
    found: list[Counts] = []
    looked = form.is_valid() and attempt(form, lambda: found.append(_counted(form)))
    if looked and "take" in request.POST and attempt(form, lambda: _bring_in(request, page.row, form, found[0])):
        messages.success(request, _("The counts are in. The rule was asked again."))
        return redirect("compliance:language-assessment-detail", pk)
    context = {"page": page, "form": form, "counts": found[0] if found else None}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "compliance/language_assessment_bring_in.html", context, status=status)


def _bring_in(request: PersonRequest, row: LanguageAssessment, form: CountsFile, counts: Counts) -> None:
    acts.bring_in_counts(row, counts, form.source, by=request.user)


def _counted(form: CountsFile) -> Counts:
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        raise NotReady(
            [Problem(_("The file is larger than 20 MB. Take only the counts by language out of it."), field="file")]
        )
    try:
        return count(
            open_table(file, file.name), prefix=form.cleaned_data["begins_with"], period=form.cleaned_data["vintage"]
        )
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem


@require_safe
@signed_in
def threshold_source_list(request: PersonRequest) -> HttpResponseBase:
    """How each source of a threshold stands in law."""
    return render(request, "compliance/threshold_source_list.html", {"page": threshold_sources(facts(request).today)})
