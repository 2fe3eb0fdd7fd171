"""Reviewed records (governance 3): R in the line hands one in, A accepts it or gives it back, never who handed it in.

A reviewed kind is a model that stands on `raci.models.Reviewed`, a `records.Kind`, and a `Review` that says how its rows are
read, registered in `AppConfig.ready`. Pages, the API, what waits on somebody and notices come with it:

    reviewing.register(Review(ANSWER, unit=lambda row: row.unit, url=answer_url, related=("unit",)))

    with reviewing.writing(row, by=person, act="edit_answer") as locked:    # while it is a draft, or was given back
        locked.words = "..."
        locked.save()
    hand_in(row, by=person)
    accept(row, by=another)     or     give_back(row, by=another, why="...")

Naming and delegation count for either letter. Who acts for the submitter by delegation is not a second person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.telling import level_above
from raci.authority import Facts, Permission, Subject, Via, covering_posts, facts_for
from raci.history import acting
from raci.keeping import may_keep, named_people, namings_of
from raci.models import Citation, Holding, Person, Unit
from raci.models.reviewed import Reviewed
from raci.notices import tell
from raci.records import Kind, Life
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.statements import Citing, require_for_reviewed

State = Reviewed.State


@dataclass(frozen=True)
class Review:
    """How the rows of one reviewed kind are read.

    `unit`: whose line they stand in; `url`: the page where one is read and answered; `related`: what these and `str(row)`
    read along; `activity`: for a kind that takes it from what it belongs to; `problems`: what it still lacks before it can be
    handed in; `freeze`: sets on the row, when it is handed in, what is decided; `before_accepting`: what stands between it and
    being accepted; `readers`: who reads one besides R, A, C and I in its line.
    """

    kind: Kind
    unit: Callable[[Any], Unit]
    url: Callable[[Any], str]
    related: tuple[str, ...] = ()
    activity: Callable[[Any], str] | None = None
    problems: Callable[[Any], list[Problem]] = lambda row: []
    freeze: Callable[[Any], None] = lambda row: None
    before_accepting: Callable[[Any], list[Problem]] = lambda row: []
    readers: Callable[[Any, Facts], bool] = lambda row, facts: False

    def __post_init__(self) -> None:
        if self.kind.life is not Life.REVIEWED or not issubclass(self.kind.model, Reviewed):
            raise ValueError(f"{self.kind.code} is not reviewed, or its model does not stand on Reviewed.")

    def activity_of(self, row: Any) -> str:
        """The activity that this row stands under."""
        return self.activity(row) if self.activity else self.kind.activity

    def subject(self, row: Any) -> Subject:
        """What authority is asked about."""
        return Subject.of_scope(self.activity_of(row), self.unit(row))

    def rows(self) -> QuerySet[Any]:
        """All rows, with what is read along."""
        return self.kind.model._default_manager.select_related("submitted_by", "answered_by", *self.related)


_reviews: dict[str, Review] = {}


def register(review: Review) -> None:
    """Make a reviewed kind known (from `AppConfig.ready`). A code is given once."""
    if _reviews.setdefault(review.kind.code, review) is not review:
        raise ValueError(f"Two reviewed kinds are called {review.kind.code}.")


def reviews() -> tuple[Review, ...]:
    """All reviewed kinds, in the order they were registered."""
    return tuple(_reviews.values())


def review_called(code: str) -> Review | None:
    """The reviewed kind of this code."""
    return _reviews.get(code)


def review_of(row: Reviewed) -> Review:
    """How this row is read."""
    return next(one for one in _reviews.values() if one.kind.model is type(row))


def reviewed(kind: str, pk: int, facts: Facts) -> tuple[Review, Any]:
    """A reviewed record by its kind and number, for who may read it; hidden from others."""
    review = review_called(kind)
    row = review.rows().filter(pk=pk).first() if review else None
    if review is None or row is None or not may_read(facts, row):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return review, row


# ---- who may


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
    if permission and row.state not in Reviewed.OPEN:
        return Permission(False, _where_it_stands(row), permission.via)
    return permission


def may_hand_in(facts: Facts, row: Reviewed) -> Permission:
    """Whether they may hand it in: not somebody who alone could accept it, for then it would wait for ever."""
    permission = may_write(facts, row)
    if permission and _letter(facts, row, "A") and not [one for one in answerers(row) if one.pk != facts.person.pk]:
        text = _("Only you could accept it, and nobody accepts what they handed in: somebody else hands it in.")
        return Permission(False, text, permission.via)
    return permission


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


# ---- acts


@contextmanager
def writing(row: Reviewed, *, by: Person, act: str, why: str = "") -> Iterator[Any]:
    """Change what is written, as R, while it is a draft or was given back: gives the locked row, to be saved by the caller."""
    with _taking(row, by=by, act=act, ask=may_write, why=why) as (locked, _via):
        yield locked


def hand_in(row: Reviewed, *, by: Person, citing: Citing | None = None) -> None:
    """R hands it in; whoever accepts it is told."""
    with _taking(row, by=by, act="hand_in", ask=may_hand_in) as (locked, via):
        problems = review_of(locked).problems(locked)
        if problems:
            raise NotReady(problems)
        locked.state, locked.reason = State.SUBMITTED, ""
        locked.submitted_by, locked.submitted_as, locked.submitted_at = by, via.capacity.label, clock.now()
        locked.answered_by, locked.answered_as, locked.answered_at = None, "", None
        review_of(locked).freeze(locked)
        locked.save()
        _cite(locked, "hand_in", citing, by, via)
        asked = answerers(locked)
        if asked:
            _tell(locked, asked, "handed-in", _("%(what)s waits for you to accept it.") % {"what": locked}, by)
        else:
            line = _("%(what)s waits to be accepted, and the post that accepts it is vacant.")
            _tell(locked, level_above(clock.today()), "vacant", line % {"what": locked}, by)


def take_back(row: Reviewed, *, by: Person, why: str) -> None:
    """R takes it back before it is answered, to mend it."""
    _needs_reason(why)
    with _taking(row, by=by, act="take_back", ask=may_take_back, why=why) as (locked, _via):
        locked.state = State.DRAFT
        locked.submitted_by, locked.submitted_as, locked.submitted_at = None, "", None
        locked.save()


def accept(
    row: Reviewed, *, by: Person, citing: Citing | None = None, also: Callable[[Any], None] = lambda row: None
) -> None:
    """A accepts it: from now on it stands as it was handed in. `also`: sets on the locked row what is said with it."""

    def check(locked: Any) -> None:
        also(locked)
        problems = review_of(locked).before_accepting(locked)
        if problems:
            raise NotReady(problems)

    line = _("%(what)s was accepted by %(who)s.")
    _answer(row, by=by, state=State.ACCEPTED, act="accept", line=line, citing=citing, also=check)


def give_back(row: Reviewed, *, by: Person, why: str, citing: Citing | None = None) -> None:
    """A gives it back with the reason; R mends it and hands it in again."""
    _needs_reason(why)
    line = _("%(what)s was given back by %(who)s: mend it and hand it in again.")
    _answer(row, by=by, state=State.RETURNED, act="give_back", line=line, why=why.strip(), citing=citing)


def _answer(
    row: Reviewed,
    *,
    by: Person,
    state: str,
    act: str,
    line: str,
    why: str = "",
    citing: Citing | None = None,
    also: Callable[[Any], None] = lambda row: None,
) -> None:
    with _taking(row, by=by, act=act, ask=may_answer, why=why) as (locked, via):
        also(locked)
        locked.state, locked.reason = state, why
        locked.answered_by, locked.answered_as, locked.answered_at = by, via.capacity.label, clock.now()
        locked.save()
        _cite(locked, act, citing, by, via)
        words = {"what": locked, "who": via.capacity.label}
        _tell(locked, [locked.submitted_by], state, line % words, by)


def _cite(row: Reviewed, act: str, citing: Citing | None, by: Person, via: Via) -> None:
    """Keep what the act cites where a decision mode binds who does it; `NotReady` where it lacks something."""
    review = review_of(row)
    cited, consulted = require_for_reviewed(review.activity_of(row), facts_for(by), citing or Citing())
    if cited["statement"] is not None:
        Citation.objects.create(
            **cited,
            kind=review.kind.code,
            number=row.pk,
            act=act,
            consulted=consulted,
            by=by,
            by_as=via.capacity.label,
            at=clock.now(),
        )


@contextmanager
def _taking(
    row: Reviewed, *, by: Person, act: str, ask: Callable[[Facts, Any], Permission], why: str = ""
) -> Iterator[tuple[Any, Via]]:
    """The locked row, for somebody who may; `Conflict` where it has been moved meanwhile, `Refused` where it is not theirs."""
    with transaction.atomic():
        locked = review_of(row).rows().select_for_update(of=("self",)).get(pk=row.pk)
        facts = facts_for(by)
        permission = ask(facts, locked)
        if not permission and permission.via and row.state != locked.state:
            raise Conflict(permission.reason)
        if permission.via is None or not permission:
            raise Refused(permission.reason, visible=may_read(facts, locked))
        via = permission.via
        with acting(by=by, post=via.capacity.label, cell=via.cell, act=act, why=why):
            yield locked, via
    row.refresh_from_db()


def _needs_reason(why: str) -> None:
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])


def _tell(row: Reviewed, people: list[Person], what: str, line: str, by: Person) -> None:
    review = review_of(row)
    assert row.submitted_at is not None
    key = f"reviewed:{review.kind.code}-{row.pk}:{what}:{row.submitted_at:%Y%m%d%H%M%S%f}"
    others = [person for person in people if person.pk != by.pk]
    tell(others, record=None, key=key, line=line, url=review.url(row))


# ---- what waits


def to_answer(facts: Facts) -> list[tuple[Review, Any, Via]]:
    """What is handed in and theirs to answer, oldest first (a query a kind whose A they hold anywhere, and one of namings)."""
    letters = facts.activities_with("A") | {naming.activity_code for naming in namings_of(facts)}
    found = []
    for review in reviews():
        if review.activity is None and review.kind.activity not in letters:
            continue
        rows = review.rows().filter(state=State.SUBMITTED).exclude(submitted_by=facts.person)
        for row in rows.order_by("submitted_at", "pk"):
            permission = may_answer(facts, row)
            if permission and permission.via:
                found.append((review, row, permission.via))
    return found


def given_back(facts: Facts) -> list[tuple[Review, Any, Via]]:
    """What they handed in and was given back to them."""
    found = []
    for review in reviews():
        for row in review.rows().filter(state=State.RETURNED, submitted_by=facts.person):
            permission = may_write(facts, row)
            if permission and permission.via:
                found.append((review, row, permission.via))
    return found
