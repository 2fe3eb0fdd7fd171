"""For templates that show what the law says."""

from __future__ import annotations

from django import template

from compliance.actions.parameters import days_words
from compliance.checks.law import Parameter as Row
from compliance.law.pack_text import head_words
from compliance.models import Parameter
from compliance.queries.packs import ShownLine, shown_lines
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
