"""Whom counsel admits: to all of the module, or to a run."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compliance.actions import selections as acts
from compliance.forms.selections import AdmitForm, AdmitToAll
from compliance.queries import selections as queries
from compliance.titlevii import gate
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def reader_list(request: PersonRequest) -> HttpResponseBase:
    """The posts that are admitted, and admitting one to all."""
    gate.need_counsel(facts(request), on=True)
    form = AdmitToAll(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: _admit(request, form)):
        messages.success(request, _("The post is admitted. Tell its holders yourself: the portal tells nobody."))
        return redirect("compliance:reader-list")
    context = {"form": form, "readers": queries.admitted()}
    return render(request, "compliance/reader_list.html", context, status=422 if form.is_bound else 200)


def _admit(request: PersonRequest, form: AdmitToAll) -> None:
    said = form.cleaned_data
    acts.admit(said["post"], None, may_enter=said["may_enter"], by=request.user)


@form_page
@signed_in
def run_admit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Admit a post to one run."""
    gate.need_counsel(facts(request), on=True)
    run, _via = gate.need_run(facts(request), pk)
    form = AdmitForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, lambda: acts.admit(form.cleaned_data["post"], run, may_enter=False, by=request.user)
    ):
        messages.success(request, _("The post is admitted. Tell its holders yourself: the portal tells nobody."))
        return redirect("compliance:run-detail", pk)
    context = {"form": form, "row": run}
    return render(request, "compliance/run_admit.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def reader_end(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its holders read no more."""
    gate.need_counsel(facts(request), on=True)
    if request.method == "POST":
        acts.end_admission(pk, by=request.user)
        messages.success(request, _("The admission is taken back."))
    return redirect("compliance:reader-list")
