"""The ties of a plan's actions as plain values, for the text that is frozen; and as words, for what changed."""

from __future__ import annotations

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.models import ActionTie, Goal, GoalTie, Measure, Plan
from plans.ties.words import LABELS, MEASURE
from raci.records import Content


def ties_of(plan: Plan) -> dict[int, Content]:
    """By action what it is tied to, by kind; an action without any is not in it (2 queries)."""
    found: dict[int, Content] = {}
    for measure in Measure.objects.filter(action__outcome__goal__plan=plan).order_by("order", "pk"):
        found.setdefault(measure.action_id, {}).setdefault(MEASURE, []).append(_measure(measure))
    for tie in ActionTie.objects.filter(action__outcome__goal__plan=plan).order_by("kind", "pk"):
        found.setdefault(tie.action_id, {}).setdefault(str(tie.kind), []).append(_tie(tie))
    return found


def _measure(one: Measure) -> Content:
    return {
        "id": one.pk,
        "number": one.indicator_id,
        "words": one.title,
        "target": "" if one.target is None else f"{one.target.normalize():f}",
        "unit": one.unit_label,
        "by": one.target_on.isoformat() if one.target_on else "",
    }


def _tie(one: ActionTie | GoalTie) -> Content:
    return {"number": one.number, "about": one.about, "words": one.words, "place": one.place}


def serves_of(goal: Goal) -> Content:
    """The goal that it hangs on; nothing where it hangs on none. Fetched with `serves`, no query."""
    tie: GoalTie | None = getattr(goal, "serves", None)
    return {} if tie is None else {"serves": _tie(tie)}


def serves_said(goal: Content) -> str:
    """The same in words."""
    return said(goal["serves"]) if "serves" in goal else ""


def values(ties: Content) -> dict[str, str]:
    """By label what an action is tied to, in words; "" where nothing is."""
    return {str(label): "; ".join(said(one) for one in ties.get(kind, ())) for kind, label in LABELS.items()}


def said(tie: Content) -> str:
    """A tie or a measure in words."""
    if goal := target_said(tie):
        return f"{tie['words']}: {goal}"
    return f"{tie['words']} ({tie['place']})" if tie.get("place") else str(tie["words"])


def target_said(tie: Content) -> str:
    """What a measure is to come to by when; "" where that is not said, or it is none."""
    if not tie.get("target"):
        return ""
    day = parse_date(tie["by"]) if tie["by"] else None
    amount = f"{tie['target']} {tie['unit']}".strip()
    return _("%(amount)s by %(day)s") % {"amount": amount, "day": date_format(day)} if day else amount
