"""The digital inventory and the web rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from compliance.actions import digital as acts
from compliance.forms.digital import DigitalAssetForm
from compliance.models import DigitalAsset
from compliance.queries import digital as queries
from compliance.queries.barriers import need_keeper
from compliance.views.barriers import form_page, opened_on, sent
from raci.doors import PersonRequest, facts, signed_in
from raci.fields import Form
from raci.forms import attempt
from raci.views.lists import show_list


class Asking(Form):
    """What the two dates turn on, where the city's facts do not say it."""

    population = forms.IntegerField(
        label=gettext_lazy("Total population at the latest decennial census"),
        min_value=0,
        max_value=10**9,
        required=False,
    )
    district = forms.TypedChoiceField(
        label=gettext_lazy("Is it a special district government?"),
        choices=[("", gettext_lazy("not known")), ("no", gettext_lazy("no")), ("yes", gettext_lazy("yes"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
    )

    @property
    def said(self) -> dict[str, object]:
        """What was typed."""
        if not self.is_valid():
            return {}
        data = self.cleaned_data
        return {"population": data["population"], "special_district": data["district"]}


@require_safe
@signed_in
def digital_list(request: PersonRequest) -> HttpResponseBase:
    """All items that they may see."""
    return show_list(request, "digital-assets", "compliance/digital_list.html")


@require_safe
@signed_in
def digital_rule(request: PersonRequest) -> HttpResponseBase:
    """The web rule as it stands for the city."""
    asked = "population" in request.GET or "district" in request.GET
    form = Asking(request.GET if asked else None)
    page = queries.rule_page(facts(request), form.said if asked else {})
    return render(request, "compliance/digital_rule.html", {"page": page, "form": form})


@require_safe
@signed_in
def digital_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One item."""
    return render(request, "compliance/digital_detail.html", {"page": queries.asset_page(pk, facts(request))})


@form_page
@signed_in
def digital_create(request: PersonRequest) -> HttpResponseBase:
    """An item of a unit."""
    units = queries.units_to_inventory(facts(request))
    form = DigitalAssetForm(sent(request), units=units, initial={"unit": units[0].pk} if len(units) == 1 else None)
    made: list[DigitalAsset] = []
    if form.is_valid() and attempt(form, lambda: made.append(_begin(request, form))):
        messages.success(request, _("The item is in the inventory."))
        return redirect("compliance:digital-detail", made[0].pk)
    return _edit(request, form, None)


def _begin(request: PersonRequest, form: DigitalAssetForm) -> DigitalAsset:
    values = dict(form.cleaned_data)
    return acts.begin_digital_asset(values.pop("unit"), values, by=request.user)


@form_page
@signed_in
def digital_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What is said of an item."""
    page = queries.asset_page(pk, facts(request))
    need_keeper(page.may_keep)
    form = DigitalAssetForm(sent(request), row=page.row)
    if form.is_valid() and attempt(
        form, lambda: acts.change_digital_asset(page.row, form.cleaned_data, by=request.user, edits=opened_on(request))
    ):
        messages.success(request, _("The item is saved."))
        return redirect("compliance:digital-detail", pk)
    return _edit(request, form, page.row)


def _edit(request: PersonRequest, form: DigitalAssetForm, row: DigitalAsset | None) -> HttpResponseBase:
    shown: dict[str, Any] = {"form": form, "row": row, "edits": request.POST.get("edits", row.edits if row else 0)}
    return render(request, "compliance/digital_edit.html", shown, status=422 if form.is_bound else 200)
