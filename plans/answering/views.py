"""The page that makes an action of a directive or a recommendation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.answering import queries
from plans.answering.acts import Asked, make_action
from plans.answering.forms import MakingForm
from plans.models import Action
from plans.queries import posts_to_lead
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.models import Directive, Recommendation
from raci.refusals import Refused

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def directive_act(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Make an action of a directive."""
    return _make(request, queries.asked_for(Directive, pk))


@form_page
@signed_in
def recommendation_act(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Make an action of a recommendation."""
    return _make(request, queries.asked_for(Recommendation, pk))


def _make(request: PersonRequest, one: Asked) -> HttpResponseBase:
    unit, name = queries.unit_of(one), f"{one._meta.model_name}-act:{one.pk}"
    plans = queries.need_drafts(facts(request), unit)
    if one.closed_at:
        raise Refused(_("It is closed: nothing more is made of it."))
    options: dict[str, Any] = {"plans": plans, "posts": posts_to_lead(unit, facts(request), None)}
    form = MakingForm(request.POST if request.method == "POST" else None, initial=_filled(one, request), **options)
    typing = None if form.is_bound else unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    made: list[Action] = []
    if form.is_valid() and attempt(
        form,
        lambda: made.append(make_action(one, form.places[form.cleaned_data["place"]], form.values, by=request.user)),
    ):
        unsaved.drop(request.user, name)
        messages.success(request, _("The action is in the draft. What is reported on it is told back."))
        return redirect(
            reverse("plans:plan-detail", args=[made[0].outcome.goal.plan.record_id]) + f"#action-{made[0].pk}"
        )
    back = reverse(f"raci:{one._meta.model_name}", args=[one.pk])
    context = {"form": form, "one": one, "plans": plans, "back": back, "typing": typing, "typing_name": name}
    return render(request, "plans/answering/make.html", context, status=422 if form.is_bound else 200)


def _filled(one: Asked, request: PersonRequest) -> dict[str, Any]:
    """What it says already."""
    today = facts(request).today
    due = one.due_on if isinstance(one, Directive) else None
    found = {"title": one.title, "starts_on": today, "budget_cents": 0}
    if due and due >= today:
        found["due_on"] = due
    if isinstance(one, Directive):
        found["lead"] = one.post_id
    return found
