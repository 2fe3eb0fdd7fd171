"""Indicators and measures: get, ask one query or do one act, render or redirect."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from metrics.actions import indicators as acts
from metrics.actions.sets import adopt
from metrics.forms.indicators import Adopting, Beginning, Keeping, Retiring, Saying, Waiting
from metrics.models import Indicator
from metrics.queries import choices
from metrics.queries import indicators as queries
from metrics.queries.indicator_cards import forecast_lines, gap_lines, groups_card, time_card, turned
from metrics.queries.indicator_csv import indicator_rows
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.spreadsheets import Echo, SafeWriter
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def indicator_list(request: PersonRequest) -> HttpResponseBase:
    """All indicators and measures."""
    return show_list(request, "indicators", "metrics/indicator_list.html")


@require_safe
@signed_in
def indicator_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One indicator: what it is, where it stands, its figures."""
    page = queries.indicator_page(pk, facts(request), request.GET.get("by", ""))
    csv = reverse("metrics:indicator-csv", args=[pk])
    by = f"?by={page.dimension.code}" if page.dimension else ""
    context = {
        "page": page,
        "one": page.one,
        "over_time": time_card(page, csv),
        "by_group": groups_card(page, csv + by),
        "turned": turned(page),
        "gaps": gap_lines(page),
        "forecast": forecast_lines(page),
    }
    return render(request, "metrics/indicator_detail.html", context)


@require_safe
@signed_in
def indicator_csv(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What the page shows, as a table."""
    page = queries.indicator_page(pk, facts(request), request.GET.get("by", ""))
    writer = SafeWriter(Echo())
    text = "\ufeff" + "".join(writer.writerow(row) for row in indicator_rows(page))
    name = f'attachment; filename="{page.one.indicator.code}.csv"'
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


# ---- beginning


@form_page
@signed_in
def indicator_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one."""
    units = choices.need_units(facts(request))
    form = Beginning(_sent(request), units=units)
    made: list[Indicator] = []
    if form.is_valid() and attempt(form, lambda: made.append(_begin(request, form))):
        messages.success(request, _("It is begun, as a draft. Go through it and hand it in."))
        return _done(request, "indicator-new", made[0].pk)
    return _show(request, "metrics/indicator_create.html", form, "indicator-new")


def _begin(request: PersonRequest, form: Beginning) -> Indicator:
    said = form.cleaned_data
    return acts.begin_indicator(unit=said["unit"], kind=said["kind"], said=form.said, kept=form.kept, by=request.user)


@require_safe
@signed_in
def catalogue(request: PersonRequest) -> HttpResponseBase:
    """The starter catalogue, by set, and what of it is followed already."""
    return render(request, "metrics/catalogue.html", {"page": choices.catalogue_page(facts(request))})


@form_page
@signed_in
def catalogue_adopt(request: PersonRequest, code: str) -> HttpResponseBase:
    """Adopt an entry for a unit."""
    entry, of = choices.entry_called(code)
    units = choices.need_units(facts(request), kind=entry.kind)
    form = Adopting(_sent(request), units=units)
    made: list[Indicator] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(adopt(entry, unit=form.cleaned_data["unit"], by=request.user, of=of))
    ):
        messages.success(request, _("It is adopted, as a draft. Go through it and hand it in."))
        return redirect("metrics:indicator-detail", made[0].pk)
    context = {"form": form, "entry": entry}
    return render(request, "metrics/catalogue_adopt.html", context, status=422 if form.is_bound else 200)


# ---- versions


@require_POST
@signed_in
def version_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Begin the next version."""
    one = queries.indicator_for(pk, facts(request))
    acts.begin_version(one.indicator, by=request.user)
    messages.success(request, _("The next version is begun. The one in force stands until it is accepted."))
    return redirect("metrics:version-edit", pk)


@form_page
@signed_in
def version_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Write on the version that is a draft or was given back."""
    page = queries.indicator_page(pk, facts(request))
    version = choices.need_open_version(page)
    initial, opened = {name: getattr(version, name) for name in acts.SAID}, version.fingerprint
    form = Saying(_sent(request), initial=initial, kind=page.one.kind, number=version.number)
    change = partial(acts.change_version, version, by=request.user, opened=request.POST.get("opened", ""))
    if form.is_valid() and attempt(form, lambda: change(form.cleaned_data)):
        messages.success(request, _("Saved. Hand it in when it is complete."))
        return _done(request, f"indicator:{pk}", pk)
    return _show(
        request, "metrics/version_edit.html", form, f"indicator:{pk}", one=page.one, version=version, opened=opened
    )


# ---- what is kept


@form_page
@signed_in
def indicator_keep(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Owner, supplier, cadence, goal."""
    page = queries.indicator_page(pk, facts(request))
    choices.need_change(page)
    form = Keeping(_sent(request), indicator=page.one.indicator)
    if form.is_valid() and attempt(
        form, lambda: acts.keep_indicator(page.one.indicator, form.cleaned_data, by=request.user)
    ):
        messages.success(request, _("Saved."))
        return redirect("metrics:indicator-detail", pk)
    return _show(request, "metrics/indicator_keep.html", form, f"indicator-keep:{pk}", one=page.one)


@form_page
@signed_in
def indicator_retire(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Follow it no more."""
    page = queries.indicator_page(pk, facts(request))
    choices.need_change(page)
    form = Retiring(_sent(request))
    if form.is_valid() and attempt(
        form, lambda: acts.retire_indicator(page.one.indicator, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("It is retired. Its values stay."))
        return _done(request, f"indicator-retire:{pk}", pk)
    return _show(request, "metrics/indicator_retire.html", form, f"indicator-retire:{pk}", one=page.one)


@form_page
@signed_in
def dependency_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what it waits for."""
    page = queries.indicator_page(pk, facts(request))
    choices.need_change(page)
    form = Waiting(_sent(request), choices=choices.to_wait_for(page))
    if form.is_valid() and attempt(
        form, lambda: acts.wait_for(page.one.indicator, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("It is on record what it waits for."))
        return _done(request, f"dependency:{pk}", pk)
    return _show(request, "metrics/dependency_create.html", form, f"dependency:{pk}", one=page.one)


@require_POST
@signed_in
def dependency_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """It waits no more."""
    row = choices.dependency_for(pk, facts(request))
    acts.wait_no_more(row, by=request.user)
    messages.success(request, _("It does not wait for that one any more."))
    return redirect("metrics:indicator-detail", row.indicator_id)


def _sent(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(request: PersonRequest, name: str, pk: int) -> HttpResponseBase:
    unsaved.drop(request.user, name)
    return redirect("metrics:indicator-detail", pk)


def _show(request: PersonRequest, template: str, form: BaseForm, name: str, **more: Any) -> HttpResponse:
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing if not form.is_bound else None)
    context = {"form": form, "typing": typing, "typing_name": name, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
