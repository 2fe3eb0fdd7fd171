"""Acts on one's own API tokens: make one, take one back. Each is a change of the account: history says so, the owner is told."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from raci import tokens
from raci.actions.people import note_change
from raci.models import ApiToken, Person
from raci.refusals import NotReady, Problem, Refused

DAYS, MOST_DAYS = 90, 365
MOST_TOKENS = 50  # of one person
LONGEST_NAME = 100
AT_ONCE = timedelta(minutes=1)  # the same asked again within it is asked once


def token_for(pk: int, person: Person) -> ApiToken:
    """One of one's own; nobody knows of another's."""
    found = ApiToken.objects.filter(person=person, pk=pk).first()
    if found is None:
        raise Refused(_("There is no such token."), visible=False)
    return found


def made_just_now(person: Person, *, name: str, days: int, reads_only: bool) -> ApiToken | None:
    """The live token that this form made less than a minute ago; whoever asks meanwhile waits until it is made.

    Call it in the transaction that makes one.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    now = timezone.now()
    ends = (now + timedelta(days=days) - AT_ONCE, now + timedelta(days=days))
    same = ApiToken.objects.filter(person=person, name=name.strip(), reads_only=reads_only, expires_at__range=ends)
    return same.filter(made_at__gt=now - AT_ONCE).first()


def make_token(
    person: Person, *, by: Person, name: str, days: int = DAYS, reads_only: bool = False
) -> tuple[ApiToken, str]:
    """A token and its key, which nobody sees again. `by`: the owner, or the service that acts for whoever runs the portal."""
    name = name.strip()
    problems = []
    if not person.is_active or person.is_service:
        raise Refused(_("%(person)s cannot sign in, so no token is made.") % {"person": person.name})
    if person.pk != by.pk and not by.is_service:
        raise Refused(_("Everybody makes their own tokens."))
    if not name:
        problems.append(Problem(_("Name it, so that you know later what it is for."), field="name"))
    if len(name) > LONGEST_NAME:
        problems.append(Problem(_("A name has at most %(n)d signs.") % {"n": LONGEST_NAME}, field="name"))
    if not 1 <= days <= MOST_DAYS:
        problems.append(Problem(_("A token is good for 1 to %(n)d days.") % {"n": MOST_DAYS}, field="days"))
    if problems:
        raise NotReady(problems)
    with transaction.atomic():
        note_change(
            person,
            by=by,
            act="make_token",
            line=_("An API token was made for you: “%(name)s”. Programs that have it act as you.") % {"name": name},
        )
        mine = ApiToken.objects.filter(person=person)
        mine.filter(expires_at__lt=timezone.now() - timedelta(days=30)).delete()
        if mine.count() >= MOST_TOKENS:
            raise NotReady([Problem(_("You have %(n)d tokens. Take one back first.") % {"n": MOST_TOKENS})])
        key = tokens.draw()
        until = timezone.now() + timedelta(days=days)
        made = ApiToken.objects.create(
            person=person, name=name, digest=tokens.digest(key), reads_only=reads_only, expires_at=until
        )
    return made, key


def take_back(pk: int, *, by: Person) -> ApiToken:
    """End one of one's own tokens: the next request that brings it is refused."""
    with transaction.atomic():
        found = ApiToken.objects.select_for_update().filter(person=by, pk=pk).first()
        if found is None:
            raise Refused(_("There is no such token."), visible=False)
        line = _("Your API token “%(name)s” was taken back.") % {"name": found.name}
        note_change(by, by=by, act="take_back_token", line=line)
        found.delete()
    return found
