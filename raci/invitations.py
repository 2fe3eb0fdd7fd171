"""The link with which somebody sets a password. Made when the mail is sent: no secret is stored."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from raci.models import Notice, Person

KEY = "invitation:"  # how the key of such a notice begins


def is_invitation(notice: Notice) -> bool:
    """Whether its mail carries a link that sets a password."""
    return notice.key.startswith(KEY)


def link_of(notice: Notice) -> str:
    """Where a notice leads: its own address, or, for an invitation, the page that sets a password."""
    return password_link(notice.person) if is_invitation(notice) else notice.url


def password_link(person: Person) -> str:
    """The path that sets this person's password; it works once, for as long as PASSWORD_RESET_TIMEOUT says."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
