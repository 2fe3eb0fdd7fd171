"""Coordinators: their list, one, and its forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import coordinators as acts
from compliance.forms.coordinators import NewCoordinator, Published
from compliance.queries.coordinators import coordinator_for
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import Refused
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def coordinator_list(request: PersonRequest) -> HttpResponseBase:
    """Who coordinates what."""
    return show_list(request, "coordinators", "compliance/coordinator_list.html")


@require_safe
@signed_in
def coordinator_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One of them, as published."""
    context = {"row": coordinator_for(pk), "may_change": acts.may_name(facts(request))}
    return render(request, "compliance/coordinator_detail.html", context)


@form_page
@signed_in
def coordinator_create(request: PersonRequest) -> HttpResponseBase:
    """Name one."""
    _need_namer(request)
    form = NewCoordinator(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: _name(request, dict(form.cleaned_data))):
        messages.success(request, _("The coordinator is named."))
        return redirect("compliance:coordinator-list")
    return _show(request, {"form": form})


def _name(request: PersonRequest, said: dict[str, Any]) -> None:
    acts.name_coordinator(said.pop("programme"), said.pop("post"), said.pop("begins_on"), said, by=request.user)


@form_page
@signed_in
def coordinator_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What is published of one."""
    row = coordinator_for(pk)
    _need_namer(request)
    sent = request.POST if request.method == "POST" else None
    form = Published(sent, initial={name: getattr(row, name) for name in acts.PUBLISHED})
    if form.is_valid() and attempt(form, lambda: acts.change_coordinator(row, form.cleaned_data, by=request.user)):
        messages.success(request, _("What is published of the coordinator is saved."))
        return redirect("compliance:coordinator-detail", pk)
    return _show(request, {"form": form, "row": row})


def _show(request: PersonRequest, context: dict[str, Any]) -> HttpResponseBase:
    return render(request, "compliance/coordinator_edit.html", context, status=422 if context["form"].is_bound else 200)


def _need_namer(request: PersonRequest) -> None:
    if not acts.may_name(facts(request)):
        raise Refused(_("Who is responsible for compliance in the whole city names coordinators (R of activity 1.4)."))
