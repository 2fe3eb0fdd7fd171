"""X-rays of the transition plan: contents that are missing for long, removals that are late, removals nobody verified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.kinds import BARRIER
from compliance.models import Barrier
from compliance.models.mandatory_contents import IS_INCOMPLETE
from compliance.queries.barriers import barriers_read, lacking, overdue
from compliance.reading_rights import units_kept
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.xrays import MOST, Finding, Look, Rule

AFTER = 90  # days in the register from which a content that is missing is missed
UNVERIFIED = 30  # days after a removal


def _looked_at(look: Look, rows: QuerySet[Barrier]) -> Iterator[tuple[Barrier, bool]]:
    """The rows with whether they are the looker's to mend (1 query, and the units once a request)."""
    if look.mine:
        rows = rows.filter(facility__unit__in=units_kept(look.facts))
    for row in rows.select_related("facility__unit", "official").order_by("code")[:MOST]:
        yield row, bool(may_keep(look.facts, BARRIER, row.facility.unit))


def _finding(row: Barrier, sentence: str, since: date, *, mine: bool) -> Finding:
    url = reverse("compliance:barrier-detail", args=[row.pk])
    return Finding(
        where=str(row), unit=row.facility.unit, sentence=sentence, url=url, is_mine=mine, key=str(row.pk), since=since
    )


def _incomplete(look: Look) -> Iterator[Finding]:
    """Open, structural or not said, and for long without one of the four."""
    before = look.facts.today - timedelta(days=AFTER)
    rows = barriers_read(look.facts).filter(IS_INCOMPLETE, entered_on__lte=before)
    for row, mine in _looked_at(look, rows):
        sentence = _("It lacks: %(contents)s.") % {"contents": ", ".join(lacking(row))}
        yield _finding(row, sentence, row.entered_on + timedelta(days=AFTER), mine=mine)


def _late(look: Look) -> Iterator[Finding]:
    """Open and past the day it was to be done."""
    for row, mine in _looked_at(look, barriers_read(look.facts).filter(overdue(look.facts.today))):
        finish: Any = row.finishes_on
        yield _finding(row, _("It was to be removed by %(day)s.") % {"day": day(finish)}, finish, mine=mine)


def _unverified(look: Look) -> Iterator[Finding]:
    """Removed for a while, and nobody else has looked. Who said so cannot mend it."""
    before = look.facts.today - timedelta(days=UNVERIFIED)
    rows = barriers_read(look.facts).filter(status=Barrier.Status.REMOVED, removed_on__lte=before)
    for row, mine in _looked_at(look, rows):
        removed: Any = row.removed_on
        sentence = _("It was removed on %(day)s, and nobody has verified it.") % {"day": day(removed)}
        yield _finding(row, sentence, removed, mine=mine and row.removed_by_id != look.facts.person.pk)


INCOMPLETE = Rule(
    code="barriers-incomplete",
    label=gettext_lazy("A barrier without one of the four mandatory contents"),
    level=Level.WARNING,
    text=gettext_lazy(
        "90 days after it is in the register, an open barrier says the obstacle, the method, the schedule and the official."
    ),
    mend=gettext_lazy("Write it down"),
    counted=lambda n: (
        ngettext("%(n)d barrier lacks a mandatory content", "%(n)d barriers lack a mandatory content", n) % {"n": n}
    ),
    find=_incomplete,
)
LATE = Rule(
    code="barriers-overdue",
    label=gettext_lazy("A barrier past the day it was to be removed"),
    level=Level.WARNING,
    text=gettext_lazy("A barrier is removed by the day that the transition plan says."),
    mend=gettext_lazy("See where it stands"),
    counted=lambda n: ngettext("%(n)d barrier is overdue", "%(n)d barriers are overdue", n) % {"n": n},
    find=_late,
)
UNSEEN = Rule(
    code="barriers-unverified",
    label=gettext_lazy("A removal that nobody verified"),
    level=Level.HINT,
    text=gettext_lazy("30 days after a barrier is removed, somebody else than who said so has looked."),
    mend=gettext_lazy("Verify it"),
    counted=lambda n: ngettext("%(n)d removal is not verified", "%(n)d removals are not verified", n) % {"n": n},
    find=_unverified,
)
RULES = (INCOMPLETE, LATE, UNSEEN)
