"""What budget reviews make wait on somebody: one that is to be handed in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.budgets.kinds import BUDGET_REVIEW
from plans.models import BudgetReview
from raci.authority import Facts
from raci.grants import units_with
from raci.queries.waits import Waiting

HAND_IN = gettext_lazy("Hand in a budget review")


def waits(facts: Facts) -> list[Waiting]:
    """Reviews that are begun and not handed in, of units for which they hold R."""
    if BUDGET_REVIEW.activity not in facts.activities_with("R"):
        return []
    rows = BudgetReview.objects.filter(
        state=BudgetReview.State.DRAFT, unit__in=units_with(facts, "R", BUDGET_REVIEW.activity)
    )
    return [_line(facts, row) for row in rows.select_related("unit").order_by("due_on", "pk")]


def _line(facts: Facts, row: BudgetReview) -> Waiting:
    title = _("Budget of %(year)s") % {"year": row.year}
    why = _("You are responsible (R) for what %(unit)s plans and reports.") % {"unit": row.unit.name}
    url = reverse("plans:budget-review-detail", args=[row.pk])
    return Waiting("budget", title, row.unit.name, None, row.due_on, why, url, facts.today)
