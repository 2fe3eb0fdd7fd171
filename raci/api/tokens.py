"""Who asks: a personal token in the Authorization header, and nothing else. No session, so nothing another site could ride on."""

from __future__ import annotations

from typing import Any, cast

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from raci import tokens
from raci.models import ApiToken, Person
from raci.queries.account import has_second_factor

WRONG, WITHIN = 60, 300  # wrong tokens from one address, in so many seconds; a right one is answered all the while
SAFE = ("GET", "HEAD")


class Tokens(BaseAuthentication):
    """`Authorization: Bearer ep_...`; every token that opens nothing reads the same."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken]:
        """The token's owner; 401 without one, 429 after too many wrong ones."""
        words = get_authorization_header(request).split()
        if len(words) != 2 or words[0].lower() != b"bearer":
            raise exceptions.NotAuthenticated
        token = tokens.token_of(words[1].decode("latin-1"))
        if token is None:
            _count(request)
            raise exceptions.AuthenticationFailed
        tokens.note_used(token)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """What a 401 asks for."""
        return "Bearer"


def _count(request: Request) -> None:
    """Slow down whoever tries tokens: by address, whatever they try, so that no owner is locked out."""
    name = f"api-wrong-token:{get_ip(request)}"
    cache.add(name, 0, WITHIN)
    try:
        tried = cache.incr(name)
    except ValueError:  # it ran out between the two
        return
    if tried > WRONG:
        raise exceptions.Throttled(WITHIN)


class Admitted(BasePermission):
    """What holds for every address: the second factor a city asks for, and tokens that only read."""

    message = ""

    def has_permission(self, request: Request, view: Any) -> bool:  # noqa: ARG002
        """Whether the token comes in at all; `message` says why not."""
        if settings.DEMAND_SECOND_FACTOR and not has_second_factor(cast(Person, request.user)):
            self.message = _("Set up a second factor first: your city asks everybody for one.")
        elif request.method not in SAFE and cast(ApiToken, request.auth).reads_only:
            self.message = _("This token only reads.")
        return not self.message
