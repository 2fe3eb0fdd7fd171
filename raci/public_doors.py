"""The doors of public forms: shut unless a setting opens them, counted, and with a trap for programs. Nobody is locked out:
whoever sends too much is told when to send again, and a right code always opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.utils.crypto import salted_hmac

from raci.models import Person
from raci.service import service_person

HOUR = 3600
TRAP = "website"  # a field that people do not see; programs fill it in


def need_open(setting: str) -> None:
    """404 unless the city has switched the form on."""
    if not getattr(settings, setting):
        raise Http404


def counted(request: HttpRequest, what: str, most: int, seconds: int = HOUR) -> bool:
    """Whether this is within what one network address may send of it in so long."""
    key = f"public:{what}:{get_ip(request)}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # it ran out a moment ago
        return True


def number_of(request: HttpRequest, what: str, said: Mapping[str, Any], number: UUID) -> UUID:
    """The number of a sending: that of the same words from the same address within the hour, where there were some.

    A page that was gone back to is drawn anew, so its own number is another. Nothing of what was said can be told from the key.
    """
    text = repr((what, get_ip(request), sorted((name, str(value)) for name, value in said.items())))
    key = f"public:{what}:{salted_hmac('raci.public_doors.number_of', text, algorithm='sha256').hexdigest()}"
    return UUID(cache.get_or_set(key, str(number), HOUR))


def the_public() -> Person:
    """In whose name history writes what came by a public form."""
    return service_person("public-forms", "Public form")
