"""Encounters: kept by R of 1.4 in the unit, many at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.kinds import ENCOUNTER
from compliance.language.names import named
from compliance.models import Encounter
from raci import clock
from raci.history.bulk import bulk_create
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import NotReady, Problem

MOST_AT_ONCE = 200
ACT = "log_encounters"


def log_encounters(unit: Unit, lines: Sequence[Mapping[str, Any]], *, by: Person) -> int:
    """Write down what happened; all of it or nothing. How many. Raises NotReady for a day that has not come."""
    if not lines:
        raise NotReady([Problem(_("Fill in at least one line."))])
    if len(lines) > MOST_AT_ONCE:
        raise NotReady([Problem(_("At most %(most)d encounters at a time.") % {"most": MOST_AT_ONCE})])
    today = clock.today()
    if late := next((day for line in lines if (day := _day(line)) > today), None):
        raise NotReady([Problem(_("%(day)s has not come yet.") % {"day": late.isoformat()})])
    with keeping(ENCOUNTER, unit, by=by, act=ACT):
        return bulk_create(
            Encounter, [Encounter(unit=unit, **{**line, "language": named(str(line["language"]))}) for line in lines]
        )


def strike_encounter(row: Encounter, *, by: Person, why: str) -> None:
    """Take out what was written by mistake; history keeps it with the reason."""
    if not why.strip():
        raise NotReady([Problem(_("Say why it is taken out."), field="why")])
    with keeping(ENCOUNTER, row.unit, by=by, act="strike_encounter", why=why.strip()):
        Encounter.objects.select_for_update().get(pk=row.pk).delete()


def _day(line: Mapping[str, Any]) -> date:
    day: date = line["happened_on"]
    return day
