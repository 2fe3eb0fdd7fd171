"""Lists: the page of each, what is filtered and sorted to take away, and saved views."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import lists
from raci.actions.imports import may_bring_in
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.lists import SaveView
from raci.lists import exports, saved
from raci.lists.pages import ListPage
from raci.lists.sheets import Sheet
from raci.models import ListKind
from raci.queries.lists.xrays import tallies
from raci.xrays import rules


def show_list(request: PersonRequest, code: str, template: str = "lists/list.html", **more: Any) -> HttpResponse:
    """A list's page; `template` extends lists/list.html where something is special. It opens with one's own default view."""
    page = ListPage(lists.get(code), facts(request), request.GET)
    if not request.GET and page.default and page.default.query:
        return redirect(f"{request.path}?{page.default.query}")
    return render(request, template, {"list": page, **more})


@require_safe
@signed_in
def submission_list(request: PersonRequest) -> HttpResponse:
    """What was handed in for decision, and what became of it."""
    return show_list(request, "submissions")


@require_safe
@signed_in
def evidence_list(request: PersonRequest) -> HttpResponse:
    """All files of records they may see."""
    return show_list(request, "evidence")


@require_safe
@signed_in
def unit_list(request: PersonRequest) -> HttpResponse:
    """The city's tree."""
    return show_list(request, "units", "raci/units.html", brings_in=may_bring_in(ListKind.UNITS, facts(request)))


@require_safe
@signed_in
def xrays(request: PersonRequest) -> HttpResponse:
    """What is missing or has gone silent, each with the way to mend it."""
    return show_list(request, "xrays", "raci/xrays.html", tallies=tallies(facts(request)), rules=rules())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def list_export(request: PersonRequest, code: str, kind: str) -> HttpResponseBase:
    """The list as filtered and sorted, as CSV or as a workbook; sent (POST), it is made in the background."""
    asked = lists.ask(lists.get(code), facts(request), request.GET)
    if request.method == "POST":
        return redirect("raci:job-detail", exports.ask_for_export(asked, kind).pk)
    content_type, name = exports.media_type(kind), exports.file_name(asked, kind)
    exports.not_too_long(asked)
    if kind == "csv":
        response = StreamingHttpResponse(Sheet(asked).csv(), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    exports.write(Sheet(asked), kind, file)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


# ---- saved views


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def view_list(request: PersonRequest, code: str) -> HttpResponseBase:
    """One's views of a list; sent, what is asked for is kept under a name."""
    listing = lists.get(code)
    asked = lists.ask(listing, facts(request), dict(parse_qsl(request.POST.get("query", ""))))
    form = SaveView(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: saved.save_view(asked, **_kept(form), by=request.user)):
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
        return redirect(f"{reverse(listing.address)}?{asked.query or 'view=all'}")
    return _views(request, code, form)


@require_POST
@signed_in
def view_change(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Rename a view, open the list with it or no longer, or delete it."""
    view = saved.view_for(pk, request.user)
    do, form = request.POST.get("do", ""), SaveView(request.POST)
    if do == "delete":
        saved.delete_view(view, by=request.user)
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    elif do in ("default", "plain"):
        saved.open_with(view, is_default=do == "default", by=request.user)
        messages.success(request, _("It is noted what the list opens with."))
    elif form.is_valid() and attempt(
        form, lambda: saved.rename_view(view, name=form.cleaned_data["name"], by=request.user)
    ):
        messages.success(request, _("The view is called “%(name)s” now.") % {"name": form.cleaned_data["name"]})
    else:
        return _views(request, view.listing, form)
    return redirect("raci:view-list", view.listing)


def _kept(form: SaveView) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("name", "is_default")}


def _views(request: PersonRequest, code: str, form: SaveView) -> HttpResponse:
    page = ListPage(lists.get(code), facts(request), {})
    context = {"list": page, "form": form, "query": request.POST.get("query", "")}
    return render(request, "lists/views.html", context, status=422 if form.is_bound else 200)
