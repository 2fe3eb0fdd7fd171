"""The kinds of the room of budget reviews."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.models import BudgetQuestion, BudgetReview, BudgetReviewLine
from raci.records import Kind, Life

BUDGET_QUESTION = Kind(
    code="budget_question", model=BudgetQuestion, activity="1.2", life=Life.KEPT, label=_("Question of budget reviews")
)
BUDGET_REVIEW = Kind(
    code="budget_review", model=BudgetReview, activity="4.1", life=Life.REVIEWED, label=_("Budget equity review")
)
BUDGET_REVIEW_LINE = Kind(
    code="budget_review_line", model=BudgetReviewLine, activity="4.1", life=Life.KEPT,
    label=_("Money adopted and spent"),
)  # fmt: skip
