"""The list of quarterly reports: who reported when, who is late."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.models import ProgressReport
from plans.progress.queries import reports_read, units_to_report
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter


def _begin(facts: Facts) -> Action | None:
    return (
        Action(_("Report on a quarter"), reverse("plans:progress-begin")) if units_to_report(facts).exists() else None
    )


def _lateness(code: str, facts: Facts) -> Q:
    is_open = Q(state__in=ProgressReport.OPEN)
    return {
        "late": Q(handed_in_on__gt=F("due_on")) | (is_open & Q(handed_in_on=None, due_on__lt=facts.today)),
        "missing": is_open & Q(handed_in_on=None, due_on__lt=facts.today),
    }[code]


def _late(row: ProgressReport) -> str:
    return str(_("handed in late")) if row.is_late else ""


PROGRESS_LIST = Listing(
    code="progress",
    title=_("Quarterly progress"),
    address="plans:progress-list",
    rows=reports_read,
    search=lambda word, _facts: Q(unit__name__icontains=word) | Q(quarter__icontains=word) | Q(words__icontains=word),
    filters=(
        Choice(
            "state", _("Where it stands"), among=lambda _facts: ProgressReport.State.choices,
            to=lambda code, _facts: Q(state=code), everything=_("All"),
        ),
        Choice(
            "late", _("In time"),
            among=lambda _facts: [("late", _("late, handed in or not")), ("missing", _("its day has passed, not handed in"))],
            to=_lateness, everything=_("In time or late"),
        ),
        unit_filter("unit__path", all_units),
    ),
    columns=(
        Column(
            "unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "-begins_on", "id"),
            link=lambda row: reverse("plans:progress-detail", args=[row.pk]),
        ),
        Column("quarter", _("Quarter"), lambda row: row.quarter, sort=("begins_on", "unit__path", "id")),
        Column("state", _("Where it stands"), lambda row: str(row.get_state_display()), sort=("state", "id")),
        Column("due_on", _("Due"), lambda row: row.due_on, date, sort=("due_on", "id")),
        Column("handed_in_on", _("Handed in"), lambda row: row.handed_in_on, date, sort=("handed_in_on", "id")),
        Column("late", _("Late"), _late),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="-quarter",
    count=lambda n: ngettext("%(n)s quarterly report", "%(n)s quarterly reports", n) % {"n": n},
    action=_begin,
    empty=lambda _facts: Empty(
        _("No quarter to report on yet"),
        _("Once a plan is in force and a quarter is over, each unit’s report opens here by itself, and waits at Home."),
    ),
    group="records",
    place=11,
)  # fmt: skip
