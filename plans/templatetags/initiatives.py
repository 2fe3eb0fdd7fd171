"""How an update of an initiative stands, for templates."""

from __future__ import annotations

from django import template

from plans.initiatives.lateness import Lateness
from plans.initiatives.words import TAGS, WORDS

register = template.Library()


@register.filter
def lateness_words(how: str) -> str:
    """In words."""
    return str(WORDS[Lateness(how)])


@register.filter
def lateness_tag(how: str) -> str:
    """The look of its tag."""
    return TAGS[Lateness(how)]
