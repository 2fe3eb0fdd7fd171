"""Which periods are locked, and who may lock and open them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from metrics.kinds import LOCK
from metrics.models import PeriodLock
from metrics.reading_rights import reads_figures_of
from raci.authority import Facts
from raci.keeping import may_keep
from raci.models import Unit
from raci.refusals import Refused


def units_to_lock(facts: Facts) -> QuerySet[Unit]:
    """The units whose periods they lock and open: A of 4.2."""
    found = [unit.pk for unit in Unit.objects.order_by("path") if may_keep(facts, LOCK, unit, letter="A")]
    return Unit.objects.filter(pk__in=found).order_by("path")


def locks(facts: Facts) -> list[tuple[PeriodLock, bool]]:
    """The locks whose figures they read, those in force first; and whether they may open each."""
    found = PeriodLock.objects.select_related("unit").order_by("opened_at", "-ends_on", "pk")
    return [
        (lock, lock.opened_at is None and bool(may_keep(facts, LOCK, lock.unit, letter="A")))
        for lock in found
        if reads_figures_of(facts, lock.unit)
    ]


def lock_to_open(pk: int, facts: Facts) -> PeriodLock:
    """A lock for whoever may open it: hidden from strangers, refused to those who only read."""
    lock = PeriodLock.objects.select_related("unit").filter(pk=pk).first()
    if lock is None or not reads_figures_of(facts, lock.unit):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    permission = may_keep(facts, LOCK, lock.unit, letter="A")
    if not permission:
        raise Refused(permission.reason)
    return lock
