"""What quarterly reports make wait on somebody: the quarter that is to be reported on."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.models import ProgressReport
from plans.progress.queries import reports_written
from raci.authority import Facts
from raci.models.reviewed import Reviewed
from raci.queries.waits import Waiting

REPORT = gettext_lazy("Report on a quarter")


def waits(facts: Facts) -> list[Waiting]:
    """Reports of theirs that are open (1 query); one that was given back to themself waits to be mended already."""
    found = []
    for row in reports_written(facts):
        if row.state == Reviewed.State.RETURNED and row.submitted_by_id == facts.person.pk:
            continue
        found.append(_line(facts, row))
    return found


def _line(facts: Facts, row: ProgressReport) -> Waiting:
    url = reverse("plans:progress-write", args=[row.pk])
    why = _("You are responsible (R) for the progress of %(unit)s.") % {"unit": row.unit.name}
    title = _("Progress, %(quarter)s") % {"quarter": row.quarter}
    return Waiting("progress", title, row.unit.name, None, row.due_on, why, url, facts.today)
