"""Title VI: its first page, transit programmes, analyses of changes, monitoring of routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import transit as acts
from compliance.forms import transit as forms
from compliance.kinds import ROUTE_MONITORING_RUN, SERVICE_EQUITY_RUN, TRANSIT_PROGRAMME
from compliance.queries import title_vi as queries
from compliance.queries.language_assessments import need_unit
from compliance.queries.section3 import need
from compliance.views.section3 import both_valid, opened_on
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def title_vi(request: PersonRequest) -> HttpResponseBase:
    """What Title VI asks, how it stands, and transit."""
    return render(request, "compliance/title_vi.html", {"page": queries.title_vi_page(facts(request))})


# ---- programmes


@require_safe
@signed_in
def transit_programme_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One submission with its pieces."""
    page = queries.programme_page(pk, facts(request))
    return render(request, "compliance/transit_programme_detail.html", {"page": page})


@form_page
@signed_in
def transit_programme_create(request: PersonRequest) -> HttpResponseBase:
    """A new one."""
    units = need_unit(facts(request), TRANSIT_PROGRAMME)
    sent = request.POST if request.method == "POST" else None
    head = forms.ProgrammeForm(sent, units=units)
    lines: Any = forms.PieceFormSet(sent, prefix="lines", initial=forms.pieces_of(None))
    made: list[Any] = []
    if both_valid(head, lines) and attempt(head, lambda: made.append(_begin_programme(request, head, lines))):
        messages.success(request, _("The programme is saved."))
        return redirect("compliance:transit-programme-detail", made[0].pk)
    context = {"form": head, "lines": lines, "row": None}
    return render(request, "compliance/transit_programme_edit.html", context, status=422 if head.is_bound else 200)


def _begin_programme(request: PersonRequest, head: Any, lines: Any) -> Any:
    said = dict(head.cleaned_data)
    return acts.begin_programme(said.pop("unit"), said, [one.said for one in lines.forms], by=request.user)


@form_page
@signed_in
def transit_programme_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its days and its pieces."""
    page = queries.programme_page(pk, facts(request))
    need(page.may_change)
    sent = request.POST if request.method == "POST" else None
    head = forms.ProgrammeForm(sent, initial={name: getattr(page.row, name) for name in acts.HEAD})
    lines: Any = forms.PieceFormSet(sent, prefix="lines", initial=forms.pieces_of(page.row))
    if both_valid(head, lines) and attempt(head, lambda: _change_programme(request, page.row, head, lines)):
        messages.success(request, _("The programme is saved."))
        return redirect("compliance:transit-programme-detail", pk)
    context = {"form": head, "lines": lines, "row": page.row}
    return render(request, "compliance/transit_programme_edit.html", context, status=422 if head.is_bound else 200)


def _change_programme(request: PersonRequest, row: Any, head: Any, lines: Any) -> None:
    pieces = [one.said for one in lines.forms]
    acts.change_programme(row, head.cleaned_data, pieces, by=request.user, edits=opened_on(request))


# ---- changes of service and fares


@require_safe
@signed_in
def service_equity_list(request: PersonRequest) -> HttpResponseBase:
    """All analyses."""
    return show_list(request, "service-equity", "compliance/service_equity_list.html")


@require_safe
@signed_in
def service_equity_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One, as it was judged, with what was recorded of it."""
    return render(request, "compliance/service_equity_detail.html", {"page": queries.change_page(pk, facts(request))})


@form_page
@signed_in
def service_equity_create(request: PersonRequest) -> HttpResponseBase:
    """A new one; `?again=` begins it with the numbers of an older one, to be held against the policy as it stands now."""
    units = need_unit(facts(request), SERVICE_EQUITY_RUN)
    again = queries.change_of(request.GET.get("again", ""))
    sent = request.POST if request.method == "POST" else None
    form = forms.ChangeForm(sent, units=units, initial=forms.numbers_of(again) if again else None)
    made: list[Any] = []
    if form.is_valid() and attempt(form, lambda: made.append(_analyse(request, form))):
        messages.success(request, _("The change is analysed."))
        return redirect("compliance:service-equity-detail", made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "compliance/service_equity_create.html", {"form": form}, status=status)


def _analyse(request: PersonRequest, form: forms.ChangeForm) -> Any:
    said = dict(form.cleaned_data)
    return acts.analyse_change(said.pop("unit"), said, by=request.user)


@form_page
@signed_in
def service_equity_follow_up(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Justification, alternatives, mitigation, decision."""
    page = queries.change_page(pk, facts(request))
    need(page.may_change)
    sent = request.POST if request.method == "POST" else None
    form = forms.FollowUpForm(sent, initial={name: getattr(page.row, name) for name in acts.FOLLOW_UP})
    if form.is_valid() and attempt(
        form, lambda: acts.follow_up(page.row, form.cleaned_data, by=request.user, edits=opened_on(request))
    ):
        messages.success(request, _("It is saved."))
        return redirect("compliance:service-equity-detail", pk)
    status = 422 if form.is_bound else 200
    return render(request, "compliance/service_equity_follow_up.html", {"page": page, "form": form}, status=status)


@form_page
@signed_in
def service_equity_withdraw(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What was analysed by mistake."""
    page = queries.change_page(pk, facts(request))
    back = reverse("compliance:service-equity-detail", args=[pk])
    return _withdraw(request, page, acts.withdraw_change, back)


def _withdraw(request: PersonRequest, page: Any, act: Callable[..., None], back: str) -> HttpResponseBase:
    need(page.may_change)
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: act(page.row, form.cleaned_data["why"], by=request.user)):
        messages.success(request, _("It is withdrawn, and stays here with your reason."))
        return redirect(back)
    context = {"page": page, "form": form, "back": back}
    return render(request, "compliance/transit_withdraw.html", context, status=422 if form.is_bound else 200)


# ---- monitoring of routes


@require_safe
@signed_in
def route_monitoring_list(request: PersonRequest) -> HttpResponseBase:
    """All of them."""
    return show_list(request, "route-monitoring", "compliance/route_monitoring_list.html")


@require_safe
@signed_in
def route_monitoring_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One, as it was judged, with its routes."""
    page = queries.monitoring_page(pk, facts(request))
    return render(request, "compliance/route_monitoring_detail.html", {"page": page})


@form_page
@signed_in
def route_monitoring_withdraw(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What was monitored by mistake."""
    page = queries.monitoring_page(pk, facts(request))
    back = reverse("compliance:route-monitoring-detail", args=[pk])
    return _withdraw(request, page, acts.withdraw_monitoring, back)


@form_page
@signed_in
def route_monitoring_create(request: PersonRequest) -> HttpResponseBase:
    """A new one."""
    units = need_unit(facts(request), ROUTE_MONITORING_RUN)
    sent = request.POST if request.method == "POST" else None
    head = forms.MonitoringForm(sent, units=units)
    lines: Any = forms.RouteFormSet(sent, prefix="lines")
    made: list[Any] = []
    if both_valid(head, lines) and attempt(head, lambda: made.append(_monitor(request, head, lines))):
        messages.success(request, _("The routes are monitored."))
        return redirect("compliance:route-monitoring-detail", made[0].pk)
    context = {"form": head, "lines": lines}
    return render(request, "compliance/route_monitoring_create.html", context, status=422 if head.is_bound else 200)


def _monitor(request: PersonRequest, head: Any, lines: Any) -> Any:
    said = dict(head.cleaned_data)
    return acts.monitor_routes(said.pop("unit"), said, lines.said, by=request.user)
