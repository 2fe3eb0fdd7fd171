"""Findings and corrective actions: found, mended, reported done, verified by somebody else, closed, recommended on."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.actions import findings as acts
from compliance.forms.duties import ReasonForm
from compliance.forms.findings import (
    ActionForm,
    ClosingForm,
    DoneForm,
    FindingForm,
    RecommendingForm,
    VerifyingForm,
    WithdrawingForm,
)
from compliance.kinds import FINDING
from compliance.models import Obligation
from compliance.queries import findings as queries
from compliance.queries.obligations import obligation_for
from compliance.views.duty_forms import Asking, asked, sent
from raci.authority import Facts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.keeping import keeper, may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.refusals import Refused
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def finding_list(request: PersonRequest) -> HttpResponseBase:
    """What was found wanting."""
    return show_list(request, "findings", "compliance/finding_list.html")


@require_safe
@signed_in
def corrective_action_list(request: PersonRequest) -> HttpResponseBase:
    """What is done about it."""
    return show_list(request, "corrective-actions", "compliance/corrective_action_list.html")


@require_safe
@signed_in
def finding_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One finding."""
    return render(request, "compliance/finding_detail.html", {"page": queries.finding_page(pk, facts(request))})


@form_page
@signed_in
def finding_create(request: PersonRequest) -> HttpResponseBase:
    """Say what was found, on an obligation (`?obligation=`) or free."""
    known = facts(request)
    obligation = _obligation(request.GET.get("obligation", ""))
    units = None if obligation else _units(known)
    if obligation:
        keeper(known, FINDING, obligation.unit)
    form = FindingForm(sent(request), units=units)
    back = reverse("compliance:finding-list")
    if obligation:
        back = reverse("compliance:obligation-detail", args=[obligation.pk])
    page = Asking(
        title=_("Record a finding"),
        intro=_("On %(what)s.") % {"what": obligation} if obligation else _("What was found wanting, and by what."),
        submit=_("Record it"),
        back=back,
        name=f"finding-new:{obligation.pk if obligation else ''}",
        here="findings",
        trail=_trail(),
    )

    def act() -> str:
        values, unit = form.values, obligation.unit if obligation else form.cleaned_data["unit"]
        if obligation:
            values["requirement"] = obligation.requirement
        made = acts.raise_finding(unit, values, by=request.user, obligation=obligation)
        return reverse("compliance:finding-detail", args=[made.pk])

    return asked(request, form, page, act, done=_("The finding is on record. Who keeps the law there is told."))


def _obligation(said: str) -> Obligation | None:
    return obligation_for(int(said)) if said.isascii() and said.isdigit() and len(said) < 18 else None


def _units(known: Facts) -> list[Unit]:
    units = [unit for unit in Unit.objects.order_by("path") if may_keep(known, FINDING, unit)]
    if not units:
        raise Refused(may_keep_for_the_city(known, FINDING).reason)
    return units


