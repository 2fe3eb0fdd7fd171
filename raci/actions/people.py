"""Accounts by hand: invite a person, send them a link to set a password, disable and enable."""

from __future__ import annotations

from uuid import uuid4

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from raci.authority import Facts, facts_for
from raci.history import acting
from raci.invitations import KEY
from raci.models import Person
from raci.notices import tell
from raci.refusals import NotReady, Problem, Refused

FILL_POSTS = "4.4"


def may_keep_accounts(facts: Facts) -> bool:
    """ADMIN keeps accounts; so do those who fill posts (R of 4.4)."""
    return facts.keeps_accounts or FILL_POSTS in facts.activities_with("R")


def _as_keeper(by: Person) -> tuple[str, str]:
    """The post and the ground a keeper of accounts acts by."""
    facts = facts_for(by)
    if not may_keep_accounts(facts):
        raise Refused(
            _("Keeping accounts takes R for %(activity)s, or the post that keeps them.") % {"activity": FILL_POSTS}
        )
    return (facts.posts or facts.capacities)[0].label, f"accounts, {FILL_POSTS}"


def invite_person(*, email: str, name: str, by: Person) -> Person:
    """Make a person known and send them a link to set their password."""
    post, cell = _as_keeper(by)
    email, name = email.strip().lower(), name.strip()
    problems = _problems(email, name)
    if problems:
        raise NotReady(problems)
    with acting(by=by, post=post, cell=cell, act="invite"):
        person = Person(email=email, name=name)
        person.set_unusable_password()
        person.save()
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        _send_link(person, _("You are invited to Equity Portal. Set your password with this link."))
    return person


def _problems(email: str, name: str) -> list[Problem]:
    found = []
    try:
        validate_email(email)
    except ValidationError:
        found.append(Problem(_("Write an e-mail address such as name@city.gov."), field="email"))
    if not name:
        found.append(Problem(_("Write the person's name."), field="name"))
    if Person.objects.filter(email__iexact=email).exists():
        found.append(Problem(_("Somebody already signs in with this address."), field="email"))
    return found


def send_password_link(person: Person, *, by: Person) -> None:
    """Send a link with which the person sets a new password; the old one keeps working until they do."""
    _as_keeper(by)
    with transaction.atomic():
        _send_link(person, _("Set a new password for Equity Portal with this link."))


def _send_link(person: Person, line: str) -> None:
    tell([person], record=None, key=f"{KEY}{uuid4()}", line=line)


def disable_person(person: Person, *, by: Person, why: str) -> None:
    """End somebody's sign-in; their next request is refused. Their name stays in the history, and posts stay theirs to end."""
    _switch(person, by=by, why=why, active=False, act="disable")


def enable_person(person: Person, *, by: Person, why: str = "") -> None:
    """Let somebody sign in again."""
    _switch(person, by=by, why=why, active=True, act="enable")


def _switch(person: Person, *, by: Person, why: str, active: bool, act: str) -> None:
    post, cell = _as_keeper(by)
    if person.pk == by.pk:
        raise Refused(_("Nobody disables or enables themself."))
    if not active and not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with acting(by=by, post=post, cell=cell, act=act, why=why):
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if locked.is_active != active:
            locked.is_active = active
            locked.save(update_fields=["is_active"])
    person.refresh_from_db()
