"""The actions of plans in force, each as the text that was approved last has it: what binds, whatever a draft of the next says.

The rows are made anew from that text whenever one is approved (`plans.portfolio.keeping`), so they have no history of their
own; where an action stands is kept in step with `Action.status` by the database.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models.plans import Action
from raci.models import Post, Record, Scope, Unit


class ActionInForce(models.Model):
    """One action of the text in force."""

    action = models.BigIntegerField(unique=True)  # the number of its row, which a draft of the next version may remove
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")  # who reads it
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    plan_title = models.CharField(_("plan"), max_length=300)
    number = models.CharField(max_length=20)  # "2.3", as the plan's page shows it
    place = models.PositiveIntegerField()  # of the plan's actions the how manieth
    title = models.CharField(_("action"), max_length=300)
    lead = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name=_("lead"))
    lead_title = models.CharField(max_length=200)
    partners = models.CharField(_("partners"), max_length=500)
    starts_on = models.DateField(_("start"))
    due_on = models.DateField(_("due"))
    budget_cents = models.BigIntegerField(_("budget"))
    status = models.CharField(_("status"), max_length=10, choices=Action.Status)

    class Meta:
        verbose_name = _("action in force")
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(fields=["due_on", "id"], name="action_in_force_by_day"),
            models.Index(fields=["unit", "status", "due_on"], name="action_in_force_by_unit"),
        )

    def __str__(self) -> str:
        return self.title
