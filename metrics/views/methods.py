"""The pages of methods: get, one query or one act, render or redirect."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from metrics.actions.methods import Row, begin_index, begin_method, change_method
from metrics.forms.methods import IndexForm, MethodForm, NewMethod, Parts, parts_of
from metrics.kinds import DISPARITY_METHOD, INDEX
from metrics.models import DisparityMethod, IndexDefinition
from metrics.queries import methods as queries
from raci import asof
from raci.doors import PersonRequest, facts, signed_in
from raci.records import Kind
from raci.refusals import Conflict, NotReady
from raci.views.past import on_another_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def method_list(request: PersonRequest) -> HttpResponseBase:
    """How this city judges: the method and the index in force, and what is on its way."""
    return render(request, "metrics/method_list.html", {"methods": queries.methods(facts(request))})


@require_safe
@signed_in
def method_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One method: what it says, where it stands, what is asked of this person."""
    if past := on_another_day(request, pk):
        return past
    found = queries.method_page(pk, facts(request))
    as_of = asof.read(request.GET, found.page.facts.today, request.path)
    return render(request, "metrics/method_detail.html", {"page": found.page, "method": found, "as_of": as_of})


@form_page
@signed_in
def method_create(request: PersonRequest) -> HttpResponseBase:
    """Begin the city's disparity method."""
    return _create(request, DISPARITY_METHOD)


@form_page
@signed_in
def index_create(request: PersonRequest) -> HttpResponseBase:
    """Begin the definition of the city's equity index."""
    return _create(request, INDEX)


def _create(request: PersonRequest, kind: Kind) -> HttpResponseBase:
    queries.need_may_begin(facts(request))
    existing = queries.begun(kind)
    if existing is not None and request.method != "POST":
        messages.info(request, _("The city has one already: change its draft, or begin its next version."))
        return redirect(kind.url(existing))
    form = NewMethod(request.POST if request.method == "POST" else None, initial={"title": kind.label})
    if form.is_bound and form.is_valid() and (row := _begin(form, kind, request)):
        messages.success(request, _("It is begun, as a draft only its writers and auditors see."))
        return redirect("metrics:method-edit", row.record_id)
    context = {"form": form, "kind": kind, "noun": queries.noun_of(kind)}
    return render(request, "metrics/method_create.html", context, status=422 if form.is_bound else 200)


def _begin(form: NewMethod, kind: Kind, request: PersonRequest) -> Row | None:
    begin = begin_method if kind is DISPARITY_METHOD else begin_index
    try:
        return begin(title=form.cleaned_data["title"], by=request.user)
    except NotReady as waiting:
        form.add_error(None, str(waiting))
        return None


@form_page
@signed_in
def method_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a draft: the rules of a method, or an index with its parts."""
    row = queries.method_to_edit(request, pk)
    if isinstance(row, DisparityMethod):
        form = MethodForm(request.POST if request.method == "POST" else None, initial=MethodForm.saved(row))
        valid = form.is_bound and form.is_valid()
        return _saved_or_shown(request, row, {"form": form}, form.cleaned_data if valid else None)
    return _index_edit(request, row)


def _index_edit(request: PersonRequest, row: IndexDefinition) -> HttpResponseBase:
    sent = request.POST if request.method == "POST" else None
    form = IndexForm(sent, initial=IndexForm.saved(row))
    parts = Parts(sent, initial=row.parts, prefix="parts", form_kwargs=queries.choices())
    valid = form.is_bound and all((form.is_valid(), parts.is_valid()))
    values = {**form.cleaned_data, "parts": parts_of(parts.forms)} if valid else None
    return _saved_or_shown(request, row, {"form": form, "parts": parts}, values)


def _saved_or_shown(
    request: PersonRequest, row: Row, context: dict[str, Any], values: dict[str, Any] | None
) -> HttpResponse:
    """Save and go back, or show the form; what somebody else saved meanwhile is said, and nothing typed is lost."""
    status = 422 if context["form"].is_bound else 200
    if values is not None:
        try:
            change_method(row, values, by=request.user, seen=_seen(request))
        except Conflict as changed:
            context["changed"], status = str(changed), 409
        else:
            messages.success(request, _("Saved."))
            return redirect("metrics:method-detail", row.record_id)
    row.record.refresh_from_db()
    return render(request, "metrics/method_edit.html", {**context, "row": row, "record": row.record}, status=status)


def _seen(request: PersonRequest) -> int | None:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None
