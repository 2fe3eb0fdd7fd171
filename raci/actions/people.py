"""Accounts: invite a person, send a link to set a password, reset a second factor, disable and enable; one's own name.

ADMIN keeps all accounts. An R post of 4.4 invites anybody, and switches those whose posts all stand in its line; the holder of
a post that fills posts or audits (an A of 4.4 or 4.7) is switched by ADMIN alone, so that no one R shuts out who stands over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from raci import clock, sessions, tokens
from raci.authority import Capacity, Facts, Subject, covering_posts, facts_for
from raci.history import acting
from raci.invitations import ACCOUNT, FORGOTTEN, INVITED
from raci.models import Holding, Notice, Person
from raci.models.city import in_force_on
from raci.notices import mark_read, tell
from raci.refusals import Conflict, NotReady, Problem, Refused

FILL_POSTS = "4.4"
AUDITORS_REPORTS = "4.7"
MOST_NAMED = 5  # people of a sentence
LINKS_AN_HOUR = 3  # that somebody can have sent to one address from the page "Forgot your password?"
LONGEST_ADDRESS, LONGEST_NAME = 254, 200
SERVICE_DOMAIN = "service.invalid"  # of the addresses that `raci.service` gives programs


def may_keep_accounts(facts: Facts) -> bool:
    """ADMIN keeps accounts; so do those who fill posts (R of 4.4)."""
    return _keeper(facts) is not None


def _keeper(facts: Facts) -> Capacity | None:
    """The capacity in which they keep accounts: the post for it before one that fills posts."""
    administers = next((one for one in facts.capacities if "keeps_accounts" in one.flags), None)
    return administers or next((one for one in facts.capacities if _fills_posts(one, facts)), None)


def fills_posts(facts: Facts) -> bool:
    """Whether they fill posts: R of 4.4, anywhere."""
    return any(_fills_posts(one, facts) for one in facts.capacities)


def _fills_posts(capacity: Capacity, facts: Facts) -> bool:
    codes = facts.matrix.codes(FILL_POSTS, capacity.role) if facts.matrix else ""
    return "R" in codes and capacity.only in (None, (FILL_POSTS, "R"))


def who_fills_posts(subject: Subject) -> list[str]:
    """Who may fill posts there today, each with the post they do it by."""
    found = covering_posts(subject, "R", clock.today())
    return list(dict.fromkeys(f"{person.name} ({capacity.label})" for capacity, person in found))


def whom_to_ask(subject: Subject) -> str:
    """The same as a sentence that follows a refusal."""
    people = who_fills_posts(subject)
    if not people:
        return _("Nobody holds such a post today.")
    named, more = ", ".join(people[:MOST_NAMED]), len(people) - MOST_NAMED
    if more > 0:
        named = _("%(named)s and %(n)d more") % {"named": named, "n": more}
    return _("Today that is for %(people)s.") % {"people": named}


def as_keeper(facts: Facts) -> tuple[str, str]:
    """The post and the ground a keeper of accounts acts by."""
    keeper = _keeper(facts)
    if keeper is None:
        raise Refused(
            _("Keeping accounts takes R for %(activity)s, or the post that keeps them.") % {"activity": FILL_POSTS}
        )
    if "keeps_accounts" in keeper.flags or facts.matrix is None:
        return keeper.label, _("accounts")
    return keeper.label, f"R {FILL_POSTS}, matrix v{facts.matrix.number}"


def invite_person(*, email: str, name: str, by: Person) -> Person:
    """Make a person known and send them a link to set their password."""
    post, cell = as_keeper(facts_for(by))
    email, name = email.strip().lower(), name.strip()
    problems = account_problems(email, name)
    if problems:
        raise NotReady(problems)
    with acting(by=by, post=post, cell=cell, act="invite"):
        person = Person(email=email, name=name)
        person.set_unusable_password()
        person.save()
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        send_invitations([person])
    return person


def account_problems(email: str, name: str) -> list[Problem]:
    """What is wrong with an address and a name for a new account."""
    found = _name_problems(name)
    try:
        validate_email(email)
    except ValidationError:
        found.append(Problem(_("Write an e-mail address such as name@city.gov."), field="email"))
    else:
        if len(email) > LONGEST_ADDRESS:
            found.append(Problem(_("An address has at most %(n)d signs.") % {"n": LONGEST_ADDRESS}, field="email"))
        if email.endswith(f"@{SERVICE_DOMAIN}"):
            found.append(Problem(_("Addresses of this kind are the portal's own programs'."), field="email"))
    if not found and Person.objects.filter(email__iexact=email).exists():
        found.append(Problem(_("Somebody already signs in with this address."), field="email"))
    return found


def _name_problems(name: str) -> list[Problem]:
    if not name:
        return [Problem(_("Write the name."), field="name")]
    if len(name) > LONGEST_NAME:
        return [Problem(_("A name has at most %(n)d signs.") % {"n": LONGEST_NAME}, field="name")]
    return []


def rename(person: Person, *, name: str, by: Person) -> None:
    """Change one's own name; history keeps what it was, and what was signed before stays signed with the old one."""
    name = name.strip()
    if person.pk != by.pk:
        raise Refused(_("Everybody keeps their own name."))
    if problems := _name_problems(name):
        raise NotReady(problems)
    with acting(by=by, act="rename"):
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if locked.name != name:
            locked.name = name
            locked.save(update_fields=["name"])
    person.name = name


