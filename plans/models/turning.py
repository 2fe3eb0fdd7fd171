"""The year's turn: a plan's period is closed, the next is begun, and each open action goes on or ends with a reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import LONG, Plan
from raci.history import Tracked


class PlanTurn(models.Model):
    """From one plan to the next."""

    former = models.OneToOneField(Plan, models.PROTECT, related_name="turned")
    following = models.OneToOneField(Plan, models.PROTECT, related_name="turned_from")
    turned_on = models.DateField(_("closed on"))

    history = Tracked()

    class Meta:
        verbose_name = _("turn of a plan’s year")

    def __str__(self) -> str:
        return f"{self.former} › {self.following}"


class TurnedAction(models.Model):
    """An action of the former plan that was open, as its text in force has it, and what becomes of it."""

    turn = models.ForeignKey(PlanTurn, models.PROTECT, related_name="actions")
    action = models.BigIntegerField()  # the number of its row, as in `ActionInForce`
    number = models.CharField(max_length=20)
    title = models.CharField(_("action"), max_length=300)
    became = models.BigIntegerField(
        _("goes on as"), null=True, blank=True
    )  # a row that a writer may take out of the draft
    why = models.TextField(_("why it ends"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("action at the turn of a plan’s year")
        ordering = ("turn", "pk")
        constraints = (
            models.UniqueConstraint(fields=["turn", "action"], name="action_turns_once"),
            models.CheckConstraint(
                condition=Q(became__isnull=False) | ~Q(why=""), name="action_goes_on_or_ends_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.title
