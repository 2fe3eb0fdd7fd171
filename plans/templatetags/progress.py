"""Where an action stands, for templates."""

from __future__ import annotations

from django import template

from plans.annual.sheet import said

register = template.Library()
register.filter("status_words", said)
