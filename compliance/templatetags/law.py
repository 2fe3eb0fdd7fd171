"""For templates that show what the law says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _

from compliance.actions.parameters import days_words
from compliance.checks.law import Parameter as Row
from compliance.law.pack_text import head_words
from compliance.models import Parameter
from compliance.queries.packs import ShownLine, shown_lines
from compliance.section3.figures import hours_words
from compliance.titlevii import gate
from raci.doors import facts
from raci.records import Content

register = template.Library()


@register.simple_tag
def pack_lines(content: Content) -> list[ShownLine]:
    """{% pack_lines content as lines %}: the requirements of a pack's text, in words."""
    return shown_lines(content)


@register.simple_tag
def pack_head(content: Content) -> list[tuple[str, str]]:
    """{% pack_head content as facts %}: what a pack says of itself by label, without its name."""
    return list(head_words(content).items())[1:]


@register.filter
def law_days(row: Parameter) -> str:
    """{{ row|law_days }}: the days a row of the law counts, in words."""
    return days_words(row)


@register.filter
def law_status(row: Row) -> str:
    """{{ row|law_status }}: how a row of the law stands, in words."""
    return str(Parameter.Status(row.status.value).label)


@register.inclusion_tag("compliance/selection_tab.html", takes_context=True)
def selection_tab(context: template.Context, here: str) -> dict[str, object]:
    """{% selection_tab here %}: a line for counsel; for admitted posts on the overview and behind the gate (2 queries there)."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return {"shown": False}
    known = facts(request)
    shown = gate.counsel(known) is not None
    if not shown and here in ("home", "selections"):
        shown = gate.circle(known) is not None
    return {"shown": shown, "here": here}


@register.filter
def hours(value: Decimal | None) -> str:
    """{{ row.total|hours }}: hours as people write them; what is not known says so."""
    return _("not known") if value is None else hours_words(Fraction(value))
