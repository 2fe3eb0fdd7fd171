"""The doors of public forms: shut unless a setting opens them, counted, and with a trap for programs. Nobody is locked out:
whoever sends too much is told when to send again, and a right code always opens."""

from __future__ import annotations

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest

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


def the_public() -> Person:
    """In whose name history writes what came by a public form."""
    return service_person("public-forms", "Public form")
