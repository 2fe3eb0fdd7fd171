"""Budget reconciliations: kept by R of 3.2, a table at a time; whether it adds up is said, and never refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from metrics.kinds import RECONCILIATION
from metrics.models import BudgetLine, Reconciliation
from raci.history.bulk import bulk_create
from raci.imports.names import slug
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import Conflict, NotReady, Problem

MOST_LINES = 200
FIELDS = ("kind", "label", "cents", "full_time", "part_time", "seasonal", "fund", "transfer_to", "note")


def begin_reconciliation(
    unit: Unit, values: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], *, by: Person
) -> Reconciliation:
    """A new one with its lines."""
    _check(lines)
    with keeping(RECONCILIATION, unit, by=by, act="keep_reconciliation"):
        made = Reconciliation.objects.create(code=_code(str(values["title"])), unit=unit, **values)
        bulk_create(BudgetLine, [BudgetLine(reconciliation=made, order=at, **line) for at, line in enumerate(lines, 1)])
        return made


def change_reconciliation(
    row: Reconciliation, values: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], *, by: Person, edits: int
) -> None:
    """What it says, and its lines; `edits`: what the form was opened on."""
    _check(lines)
    with keeping(RECONCILIATION, row.unit, by=by, act="keep_reconciliation"):
        locked = Reconciliation.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.edits != edits:
            raise Conflict(
                _("Somebody else saved this table while you wrote. Open it again and look at what they changed.")
            )
        for name, value in values.items():
            setattr(locked, name, value)
        locked.edits += 1
        locked.save()
        _save_lines(locked, lines)


def _save_lines(row: Reconciliation, lines: Sequence[Mapping[str, Any]]) -> None:
    """Line by line, so that history tells what changed in each."""
    known = list(row.lines.order_by("order"))
    for at, said in enumerate(lines, start=1):
        line = known[at - 1] if at <= len(known) else BudgetLine(reconciliation=row, order=at)
        if line.pk is None or any(getattr(line, name) != said[name] for name in FIELDS):
            for name in FIELDS:
                setattr(line, name, said[name])
            line.save()
    for line in known[len(lines) :]:
        line.delete()


def _check(lines: Sequence[Mapping[str, Any]]) -> None:
    if not lines:
        raise NotReady([Problem(_("Write at least the opening line and what it comes to."))])
    if len(lines) > MOST_LINES:
        raise NotReady([Problem(_("A table has at most %(most)d lines.") % {"most": MOST_LINES})])


def _code(title: str) -> str:
    stem = slug(title)[:50].strip("-") or "budget"
    taken = set(Reconciliation.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for at in range(1, len(taken) + 2) if (code := stem if at == 1 else f"{stem}-{at}") not in taken)
