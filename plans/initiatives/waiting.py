"""What initiatives make wait on somebody: an update that is due."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.initiatives.kinds import INITIATIVE_UPDATE
from plans.initiatives.lateness import SOON, Lateness
from plans.initiatives.queries import Told, open_updates
from raci.authority import Facts
from raci.keeping import namings_of
from raci.queries.waits import Waiting

REPORT = gettext_lazy("Report on an initiative")


def waits(facts: Facts) -> list[Waiting]:
    """Updates that are due within two weeks or late, of initiatives in force on which they report."""
    letters = facts.activities_with("R") | {naming.activity_code for naming in namings_of(facts)}
    if INITIATIVE_UPDATE.activity not in letters:
        return []
    due = open_updates(facts, Q(due_on__lte=facts.today + timedelta(days=SOON)), mine=True)
    return [_line(facts, one) for one in due if one.lateness in (Lateness.SOON, Lateness.LATE)]


def _line(facts: Facts, told: Told) -> Waiting:
    row, unit = told.row, told.row.initiative.record.scope.unit
    why = _("You are responsible (R) for initiatives of %(unit)s.") % {"unit": unit.name}
    url = reverse("plans:initiative-report", args=[row.pk])
    return Waiting("initiative", row.title, row.initiative.title, None, row.due_on, why, url, facts.today)
