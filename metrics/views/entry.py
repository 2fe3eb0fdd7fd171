"""A quarter's values of a unit on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from metrics.actions.entering import enter
from metrics.forms.entry import Quarter
from metrics.models import Batch
from metrics.queries.entry import entry_page
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def entry(request: PersonRequest) -> HttpResponseBase:
    """Every measure that is due, its last value beside the new one; one submit hands the quarter in."""
    page = entry_page(request.GET.get("unit", ""), request.GET.get("period", ""), facts(request))
    data = request.POST if request.method == "POST" else None
    form = Quarter(data, initial={"source": page.source}, due=page.due)
    made: list[tuple[Batch, bool]] = []

    def act() -> None:
        said: dict[str, Any] = {"source": form.cleaned_data["source"], "label": page.label}
        made.append(enter(page.unit, form.entries, by=request.user, **said))

    if form.is_valid() and attempt(form, act):
        batch, handed_in = made[0]
        unsaved.drop(request.user, page.name)
        done = _("The quarter is handed in. Whoever accepts it is told.")
        messages.success(request, done if handed_in else _("The values are in. Hand the batch in on this page."))
        return redirect("metrics:batch-detail", batch.pk)
    typing = None if form.is_bound else unsaved.kept(request.user, page.name)
    unsaved.restore(form, typing)
    shown = {"page": page, "form": form, "typing": typing, "name": page.name}
    return render(request, "metrics/entry.html", shown, status=422 if form.is_bound else 200)
