"""Batches of figures: the list, one of them, what is said of it, taking it out; and locked periods."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from metrics.actions import batches as acts
from metrics.actions import locks as lock_acts
from metrics.forms.batches import Describing, Locking, Opening, Undoing
from metrics.queries import batches as queries
from metrics.queries import locks as lock_queries
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.models import Person
from raci.refusals import Refused
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def batch_list(request: PersonRequest) -> HttpResponseBase:
    """The batches that this person may read."""
    return show_list(request, "batches", "metrics/batch_list.html")


@require_safe
@signed_in
def batch_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Where it stands and what it holds."""
    page = queries.batch_page(pk, facts(request), request.GET.get("page", ""))
    return render(request, "metrics/batch_detail.html", {"page": page})


@form_page
@signed_in
def batch_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Title, source and note, while it is open."""
    page = queries.batch_page(pk, facts(request))
    if not page.may_write:
        raise Refused(page.may_write.reason)
    name, initial = f"batch:{pk}", {one: getattr(page.batch, one) for one in ("title", "source", "note")}
    form = Describing(_sent(request), initial=initial)
    if form.is_valid() and attempt(form, lambda: acts.describe_batch(page.batch, by=request.user, **form.cleaned_data)):
        unsaved.drop(request.user, name)
        return redirect("metrics:batch-detail", pk)
    typing = None if form.is_bound else unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    shown = {"page": page, "form": form, "name": name, "typing": typing}
    return render(request, "metrics/batch_edit.html", shown, status=422 if form.is_bound else 200)


@form_page
@signed_in
def batch_undo(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take it out, with the reason; says who is told."""
    page = queries.batch_page(pk, facts(request))
    acts.undoer(page.batch, request.user)
    form = Undoing(_sent(request))
    told: list[Person] = []
    if form.is_valid() and attempt(
        form, lambda: told.extend(acts.undo_batch(page.batch, by=request.user, **form.cleaned_data))
    ):
        names = ", ".join(person.name for person in told)
        done = _("“%(title)s” is taken out.") % {"title": page.batch}
        messages.success(request, f"{done} " + (_("Told: %(names)s.") % {"names": names} if names else ""))
        return redirect("metrics:batch-detail", pk)
    problems = [] if form.is_bound else acts.why_not_undone(page.batch)
    shown = {"page": page, "form": form, "problems": problems}
    return render(request, "metrics/batch_undo.html", shown, status=422 if form.is_bound else 200)


# ---- locked periods


@form_page
@signed_in
def lock_list(request: PersonRequest) -> HttpResponseBase:
    """Which periods are locked; who may, locks one."""
    units = lock_queries.units_to_lock(facts(request))
    if request.method == "POST" and not units:
        raise Refused(_("Locking a period takes A for 4.2 in the unit."))
    form = Locking(_sent(request), units=units)
    if form.is_valid() and attempt(form, lambda: lock_acts.lock_period(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The period is locked."))
        return redirect("metrics:lock-list")
    shown = {"locks": lock_queries.locks(facts(request)), "form": form if units else None}
    return render(request, "metrics/lock_list.html", shown, status=422 if form.is_bound else 200)


@form_page
@signed_in
def lock_open(request: PersonRequest, pk: int) -> HttpResponse:
    """Open it again, with the reason."""
    lock = lock_queries.lock_to_open(pk, facts(request))
    form = Opening(_sent(request))
    if form.is_valid() and attempt(form, lambda: lock_acts.open_period(lock, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The period is open again."))
        return redirect("metrics:lock-list")
    return render(request, "metrics/lock_open.html", {"lock": lock, "form": form}, status=422 if form.is_bound else 200)


def _sent(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None
