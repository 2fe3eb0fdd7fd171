"""Directives: what came in, who took it on, how it stands, and how it ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import handing_out
from raci import typing as unsaved
from raci.actions import directives as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.directives import Closing, Recording, Reporting
from raci.models import Directive
from raci.queries import directives as queries
from raci.refusals import Refused
from raci.views.lists import show_list


@require_safe
@signed_in
def directive_list(request: PersonRequest) -> HttpResponse:
    """All directives."""
    return show_list(request, "directives", "raci/directive_list.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def directive_create(request: PersonRequest) -> HttpResponseBase:
    """Record a directive that came in."""
    queries.need_keeper(facts(request))
    made: list[Directive] = []
    item = queries.item_behind(request.GET.get("item", ""))
    form = Recording(*_sent(request), facts=facts(request), initial=queries.said_in(item))
    if form.is_valid() and attempt(
        form,
        lambda: made.append(
            acts.record_directive(form.said, form.cleaned_data["document"], by=request.user, item=item)
        ),
    ):
        messages.success(request, _("The directive is on record. The post it falls to is told."))
        return _done(request, "directive-new", made[0].pk)
    return _show(request, "raci/directive_create.html", form, "directive-new")


@require_safe
@signed_in
def directive(request: PersonRequest, pk: int) -> HttpResponse:
    """One directive."""
    return render(request, "raci/directive.html", {"page": queries.directive_page(pk, facts(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def directive_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct what was recorded, until it is accepted."""
    page = queries.directive_page(pk, facts(request))
    if not page.may_edit:
        raise Refused(_("It is corrected by those who keep directives, until its post has accepted it."))
    form = Recording(*_sent(request), facts=facts(request), corrects=page.directive)
    if form.is_valid() and attempt(form, lambda: acts.edit_directive(page.directive, form.said, by=request.user)):
        messages.success(request, _("The directive is corrected."))
        return _done(request, f"directive-edit:{pk}", pk)
    return _show(request, "raci/directive_edit.html", form, f"directive-edit:{pk}", page=page)


@require_POST
@signed_in
def directive_accept(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take it on."""
    acts.accept_directive(queries.directive_for(pk), by=request.user)
    messages.success(request, _("You took it on. Report on it here; who gave it reads what you say."))
    return redirect("raci:directive", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def directive_report(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how it stands."""
    page = queries.directive_page(pk, facts(request))
    if not page.may_report:
        raise Refused(page.why_not or page.waits_for)
    form = Reporting(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, lambda: acts.report_on_directive(page.directive, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Your report is on record. Who gave the directive is told."))
        return _done(request, f"directive-report:{pk}", pk)
    return _show(request, "raci/directive_report.html", form, f"directive-report:{pk}", page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def directive_close(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how it ended."""
    page = queries.directive_page(pk, facts(request))
    if not page.may_close:
        acts.closer(page.directive, facts(request))
        raise Refused(page.waits_for)
    form = Closing(*_sent(request), needs_document=page.needs_document)
    if form.is_valid() and attempt(
        form,
        lambda: acts.close_directive(
            page.directive,
            by=request.user,
            words=form.cleaned_data["words"],
            upload=form.cleaned_data.get("document"),
        ),
    ):
        messages.success(request, _("The directive is closed."))
        return _done(request, f"directive-close:{pk}", pk)
    return _show(request, "raci/directive_close.html", form, f"directive-close:{pk}", page=page)


@require_safe
@signed_in
def directive_document(request: PersonRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 - all staff read it
    """The giver's document."""
    return handing_out.directive(pk)


@require_safe
@signed_in
def directive_closing_document(request: PersonRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 - all staff read it
    """The giver's word that it is closed."""
    return handing_out.directive(pk, closing=True)


def _sent(request: PersonRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _done(request: PersonRequest, name: str, pk: int) -> HttpResponseBase:
    unsaved.drop(request.user, name)
    return redirect("raci:directive", pk)


def _show(request: PersonRequest, template: str, form: Form, name: str, **more: Any) -> HttpResponse:
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing if not form.is_bound else None)
    context = {"form": form, "typing": typing, "typing_name": name, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
