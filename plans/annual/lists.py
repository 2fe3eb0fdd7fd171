"""The list of annual reports."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.annual.queries import plans_to_report, reports_read
from plans.models import AnnualReport
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter


def _begin(facts: Facts) -> Action | None:
    return Action(_("Report on a year"), reverse("plans:annual-begin")) if plans_to_report(facts) else None


ANNUAL_LIST = Listing(
    code="annual-reports",
    title=_("Annual reports of plans"),
    address="plans:annual-list",
    rows=reports_read,
    search=lambda word, _facts: Q(plan__record__title__icontains=word) | Q(plan__record__scope__unit__name__icontains=word),
    filters=(
        Choice(
            "state", _("Where it stands"), among=lambda _facts: AnnualReport.State.choices,
            to=lambda code, _facts: Q(state=code), everything=_("All"),
        ),
        unit_filter("plan__record__scope__unit__path", all_units),
    ),
    columns=(
        Column(
            "plan", _("Plan"), lambda row: row.plan.record.title, sort=("plan__record__title", "-begins_on", "id"),
            link=lambda row: reverse("plans:annual-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.plan.record.scope.unit.name, sort=("plan__record__scope__unit__name", "id")),
        Column("year", _("Fiscal year"), lambda row: row.year, sort=("begins_on", "id")),
        Column("state", _("Where it stands"), lambda row: str(row.get_state_display()), sort=("state", "id")),
        Column("submitted_at", _("Handed in"), lambda row: row.submitted_at, datetime, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="-year",
    count=lambda n: ngettext("%(n)s annual report", "%(n)s annual reports", n) % {"n": n},
    action=_begin,
    empty=lambda _facts: Empty(
        _("No annual report yet"),
        _("Once quarters of a plan are accepted, its year is put together from them: begin it, tell each goal’s story."),
    ),
    group="records",
    place=13,
)  # fmt: skip
