"""Budget equity reviews: the questions a city asks of each budget, a bureau's answers, and the money line by line.

After the budget equity tools of US cities (compliance reference 16.4): how requests benefit or burden communities.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from metrics.models import Reconciliation
from plans.models.plans import LONG, Action
from raci.history import Tracked
from raci.models import Unit
from raci.models.reviewed import Reviewed


class BudgetQuestion(models.Model):
    """A question of the template (kept, 1.2). A review keeps the questions that it was begun with."""

    order = models.PositiveSmallIntegerField(_("place"))
    text = models.CharField(_("question"), max_length=1000)
    help = models.TextField(_("help"), blank=True, max_length=LONG)
    retired_on = models.DateField(_("not asked any more since"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("question of budget reviews")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text


class BudgetReview(Reviewed):
    """What a bureau says of its budget of a fiscal year: R hands it in, A accepts it (4.1)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="budget_reviews")
    year = models.PositiveSmallIntegerField(_("fiscal year"))  # called after the year that it ends in
    due_on = models.DateField(_("handed in by"))
    reconciliation = models.ForeignKey(
        Reconciliation, models.PROTECT, null=True, blank=True, related_name="budget_reviews",
        verbose_name=_("budget reconciliation"),
    )  # fmt: skip

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("budget equity review")
        ordering = ("-year", "unit", "pk")
        constraints = (
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "year"], name="unit_has_one_budget_review_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.unit.name}: {self.year}"


class BudgetAnswer(models.Model):
    """A question as it stood when the review was begun, and the answer."""

    review = models.ForeignKey(BudgetReview, models.PROTECT, related_name="answers")
    order = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=1000)
    help = models.TextField(blank=True, max_length=LONG)
    words = models.TextField(_("answer"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("answer of a budget review")
        ordering = ("review", "order")
        constraints = (
            models.UniqueConstraint(fields=["review", "order"], name="budget_review_asks_a_question_at_one_place"),
        )

    def __str__(self) -> str:
        return self.question


class BudgetReviewLine(models.Model):
    """Money asked for, adopted and spent, for an action of a plan or for something else. Whole cents; a cut takes away."""

    class Kind(models.TextChoices):
        BASE = "base", _("base budget")
        ADDITION = "addition", _("addition")
        CUT = "cut", _("cut")

    review = models.ForeignKey(BudgetReview, models.PROTECT, related_name="lines")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.BASE)
    label = models.CharField(_("what it is for"), max_length=300)
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="budget_lines", verbose_name=_("action of a plan")
    )
    requested_cents = models.BigIntegerField(_("requested"))
    adopted_cents = models.BigIntegerField(_("adopted"), null=True, blank=True)
    spent_cents = models.BigIntegerField(_("spent"), null=True, blank=True)
    fte = models.DecimalField(_("full-time equivalents"), max_digits=7, decimal_places=2, null=True, blank=True)
    benefits = models.TextField(_("who benefits"), blank=True, max_length=LONG)
    burdens = models.TextField(_("who is burdened"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("line of a budget review")
        ordering = ("review", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(requested_cents__gte=0)
                & (Q(adopted_cents=None) | Q(adopted_cents__gte=0))
                & (Q(spent_cents=None) | Q(spent_cents__gte=0)),
                name="budget_review_line_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(fte=None) | Q(fte__gte=0), name="budget_review_line_has_no_less_than_nobody"
            ),
        )

    def __str__(self) -> str:
        return self.label
