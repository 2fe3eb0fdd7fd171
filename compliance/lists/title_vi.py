"""The lists of Title VI: analyses of changes, and monitoring of routes."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.kinds import ROUTE_MONITORING_RUN, SERVICE_EQUITY_RUN
from compliance.models import RouteMonitoringRun, ServiceEquityRun
from compliance.queries.language_assessments import units_kept
from compliance.verdict_words import RESULTS
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter


def _analyse(facts: Facts) -> Action | None:
    may = units_kept(facts, SERVICE_EQUITY_RUN)
    return Action(_("Analyse a change"), reverse("compliance:service-equity-create")) if may else None


def _monitor(facts: Facts) -> Action | None:
    may = units_kept(facts, ROUTE_MONITORING_RUN)
    return Action(_("Monitor routes"), reverse("compliance:route-monitoring-create")) if may else None


SHOWN = {"stands": _("stands"), "withdrawn": _("withdrawn")}
STANDS = Choice(
    "show",
    _("State"),
    among=lambda _facts: SHOWN.items(),
    to=lambda code, _facts: Q(withdrawn_on__isnull=code == "stands"),
    everything=_("All"),
)


def _withdrawal() -> tuple[Column, ...]:
    return (
        Column(
            "state",
            _("State"),
            lambda row: str(SHOWN["withdrawn" if row.withdrawn_on else "stands"]),
            sort=("withdrawn_on",),
        ),
        Column("withdrawn_on", _("Withdrawn on"), lambda row: row.withdrawn_on, date, on_page=False),
        Column("why_withdrawn", _("Why it was withdrawn"), lambda row: row.why_withdrawn, on_page=False),
    )


CHANGES = Listing(
    code="service-equity",
    title=_("Equity of service and fare changes"),
    address="compliance:service-equity-list",
    rows=lambda _facts: ServiceEquityRun.objects.select_related("unit"),
    search=lambda word, _facts: Q(title__icontains=word) | Q(routes__icontains=word),
    filters=(STANDS, unit_filter("unit__path", all_units)),
    columns=(
        Column(
            "change",
            _("Change"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("compliance:service-equity-detail", args=[row.pk]),
        ),
        Column("routes", _("Routes"), lambda row: row.routes, sort=("routes",)),
        Column("decided_on", _("Decided on"), lambda row: row.decided_on, date, sort=("decided_on", "pk")),
        Column("minority", _("Minority riders"), lambda row: str(RESULTS[row.minority_result]), sort=("minority_result",)),
        Column(
            "low_income", _("Low-income riders"), lambda row: str(RESULTS[row.low_income_result]), sort=("low_income_result",)
        ),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        *_withdrawal(),
        Column("source", _("Source"), lambda row: row.source, on_page=False),
        Column("board_on", _("Governing body decided on"), lambda row: row.board_on, date, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-decided_on",
    count=lambda n: ngettext("%(n)s analysis", "%(n)s analyses", n) % {"n": n},
    action=_analyse,
    empty=lambda _facts: Empty(
        _("No analysis yet"),
        _("Before a major change of service or of fares is decided, its effect on minority and low-income riders is looked at."),
    ),
)  # fmt: skip
MONITORING = Listing(
    code="route-monitoring",
    title=_("Monitoring of routes"),
    address="compliance:route-monitoring-list",
    rows=lambda _facts: RouteMonitoringRun.objects.select_related("unit"),
    search=lambda word, _facts: Q(mode__icontains=word) | Q(source__icontains=word),
    filters=(STANDS, unit_filter("unit__path", all_units)),
    columns=(
        Column(
            "mode",
            _("Mode"),
            lambda row: row.mode,
            sort=("mode", "pk"),
            link=lambda row: reverse("compliance:route-monitoring-detail", args=[row.pk]),
        ),
        Column("begins_on", _("First day"), lambda row: row.begins_on, date, sort=("begins_on",)),
        Column("ends_on", _("Last day"), lambda row: row.ends_on, date, sort=("ends_on", "pk")),
        Column("result", _("What it comes to"), lambda row: str(RESULTS[row.result]), sort=("result",)),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        *_withdrawal(),
        Column("source", _("Source"), lambda row: row.source, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-ends_on",
    count=lambda n: ngettext("%(n)s monitoring", "%(n)s monitorings", n) % {"n": n},
    action=_monitor,
    empty=lambda _facts: Empty(
        _("No monitoring yet"),
        _("Load, headway, time kept and availability, on minority routes beside the others, every three years."),
    ),
)
LISTS = (CHANGES, MONITORING)
