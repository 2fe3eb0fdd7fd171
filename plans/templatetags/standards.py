"""How a bureau stands with a standard, for templates."""

from __future__ import annotations

from django import template
from django.utils.dateparse import parse_date

from plans.standards.adopting import Standing
from plans.standards.words import TAGS, WORDS
from raci.drawing import day

register = template.Library()


@register.filter
def standing_words(standing: str) -> str:
    """In words."""
    return str(WORDS[Standing(standing)])


@register.filter
def standing_tag(standing: str) -> str:
    """The look of its tag."""
    return TAGS[Standing(standing)]


@register.filter
def day_of_text(value: str) -> str:
    """A day of a frozen text, in words."""
    return day(parse_date(value))
