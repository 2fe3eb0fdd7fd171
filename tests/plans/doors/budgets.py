"""Budget reviews, their lines, and the questions of the template."""

from __future__ import annotations

from typing import Any

from plans.budgets.acts import add_line, begin_review, take_over_questions
from plans.models import BudgetQuestion, BudgetReview, BudgetReviewLine
from raci.history import acting
from tests.city import SmallCity
from tests.plans.budgets import line, only_line, written
from tests.plans.initiatives import later


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A review of Parks with an addition and a cut, another whose line can go, and the template."""
    take_over_questions(by=city.office)
    row = written(city, 2027)
    add_line(row, line("Free lessons", kind="addition"), by=city.manager)
    add_line(row, line("Close a pool", kind="cut"), by=city.manager)
    other = written(city, 2026)
    return {
        "budget": {"pk": row.pk},
        "budget-line": {"pk": row.lines.earliest("order").pk},
        "budget-line-to-go": {"pk": only_line(other).pk},
        "budget-question": {"pk": BudgetQuestion.objects.earliest("order").pk},
    }


LISTS = {"plans:budget-review-list": ("manager", dict), "plans:budget-line-list": ("manager", dict)}
EXPORTS = {"budget-reviews": "manager", "budget-review-lines": "manager"}
FULL = {"budget-review-lines": 3}


def grow(city: SmallCity, number: int) -> None:
    """One more review with a line."""
    row = begin_review(city.parks, year=2100 + number, due_on=later(9), by=city.manager)
    add_line(row, line(f"Line {number}"), by=city.manager)


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A line whose texts are the payload."""
    with acting(by=city.manager, act="write"):
        row, _made = BudgetReview.objects.get_or_create(unit=city.parks, year=2199, defaults={"due_on": later(9)})
        BudgetReviewLine.objects.create(
            review=row, order=number, label=payload, requested_cents=number, benefits=payload, burdens=payload
        )


ONE_THING = [
    "plans:budget-line-remove",
    "plans:budget-question-take-over",
    "plans:budget-review-create",
    "plans:budget-review-detail",
    "plans:budget-review-answer",
    "plans:budget-line-create",
    "plans:budget-lines-bring",
    "plans:budget-line-edit",
    "plans:budget-line-money",
    "plans:budget-question-list",
    "plans:budget-question-create",
    "plans:budget-question-edit",
]
NO_PAGE = [
    ("plans:budget-line-remove", "a button of the review's page"),
    ("plans:budget-question-take-over", "a button of the questions' page"),
]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:budget-review-list", "who": "manager"},
    {"name": "plans:budget-review-list", "who": "new"},
    {"name": "plans:budget-line-list", "who": "manager"},
    {"name": "plans:budget-review-create", "who": "manager"},
    {"name": "plans:budget-review-detail", "args": "budget", "who": "manager"},
    {"name": "plans:budget-review-detail", "args": "budget", "who": "administrator"},
    {"name": "plans:budget-review-answer", "args": "budget", "who": "manager"},
    {"name": "plans:budget-line-create", "args": "budget", "who": "manager", "press": "Add it", "status": 422},
    {"name": "plans:budget-lines-bring", "args": "budget", "who": "manager", "press": "Bring them in", "status": 422},
    {"name": "plans:budget-line-edit", "args": "budget-line", "who": "manager"},
    {"name": "plans:budget-line-money", "args": "budget-line", "who": "manager"},
    {"name": "plans:budget-question-list", "who": "office"},
    {"name": "plans:budget-question-create", "who": "office"},
    {"name": "plans:budget-question-edit", "args": "budget-question", "who": "office"},
]
