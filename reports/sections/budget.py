"""Budget: reconciliations line by line and whether they add up, and what the equity tool found."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from metrics import reconciling
from metrics.models import Reconciliation
from metrics.queries.reconciliations import plain
from plans.budgets.queries import reviews_read
from plans.models import BudgetReview, BudgetReviewLine
from reports.blocks import Block, Words, gap, say, sentence, table
from reports.catalogue.kind import Asked

MOST = 5  # tables
LINE = BudgetReviewLine.Kind


def reconciled(asked: Asked) -> list[Block]:
    """The newest of them, each with its verdict; then what the equity tool found."""
    found = list(Reconciliation.objects.select_related("unit").prefetch_related("lines").order_by("-pk")[:MOST])
    told = [block for row in found for block in _one(row)]
    return [*(told or [gap(say(_("No budget reconciliation is kept yet.")))]), *_reviewed(asked)]


def _one(row: Reconciliation) -> list[Block]:
    adds_up = reconciling.reconcile([plain(one) for one in row.lines.all()]).adds_up
    words = _("%(title)s: it adds up, line by line.") if adds_up else _("%(title)s: it does not add up.")
    return [
        sentence(say(words, title=row.title)),
        lines_table(row, say(_("Source: %(source)s"), source=row.source or row.unit.name)),
    ]


def lines_table(row: Reconciliation, source: Words) -> Block:
    """A reconciliation line by line; columns of positions only where it tells any."""
    lines = [plain(one) for one in row.lines.all()]
    kinds = {"opening": _("begins"), "change": _("change"), "subtotal": _("sum")}
    staff = [("full_time", _("Full time")), ("part_time", _("Part time")), ("seasonal", _("Seasonal"))]
    told = [(name, head) for name, head in staff if any(getattr(one, name) for one in lines)]
    rows: list[list[Words]] = [
        [one.label, say(kinds[one.kind]), f"${reconciling.money(one.cents)}".replace("$-", "−$").replace("$−", "−$"),
         *(str(getattr(one, name) or 0) for name, _head in told)]
        for one in lines
    ]  # fmt: skip
    columns = (_("Line"), _("Step"), _("Direct costs"), *(head for _name, head in told))
    return table(
        say(_("%(title)s, line by line"), title=row.title),
        columns,
        rows,
        source=source,
        numbers=range(2, 3 + len(told)),
    )


def _reviewed(asked: Asked) -> list[Block]:
    """Accepted reviews, each with what it adds and takes away."""
    rows = reviews_read(asked.facts).filter(state=BudgetReview.State.ACCEPTED).prefetch_related("lines")
    found = list(rows.order_by("-year", "unit__path"))
    if not found:
        return [gap(say(_("No budget review by the equity tool is accepted yet.")))]
    told = [
        [
            one.unit.name, str(one.year), str(len(lines)), _sum(lines, LINE.ADDITION), _sum(lines, LINE.CUT),
            str(sum(bool(line.burdens) for line in lines)),
        ]
        for one in found
        for lines in [list(one.lines.all())]
    ]  # fmt: skip
    columns = (
        _("Unit"),
        _("Fiscal year"),
        _("Lines"),
        _("Additions adopted"),
        _("Cuts adopted"),
        _("Lines that name who is burdened"),
    )
    source = say(_("Source: accepted budget reviews (the equity tool)."))
    return [table(say(_("What the equity tool found")), columns, told, source=source, numbers=range(1, 6))]


def _sum(lines: list[BudgetReviewLine], kind: str) -> str:
    known = [line.adopted_cents for line in lines if line.kind == kind and line.adopted_cents is not None]
    return f"${reconciling.money(sum(known))}"
