"""The pages of quarterly reports: get, one query or one act, render or redirect."""

from __future__ import annotations

import logging
from datetime import date

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plans.models import ProgressReport
from plans.progress import acts, queries
from plans.progress.forms import BeginForm, EvidenceForm, ReportForm
from raci import reviewing
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.evidence import storage
from raci.forms import attempt
from raci.handing_out import download
from raci.refusals import Conflict, NotReady
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])
log = logging.getLogger("raci.evidence")


@require_safe
@signed_in
def progress_list(request: PersonRequest) -> HttpResponseBase:
    """All quarterly reports this person may read."""
    return show_list(request, "progress", "plans/progress/list.html")


@form_page
@signed_in
def progress_begin(request: PersonRequest) -> HttpResponseBase:
    """Open a report on a quarter that is over, where the portal has not opened it."""
    units = queries.need_units(facts(request))
    quarters = queries.quarters_to_begin(facts(request))
    form = BeginForm(request.POST if request.method == "POST" else None, units=units, quarters=quarters)
    made: list[ProgressReport] = []
    if form.is_valid() and attempt(form, lambda: made.append(_begun(request, form))):
        return redirect("plans:progress-write", made[0].pk)
    context = {"form": form, "units": units}
    return render(request, "plans/progress/begin.html", context, status=422 if form.is_bound else 200)


def _begun(request: PersonRequest, form: BeginForm) -> ProgressReport:
    given = form.cleaned_data
    return acts.begin_report(given["unit"], date.fromisoformat(given["quarter"]), by=request.user)


@require_safe
@signed_in
def progress_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One report: what was said, what shows it, what is asked of whom."""
    return render(request, "plans/progress/detail.html", {"found": queries.report_page(pk, facts(request))})


@form_page
@signed_in
def progress_write(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Write it: every action on one page. Saved as it is, or handed in."""
    page, name = queries.page_to_write(pk, facts(request)), f"progress:{pk}"
    if request.method != "POST":
        typing = unsaved.kept(request.user, name)
        return _write_page(request, page, ReportForm(page, typing=typing), typing=typing)
    form = ReportForm(page, request.POST)
    if not form.is_valid() or not _saved(request, page, form):
        unsaved.keep(request.user, name, unsaved.values_of(request.POST))
        return _write_page(request, page, form, status=422)
    unsaved.drop(request.user, name)
    if "hand_in" not in request.POST:
        messages.success(request, _("It is saved. Hand it in when it is complete."))
        return redirect("plans:progress-detail", pk)
    try:
        reviewing.hand_in(page.row, by=request.user)
    except NotReady as lacking:
        page = queries.page_to_write(pk, facts(request))
        form = ReportForm(page, _as_saved(request, page))
        form.is_valid()
        form.lacks(lacking.problems)
        return _write_page(request, page, form, status=422, kept=True)
    messages.success(request, _("The quarter is handed in. Whoever accepts it is told."))
    return redirect("plans:progress-detail", pk)


def _saved(request: PersonRequest, page: queries.ReportPage, form: ReportForm) -> bool:
    try:
        acts.write_report(page.row, **form.said(), by=request.user)
    except NotReady as refusal:
        form.lacks(refusal.problems)
        return False
    return True


def _as_saved(request: PersonRequest, page: queries.ReportPage) -> QueryDict:
    """What was sent, opened on what is saved by now."""
    sent = request.POST.copy()
    sent["opened"] = page.row.fingerprint
    return sent


def _write_page(
    request: PersonRequest, page: queries.ReportPage, form: ReportForm, *, status: int = 200, **context: object
) -> HttpResponseBase:
    context |= {"found": page, "form": form, "typing_name": f"progress:{page.row.pk}"}
    return render(request, "plans/progress/write.html", context, status=status)


# ---- evidence


@form_page
@signed_in
def progress_evidence(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add a file."""
    page = queries.page_to_write(pk, facts(request))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EvidenceForm(*sent, asked=page.asked)
    if form.is_valid() and attempt(form, lambda: _added(request, page, form)):
        messages.success(request, _("The file is added."))
        return redirect("plans:progress-detail", pk)
    context = {"form": form, "found": page}
    return render(request, "plans/progress/evidence.html", context, status=422 if form.is_bound else 200)


def _added(request: PersonRequest, page: queries.ReportPage, form: EvidenceForm) -> None:
    given = form.cleaned_data
    acts.add_evidence(page.row, given["document"], title=given["title"], action=given["action"], by=request.user)


@require_safe
@signed_in
def progress_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The bytes of a file, hashed again on the way out."""
    row = queries.evidence_for(pk, facts(request))
    try:
        return download(row.blob, row.file_name)
    except storage.Damaged as damage:
        log.critical("Evidence is damaged: of a quarterly report, %s: %s", row.pk, damage)
        raise Conflict(_("The file’s bytes are not those that were stored. Tell whoever runs the portal.")) from damage


@form_page
@signed_in
def progress_file_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Ask, then take it off."""
    row = queries.evidence_for(pk, facts(request))
    page = queries.page_to_write(row.report_id, facts(request))
    if request.method == "POST":
        acts.remove_evidence(row, by=request.user)
        messages.success(request, _("“%(title)s” is taken off.") % {"title": row.title})
        return redirect("plans:progress-detail", page.row.pk)
    return render(request, "plans/progress/evidence_remove.html", {"row": row, "found": page})
