"""Handing a reviewed record in, taking it back, accepting it and giving it back: each in one transaction, with its history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.telling import level_above
from raci.authority import Facts, Permission, Via, facts_for
from raci.history import acting
from raci.models import Citation, Person
from raci.models.reviewed import Reviewed
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.reviewing.kinds import review_of
from raci.reviewing.permissions import answerers, may_answer, may_hand_in, may_read, may_take_back, may_write
from raci.statements import Citing, require_for_reviewed

State = Reviewed.State


@contextmanager
def writing(row: Reviewed, *, by: Person, act: str, why: str = "", opened: str = "") -> Iterator[Any]:
    """Change what is written, as R, while it is a draft or was given back: gives the locked row, to be saved by the caller.

    `opened`: the row's fingerprint when its form was opened; `NotReady` where somebody else saved it since.
    """
    with _taking(row, by=by, act=act, ask=may_write, why=why) as (locked, _via):
        if opened and opened != locked.fingerprint:
            text = _(
                "Somebody else saved it while this page was open. Look at what it says now; save again to replace it."
            )
            raise NotReady([Problem(text)])
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
            line = _("%(what)s waits for you to accept it.") % {"what": locked}
            _tell(locked, asked, "handed-in", f"{line} {review_of(locked).waits}".strip(), by)
        else:
            line = _("%(what)s waits to be accepted, and the post that accepts it is vacant.")
            _tell(locked, level_above(clock.today()), "vacant", line % {"what": locked}, by)


def take_back(row: Reviewed, *, by: Person, why: str) -> None:
    """R takes it back before it is answered, to mend it. Who handed it in is told by whom and why, and the page says it."""
    _needs_reason(why)
    with _taking(row, by=by, act="take_back", ask=may_take_back, why=why) as (locked, via):
        said = {"what": locked, "who": f"{by.name}, {via.capacity.label}", "why": why.strip()}
        _tell(
            locked, [locked.submitted_by], "taken-back", _("%(what)s was taken back by %(who)s: “%(why)s”") % said, by
        )
        locked.state, locked.reason = State.DRAFT, _("Taken back by %(who)s: %(why)s") % said
        locked.submitted_by, locked.submitted_as, locked.submitted_at = None, "", None
        locked.save()


def accept(
    row: Reviewed,
    *,
    by: Person,
    citing: Citing | None = None,
    also: Callable[[Any], None] = lambda row: None,
    seen: str | None = None,
) -> None:
    """A accepts it: from now on it stands as it was handed in. `also`: sets on the locked row what is said with it.

    `seen`: what `need_read` asks of an answer from a page or the API; None where nobody reads one.
    """

    def check(locked: Any) -> None:
        also(locked)
        problems = review_of(locked).before_accepting(locked)
        if problems:
            raise NotReady(problems)
        review_of(locked).accepting(locked)

    line = _("%(what)s was accepted by %(who)s.")
    _answer(row, by=by, state=State.ACCEPTED, act="accept", line=line, citing=citing, also=check, seen=seen)


def give_back(row: Reviewed, *, by: Person, why: str, citing: Citing | None = None, seen: str | None = None) -> None:
    """A gives it back with the reason; R mends it and hands it in again. `seen`: as of `accept`."""
    _needs_reason(why)
    line = _("%(what)s was given back by %(who)s: mend it and hand it in again.")
    _answer(row, by=by, state=State.RETURNED, act="give_back", line=line, why=why.strip(), citing=citing, seen=seen)


def need_read(row: Reviewed, seen: str) -> None:
    """`Conflict` where what was read (`as_read`) is not what is there, or was not sent along."""
    if not seen:
        raise Conflict(_("The page did not say what you read there: read it as it is now, and answer from its page."))
    if seen != row.as_read:
        text = _("While this page was open it was handed in anew, or what it judges has changed: read it as it is now.")
        raise Conflict(text)


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
    seen: str | None = None,
) -> None:
    with _taking(row, by=by, act=act, ask=may_answer, why=why) as (locked, via):
        if seen is not None:
            need_read(locked, seen)
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
