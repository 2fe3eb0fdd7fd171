"""What a unit says of a quarter: where each action of its plans stands beside where it stood, why, and what shows it."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import LONG, Action, Plan
from raci.history import Tracked
from raci.models import Blob, Person, Unit
from raci.models.reviewed import Reviewed


class ProgressReport(Reviewed):
    """A unit's report on one fiscal quarter: R hands it in, A accepts it. Opened once the quarter is over."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="progress_reports")
    activity_code = models.CharField(max_length=20)  # of its plans: 4.1, or 1.1 for the city and its service areas
    quarter = models.CharField(_("quarter"), max_length=30)  # "FY 2027 Q1"
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    due_on = models.DateField(_("due"))
    grace_until = models.DateField(_("last day of grace"))
    words = models.TextField(_("the quarter in a few sentences"), blank=True, max_length=LONG)
    edits = models.PositiveIntegerField(default=0)  # rises with each save: what a form was opened on
    handed_in_on = models.DateField(null=True)  # the first time, so that late stays late

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("quarterly progress update")
        ordering = ("-begins_on", "unit__path")
        indexes = (models.Index(fields=["state", "due_on"], name="progress_by_state_and_due"),)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "begins_on"], name="unit_reports_once_on_a_quarter"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on"), due_on__gt=F("ends_on"), grace_until__gte=F("due_on")),
                name="progress_is_due_after_its_quarter",
            ),
        )

    def __str__(self) -> str:
        return str(_("%(quarter)s of %(unit)s") % {"quarter": self.quarter, "unit": self.unit.name})

    @property
    def is_late(self) -> bool:
        """Whether it was handed in after its day."""
        return self.handed_in_on is not None and self.handed_in_on > self.due_on


class ProgressLine(models.Model):
    """One action in a quarter. The action is known by its number: a later version of its plan may have dropped it."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="lines")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="progress_lines")
    action = models.BigIntegerField()
    number = models.CharField(max_length=20)  # "2.3", as the plan's text in force has it
    title = models.CharField(max_length=300)
    was = models.CharField(max_length=10, choices=Action.Status)  # where it stood when it was reported last
    was_value = models.CharField(max_length=100, blank=True)
    status = models.CharField(_("where it stands"), max_length=10, choices=Action.Status, blank=True)
    is_unchanged = models.BooleanField(_("no change"), default=False)
    words = models.TextField(_("what was done, or why"), blank=True, max_length=LONG)
    value = models.CharField(_("latest measured value"), max_length=100, blank=True)
    spent_cents = models.BigIntegerField(
        _("spent in the quarter"), null=True, blank=True, validators=[MinValueValidator(0)]
    )

    history = Tracked()

    class Meta:
        verbose_name = _("line of a quarterly progress update")
        ordering = ("report", "plan", "pk")
        indexes = (models.Index(fields=["action"], name="progress_line_by_action"),)
        constraints = (
            models.UniqueConstraint(fields=["report", "action"], name="action_stands_once_in_a_quarter"),
            models.CheckConstraint(
                condition=Q(spent_cents=None) | Q(spent_cents__gte=0), name="money_spent_is_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ProgressEvidence(models.Model):
    """A file that shows what a report says, of one action (by its number) or of the whole."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="evidence")
    action = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(_("what it shows"), max_length=300)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_as = models.CharField(max_length=500)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        verbose_name = _("evidence of a quarterly progress update")
        ordering = ("report", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["report", "blob"], condition=Q(removed_at=None), name="file_is_on_a_progress_update_once"
            ),
        )

    def __str__(self) -> str:
        return self.title
