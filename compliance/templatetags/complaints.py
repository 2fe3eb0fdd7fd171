"""How a complaint's bases and its opened words are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from compliance.complaints.log import bases_of

register = template.Library()


@register.filter
def bases(codes: list[str]) -> str:
    """Bases in words; that none is named where none is."""
    return ", ".join(str(one) for one in bases_of(codes)) or _("none named")


@register.filter
def item(values: Mapping[int, Any], key: int) -> Any:
    """What stands under a number."""
    return values.get(key, {})


@register.filter
def said_of_case(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the person said, in the order it is asked for."""
    names = {
        "what": _("What happened"), "relief": _("What they ask for"), "office": _("Office, as they call it"),
        "name": _("Name"), "phone": _("Telephone"), "email": _("E-mail"), "address": _("Address"),
        "helper": _("Who helps"), "helper_contact": _("Helper’s contact"), "language_words": _("Language"),
        "format_words": _("Format"), "groups": _("Race, color, national origin or sex"), "words": "",
    }  # fmt: skip
    return [(names[name], str(said[name])) for name in names if said.get(name)]


@register.filter
def said_of_step(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A step's words, its message, its number elsewhere, its file."""
    names = {"words": "", "message": "", "reference": _("Number there"), "file_name": _("File")}
    return [(label, str(said[name])) for name, label in names.items() if said.get(name)]
