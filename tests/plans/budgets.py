"""Budget reviews on their way, for tests."""

from __future__ import annotations

from typing import Any

from metrics.actions.reconciliations import begin_reconciliation
from metrics.models import Reconciliation
from plans.budgets.acts import add_line, answer_questions, begin_review
from plans.models import BudgetReview, BudgetReviewLine
from raci import reviewing
from tests.city import SmallCity
from tests.plans.initiatives import later

GAINS = {"benefits": "Families of two districts.", "burdens": "Nobody: the pool was closed."}


def line(label: str = "Lessons", *, kind: str = "base", requested: int = 100_000_00, **said: Any) -> dict[str, Any]:
    return {
        "kind": kind, "label": label, "action": None, "requested_cents": requested, **GAINS, **said,
    }  # fmt: skip


def begun(city: SmallCity, year: int = 2027, table: Reconciliation | None = None) -> BudgetReview:
    return begin_review(city.parks, year=year, due_on=later(30), reconciliation=table, by=city.manager)


def written(city: SmallCity, year: int = 2027, table: Reconciliation | None = None) -> BudgetReview:
    """Complete, with $100,000 of base budget."""
    row = begun(city, year, table)
    answer_questions(row, {one.order: "None." for one in row.answers.all()}, reconciliation=table, by=city.manager)
    add_line(row, line(), by=city.manager)
    return row


def accepted(city: SmallCity, row: BudgetReview) -> BudgetReview:
    reviewing.hand_in(row, by=city.manager)
    reviewing.accept(row, by=city.administrator)
    return row


def table_of(city: SmallCity, *, opening: int, change: int, total: int) -> Reconciliation:
    """Of Parks, in whole dollars."""
    said = [("opening", "2026 revised", opening), ("change", "Lessons", change), ("subtotal", "2027 adopted", total)]
    lines = [
        {
            "kind": kind, "label": label, "cents": dollars * 100, "full_time": 0, "part_time": 0, "seasonal": 0,
            "fund": "", "transfer_to": "", "note": "",
        }
        for kind, label, dollars in said
    ]  # fmt: skip
    return begin_reconciliation(city.parks, {"title": "Parks 2027", "source": "", "note": ""}, lines, by=city.officer)


def only_line(row: BudgetReview) -> BudgetReviewLine:
    return BudgetReviewLine.objects.get(review=row)
