"""Encounters: the totals of a year, one by one, many at a time, and taking one out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import encounters as acts
from compliance.forms.encounters import EncounterFormSet, Strike, Whose
from compliance.kinds import ENCOUNTER
from compliance.language.names import NAMES
from compliance.queries import encounters as queries
from compliance.queries.language_assessments import need_unit
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import Refused
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def encounter_summary(request: PersonRequest) -> HttpResponseBase:
    """The totals by language."""
    unit, year = request.GET.get("unit", ""), request.GET.get("year", "")
    page = queries.encounter_page(facts(request), unit=unit, year=year)
    return render(request, "compliance/encounter_summary.html", {"page": page})


@require_safe
@signed_in
def encounter_list(request: PersonRequest) -> HttpResponseBase:
    """One by one, for whoever keeps them."""
    return show_list(request, "encounters", "compliance/encounter_list.html")


@form_page
@signed_in
def encounter_log(request: PersonRequest) -> HttpResponseBase:
    """Many on one page."""
    units = need_unit(facts(request), ENCOUNTER)
    sent = request.POST if request.method == "POST" else None
    head, lines = Whose(sent, units=units), EncounterFormSet(sent, prefix="lines")
    if head.is_bound and all([head.is_valid(), lines.is_valid()]):
        logged: list[int] = []
        if attempt(head, lambda: logged.append(_log(request, head, lines))):
            words = ngettext("%(n)d encounter is written down.", "%(n)d encounters are written down.", logged[0])
            messages.success(request, words % {"n": logged[0]})
            return redirect("compliance:encounter-summary")
    context = {"form": head, "lines": lines, "names": NAMES}
    return render(request, "compliance/encounter_log.html", context, status=422 if head.is_bound else 200)


def _log(request: PersonRequest, head: Whose, lines: Any) -> int:
    return acts.log_encounters(head.cleaned_data["unit"], lines.said, by=request.user)


@form_page
@signed_in
def encounter_strike(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take out what was written by mistake."""
    row = queries.encounters_read(facts(request)).filter(pk=pk).first()
    if row is None:
        raise Refused(_("There is no such encounter."), visible=False)
    form = Strike(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, lambda: acts.strike_encounter(row, by=request.user, why=form.cleaned_data["why"])
    ):
        messages.success(request, _("The encounter is taken out."))
        return redirect("compliance:encounter-list")
    return render(
        request, "compliance/encounter_strike.html", {"row": row, "form": form}, status=422 if form.is_bound else 200
    )
