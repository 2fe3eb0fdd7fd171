"""Making an action of a directive or a recommendation, in a draft that one may write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.actions import add
from plans.models import Action, Goal, Outcome, Plan
from raci.models import Directive, Person, Recommendation
from raci.refusals import Conflict, NotReady, Problem

Asked = Directive | Recommendation


def make_action(one: Asked, place: Plan | Outcome, values: Mapping[str, Any], *, by: Person) -> Action:
    """An action that carries it out: below an outcome, or below a goal of its own. `Refused` where the draft is not theirs.

    One plan makes one action of it; `NotReady` leads to the one that is there.
    """
    link = link_to(one)
    with transaction.atomic():
        type(one)._default_manager.select_for_update(of=("self",)).get(pk=one.pk)
        if one.closed_at:
            raise Conflict(_("It is closed by now: nothing more is made of it."))
        plan = place if isinstance(place, Plan) else place.goal.plan
        known = Action.objects.filter(outcome__goal__plan=plan, **link).first()
        if known is not None:
            url = reverse("plans:plan-detail", args=[plan.record_id]) + f"#action-{known.pk}"
            raise NotReady([Problem(_("This plan has an action of it already: “%s”") % known.title, url=url)])
        outcome = place if isinstance(place, Outcome) else _own_outcome(one, place, by)
        return cast(Action, add(outcome, {**values, **link}, by=by))


def link_to(one: Asked) -> dict[str, Any]:
    """The column that ties an action to it."""
    return {"directive": one} if isinstance(one, Directive) else {"recommendation": one}


def _own_outcome(one: Asked, plan: Plan, by: Person) -> Outcome:
    goal = cast(Goal, add(plan, {"title": one.title, "description": one.words}, by=by))
    return cast(Outcome, add(goal, {"title": one.title}, by=by))
