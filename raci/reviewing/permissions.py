"""Who may read, write, hand in, take back and answer a reviewed record; a refusal says its reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci import clock
from raci.authority import Facts, Permission, Via, covering_posts
from raci.keeping import may_keep, named_people
from raci.models import Holding, Person
from raci.models.reviewed import Reviewed
from raci.refusals import Refused
from raci.reviewing.kinds import Review, review_called, review_of

State = Reviewed.State
MOST_NAMED = 8  # of those who may, in one sentence


def may_read(facts: Facts, row: Reviewed) -> bool:
    """R, A, C and I in the line, who is named for the kind, who reads everything, and whom the kind lets read besides."""
    review = review_of(row)
    return (
        facts.has("reads_all")
        or bool(facts.letters(review.subject(row), ("line", "invited", "read")))
        or any(_letter(facts, row, letter) for letter in "RA")
        or review.readers(row, facts)
        or facts.person.pk == row.submitted_by_id
    )


def may_write(facts: Facts, row: Reviewed) -> Permission:
    """Whether they may change it or hand it in now."""
    permission = _letter(facts, row, "R")
    if permission and (over := review_of(row).over(row)):
        return Permission(False, over, permission.via)
    if permission and row.state not in Reviewed.OPEN:
        return Permission(False, _where_it_stands(row), permission.via)
    return permission


def may_hand_in(facts: Facts, row: Reviewed) -> Permission:
    """Whether they may hand it in: not somebody who alone could accept it, for then it would wait for ever."""
    permission = may_write(facts, row)
    if permission and _letter(facts, row, "A") and not [one for one in answerers(row) if one.pk != facts.person.pk]:
        text = _("Only you could accept it, and nobody accepts what they handed in: somebody else hands it in.")
        return Permission(False, f"{text} {_who_else(facts, row)}", permission.via)
    return permission


def _who_else(facts: Facts, row: Reviewed) -> str:
    """Who could hand it in, by name and post."""
    found = [one for one in submitters(row) if one[0].pk != facts.person.pk]
    if not found:
        return _("Nobody else is responsible for it today: a post has to be filled, or named for it.")
    names = "; ".join(f"{person.name} ({post})" if post else person.name for person, post in found[:MOST_NAMED])
    if more := len(found) - MOST_NAMED if len(found) > MOST_NAMED else 0:
        others = ngettext("%(names)s, and %(n)d more", "%(names)s, and %(n)d more", more)
        names = others % {"names": names, "n": more}
    return _("These may: %(names)s.") % {"names": names}


def may_take_back(facts: Facts, row: Reviewed) -> Permission:
    """Whether they may take it back before it is answered."""
    permission = _letter(facts, row, "R")
    if permission and row.state != State.SUBMITTED:
        return Permission(False, _where_it_stands(row), permission.via)
    return permission


def may_answer(facts: Facts, row: Reviewed) -> Permission:
    """Whether they may accept it or give it back now; the reason is a sentence."""
    permission = _letter(facts, row, "A")
    if not permission:
        return permission
    if row.state != State.SUBMITTED:
        return Permission(False, _where_it_stands(row), permission.via)
    if facts.person.pk == row.submitted_by_id:
        return Permission(False, _("You handed it in, so somebody else accepts it."), permission.via)
    if permission.via and _acts_for_submitter(permission.via, row):
        return Permission(False, _("You act for who handed it in, so somebody else accepts it."), permission.via)
    return permission


def _letter(facts: Facts, row: Reviewed, letter: str) -> Permission:
    review = review_of(row)
    return may_keep(facts, review.kind, review.unit(row), letter=letter, activity=review.activity_of(row))


def _acts_for_submitter(via: Via, row: Reviewed) -> bool:
    return Holding.objects.filter(pk=via.capacity.holding, person=row.submitted_by_id).exists()


def _where_it_stands(row: Reviewed) -> str:
    return {
        State.DRAFT: _("It has not been handed in."),
        State.SUBMITTED: _("It is handed in and waits for an answer; take it back to change it."),
        State.ACCEPTED: _("It has been accepted."),
        State.RETURNED: _("It was given back and has not been handed in again."),
    }[State(row.state)]


def answerers(row: Reviewed) -> list[Person]:
    """Who may accept it by a post of theirs or as named, but for who handed it in."""
    review = review_of(row)
    today = clock.today()
    found = {person.pk: person for _capacity, person in covering_posts(review.subject(row), "A", today)}
    found |= {person.pk: person for person in named_people(review.kind, review.subject(row), "A", today)}
    return [person for pk, person in found.items() if pk != row.submitted_by_id]


def submitters(row: Reviewed) -> list[tuple[Person, str]]:
    """Who may hand it in, with the post by which they may ("" where it was named for it); delegates are not counted."""
    review = review_of(row)
    subject, today = review.subject(row), clock.today()
    found = {
        person.pk: (person, capacity.label)
        for capacity, person in covering_posts(subject, "R", today)
        if capacity.way("R", subject) == "line"
    }
    for person in named_people(review.kind, subject, "R", today):
        found.setdefault(person.pk, (person, ""))
    return list(found.values())


def reviewed(kind: str, pk: int, facts: Facts) -> tuple[Review, Any]:
    """A reviewed record by its kind and number, for who may read it; hidden from others."""
    review = review_called(kind)
    row = review.rows().filter(pk=pk).first() if review else None
    if review is None or row is None or not may_read(facts, row):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return review, row
