"""Ask for a PDF, watch it being made, fetch it. Only who asked sees it: it shows what they could see."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from raci.doors import PersonRequest, signed_in
from reports.actions import path_of, request_print
from reports.models import Print


@require_POST
@signed_in
def print_request(request: PersonRequest, kind: str, subject: int) -> HttpResponseBase:
    """Queue a PDF of this subject (0 for what there is only one of)."""
    job = request_print(kind, subject or None, by=request.user)
    return redirect("reports:print-detail", job.pk)


@require_safe
@signed_in
def print_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """How far it is; htmx asks again by itself, a reload does the same."""
    job = get_object_or_404(Print, pk=pk, person=request.user)
    template = "reports/print_progress.html" if request.headers.get("HX-Request") else "reports/print_detail.html"
    response: HttpResponse = render(request, template, {"job": job})
    if request.headers.get("HX-Request") and job.state != Print.State.QUEUED:
        response["HX-Refresh"] = "true"  # the whole page, so that the title and the focus say it is done
    return response


@require_safe
@signed_in
def print_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The PDF."""
    job = get_object_or_404(Print, pk=pk, person=request.user, state=Print.State.READY)
    path = path_of(job.sha256)
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{slugify(job.title)}.pdf", content_type="application/pdf"
    )
