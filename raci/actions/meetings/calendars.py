"""One's own secret address of a calendar: made from chance, shown once, found again by its hash, taken back at will."""

from __future__ import annotations

import secrets

from raci import tokens
from raci.models import CalendarLink, Person


def make_link(*, by: Person) -> str:
    """A new key; an earlier one opens nothing any more. Ungoverned: writes no history."""
    key = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(person=by, defaults={"digest": tokens.digest(key)})
    return key


def end_link(*, by: Person) -> None:
    """Take it back."""
    CalendarLink.objects.filter(person=by).delete()


def owner_of(key: str) -> Person | None:
    """Whose meetings this key opens; nobody's where it is wrong, taken back, or its owner may not sign in."""
    link = CalendarLink.objects.select_related("person").filter(digest=tokens.digest(key)).first()
    return link.person if link and link.person.is_active else None
