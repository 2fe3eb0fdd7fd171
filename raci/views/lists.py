"""Lists: the page of each, and what is filtered and sorted to take away."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raci import lists
from raci.doors import PersonRequest, facts, signed_in
from raci.lists.pages import ListPage
from raci.lists.sheets import Sheet
from raci.refusals import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_list(request: PersonRequest, code: str, template: str = "lists/list.html", **more: Any) -> HttpResponse:
    """A list's page; `template` extends lists/list.html where something is special."""
    page = ListPage(lists.get(code), facts(request), request.GET)
    return render(request, template, {"list": page, **more})


@require_safe
@signed_in
def list_export(request: PersonRequest, code: str, kind: str) -> HttpResponseBase:
    """The list as filtered and sorted, as CSV or as a workbook."""
    known = facts(request)
    sheet = Sheet(lists.ask(lists.get(code), known, request.GET))
    name = f"{code}-{known.today}.{kind}"
    if kind == "csv":
        response = StreamingHttpResponse(sheet.csv(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    if kind == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        sheet.workbook(file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    raise Refused(_("There is no such file."), visible=False)
