"""The public's forms that the city has switched on, for the page where people without an account land."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

register = template.Library()
FORMS = (
    ("PUBLIC_COMPLAINTS", "compliance:public-complaint", _("File a complaint")),
    ("PUBLIC_REQUESTS", "compliance:request-ask", _("Ask for an interpreter or another help")),
)


@register.simple_tag
def public_forms() -> list[tuple[str, Any]]:
    """Address by name, and what each is called, in the language of whoever draws it."""
    return [(address, name) for setting, address, name in FORMS if getattr(settings, setting)]
