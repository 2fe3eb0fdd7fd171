"""What the page of one's own account shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci import notices, sessions
from raci.authority import Facts
from raci.models import Holding, Person
from raci.models.city import in_force_on


@dataclass(frozen=True)
class AccountPage:
    """One's own account."""

    person: Person
    held: list[Holding]
    factors: list[str]  # in words; empty without a second factor
    codes_left: int | None  # recovery codes; none where they were never made
    sessions: int
    tokens: int  # of the API
    mailed: list[str]  # the optional kinds that come by e-mail too
    inbox_only: list[str]


def account_page(facts: Facts, session_key: str | None) -> AccountPage:
    """The page (6 queries)."""
    person = facts.person
    held = Holding.objects.filter(in_force_on(facts.today), person=person, state=Holding.State.IN_FORCE)
    factors = list(Authenticator.objects.filter(user=person).order_by("pk"))
    optional, mailed = notices.optional_kinds(), notices.mailed_kinds(person)
    return AccountPage(
        person=person,
        held=list(held.select_related("post__unit").order_by("begins_on", "pk")),
        factors=factors_in_words(factors),
        codes_left=_codes_left(factors),
        tokens=person.api_tokens.count(),
        sessions=len(sessions.sessions_of(person, session_key)),
        mailed=[str(kind.title) for code, kind in optional.items() if code in mailed],
        inbox_only=[str(kind.title) for code, kind in optional.items() if code not in mailed],
    )


def has_second_factor(person: Person) -> bool:
    """Whether more than the password is asked when they sign in (recovery codes alone do not count)."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=person, type__in=types).exists())


def factors_in_words(factors: list[Authenticator]) -> list[str]:
    """ "an authenticator app", "2 passkeys": what is asked for besides the password."""
    count = Counter(one.type for one in factors)
    words = []
    if count["totp"]:
        words.append(_("an authenticator app"))
    if passkeys := count["webauthn"]:
        words.append(ngettext("a passkey", "%(n)d passkeys", passkeys) % {"n": passkeys})
    return words


def _codes_left(factors: list[Authenticator]) -> int | None:
    codes = next((one for one in factors if one.type == "recovery_codes"), None)
    return len(codes.wrap().get_unused_codes()) if codes else None
