"""Audits on pages: {% load audits %}."""

from __future__ import annotations

from django import template

from boards.audits.reading import Audit
from raci.records import Content

register = template.Library()


@register.simple_tag
def read_audit(content: Content, csv: str = "") -> Audit:
    """{% read_audit content as shown %}: a frozen text ready to be drawn."""
    return Audit(content, csv)
