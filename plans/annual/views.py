"""The pages of annual reports: get, one query or one act, render or redirect."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plans.annual import acts, queries
from plans.annual.forms import BeginForm, StoriesForm
from plans.annual.sheet import write_actions
from plans.models import AnnualReport, Plan
from raci import reviewing
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def annual_list(request: PersonRequest) -> HttpResponseBase:
    """All annual reports this person may read."""
    return show_list(request, "annual-reports", "plans/annual/list.html")


@form_page
@signed_in
def annual_begin(request: PersonRequest) -> HttpResponseBase:
    """Begin one: of which plan, on which year."""
    plans = queries.need_plans(facts(request))
    form = BeginForm(
        request.POST if request.method == "POST" else None, plans=plans, years=queries.years(facts(request))
    )
    made: list[AnnualReport] = []
    if form.is_valid() and attempt(form, lambda: made.append(_begun(request, form, plans))):
        return redirect("plans:annual-write", made[0].pk)
    context = {"form": form, "plans": plans}
    return render(request, "plans/annual/begin.html", context, status=422 if form.is_bound else 200)


def _begun(request: PersonRequest, form: BeginForm, plans: list[Plan]) -> AnnualReport:
    plan = next(one for one in plans if one.pk == form.cleaned_data["plan"])
    return acts.begin_annual(plan, date.fromisoformat(form.cleaned_data["year"]), by=request.user)


@require_safe
@signed_in
def annual_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One report."""
    return render(request, "plans/annual/detail.html", {"found": queries.annual_page(pk, facts(request))})


@require_safe
@signed_in
def annual_print(request: PersonRequest, pk: int) -> HttpResponseBase:
    """On paper."""
    return render(request, "plans/annual/print.html", {"found": queries.annual_page(pk, facts(request))})


@require_safe
@signed_in
def annual_actions(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its actions as CSV."""
    found = queries.annual_page(pk, facts(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = slugify(f"{found.told['title']} {found.row.year}")[:100]
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    write_actions(found.told, response)
    return response


@form_page
@signed_in
def annual_write(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Tell the year: saved as it is, or handed in."""
    page, name = queries.page_to_write(pk, facts(request)), f"annual:{pk}"
    form = StoriesForm(request.POST if request.method == "POST" else None, page=page)
    typing = None if form.is_bound else unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    if form.is_valid() and attempt(form, lambda: _written(request, page, form)):
        unsaved.drop(request.user, name)
        messages.success(request, _("It is handed in.") if "hand_in" in request.POST else _("It is saved."))
        return redirect("plans:annual-detail", pk)
    if form.is_bound:
        unsaved.keep(request.user, name, unsaved.values_of(request.POST))
    context = {"form": form, "found": page, "typing": typing, "typing_name": name}
    return render(request, "plans/annual/write.html", context, status=422 if form.is_bound else 200)


def _written(request: PersonRequest, page: queries.AnnualPage, form: StoriesForm) -> None:
    """What is typed is saved also where something is missing; the form then goes on from there."""
    acts.write_annual(page.row, **form.said(), by=request.user)
    form.reopen(page.row.fingerprint)
    if "hand_in" in request.POST:
        reviewing.hand_in(page.row, by=request.user)
