"""A budget from one year's figures to the next: every subtotal must add up (metrics.reconciling)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from metrics.models.indicators import LONG
from metrics.reconciling import money
from raci.history import Tracked
from raci.models import Unit

DASH, MINUS = "\u2013", "\u2212"


class Reconciliation(models.Model):
    """How a unit's budget came from one to the other, line by line."""

    code = models.SlugField(max_length=60, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reconciliations")
    title = models.CharField(_("title"), max_length=300)
    source = models.TextField(_("source"), max_length=LONG, blank=True)
    note = models.TextField(_("what to know about it"), max_length=LONG, blank=True)
    edits = models.PositiveIntegerField(default=0)  # rises with each change; what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("budget reconciliation")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """One line: money in whole cents, positions as whole numbers; where a zero comes from is its fund or whom it went to."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening")
        CHANGE = "change", _("change")
        SUBTOTAL = "subtotal", _("subtotal")

    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="lines")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    label = models.CharField(_("line"), max_length=300)
    cents = models.BigIntegerField(_("direct costs"), default=0)
    full_time = models.IntegerField(_("full time"), default=0)
    part_time = models.IntegerField(_("part time"), default=0)
    seasonal = models.IntegerField(_("seasonal or temporary"), default=0)
    fund = models.CharField(_("fund"), max_length=200, blank=True)
    transfer_to = models.CharField(_("transferred to"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=2000, blank=True)

    history = Tracked()

    class Meta:
        ordering = ("reconciliation", "order")
        constraints = (models.UniqueConstraint(fields=["reconciliation", "order"], name="budget_line_has_its_place"),)

    def __str__(self) -> str:
        return self.label

    @property
    def dollars(self) -> str:
        """Direct costs as budgets print them: a dash for nothing, a minus for what leaves."""
        return money(self.cents) if self.cents else DASH

    @property
    def positions(self) -> tuple[str, str, str]:
        """Full time, part time, seasonal, printed alike."""
        full, part, seasonal = (
            str(n).replace("-", MINUS) if n else DASH for n in (self.full_time, self.part_time, self.seasonal)
        )
        return full, part, seasonal