@form_page
@signed_in
def finding_close(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how it ended."""
    found = queries.finding_page(pk, facts(request))
    if not found.may_close:
        raise Refused((found.is_open and found.bar) or found.next if found.may_find else found.may_find.reason)
    form, back = ClosingForm(sent(request)), reverse("compliance:finding-detail", args=[pk])
    page = _page(_("Close the finding"), found, _("Close it"), "finding-close")

    def act() -> str:
        acts.close_finding(found.one, by=request.user, **form.cleaned_data)
        return back

    return asked(request, form, page, act, done=_("The finding is closed."))


@form_page
@signed_in
def finding_withdraw(request: PersonRequest, pk: int) -> HttpResponseBase:
    """It was recorded by mistake."""
    found = queries.finding_page(pk, facts(request))
    if not found.may_withdraw:
        stands = acts.against_withdrawing(found.actions) if found.is_open else found.next
        raise Refused(stands if found.may_find else found.may_find.reason)
    form, back = WithdrawingForm(sent(request)), reverse("compliance:finding-detail", args=[pk])
    page = _page(_("Withdraw the finding"), found, _("Withdraw it"), "finding-withdraw")

    def act() -> str:
        acts.withdraw_finding(found.one, by=request.user, **form.cleaned_data)
        return back

    return asked(request, form, page, act, done=_("The finding is withdrawn. Who keeps the law there is told."))


@form_page
@signed_in
def finding_recommend(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Recommend something to the unit's management."""
    found = queries.finding_page(pk, facts(request))
    if not found.may_recommend:
        raise Refused(_("A finding is recommended on by who audits (3.1, 4.7), while it is open."))
    sources = queries.sources(facts(request), found.one.unit)
    form = RecommendingForm(sent(request), sources=sources)
    back = reverse("compliance:finding-detail", args=[pk])
    page = _page(_("Recommend on the finding"), found, _("Recommend it"), "finding-recommend")

    def act() -> str:
        made = acts.recommend(found.one, form.said(found.one, back), by=request.user)
        return reverse("raci:recommendation", args=[made.pk])

    return asked(request, form, page, act, done=_("The recommendation is on record. Those who answer are told."))


@form_page
@signed_in
def corrective_action_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what is done about a finding."""
    found = queries.finding_page(pk, facts(request))
    if not found.is_open or not found.may_correct:
        raise Refused(found.may_correct.reason if found.is_open else found.next)
    form = ActionForm(sent(request), owners=acts.owners(found.one.unit))
    page = _page(_("Add a corrective action"), found, _("Add it"), "corrective-new")

    def act() -> str:
        made = acts.add_action(found.one, form.cleaned_data, by=request.user)
        return reverse("compliance:corrective-action-detail", args=[made.pk])

    return asked(request, form, page, act, done=_("The corrective action is on record. Its owner is told."))


def _page(title: str, found: queries.FindingPage, submit: str, name: str) -> Asking:
    one = found.one
    back = reverse("compliance:finding-detail", args=[one.pk])
    return Asking(
        title=title,
        intro=f"{one.unit.name}: {one.title}",
        submit=submit,
        back=back,
        name=f"{name}:{one.pk}",
        here="findings",
        trail=(*_trail(), (one.title, back)),
    )


def _trail() -> tuple[tuple[str, str], ...]:
    return ((_("Findings"), reverse("compliance:finding-list")),)


# ---- a corrective action


@require_safe
@signed_in
def corrective_action_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One corrective action."""
    page = queries.action_page(pk, facts(request))
    return _detail(request, page, VerifyingForm(panel=page.panel))


def _detail(request: PersonRequest, page: queries.ActionPage, form: VerifyingForm) -> HttpResponse:
    shown = {"page": page, "form": form, "panel": page.panel}
    return render(request, "compliance/corrective_action_detail.html", shown, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def corrective_action_verify(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how it was seen done: by somebody else than who reported it."""
    page = queries.action_page(pk, facts(request))
    if page.closure is None or not page.may_verify:
        raise Refused(page.may_verify.reason)
    form, seen = VerifyingForm(request.POST, panel=page.panel), request.POST.get("seen", "")
    verify = partial(acts.verify, page.closure, by=request.user, seen=seen)
    if form.is_valid() and attempt(form, lambda: verify(how=form.cleaned_data["how"], citing=form.citing)):
        messages.success(request, _("It is verified. Who reported it is told."))
        return redirect("compliance:corrective-action-detail", pk)
    return _detail(request, page, form)


@form_page
@signed_in
def corrective_action_report(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Report it done."""
    found = queries.action_page(pk, facts(request))
    if not found.may_report:
        raise Refused(found.may_report.reason)
    closure = found.closure
    initial = {"done_on": closure.done_on, "words": closure.words} if closure else {}
    form = DoneForm(sent(request), initial=initial, panel=found.panel)
    page = _action_page(_("Report it done"), found, _("Report it"), "corrective-report")

    def act() -> str:
        said = {name: form.cleaned_data[name] for name in ("done_on", "words")}
        acts.report_done(found.one, by=request.user, citing=form.citing, **said)
        return page.back

    done = _("It is reported done. Whoever verifies it is told.")
    return asked(request, form, page, act, done=done, panel=found.panel)


@form_page
@signed_in
def corrective_action_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Another owner, day or effort."""
    found = queries.action_page(pk, facts(request))
    if not found.may_change:
        raise Refused(found.next if found.may_correct else found.may_correct.reason)
    form = ActionForm(sent(request), owners=acts.owners(found.one.finding.unit), action=found.one)
    page = _action_page(_("Change the corrective action"), found, _("Save"), "corrective-edit")

    def act() -> str:
        acts.change_action(found.one, form.cleaned_data, by=request.user)
        return page.back

    return asked(request, form, page, act, done=_("The corrective action is changed."))


@form_page
@signed_in
def corrective_action_drop(request: PersonRequest, pk: int) -> HttpResponseBase:
    """It is not done any more, and why."""
    found = queries.action_page(pk, facts(request))
    if not found.may_drop:
        keeper(facts(request), FINDING, found.one.finding.unit)
        raise Refused(found.next)
    form = ReasonForm(sent(request))
    page = _action_page(_("Drop the corrective action"), found, _("Drop it"), "corrective-drop")

    def act() -> str:
        acts.drop_action(found.one, by=request.user, **form.cleaned_data)
        return page.back

    return asked(request, form, page, act, done=_("The corrective action is dropped."))


def _action_page(title: str, found: queries.ActionPage, submit: str, name: str) -> Asking:
    one = found.one
    back = reverse("compliance:corrective-action-detail", args=[one.pk])
    finding = reverse("compliance:finding-detail", args=[one.finding_id])
    return Asking(
        title=title,
        intro=one.title,
        submit=submit,
        back=back,
        name=f"{name}:{one.pk}",
        here="findings",
        trail=(*_trail(), (one.finding.title, finding), (one.title, back)),
    )
