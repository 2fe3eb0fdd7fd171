"""Sign-in by e-mail (django-allauth), on the portal's terms: nobody signs themself up, every write is an act, and no answer
tells who has an account here: a wrong password, an unknown address and a disabled account read the same.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equity_portal import errors
from raci import notices
from raci.actions import people as acts
from raci.models import Person

# What allauth would mail about > the act in history ("" where the change itself is one), and what the person is told.
CHANGES = {
    "account/email/password_changed": ("", gettext_lazy("Your password was changed.")),
    "account/email/password_reset": ("", gettext_lazy("Your password was changed, by a link sent to this address.")),
    "account/email/password_set": ("", gettext_lazy("Your password was set.")),
    "mfa/email/totp_activated": (
        "second_factor",
        gettext_lazy("An authenticator app was set up as your second factor."),
    ),
    "mfa/email/totp_deactivated": (
        "second_factor",
        gettext_lazy("The authenticator app is no longer your second factor."),
    ),
    "mfa/email/webauthn_added": ("second_factor", gettext_lazy("A passkey was added to your account.")),
    "mfa/email/webauthn_removed": ("second_factor", gettext_lazy("A passkey was taken off your account.")),
    "mfa/email/recovery_codes_generated": (
        "second_factor",
        gettext_lazy("New recovery codes were made for your account."),
    ),
}


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Who may sign in, and whose session goes on, asked at each request."""

    def user_can_authenticate(self, user: Person) -> bool:
        """Neither the disabled, nor programs: those act under their own name but never sign in."""
        return bool(super().user_can_authenticate(user)) and not user.is_service

    @classmethod
    def _stash_user(cls, user: Person | None) -> None:
        """Forget whose right password it was: allauth would tell that the account is disabled."""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited; there is no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: an account is made by whoever keeps accounts."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong tries answer with the page for it, whoever was tried."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            raise ImmediateHttpResponse(errors.too_often(request)) from refused

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong tries count for an account and where they come from: a stranger's do not shut the owner out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def set_password(self, user: Person, password: str) -> None:
        """Set it as an act of the person themself, so that history says when it was changed (never the password)."""
        acts.set_password(user, password)

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Ask for the password again; our people need no row in allauth's address table."""
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """A row that a worker mails: the page takes as long for an address we do not know."""
        acts.send_forgotten_password_link(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail to addresses we do not know; the bell is rung all the same, since it takes time."""
        if template_prefix == "account/email/unknown_account":
            transaction.on_commit(notices.ring, robust=True)
        else:
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(self, template_prefix: str, user: Person, *_args: Any, **_more: Any) -> None:
        """Somebody changed how they sign in: history says so, and they are told."""
        act, line = CHANGES.get(template_prefix, ("", ""))
        if act:
            acts.note_own_change(user, act=act, line=str(line))
        elif line:
            acts.tell_of_account(user, str(line))


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """How the portal calls itself and its passkeys in other people's apps."""

    def _get_site_name(self) -> str:
        return _("Equity Portal")

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """The name a new passkey is offered."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(n)d") % {"n": number}
