"""Objectives, themes and services: what the city aims at and does, in the words of its sources."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raci.actions import aims as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.aims import Affirming, TakingBack
from raci.queries import aims as queries


@require_safe
@signed_in
def objectives(request: PersonRequest) -> HttpResponse:
    """The objectives, and who affirmed them."""
    return render(request, "raci/objectives.html", {"page": queries.objectives_page(facts(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def objective_affirm(request: PersonRequest, code: str) -> HttpResponseBase:
    """Record that a body affirmed one."""
    found, why = queries.objective_for(code), queries.need_keeper(facts(request))
    form = Affirming(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: acts.affirm_objective(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The affirmation is on record."))
        return redirect("raci:objectives")
    page = {"objective": found, "form": form, "why": why}
    return render(request, "raci/objective_affirm.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def affirmation_take_back(request: PersonRequest, pk: int) -> HttpResponseBase:
    """It was recorded by mistake."""
    found, why = queries.affirmation_for(pk), queries.need_keeper(facts(request))
    form = TakingBack(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, lambda: acts.take_back_affirmation(found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The affirmation is taken back."))
        return redirect("raci:objectives")
    page = {"affirmation": found, "objective": found.objective, "form": form, "why": why}
    return render(request, "raci/affirmation_take_back.html", page, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def themes(request: PersonRequest) -> HttpResponse:
    """The themes."""
    return render(request, "raci/themes.html", {"themes": queries.themes_page()})


@require_safe
@signed_in
def services(request: PersonRequest) -> HttpResponse:
    """Services in the words of each source, side by side."""
    return render(request, "raci/services.html", {"page": queries.services_page()})
