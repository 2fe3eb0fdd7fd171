"""Facilities: their list with what each comes to, one of them, and its form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.actions import barriers as acts
from compliance.forms.barriers import FacilityForm
from compliance.models import Facility
from compliance.queries import barriers as queries
from compliance.queries.facilities import facility_page, units_to_keep
from compliance.views.barriers import form_page, opened_on, sent
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.views.lists import show_list


@require_safe
@signed_in
def facility_list(request: PersonRequest) -> HttpResponseBase:
    """What each facility comes to."""
    return show_list(request, "facilities", "compliance/facility_list.html")


@require_safe
@signed_in
def facility_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One facility with its figures and the first of its barriers."""
    return render(request, "compliance/facility_detail.html", {"page": facility_page(pk, facts(request))})


@form_page
@signed_in
def facility_create(request: PersonRequest) -> HttpResponseBase:
    """A facility of a unit."""
    units = units_to_keep(facts(request))
    form = FacilityForm(sent(request), units=units, initial={"unit": units[0].pk} if len(units) == 1 else None)
    made: list[Facility] = []
    if form.is_valid() and attempt(form, lambda: made.append(_begin(request, form))):
        messages.success(request, _("The facility is in the register."))
        return redirect("compliance:facility-detail", made[0].pk)
    return render(
        request, "compliance/facility_edit.html", {"form": form, "row": None}, status=422 if form.is_bound else 200
    )


def _begin(request: PersonRequest, form: FacilityForm) -> Facility:
    values = dict(form.cleaned_data)
    return acts.begin_facility(values.pop("unit"), values, by=request.user)


@form_page
@signed_in
def facility_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What is said of a facility."""
    row = queries.facility_for(pk, facts(request))
    queries.need_keeper(queries.may_keep_in(row, facts(request)))
    form = FacilityForm(sent(request), row=row)
    if form.is_valid() and attempt(
        form, lambda: acts.change_facility(row, form.cleaned_data, by=request.user, edits=opened_on(request))
    ):
        messages.success(request, _("The facility is saved."))
        return redirect("compliance:facility-detail", pk)
    shown = {"form": form, "row": row, "edits": request.POST.get("edits", row.edits)}
    return render(request, "compliance/facility_edit.html", shown, status=422 if form.is_bound else 200)
