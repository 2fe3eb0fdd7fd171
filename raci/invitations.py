"""The link with which somebody sets a password. Made when the mail is sent: no secret is stored."""

from __future__ import annotations

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from raci.models import Notice, Person

# How the keys of notices begin: a link sent by a keeper, a link asked for oneself, a change of one's account.
INVITED, FORGOTTEN, ACCOUNT = "invitation:", "password:", "account:"


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of these links: dead once used, after PASSWORD_RESET_TIMEOUT, and while the person may not sign in."""

    def check_token(self, user: AbstractBaseUser | None, token: str | None) -> bool:
        """Whether this link still sets this person's password."""
        if not isinstance(user, Person) or not user.is_active or user.is_service:
            return False
        return super().check_token(user, token)


def is_link(notice: Notice) -> bool:
    """Whether its mail carries a link that sets a password."""
    return notice.key.startswith((INVITED, FORGOTTEN))


def link_of(notice: Notice) -> str:
    """Where a notice leads: its own address, or the page that sets a password."""
    return password_link(notice.person) if is_link(notice) else notice.url


def password_link(person: Person) -> str:
    """The path that sets this person's password; it works once, for as long as PASSWORD_RESET_TIMEOUT says."""
    key = LinkTokens().make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
