"""How states, decisions, days and moments look: the same on every page and in every list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from raci.models import Case, Decision


def state_tag(state: str, back: str = "") -> SafeString:
    """The one tag of a state ({% state_tag case.state case.back %}), the same on every page."""
    label = str(Case.State(state).label)
    if state == Case.State.DRAFT and back:
        label = _("draft, %(back)s") % {"back": Case.Back(back).label}
    return format_html('<span class="usa-tag portal-state portal-state--{}">{}</span>', state, label)


def decision_tag(kind: str) -> SafeString:
    """The one tag of a decision."""
    return format_html('<span class="usa-tag portal-decision--{}">{}</span>', kind, Decision.Kind(kind).label)


def day(value: date | datetime | None) -> str:
    """A day in words: 5 Nov 2026."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return date_format(value, "j M Y")


def moment(value: datetime | None) -> str:
    """A moment in the city's zone, and which zone that is: 5 Nov 2026, 14:05 PST."""
    if value is None:
        return ""
    return date_format(timezone.localtime(value), "j M Y, H:i T")


def time(value: date, words: Callable[[Any], str]) -> SafeString:
    """A day or a moment in these words (`day` or `moment`), and for programs."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words(value))
