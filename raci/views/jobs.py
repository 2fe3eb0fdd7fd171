"""Work in the background: what one has asked for, how far it is, and the file. Only who asked sees it."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raci import doors, handing_out, jobs, notices
from raci.doors import PersonRequest, signed_in
from raci.queries import jobs as queries

ON_A_PAGE = 25
log = logging.getLogger("raci.jobs")


@require_safe
@signed_in
def job_list(request: PersonRequest) -> HttpResponse:
    """One's own, newest first; htmx asks for the list alone while something is to be made."""
    pages = Paginator(queries.jobs_of(request.user), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    shown = {"page": page, "lines": queries.lines(page.object_list), "is_busy": any(job.is_open for job in page)}
    if request.headers.get("HX-Request"):
        return render(request, "raci/job_lines.html", shown)
    shown["health"] = queries.health()
    if doors.facts(request).keeps_accounts:
        shown["counts"] = queries.counts()
    return render(request, "raci/job_list.html", shown)


@require_safe
@signed_in
def job_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """How far it is; htmx asks again by itself, a reload does the same."""
    job = queries.own_job(pk, request.user)
    if not job.is_open:
        notices.mark_read(notices.inbox_of(request.user).filter(url=request.path), by=request.user)
    shown = {"line": queries.line(job), "job": job}
    if request.headers.get("HX-Request"):
        response = render(request, "raci/job_progress.html", shown)
        if not job.is_open:
            response["HX-Refresh"] = "true"  # the whole page, so that the title and the focus say it is done
        return response
    if job.is_open:
        shown["health"] = queries.health()
    return render(request, "raci/job_detail.html", shown)


@require_safe
@signed_in
def job_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What was made."""
    return handing_out.product(pk, doors.facts(request))


@require_POST
@signed_in
def job_again(request: PersonRequest, pk: int) -> HttpResponse:
    """The same once more."""
    job = jobs.ask_again(queries.own_job(pk, request.user), by=request.user)
    return redirect("raci:job-detail", job.pk)


@require_POST
@signed_in
def job_cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Take back what waits."""
    job = queries.own_job(pk, request.user)
    jobs.cancel(job, by=request.user)
    messages.success(request, _("“%(title)s” is taken back.") % {"title": job.title})
    return redirect("raci:job-list")
