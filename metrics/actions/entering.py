"""A quarter's values of a unit written on one page: one submit makes one batch and hands it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from metrics.actions.batches import About, begin_batch, store_series, what_lacks
from metrics.models import Batch, Indicator
from metrics.series import Cell, NewSeries
from raci import reviewing
from raci.models import Person, Unit
from raci.refusals import NotReady, Problem


@dataclass(frozen=True)
class Entry:
    """A value for everybody; `why`: it did not change, because (the sums are those of the period before)."""

    indicator: Indicator
    title: str
    cell: Cell
    why: str = ""


def enter(unit: Unit, entries: Sequence[Entry], *, by: Person, source: str, label: str) -> tuple[Batch, bool]:
    """One batch of these values, and whether it is handed in: where a decision mode asks for more, that is said on its page.

    Raises NotReady, with nothing changed, where the values cannot stand.
    """
    if not entries:
        raise NotReady([Problem(_("Write at least one value, or why one did not change."))])
    unchanged = [{"title": one.title, "why": one.why} for one in entries if one.why]
    note = "\n".join(_("%(title)s: no change, because %(why)s") % facts for facts in unchanged)
    with transaction.atomic():
        about = About(_("%(unit)s, %(period)s") % {"unit": unit, "period": label}, source=source, note=note)
        batch = begin_batch(unit, about, by=by)
        store_series(batch, series(entries), by=by)
        batch.refresh_from_db()
        if lacking := what_lacks(batch):
            raise NotReady(lacking)
        return batch, _handed_in(batch, by)


def _handed_in(batch: Batch, by: Person) -> bool:
    """A refusal leaves the draft as it is: whoever may hand it in finds it."""
    try:
        with transaction.atomic():
            reviewing.hand_in(batch, by=by)
    except NotReady:
        batch.refresh_from_db()
        return False
    return True


def series(entries: Sequence[Entry]) -> list[NewSeries]:
    """The entries of one indicator, in order of their periods, are one series."""
    found: dict[int, NewSeries] = {}
    for one in sorted(entries, key=lambda entry: entry.cell.begins):
        before = found.get(one.indicator.pk)
        cells = (*before.cells, one.cell) if before else (one.cell,)
        made = before or NewSeries(one.indicator.pk, None, (), cells)
        found[one.indicator.pk] = replace(made, cells=cells)
    return list(found.values())
