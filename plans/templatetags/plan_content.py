"""For templates that show a plan's content."""

from __future__ import annotations

from django import template

from plans import reading
from plans.reading import Holders, ReadPlan, Statuses
from raci.records import Content

register = template.Library()


@register.simple_tag
def read_plan(content: Content, statuses: Statuses | None = None, holders: Holders | None = None) -> ReadPlan:
    """{% read_plan content statuses holders as plan %}: a content dict, ready to be shown; the last two may be left out."""
    return reading.read_plan(content, statuses or None, holders if isinstance(holders, dict) else None)
