"""Warnings from experience beside a form, for templates."""

from __future__ import annotations

from typing import Any

from django import template

from plans.content import content
from plans.experience.queries import Told, warnings_of
from plans.models import Action, Measure, Plan
from raci.doors import facts

register = template.Library()


@register.simple_tag(takes_context=True)
def experience(context: dict[str, Any]) -> list[Told]:
    """{% experience as told %}: while an action is written, what experience says of it and of its plan's whole."""
    plan, part = context.get("plan"), context.get("part") or context.get("parent")
    if not isinstance(plan, Plan) or "request" not in context:
        return []
    found = warnings_of(content(plan.record), plan.record_id, plan.record.scope.unit, facts(context["request"]))
    mine = part.action_id if isinstance(part, Measure) else part.pk if isinstance(part, Action) else None
    return [one for one in found if one.warning.action in (None, mine)]
