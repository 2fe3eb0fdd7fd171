"""What is told of one budget reconciliation: its lines and what they come to, and the equity review that refers to it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop as _

from metrics.models import Reconciliation
from metrics.queries.reconciliations import reconciliation_page
from metrics.reconciling import money
from plans.budgets.queries import reviews_read
from plans.models import BudgetReview
from raci.authority import Facts
from reports.blocks import Block, chart, gap, heading, points, prose, say, sentence, table
from reports.catalogue.kind import Asked
from reports.pictures import frozen
from reports.sections.budget import lines_table

DAY = "j M Y"


def reconciliations(_facts: Facts) -> list[tuple[int, str]]:
    """All that are kept: all staff read them."""
    found = Reconciliation.objects.select_related("unit").order_by("-pk")
    return [(one.pk, f"{one.title} ({one.unit.name})") for one in found]


def lines(asked: Asked) -> list[Block]:
    """The verdict, the picture, the table, and why it ends where it ends."""
    page = reconciliation_page(asked.subject, asked.facts)
    row = page.row
    source = say(_("Source: %(source)s"), source=row.source or row.unit.name)
    found = [sentence(page.verdict)]
    if page.card:
        found.append(chart(page.card.chart.title, frozen(page.card.chart), source=source, told=page.card.sentence))
    found.append(lines_table(row, source))
    return [*found, *([points(page.broken, lead=say(_("What does not add up:")))] if page.broken else [])]


def review(asked: Asked) -> list[Block]:
    """What the unit answered about it, once that is accepted, and for whom each line is."""
    rows = reviews_read(asked.facts).filter(reconciliation=asked.subject, state=BudgetReview.State.ACCEPTED)
    found = list(rows.prefetch_related("answers", "lines").order_by("-year"))
    if not found:
        return [gap(say(_("No accepted budget review refers to it.")))]
    return [block for one in found for block in _review(one)]


def _review(one: BudgetReview) -> list[Block]:
    told = sentence(
        say(
            _("Fiscal year %(year)s, accepted %(day)s by %(post)s."),
            year=one.year,
            day=date_format(localtime(one.answered_at), DAY) if one.answered_at else "–",
            post=one.answered_as,
        )
    )
    rows = [
        [
            row.label, str(row.get_kind_display()),
            *map(_money, (row.requested_cents, row.adopted_cents, row.spent_cents)),
            row.benefits or "–", row.burdens or "–",
        ]
        for row in one.lines.all()
    ]  # fmt: skip
    columns = (_("Line"), _("Kind"), _("Requested"), _("Adopted"), _("Spent"), _("Who benefits"), _("Who is burdened"))
    source = say(_("Source: the unit’s budget review."))
    answers = [
        block for each in one.answers.all() if each.words for block in (heading(each.question), prose(each.words))
    ]
    return [told, table(say(_("Who gains, who bears it")), columns, rows, source=source, numbers=range(2, 5)), *answers]


def _money(cents: int | None) -> str:
    return "–" if cents is None else money(cents)
