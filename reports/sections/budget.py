"""Budget reconciliations: line by line, and whether they add up."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from metrics import reconciling
from metrics.models import Reconciliation
from metrics.queries.reconciliations import plain
from reports.blocks import Block, gap, say, sentence, table
from reports.catalogue.kind import Asked

MOST = 5  # tables


def reconciled(_asked: Asked) -> list[Block]:
    """The newest of them, each with its verdict."""
    found = list(Reconciliation.objects.select_related("unit").prefetch_related("lines").order_by("-pk")[:MOST])
    if not found:
        return [gap(say(_("No budget reconciliation is kept yet.")))]
    return [block for row in found for block in _one(row)]


def _one(row: Reconciliation) -> list[Block]:
    lines = [plain(one) for one in row.lines.all()]
    adds_up = reconciling.reconcile(lines).adds_up
    words = _("%(title)s: it adds up, line by line.") if adds_up else _("%(title)s: it does not add up.")
    columns = (_("Line"), _("Direct costs"), _("Full time"), _("Part time"), _("Seasonal"))
    rows = [
        [one.label, reconciling.money(one.cents), *map(str, (one.full_time, one.part_time, one.seasonal))]
        for one in lines
    ]
    source = say(_("Source: %(source)s"), source=row.source or row.unit.name)
    told = sentence(say(words, title=row.title))
    return [
        told,
        table(say(_("%(title)s, line by line"), title=row.title), columns, rows, source=source, numbers=range(1, 5)),
    ]
