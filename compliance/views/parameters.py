"""The pages of parameters: get, one query or one act, render or redirect."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.actions import parameters as acts
from compliance.forms.parameters import NewParameterForm, ParameterForm
from compliance.models import Parameter, Requirement
from compliance.queries import packs
from compliance.queries import parameters as queries
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])
Way = Parameter.Way
WORDS = {
    Way.FILLS: gettext_lazy("Enter the value of %(name)s"),
    Way.CORRECTS: gettext_lazy("Correct %(name)s"),
    Way.SUPERSEDES: gettext_lazy("Supersede %(name)s from a day on"),
}


@require_safe
@signed_in
def parameter_list(request: PersonRequest) -> HttpResponseBase:
    """All rows."""
    return show_list(request, "parameters", "compliance/parameter_list.html")


@require_safe
@signed_in
def parameter_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One row: what it says, its history, who can change it, what reads it."""
    return render(request, "compliance/parameter_detail.html", {"page": queries.parameter_page(pk, facts(request))})


@form_page
@signed_in
def parameter_create(request: PersonRequest) -> HttpResponseBase:
    """Enter a row of its own."""
    queries.need_enter(facts(request))
    initial = {"status": Parameter.Status.IN_FORCE, "basis": "read"}
    form = NewParameterForm(_sent(request), roles=queries.keeper_choices(), initial=initial)
    made: list[Parameter] = []
    if form.is_valid() and attempt(form, lambda: made.append(acts.begin_parameter(form.cleaned_data, by=request.user))):
        return _done(request, "parameter-new", made[0].pk)
    return _show(request, form, "parameter-new", title=_("Enter a row of the law"))


@form_page
@signed_in
def parameter_follow(request: PersonRequest, pk: int, way: str) -> HttpResponseBase:
    """Enter the value that a row waits for, correct it, or supersede it from a day on."""
    if way not in Way.values or not way:
        raise Http404
    page = queries.row_to_follow(pk, facts(request))
    row, name = page.row, f"parameter-{way}:{pk}"
    initial = ParameterForm.saved(row)
    if row.value is None:  # no law says it: what the city enters is its own policy
        own = row.basis == Requirement.Basis.PRACTICE
        initial["status"] = Parameter.Status.LOCAL_POLICY if own else Parameter.Status.IN_FORCE
    if way == Way.SUPERSEDES:
        initial |= {"effective_from": None, "effective_to": None, "status": Parameter.Status.IN_FORCE}
    form = ParameterForm(_sent(request), unit=row.unit, operator=row.operator, way=way, initial=initial)
    made: list[Parameter] = []
    enter = partial(acts.follow, row, way, by=request.user)
    if form.is_valid() and attempt(form, lambda: made.append(enter(form.cleaned_data))):
        return _done(request, name, made[0].pk)
    return _show(request, form, name, title=str(WORDS[Way(way)]) % {"name": row.name}, page=page, way=way)


@form_page
@signed_in
def parameter_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Write on a draft."""
    page = queries.row_to_write(pk, facts(request))
    row, name = page.row, f"parameter:{pk}"
    form: ParameterForm
    if row.follows_id:
        form = ParameterForm(
            _sent(request), unit=row.unit, operator=row.operator, way=row.way, initial=ParameterForm.saved(row)
        )
    else:
        initial = NewParameterForm.saved(row) | {"programme": row.programme_id}
        form = NewParameterForm(_sent(request), roles=queries.keeper_choices(), initial=initial)
    change = partial(acts.change_parameter, row, by=request.user, opened=request.POST.get("opened", ""))
    opened = row.fingerprint
    if form.is_valid() and attempt(form, lambda: change(form.cleaned_data)):
        return _done(request, name, pk)
    return _show(request, form, name, title=_("Change %(name)s") % {"name": row.name}, page=page, opened=opened)


@require_POST
@signed_in
def parameter_verify(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say that one looked the citation up today."""
    page = queries.row_to_follow(pk, facts(request))
    acts.verify(page.row, by=request.user)
    messages.success(request, _("It is on record that you looked it up today."))
    return redirect("compliance:parameter-detail", pk)


@require_POST
@signed_in
def pack_verify(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The same of a whole pack."""
    found = packs.pack_page(pk, facts(request))
    acts.verify(found.pack, by=request.user)
    messages.success(request, _("It is on record that you looked it up today."))
    return redirect("compliance:pack-detail", pk)


def _sent(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(request: PersonRequest, name: str, pk: int) -> HttpResponseBase:
    unsaved.drop(request.user, name)
    messages.success(request, _("Saved as a draft. It counts once it is handed in and somebody else has accepted it."))
    return redirect("compliance:parameter-detail", pk)


def _show(request: PersonRequest, form: BaseForm, name: str, **more: Any) -> HttpResponse:
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing if not form.is_bound else None)
    context = {"form": form, "typing": typing, "typing_name": name, **more}
    return render(request, "compliance/parameter_edit.html", context, status=422 if form.is_bound else 200)
