"""The matrix: to read, to ask why, to take away, to print."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raci import asof
from raci.actions.matrix_import import may_bring_in
from raci.asof import AsOf
from raci.doors import PersonRequest, facts, signed_in
from raci.matrix.files import WRITERS
from raci.models import Matrix
from raci.queries.activities import activity_page, why_page
from raci.queries.matrix import matrix_page, published
from raci.queries.version_list import readable
from raci.refusals import Refused


@require_safe
@signed_in
def matrix(request: PersonRequest) -> HttpResponseBase:
    """The version in force, today or on another day, or a published one by its number."""
    return _page(request, "raci/matrix.html")


@require_safe
@signed_in
def matrix_sheet(request: PersonRequest) -> HttpResponseBase:
    """The same on one landscape sheet, for print."""
    return _page(request, "raci/matrix_sheet.html")


@require_safe
@signed_in
def matrix_activity(request: PersonRequest, code: str) -> HttpResponseBase:
    """An activity: the drawer for htmx, a page of its own otherwise."""
    as_of = _day(request)
    page = activity_page(_wanted(request), code, facts(request), as_of.day)
    template = "raci/matrix_drawer.html" if request.headers.get("HX-Request") else "raci/matrix_activity.html"
    return render(request, template, {"page": page, "as_of": as_of})


@require_safe
@signed_in
def why(request: PersonRequest, code: str) -> HttpResponseBase:
    """Why can I do this, in this unit, by the matrix in force today?"""
    version = published(facts(request))
    if version is None:
        raise _none()
    page = why_page(version, code, request.GET.get("unit", ""), facts(request))
    return render(request, "raci/matrix_why.html", {"page": page})


@require_safe
@signed_in
def matrix_export(request: PersonRequest, kind: str) -> HttpResponseBase:
    """A version as a file that can be read back; a draft for those who may read it."""
    if kind not in WRITERS:
        raise Refused(_("The matrix is exported as CSV, XLSX, YAML or Markdown."), visible=False)
    known, number = facts(request), version_number(request.GET.get("version"))
    version, table = readable(_wanted(request).number if number is None else number, known)
    write, media_type = WRITERS[kind]
    content = write(table)
    name = f"matrix-v{version.number}.{kind}"
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _page(request: PersonRequest, template: str) -> HttpResponse:
    as_of = _day(request)
    version = published(facts(request), version_number(request.GET.get("version")), as_of.day)
    page = matrix_page(version, facts(request), as_of.day) if version else None
    return render(request, template, {"page": page, "as_of": as_of, "may_import": may_bring_in(facts(request))})


def _wanted(request: PersonRequest) -> Matrix:
    version = published(facts(request), version_number(request.GET.get("version")), _day(request).day)
    if version is None:
        raise _none()
    return version


def _day(request: PersonRequest) -> AsOf:
    return asof.read(request.GET, facts(request).today, request.path)


def version_number(given: str | None) -> int | None:
    """A number in the address; one that is no number is the number of no version."""
    if not given:
        return None
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _none() -> Refused:
    return Refused(_("No matrix was in force then, or is."), visible=False)