def send_password_link(person: Person, *, by: Person) -> None:
    """Send a link with which the person sets a new password; the old one keeps working until they do."""
    facts = facts_for(by)
    as_keeper(facts)
    _in_their_keeping(person, facts)
    if not person.is_active or person.is_service:
        raise Conflict(_("%(person)s cannot sign in, so no link is sent.") % {"person": person.name})
    with transaction.atomic():
        _send_link(person, _("A link to set a new password was asked for."))


def send_forgotten_password_link(person: Person) -> None:
    """The link somebody who forgot their password asked for; not more often than LINKS_AN_HOUR, whoever asks."""
    recent = Notice.objects.filter(person=person, key__startswith=FORGOTTEN, at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() < LINKS_AN_HOUR:
        _send_link(person, _("A link to set a new password was asked for."), asked=FORGOTTEN)


def send_invitations(people: Iterable[Person]) -> None:
    """Send each a link to set their password."""
    tell(people, record=None, key=f"{INVITED}{uuid4()}", line=_("You are invited to Equity Portal."))


def _send_link(person: Person, line: str, asked: str = INVITED) -> None:
    tell([person], record=None, key=f"{asked}{uuid4()}", line=line)


def set_password(person: Person, password: str) -> None:
    """Set one's own, so that history says when (never the password); what told of a link to set it counts as read."""
    with acting(by=person, act="password"):
        person.set_password(password)
        person.save(update_fields=["password"])
        told = Q(key__startswith=INVITED) | Q(key__startswith=FORGOTTEN)
        mark_read(Notice.objects.filter(told, person=person), by=person)


def reset_second_factor(person: Person, *, by: Person, why: str) -> None:
    """Take somebody's second factor away, when telephone and codes are lost: then the password alone signs in.

    They are told by e-mail. Nobody does this for themself, so a stolen session cannot shed its owner's second factor.
    """
    facts = facts_for(by)
    post, cell = as_keeper(facts)
    if person.pk == by.pk:
        raise Refused(_("Nobody resets their own second factor. Somebody else who keeps accounts may."))
    _in_their_keeping(person, facts)
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with acting(by=by, post=post, cell=cell, act="reset_second_factor", why=why):
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if not Authenticator.objects.filter(user=locked).delete()[0]:
            raise Conflict(_("%(person)s has no second factor.") % {"person": locked.name})
        _note(locked)
        line = _("Your second factor was reset by %(by)s. Your password alone signs you in until you set up another.")
        tell_of_account(locked, line % {"by": by.name})


def note_own_change(person: Person, *, act: str, line: str) -> None:
    """Record that somebody changed how they sign in themself, and tell them by e-mail, in case it was not them."""
    note_change(person, by=person, act=act, line=line)


def note_change(person: Person, *, by: Person, act: str, line: str) -> None:
    """The same, where a program acted for whoever runs the portal."""
    with acting(by=by, act=act):
        _note(Person.objects.select_for_update().get(pk=person.pk))
        tell_of_account(person, line)


def tell_of_account(person: Person, line: str) -> None:
    """Tell somebody about their own account; this always comes by e-mail."""
    tell([person], record=None, key=f"{ACCOUNT}{uuid4()}", line=line, url=reverse("raci:account"))


def _note(person: Person) -> None:
    """A row in their history though none of its columns changed: secrets are not in it, that they changed is."""
    person.save(update_fields=["name"])


def disable_person(person: Person, *, by: Person, why: str) -> None:
    """End somebody's sign-in; their next request is refused. Their name stays in the history, and posts stay theirs to end."""
    _switch(person, by=by, why=why, active=False, act="disable")


def enable_person(person: Person, *, by: Person, why: str = "") -> None:
    """Let somebody sign in again."""
    _switch(person, by=by, why=why, active=True, act="enable")


def _switch(person: Person, *, by: Person, why: str, active: bool, act: str) -> None:
    facts = facts_for(by)
    post, cell = as_keeper(facts)
    if person.pk == by.pk:
        raise Refused(_("Nobody disables or enables themself."))
    _in_their_keeping(person, facts)
    if not active and not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with acting(by=by, post=post, cell=cell, act=act, why=why):
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if locked.is_active == active:
            done = _("%(person)s can already sign in.") if active else _("%(person)s is already disabled.")
            raise Conflict(done % {"person": locked.name})
        locked.is_active = active
        locked.save(update_fields=["is_active"])
        sessions.end_all(locked)  # or a session of before would go on once they are enabled again
        tokens.end_all(locked)
    person.refresh_from_db()


def _in_their_keeping(person: Person, facts: Facts) -> None:
    why_not = why_not_theirs(person, facts)
    if why_not:
        raise Refused(why_not)


def why_not_theirs(person: Person, facts: Facts) -> str:
    """The reason this account is not theirs to keep; "" if it is."""
    if person.is_service:
        return _("A program of the portal never signs in.")
    if facts.keeps_accounts:
        return ""
    held = Holding.objects.filter(in_force_on(facts.today), person=person, state=Holding.State.IN_FORCE)
    for holding in held.select_related("post__role", "post__unit"):
        if facts.capacity_with("R", Subject.of_scope(FILL_POSTS, holding.post.unit)) is None:
            return _(
                "%(person)s holds a post outside of yours (%(post)s). The post that keeps accounts may do this."
            ) % {
                "person": person.name,
                "post": holding.post.title,
            }
        if is_top_role(holding.post.role.code, facts):
            text = _("%(post)s decides on posts or audits. Only the post that keeps accounts may do this.")
            return text % {"post": holding.post.title}
    return ""


def is_top_role(role: str, facts: Facts) -> bool:
    """Whether the role has the A of filling posts or of the auditor's reports."""
    return bool(facts.matrix and {FILL_POSTS, AUDITORS_REPORTS} & facts.matrix.decided_by(role))
