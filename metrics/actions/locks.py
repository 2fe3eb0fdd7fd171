"""Periods locked and opened again, by whoever accepts the figures of the unit (A of 4.2)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from metrics import in_the_way
from metrics.kinds import LOCK
from metrics.models import PeriodLock
from raci import clock
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import Conflict, NotReady, Problem


def lock_period(unit: Unit, begins_on: date, ends_on: date, *, by: Person, why: str) -> PeriodLock:
    """From now on nothing of these days is handed in, accepted or taken out, for the unit and below."""
    with keeping(LOCK, unit, by=by, act="lock_period", why=why.strip(), letter="A") as via:
        in_the_way.one_at_a_time()
        problems = []
        if not why.strip():
            problems.append(Problem(_("Give the reason."), field="why"))
        if ends_on < begins_on:
            problems.append(Problem(_("The last day is before the first."), field="ends_on"))
        covered = [
            lock
            for lock in in_the_way.locks_over([unit], begins_on, ends_on)
            if lock.begins_on <= begins_on and ends_on <= lock.ends_on
        ]
        problems += [Problem(in_the_way.lock_sentence(lock)) for lock in covered]
        if problems:
            raise NotReady(problems)
        return PeriodLock.objects.create(
            unit=unit, begins_on=begins_on, ends_on=ends_on, why=why.strip(), locked_as=via.capacity.label,
            locked_at=clock.now(),
        )  # fmt: skip


def open_period(lock: PeriodLock, *, by: Person, why: str) -> None:
    """Its figures may change again."""
    with keeping(LOCK, lock.unit, by=by, act="open_period", why=why.strip(), letter="A") as via:
        if not why.strip():
            raise NotReady([Problem(_("Give the reason."), field="why")])
        locked = PeriodLock.objects.select_for_update(of=("self",)).get(pk=lock.pk)
        if locked.opened_at:
            raise Conflict(_("It was opened already, by %(who)s.") % {"who": locked.opened_as})
        locked.opened_at, locked.opened_as, locked.why_opened = clock.now(), via.capacity.label, why.strip()
        locked.save()
    lock.refresh_from_db()
