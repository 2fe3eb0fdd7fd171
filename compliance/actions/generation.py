"""Obligations made from what applies: set by set, so that fifty thousand cost a handful of statements.

The same look twice changes nothing. What somebody set by hand stays; what does not apply any more stays to read and says so.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from compliance.duties.applicability import plain
from compliance.duties.status import NO, YES
from compliance.kinds import OBLIGATION
from compliance.models import Generation, Obligation
from compliance.queries.wanted import Key, Look, look
from raci import clock
from raci.authority import facts_for
from raci.history import acting
from raci.history.bulk import bulk_create, bulk_update_where
from raci.keeping import keeper
from raci.models import Person
from raci.service import service_person
from raci.the_city import need_city

LOCK = 5_202_606  # advisory: one look at a time
# first day, last day, due, whether it applies, and the day of its rhythm where it is set by hand
Says = tuple[date, date | None, date | None, str, date | None]


def generate(*, by: Person | None = None) -> Generation:
    """Look at what applies today and make what is asked. `by` holds R of 1.4 for the city; None: the portal itself, each day."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        label, act = _acting(by)
        with act:
            return _carry_out(look(clock.today()), label)


def _acting(by: Person | None) -> tuple[str, AbstractContextManager[None]]:
    if by is None:
        person = service_person("obligations", _("Obligations"))
        return person.name, acting(by=person, act="generate_obligations")
    via = keeper(facts_for(by), OBLIGATION, need_city())
    label = via.capacity.label
    return label, acting(by=by, post=label, cell=via.cell, act="generate_obligations")


def _carry_out(found: Look, label: str) -> Generation:
    """Insert what is missing, mend what differs; where nothing does, nothing is written."""
    there = _there(found.known.day)
    moved = _moved(found, there)
    changes = _changes(found, there, moved)
    taken = set(moved.values())
    missing = [key for key in found.wanted if key not in there and key not in taken]
    last, conditions = Generation.objects.first(), plain(found.known.answers)
    if last and not changes and not missing and (last.conditions, last.days) == (conditions, found.days):
        return last
    generation = Generation.objects.create(
        on=found.known.day, conditions=conditions, days=found.days, made=len(missing),
        changed=sum(len(numbers) for numbers in changes.values()), by_as=label, at=clock.now(),
    )  # fmt: skip
    for (begins, ends, due, applies, rhythm), numbers in changes.items():
        bulk_update_where(
            Obligation.objects.filter(pk__in=numbers), begins_on=begins, ends_on=ends, due_on=due, applies=applies,
            rhythm_due_on=rhythm, generation=generation,
        )  # fmt: skip
    bulk_create(Obligation, (_made(found, key, generation) for key in missing))
    return generation


def _made(found: Look, key: Key, generation: Generation) -> Obligation:
    requirement, unit, part, award, begins = key
    ends, due = found.wanted[key]
    return Obligation(
        requirement_id=requirement, unit_id=unit, part=part, award_id=award, begins_on=begins, ends_on=ends, due_on=due,
        generation=generation,
    )  # fmt: skip


@dataclass(frozen=True)
class There:
    """An obligation as it stands."""

    pk: int
    ends: date | None
    due: date | None
    by_hand: bool
    applies: str
    rhythm: date | None


def _there(today: date) -> dict[Key, There]:
    """What was made by rhythm and is not over (1 query)."""
    found = Obligation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), event="").order_by()
    names = (
        "requirement",
        "unit",
        "part",
        "award",
        "begins_on",
        "pk",
        "ends_on",
        "due_on",
        "due_by_hand",
        "applies",
        "rhythm_due_on",
    )
    return {row[:5]: There(*row[5:]) for row in found.values_list(*names)}


def _moved(found: Look, there: dict[Key, There]) -> dict[Key, Key]:
    """Those whose days nobody wants any more, with what is wanted in their place: their rhythm was not known, or counts anew."""
    free: dict[tuple[int, int, str, int | None], list[Key]] = {}
    for key in sorted((one for one in found.wanted if one not in there), key=lambda one: one[4], reverse=True):
        free.setdefault(key[:4], []).append(key)
    gone = [key for key in there if key not in found.wanted]
    return {key: free[key[:4]].pop() for key in gone if free.get(key[:4])}


def _changes(found: Look, there: dict[Key, There], moved: dict[Key, Key]) -> dict[Says, list[int]]:
    """What rows are to say, with the numbers of the rows that do not: as few sets as there are different answers."""
    changes: dict[Says, list[int]] = {}
    for key, one in there.items():
        at = moved.get(key, key)
        ends, due = found.wanted.get(at, (one.ends, one.rhythm if one.by_hand else one.due))
        applies = _applies(found, at)
        says = (at[4], ends, one.due, applies, due) if one.by_hand else (at[4], ends, due, applies, None)
        if says != (key[4], one.ends, one.due, one.applies, one.rhythm):
            changes.setdefault(says, []).append(one.pk)
    return changes


def _applies(found: Look, key: Key) -> str:
    """A requirement that is in force no more applies to nobody; one that is, to the units it concerns."""
    verdict = found.verdicts.get(key[0], NO)
    gone = key[:2] not in found.concerned or (key[3] is not None and key not in found.wanted)
    return NO if verdict == YES and gone else verdict
