"""Pages of a release: into whose hands, that one has it, and what the public reads."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import public_doors
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.languages import for_the_public
from raci.refusals import Refused
from reports import annex, public, queries, releasing
from reports.acts import open_edition
from reports.editions import data_of, file_name
from reports.forms import ReleaseForm
from reports.governed import REPORTING
from reports.models import Edition

SETTING = "PUBLIC_REPORTS"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_release(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Release the approved report: to whom it is sent by name, and whether the public reads it."""
    found = queries.report_page(pk, facts(request))
    if not found.may_ever_release:
        raise Refused(_("Releasing takes A (accountable) for %(activity)s.") % {"activity": REPORTING})
    circles = releasing.circles()
    form = ReleaseForm(request.POST if request.method == "POST" else None, circles=circles, for_all=found.kind.for_all)

    def release() -> None:
        said = form.cleaned_data
        releasing.release_report(found.report, to=said["to"], public=said["audience"] == "public", by=request.user)

    if form.is_valid() and attempt(form, release):
        messages.success(request, _("It is released; its readers are told."))
        return redirect("reports:report-detail", pk)
    context = {"found": found, "page": found.page, "form": form, "circles": circles}
    return render(request, "reports/progress/release.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def receipt_confirm(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Confirm that one has it."""
    releasing.confirm_receipt(queries.report_page(pk, facts(request)).report, by=request.user)
    messages.success(request, _("Confirmed: whoever released it sees that you have it."))
    return redirect("reports:report-detail", pk)


# ---- without signing in


@for_the_public
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """The reports of the city."""
    public_doors.need_open(SETTING)
    return render(request, "reports/public/list.html", {"found": public.public_reports()})


@for_the_public
@require_safe
def public_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, to read as a page."""
    public_doors.need_open(SETTING)
    return render(request, "reports/public/detail.html", {"found": public.public_report(pk)})


@require_safe
def public_file(_request: HttpRequest, pk: int) -> HttpResponse:
    """Its PDF."""
    public_doors.need_open(SETTING)
    return pdf_answer(public.public_edition(pk))


@require_safe
def public_data(_request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One of its tables."""
    public_doors.need_open(SETTING)
    return data_answer(public.public_edition(pk), number)


# ---- files


def pdf_answer(edition: Edition) -> HttpResponse:
    """The PDF as it was kept, under its name."""
    answer = HttpResponse(open_edition(edition), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(edition)}"'
    return answer


def data_answer(edition: Edition, number: int) -> HttpResponse:
    """One table of an edition, whole, as it is attached to its PDF."""
    found = next((one for one in data_of(edition) if one.number == number), None)
    if found is None:
        raise Http404
    answer = HttpResponse(found.content, content_type=f"{annex.MEDIA_TYPE}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer
