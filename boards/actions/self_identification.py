"""What members say of themselves: said, changed, declined and taken back by themselves; opened by the custodian, with a reason.

History holds that it happened and never what was said. What is replaced or taken back is destroyed at once, key and all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from boards.models import Member, SelfIdAsk, SelfIdentification
from boards.vault import texts
from boards.vault.custody import need_custodian
from boards.vault.tallying import Tally, tallied
from boards.vault.texts import Answers
from raci import clock
from raci.authority import facts_for
from raci.history import acting
from raci.models import Person
from raci.public_doors import the_public

State = SelfIdentification.State
CHANGED, DECLINED, WITHDRAWN = "Changed by its person", "Declined by its person", "Taken back by its person"


# ---- the member, by their private link


def say_who_i_am(ask: SelfIdAsk, answers: Answers) -> None:
    """New answers in the place of the old ones; each question may be declined, or left."""
    with _own(ask, "self_identify") as (row, person):
        texts.destroy(row, by=person, why=CHANGED)
        row.state = State.GIVEN
        texts.put(row, answers)


def decline(ask: SelfIdAsk) -> None:
    """The member prefers not to answer at all; what they said before is destroyed."""
    with _own(ask, "decline_self_identification") as (row, person):
        texts.destroy(row, by=person, why=DECLINED)
        row.state = State.DECLINED


def withdraw(ask: SelfIdAsk) -> None:
    """What they said is destroyed, in every backup too."""
    with _own(ask, "withdraw_self_identification") as (row, person):
        texts.destroy(row, by=person, why=WITHDRAWN)
        row.state = State.WITHDRAWN


def read_own(ask: SelfIdAsk) -> Answers:
    """What they said, for themselves; a reading like any other, which they see. A link that was handed over opens nothing:
    whoever made it could open it too, in the member's name."""
    if ask.by_hand:
        return {}
    row = SelfIdentification.objects.filter(member=ask.member_id).first()
    return texts.opened(row, by=the_public(), via=None, why="Read by its person, by the private link") if row else {}


@contextmanager
def _own(ask: SelfIdAsk, act: str) -> Iterator[tuple[SelfIdentification, Person]]:
    """One transaction with the member's row, which is made the first time; afterwards it is saved."""
    person, today = the_public(), clock.today()
    with acting(by=person, act=act):
        Member.objects.select_for_update().get(pk=ask.member_id)  # two at once would make two rows
        row = SelfIdentification.objects.filter(member=ask.member_id).first() or SelfIdentification(member=ask.member)
        yield row, person
        row.said_on = today
        row.save()


# ---- the custodian


def read_for_custodian(row: SelfIdentification, *, by: Person, why: str) -> Answers:
    """One member's answers. Who, in which post and why is on record before they open, and the member sees it."""
    via = need_custodian(facts_for(by))
    return texts.opened(row, by=by, via=via, why=why)


def tally(members: Sequence[Member], questions: Sequence[str], *, by: Person, why: str) -> list[Tally]:
    """Counts over a set of members: one reading is recorded for each text that is opened, or none and nothing counted."""
    return tallied(questions, open_all(members, by=by, why=why))


def open_all(members: Sequence[Member], *, by: Person, why: str) -> list[Answers]:
    """What each of them said, in their order; empty for whoever said nothing. For counting: the caller keeps none of it."""
    via = need_custodian(facts_for(by))
    with transaction.atomic():
        rows = {one.member_id: one for one in SelfIdentification.objects.filter(member__in=members)}
        return [texts.opened(rows[one.pk], by=by, via=via, why=why) if one.pk in rows else {} for one in members]
