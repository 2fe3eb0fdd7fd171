"""What a frozen text of a feedback round holds as codes, in words."""

from __future__ import annotations

from django import template
from django.utils.dateparse import parse_date

from engagement.models import HeardGroup
from raci.drawing import day

register = template.Library()


@register.filter
def round_way(code: str) -> str:
    """How they were asked."""
    return str(HeardGroup.Way(code).label)


@register.filter
def round_day(value: str) -> str:
    """A day, "" where none is said."""
    return day(parse_date(value)) if value else ""
