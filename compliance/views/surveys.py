"""A survey of barriers comes in: chosen, its columns said, judged row by row, brought in as a whole, taken out as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from compliance.actions import surveys as acts
from compliance.forms.reasons import Reason
from compliance.forms.surveys import Choosing, Columns, WordsOf
from compliance.models import BarrierBatch
from compliance.queries import surveys as queries
from compliance.surveys.mapping import Mapping
from compliance.views.barriers import form_page, sent
from metrics.reading.files import Table
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import NotReady
from raci.spreadsheets import Echo, SafeWriter


@form_page
@signed_in
def survey_create(request: PersonRequest) -> HttpResponseBase:
    """Choose a file; whose facilities they are."""
    known = facts(request)
    units = queries.units_to_survey(known)
    initial: dict[str, Any] = {"unit": units[0].pk} if len(units) == 1 else {}
    form = Choosing(sent(request), request.FILES if request.method == "POST" else None, units=units, initial=initial)
    made: list[BarrierBatch] = []
    if form.is_valid() and attempt(form, lambda: made.append(acts.choose_survey(by=request.user, **form.cleaned_data))):
        return redirect("compliance:survey-columns", made[0].pk)
    shown = {"form": form, "earlier": queries.earlier(known)}
    return render(request, "compliance/survey_create.html", shown, status=422 if form.is_bound else 200)


@form_page
@signed_in
def survey_columns(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Which column holds what: proposed, shown with its first cells, and corrected."""
    batch = queries.batch_to_fill(pk, facts(request))
    with queries.opened_file(batch) as table:
        form = Columns(sent(request), table=table, mapping=Mapping.of(batch.mapping))
        if form.is_valid() and attempt(form, lambda: acts.say_mapping(batch, form.told, by=request.user)):
            return redirect("compliance:survey-check", pk)
        shown = {"batch": batch, "form": form}
        return render(request, "compliance/survey_columns.html", shown, status=422 if form.is_bound else 200)


@form_page
@signed_in
def survey_check(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What would come of it, row by row; what its words mean; and bringing it in."""
    batch = queries.batch_to_fill(pk, facts(request))
    if Mapping.of(batch.mapping).lacks():
        return redirect("compliance:survey-columns", pk)
    with queries.opened_file(batch) as table:
        page = queries.check_page(batch, table)
        form = WordsOf(sent(request), unknown=page.judged.unknown, mapping=page.mapping)
        problems: list[Any] = []
        if form.is_valid():
            if form.told != page.mapping:
                acts.say_mapping(batch, form.told, by=request.user)
            if request.POST.get("do") != "bring-in":
                return redirect("compliance:survey-check", pk)
            try:
                return _bring_in(request, batch, table, is_long=page.is_long and not page.problems)
            except NotReady as refused:
                problems = refused.problems
        shown = {"page": page, "batch": batch, "form": form, "problems": problems}
        return render(request, "compliance/survey_check.html", shown, status=422 if form.is_bound else 200)


def _bring_in(request: PersonRequest, batch: BarrierBatch, table: Table, *, is_long: bool) -> HttpResponseBase:
    if is_long:
        return redirect("raci:job-detail", acts.ask_to_bring_in(batch, by=request.user).pk)
    judged = acts.bring_in(batch, table, by=request.user)
    n = len(judged.rows)
    messages.success(request, ngettext("%(n)d row is in.", "%(n)d rows are in.", n) % {"n": n})
    return redirect("compliance:survey-detail", batch.pk)


@require_safe
@signed_in
def survey_verdicts(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Every row's verdict as a spreadsheet."""
    batch = queries.batch_to_fill(pk, facts(request))
    with queries.opened_file(batch) as table:
        page = queries.check_page(batch, table)
    response = StreamingHttpResponse(_verdicts(page), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{batch.pk}.csv"'
    return response


def _verdicts(page: queries.CheckPage) -> Iterator[str]:
    writer = SafeWriter(Echo())
    yield writer.writerow([_("Line"), _("Number"), _("Facility"), _("Verdict")])
    for row in page.judged.rows:
        yield writer.writerow([row.line, row.code, row.place.name if row.place else "", queries.fate_words(row)])


@require_safe
@signed_in
def survey_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A survey, and what became of it."""
    return render(request, "compliance/survey_detail.html", {"page": queries.batch_page(pk, facts(request))})


@form_page
@signed_in
def survey_undo(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take it out as a whole, or set one aside that did not come in."""
    page = queries.batch_page(pk, facts(request))
    queries.need_undoable(page)
    form = Reason(sent(request))
    if form.is_valid() and attempt(form, lambda: _undo(request, page, form.cleaned_data["why"])):
        messages.success(request, _("The survey is out of the register."))
        return redirect("compliance:survey-create")
    shown = {"form": form, "page": page}
    return render(request, "compliance/survey_undo.html", shown, status=422 if form.is_bound else 200)


def _undo(request: PersonRequest, page: queries.BatchPage, why: str) -> None:
    if page.batch.came_in_at:
        acts.undo_batch(page.batch, by=request.user, why=why)
    else:
        acts.set_aside(page.batch, by=request.user)
