"""Sign-in by e-mail (django-allauth), on the portal's terms: nobody signs themself up, and every write is an act."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from raci.history import acting
from raci.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited; there is no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: an account is made by whoever keeps accounts."""
        return False

    def pre_login(self, request: HttpRequest, user: Person, **hook: Any) -> HttpResponse | None:
        """Refuse the disabled (as allauth does) and programs, which act under their own name but never sign in."""
        if user.is_service:
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **hook)  # type: ignore[no-any-return]

    def set_password(self, user: Person, password: str) -> None:
        """Set it as an act of the person themself, so that history says when it was changed (never the password)."""
        with acting(by=user, act="password"):
            user.set_password(password)
            user.save(update_fields=["password"])

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Ask for the password again; our people need no row in allauth's address table."""
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail to addresses we do not know: the page says the same either way."""
        if template_prefix != "account/email/unknown_account":
            super().send_mail(template_prefix, email, context)

    def format_email_subject(self, subject: str) -> str:
        """The subject alone, without a site's name in brackets."""
        return str(subject)
