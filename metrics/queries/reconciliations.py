"""Budget reconciliations: whether each adds up, and one with its table, its picture, and why it ends where it ends."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from metrics import reconciling
from metrics.charts.card import Card
from metrics.charts.spec import Figure, Step, StepKind, Waterfall
from metrics.charts.spec import Unit as Read
from metrics.kinds import RECONCILIATION
from metrics.models import BudgetLine, Reconciliation
from metrics.reconciling import Line, Reconciled
from raci.authority import Facts, Permission
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.refusals import Refused

NAMES = ("label", "kind", "cents", "full_time", "part_time", "seasonal", "fund", "transfer_to", "note")
KINDS = {"opening": StepKind.START, "change": StepKind.CHANGE, "subtotal": StepKind.SUBTOTAL}


@dataclass(frozen=True)
class ReconciliationPage:
    """One table and what is found about it."""

    row: Reconciliation
    lines: list[BudgetLine]
    finding: Reconciled
    broken: list[str]  # a sentence for each line that does not add up
    broken_lines: set[int]  # their places, from 1
    why_zero: str
    card: Card | None
    may_change: Permission

    @property
    def verdict(self) -> str:
        """Does it add up?"""
        if self.finding.unordered:
            return self.finding.unordered
        return _("It adds up, line by line.") if self.finding.adds_up else _("It does not add up.")


def plain(line: BudgetLine) -> Line:
    """A line as the rule takes it."""
    return Line(**{name: getattr(line, name) for name in NAMES})


def reconciliations() -> list[tuple[Reconciliation, bool]]:
    """All, each with whether it adds up (2 queries): a kept kind is read by all staff."""
    rows = Reconciliation.objects.select_related("unit").prefetch_related("lines")
    return [(row, reconciling.reconcile([plain(line) for line in row.lines.all()]).adds_up) for row in rows]


def reconciliation_for(pk: int) -> Reconciliation:
    """One of them."""
    found = Reconciliation.objects.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such budget reconciliation."), visible=False)
    return found


def reconciliation_page(pk: int, facts: Facts) -> ReconciliationPage:
    """For all staff (a constant number of queries)."""
    row = reconciliation_for(pk)
    lines = list(row.lines.order_by("order"))
    said = [plain(line) for line in lines]
    finding = reconciling.reconcile(said)
    broken = [reconciling.broken(one, said) for one in finding.breaks]
    return ReconciliationPage(
        row=row,
        lines=lines,
        finding=finding,
        broken=broken,
        broken_lines={one.line + 1 for one in finding.breaks},
        why_zero=reconciling.why_zero(finding),
        card=_card(row, lines, finding),
        may_change=may_keep(facts, RECONCILIATION, row.unit),
    )


def _card(row: Reconciliation, lines: list[BudgetLine], finding: Reconciled) -> Card | None:
    if finding.unordered or len(lines) < 2:
        return None
    last = len(lines) - 1
    steps = tuple(
        Step(line.label, Figure(line.cents), StepKind.END if at == last else KINDS[line.kind])
        for at, line in enumerate(lines)
    )
    chart = Waterfall(_("Direct costs, line by line"), Read(0.01, before="$"), steps, line=_("Line"))
    told = reconciling.why_zero(finding)
    title = _("The budget adds up") if finding.adds_up else _("The budget does not add up")
    return Card(key="waterfall", finding=title, chart=chart, sentence=told, source=row.source)


def units_to_keep(facts: Facts) -> list[Unit]:
    """The units whose budget they may reconcile; 403 with the reason where there is none."""
    found = [unit for unit in Unit.objects.order_by("path") if may_keep(facts, RECONCILIATION, unit)]
    if not found:
        raise Refused(may_keep_for_the_city(facts, RECONCILIATION).reason)
    return found


def need_keeper(page: ReconciliationPage) -> None:
    """`Refused` where it is not theirs to change."""
    if not page.may_change:
        raise Refused(page.may_change.reason)
