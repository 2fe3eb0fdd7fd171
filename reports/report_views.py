"""The pages of reports: get, one query or one act, render or redirect."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import asof
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import Conflict, Refused
from raci.views.lists import show_list
from raci.views.past import on_another_day
from reports import acts, queries
from reports.forms import NewReport, ReportForm, SectionForm
from reports.models import Report
from reports.models.reports import LANGUAGES
from reports.release_views import data_answer, pdf_answer

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def report_list(request: PersonRequest) -> HttpResponseBase:
    """All reports this person may see."""
    return show_list(request, "reports", "reports/progress/list.html")


@require_safe
@signed_in
def report_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: where it stands, what is asked, its facts with the words beside them, its editions."""
    found = queries.report_page(pk, facts(request))
    if past := on_another_day(request, pk):
        return past
    as_of = asof.read(request.GET, found.page.facts.today, request.path)
    context = {"page": found.page, "found": found, "as_of": as_of, "languages": LANGUAGES}
    return render(request, "reports/progress/detail.html", context)


@form_page
@signed_in
def report_create(request: PersonRequest) -> HttpResponseBase:
    """Ask for a report."""
    if not queries.may_begin(facts(request)):
        raise Refused(_("Asking for a report takes R (responsible) for 3.3; you hold none today."))
    form = NewReport(request.POST if request.method == "POST" else None, facts=facts(request))
    made: list[Report] = []
    if form.is_valid() and attempt(form, lambda: made.append(_request(form, request))):
        messages.success(
            request, _("Its facts are taken as they stand now. Write beside them, then open consultation.")
        )
        return redirect("reports:report-detail", made[0].record_id)
    return render(request, "reports/progress/create.html", {"form": form}, status=422 if form.is_bound else 200)


def _request(form: NewReport, request: PersonRequest) -> Report:
    values = dict(form.cleaned_data)
    return acts.request_report(values.pop("kind"), **values, by=request.user)


@form_page
@signed_in
def report_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Title, period, what is asked, sections."""
    found = queries.report_to_edit(pk, facts(request))
    form = ReportForm(request.POST if request.method == "POST" else None, report=found.report)
    name = f"report:{pk}"
    typing = None if form.is_bound else unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    if form.is_valid() and attempt(form, lambda: acts.change_report(found.report, form.cleaned_data, by=request.user)):
        unsaved.drop(request.user, name)
        messages.success(request, _("Saved."))
        return redirect("reports:report-detail", pk)
    context = {"form": form, "found": found, "page": found.page, "typing": typing, "typing_name": name}
    return render(request, "reports/progress/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def report_anew(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take the facts anew."""
    acts.take_facts_anew(queries.report_to_edit(pk, facts(request)).report, by=request.user)
    messages.success(request, _("The facts are taken anew, as they stand now."))
    return redirect("reports:report-detail", pk)


@form_page
@signed_in
def section_edit(request: PersonRequest, pk: int, section: str) -> HttpResponseBase:
    """Write into a section, in the language that the address asks for."""
    found = queries.report_to_edit(pk, facts(request))
    language = request.GET.get("language", "en")
    if section not in found.report.sections or language not in dict(LANGUAGES):
        raise Http404
    row = found.report.narratives.filter(section=section, language=language).first()
    saved = row.words if row else ""
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        initial={"words": saved, "opened": saved, "language": language},
    )
    name = f"report-section:{pk}:{section}:{language}"
    typing = None if form.is_bound else unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    status, changed = (422 if form.is_bound else 200), ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            acts.write_section(
                found.report, section, said["language"], said["words"], by=request.user, opened=said["opened"]
            )
        except Conflict as conflict:
            changed, status = str(conflict), 409
            form = SectionForm({"words": said["words"], "opened": saved, "language": language})
        else:
            unsaved.drop(request.user, name)
            messages.success(request, _("Saved."))
            return redirect(f"{found.page.kind.url(found.page.record)}#section-{section}")
    context = {
        "form": form, "found": found, "page": found.page, "section": found.kind.section(section), "row": row,
        "changed": changed,
        "blocks": found.report.facts.get(section, []), "language": dict(LANGUAGES)[language],
        "typing": typing, "typing_name": name,
    }  # fmt: skip
    return render(request, "reports/progress/section.html", context, status=status)


# ---- editions


@require_POST
@signed_in
def edition_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Have an edition made; its work's page shows how far it is."""
    found = queries.report_page(pk, facts(request))
    language = request.POST.get("language", "en")
    if language not in dict(LANGUAGES):
        raise Http404
    _edition, job = acts.request_edition(found.report, language, by=request.user)
    return redirect("raci:job-detail", job.pk)


@require_safe
@signed_in
def edition_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The PDF of an edition, as it was kept."""
    edition = queries.edition_for(pk, facts(request))
    if not edition.sha256:
        raise Http404
    return pdf_answer(edition)


@require_safe
@signed_in
def edition_data(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    """One table of an edition, whole, as it is attached to its PDF."""
    return data_answer(queries.edition_for(pk, facts(request)), number)
