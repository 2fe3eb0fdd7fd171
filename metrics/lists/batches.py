"""The lists of figures: batches."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from metrics.models import Batch
from metrics.queries.batches import units_to_report
from metrics.reading_rights import reads_figures_of
from raci.authority import Facts
from raci.drawing import day, time
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.models import Unit
from raci.queries.lists.filters import unit_filter

STATES = {**dict(Batch.State.choices), "undone": _("taken out")}


def _units(facts: Facts) -> QuerySet[Unit]:
    """The units whose figures they read."""
    return Unit.objects.filter(pk__in=[unit.pk for unit in Unit.objects.all() if reads_figures_of(facts, unit)])


def _rows(facts: Facts) -> QuerySet[Batch]:
    mine = Q(submitted_by=facts.person)
    return Batch.objects.filter(Q(unit__in=_units(facts).values("pk")) | mine).select_related("unit")


def _stands(row: Batch) -> str:
    return str(STATES["undone" if row.undone_at else row.state])


def _narrowed(code: str, _facts: Facts) -> Q:
    return ~Q(undone_at=None) if code == "undone" else Q(state=code, undone_at=None)


def _bring_in(facts: Facts) -> Action | None:
    return Action(_("Bring in a file"), reverse("metrics:batch-create")) if units_to_report(facts) else None


def _empty(facts: Facts) -> Empty:
    if _bring_in(facts):
        return Empty(
            _("No batch yet"),
            _(
                "Bring in a file as its publisher made it: its columns are read for you to look at, and nothing comes in before."
            ),
        )
    return Empty(
        _("No batch to read yet"),
        _(
            "Figures of the units that your posts report, accept or are told of appear here as soon as somebody brings them in."
        ),
    )


BATCHES = Listing(
    code="batches",
    title=_("Batches of figures"),
    address="metrics:batch-list",
    rows=_rows,
    search=lambda word, _facts: Q(title__icontains=word) | Q(file_name__icontains=word) | Q(source__icontains=word),
    filters=(
        unit_filter("unit__path", _units),
        Choice("state", _("State"), among=lambda _facts: STATES.items(), to=_narrowed, everything=_("All states")),
    ),
    columns=(
        Column(
            "title",
            _("Batch"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("metrics:batch-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("state", _("State"), _stands, sort=("undone_at", "state")),
        Column("values", _("Values"), lambda row: row.cells, int, sort=("cells",)),
        Column("begins_on", _("From"), lambda row: row.begins_on, date, sort=("begins_on",)),
        Column("ends_on", _("Until"), lambda row: row.ends_on, date, sort=("ends_on",)),
        Column(
            "handed_in",
            _("Handed in"),
            lambda row: row.submitted_at,
            datetime,
            sort=("submitted_at",),
            show=lambda row: time(row.submitted_at, day) if row.submitted_at else "—",
        ),
        Column("file", _("File"), lambda row: row.file_name, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-number",
    count=lambda n: ngettext("%(n)s batch", "%(n)s batches", n) % {"n": n},
    action=_bring_in,
    empty=_empty,
    group="figures",
    place=20,
)
