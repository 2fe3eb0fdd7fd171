"""Where an action stands, for templates."""

from __future__ import annotations

from django import template

from plans.annual.sheet import said

register = template.Library()
register.filter("status_words", said)


@register.filter
def origin_of(carries: object, action: int) -> tuple[str, str] | None:
    """What an action carries out, where the page knows it."""
    return carries.get(action) if isinstance(carries, dict) else None
