"""Vital documents: their list, one, and its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import vital_documents as acts
from compliance.forms.vital_documents import HEAD, Document, NewDocument, TranslationFormSet, lines_of
from compliance.kinds import VITAL_DOCUMENT
from compliance.language.names import NAMES
from compliance.models import VitalDocument
from compliance.queries import vital_documents as queries
from compliance.queries.language_assessments import need_unit
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import NotReady, Problem
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def vital_document_list(request: PersonRequest) -> HttpResponseBase:
    """All of them, and how their translations stand."""
    return show_list(request, "vital-documents", "compliance/vital_document_list.html")


@require_safe
@signed_in
def vital_document_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One document."""
    page = queries.document_page(pk, facts(request))
    return render(request, "compliance/vital_document_detail.html", {"page": page})


@form_page
@signed_in
def vital_document_create(request: PersonRequest) -> HttpResponseBase:
    """Add one."""
    units = need_unit(facts(request), VITAL_DOCUMENT)
    sent = request.POST if request.method == "POST" else None
    head, lines = NewDocument(sent, units=units), TranslationFormSet(sent, prefix="lines")
    made: list[VitalDocument] = []
    if _both_valid(head, lines) and attempt(head, lambda: made.append(_begin(request, head, lines))):
        messages.success(request, _("The document is saved."))
        return redirect("compliance:vital-document-detail", made[0].pk)
    return _show(request, head, lines, None)


def _begin(request: PersonRequest, head: NewDocument, lines: Any) -> VitalDocument:
    return acts.begin_document(head.cleaned_data["unit"], _head(head), lines.said, by=request.user)


@form_page
@signed_in
def vital_document_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What is said of it, and its translations."""
    page = queries.document_page(pk, facts(request))
    queries.need_keeper(page)
    sent = request.POST if request.method == "POST" else None
    head = Document(sent, units=[page.row.unit], initial={name: getattr(page.row, name) for name in HEAD})
    lines = TranslationFormSet(sent, prefix="lines", initial=lines_of(page.row))
    if _both_valid(head, lines) and attempt(head, lambda: _change(request, page.row, head, lines)):
        messages.success(request, _("The document is saved."))
        return redirect("compliance:vital-document-detail", pk)
    return _show(request, head, lines, page.row)


def _change(request: PersonRequest, row: VitalDocument, head: Document, lines: Any) -> None:
    opened = request.POST.get("edits", "")
    if not opened.isascii() or not opened.isdigit():
        raise NotReady([Problem(_("Open the form again: it does not say what it was opened on."))])
    acts.change_document(row, _head(head), lines.said, by=request.user, edits=int(opened[:9]))


def _head(head: Document) -> dict[str, Any]:
    return {name: head.cleaned_data[name] for name in HEAD}


def _both_valid(head: Document, lines: Any) -> bool:
    return bool(head.is_bound and all([head.is_valid(), lines.is_valid()]))


def _show(request: PersonRequest, head: Document, lines: Any, row: VitalDocument | None) -> HttpResponseBase:
    context = {"form": head, "lines": lines, "row": row, "names": NAMES}
    return render(request, "compliance/vital_document_edit.html", context, status=422 if head.is_bound else 200)
