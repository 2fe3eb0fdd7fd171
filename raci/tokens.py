"""Personal tokens of the API: made from chance, shown once, found again by their hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from raci.models import ApiToken, Person

BEGINS = "ep_"  # so that a scanner for secrets that slipped out knows one when it sees it
USED_TO_THE = timedelta(hours=1)


def draw() -> str:
    """A new key: 256 bits of chance."""
    return BEGINS + secrets.token_urlsafe(32)


def digest(key: str) -> str:
    """What of a key is kept. It is drawn, not thought up: there is nothing to guess that a slow hash would protect."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def token_of(key: str) -> ApiToken | None:
    """The token that this key opens today; none where it is wrong, expired, taken back, or its owner may not sign in."""
    if not key.startswith(BEGINS):
        return None
    known = ApiToken.objects.select_related("person").filter(digest=digest(key), expires_at__gt=timezone.now()).first()
    if known is None or not known.person.is_active or known.person.is_service:
        return None
    return known


def note_used(token: ApiToken) -> None:
    """Say that it was used, to the hour."""
    now = timezone.now()
    if token.used_at is None or token.used_at < now - USED_TO_THE:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)


def end_all(person: Person) -> None:
    """Take all of somebody's tokens back."""
    ApiToken.objects.filter(person=person).delete()
