"""Budget reconciliations: the list, one, and its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from metrics.actions import reconciliations as acts
from metrics.forms.reconciliations import Head, LineFormSet, NewHead, lines_of
from metrics.models import Reconciliation
from metrics.queries import reconciliations as queries
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import NotReady

form_page = require_http_methods(["GET", "HEAD", "POST"])
HEAD = ("title", "source", "note")


@require_safe
@signed_in
def reconciliation_list(request: PersonRequest) -> HttpResponseBase:
    """All of them, and whether they add up."""
    rows = queries.reconciliations()
    known = facts(request)
    may_begin = known.matrix is not None and "3.2" in known.activities_with("R")
    return render(request, "metrics/reconciliation_list.html", {"rows": rows, "may_begin": may_begin})


@require_safe
@signed_in
def reconciliation_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One table."""
    return render(
        request, "metrics/reconciliation_detail.html", {"page": queries.reconciliation_page(pk, facts(request))}
    )


@form_page
@signed_in
def reconciliation_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one."""
    units = queries.units_to_keep(facts(request))
    sent = request.POST if request.method == "POST" else None
    head, lines = NewHead(sent, units=units), LineFormSet(sent, prefix="lines")
    made: list[Reconciliation] = []
    if _both_valid(head, lines) and attempt(head, lambda: made.append(_begin(request, head, lines))):
        messages.success(request, _("The table is saved."))
        return redirect("metrics:reconciliation-detail", made[0].pk)
    return _show(request, head, lines, None)


def _begin(request: PersonRequest, head: NewHead, lines: Any) -> Reconciliation:
    said = head.cleaned_data
    values = {name: said[name] for name in HEAD}
    return acts.begin_reconciliation(said["unit"], values, _said(lines), by=request.user)


@form_page
@signed_in
def reconciliation_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its head and its lines."""
    page = queries.reconciliation_page(pk, facts(request))
    queries.need_keeper(page)
    sent = request.POST if request.method == "POST" else None
    head = Head(sent, initial={name: getattr(page.row, name) for name in HEAD})
    lines = LineFormSet(sent, prefix="lines", initial=lines_of(page.row))
    if _both_valid(head, lines) and attempt(head, lambda: _change(request, page.row, head, lines)):
        messages.success(request, _("The table is saved."))
        return redirect("metrics:reconciliation-detail", pk)
    return _show(request, head, lines, page.row)


def _change(request: PersonRequest, row: Reconciliation, head: Head, lines: Any) -> None:
    opened = request.POST.get("edits", "")
    if not opened.isdigit():
        raise NotReady([])
    acts.change_reconciliation(row, head.cleaned_data, _said(lines), by=request.user, edits=int(opened[:9]))


def _both_valid(head: Head, lines: Any) -> bool:
    return bool(head.is_bound and all([head.is_valid(), lines.is_valid()]))


def _said(lines: Any) -> list[dict[str, Any]]:
    gone = lines.deleted_forms
    return [form.said for form in lines.forms if form not in gone and (form.has_changed() or form.initial)]


def _show(request: PersonRequest, head: Head, lines: Any, row: Reconciliation | None) -> HttpResponseBase:
    context = {"form": head, "lines": lines, "row": row}
    return render(request, "metrics/reconciliation_edit.html", context, status=422 if head.is_bound else 200)
