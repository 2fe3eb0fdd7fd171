"""A file of figures comes in: chosen, its columns said, judged row by row, and brought in as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from metrics.actions import choosing as acts
from metrics.actions.bringing_in import bring_in
from metrics.bringing.opening import Opened
from metrics.forms.bringing import Choosing, Columns, Names
from metrics.models import Batch
from metrics.queries import bringing as queries
from raci.actions.imports import spoken
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import NotReady

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def batch_create(request: PersonRequest) -> HttpResponseBase:
    """Choose a file; whose figures they are, and from where."""
    units = queries.units_for(facts(request))
    initial: dict[str, Any] = {"unit": request.GET.get("unit"), "corrects": request.GET.get("corrects")}
    if len(units) == 1:
        initial["unit"] = units[0].pk
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = Choosing(data, files, initial=initial, units=units, batches=queries.batches_to_correct(units))
    made: list[Batch] = []
    if form.is_valid() and attempt(form, lambda: made.append(acts.choose_file(by=request.user, **form.cleaned_data))):
        return redirect("metrics:batch-columns", made[0].pk)
    return render(request, "metrics/batch_create.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
@signed_in
def batch_columns(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What each column of the file holds: proposed, shown with its first cells, and corrected."""
    batch = queries.batch_to_fill(pk, facts(request))
    with queries.opened_file(batch) as found:
        form = Columns(_sent(request), table=found.table, mapping=found.mapping)
        if form.is_valid():
            acts.say_mapping(batch, form.told, found.choices, by=request.user)
            return redirect("metrics:batch-check", pk)
        shown = {"batch": batch, "found": found, "form": form, "reasons": _reasons(found)}
        return render(request, "metrics/batch_columns.html", shown, status=422 if form.is_bound else 200)


def _reasons(found: Opened) -> dict[str, list[str]]:
    """Why each column is held to be what it is, and what is said of the whole file (under "")."""
    said: dict[str, list[str]] = {}
    for reason in found.proposal.reasons:
        said.setdefault("" if reason.at is None else str(reason.at), []).append(spoken(reason.sentence))
    for question in found.proposal.questions:
        said.setdefault("", []).append(spoken(question.sentence))
    return said


@form_page
@signed_in
def batch_check(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What would come of it, row by row; which names are which; and bringing it in."""
    batch = queries.batch_to_fill(pk, facts(request))
    with queries.opened_file(batch) as found:
        if found.mapping.lacks():
            return redirect("metrics:batch-columns", pk)
        page = queries.check_page(batch, found)
        form = _names(page, found, _sent(request))
        problems: list[Any] = []
        if form.is_valid():
            acts.say_mapping(batch, found.mapping, form.told, by=request.user)
            if request.POST.get("do") != "bring-in":
                return redirect("metrics:batch-check", pk)
            try:
                return _bring_in(request, page, replace(found, choices=form.told))
            except NotReady as refused:
                problems = refused.problems
                page = queries.check_page(batch, replace(found, choices=form.told))
        shown = {"page": page, "batch": batch, "form": form, "problems": problems}
        return render(request, "metrics/batch_check.html", shown, status=422 if form.is_bound else 200)


def _names(page: queries.CheckPage, found: Opened, data: Any) -> Names:
    return Names(data, resolved=page.judged.resolved, choices=found.choices, dimensions=page.dimensions)


def _bring_in(request: PersonRequest, page: queries.CheckPage, found: Opened) -> HttpResponseBase:
    batch = page.batch
    if page.is_long:
        job = acts.ask_to_bring_in(batch, page.judged.gathered.lines, by=request.user)
        return redirect("raci:job-detail", job.pk)
    bring_in(batch, found.table, found.mapping, found.choices, by=request.user)
    n = batch.cells
    words = ngettext("%(n)d value is in.", "%(n)d values are in.", n) % {"n": n}
    messages.success(request, f"{words} {_('Hand the batch in when it is complete.')}")
    return redirect("metrics:batch-detail", batch.pk)


def _sent(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None
