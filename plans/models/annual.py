"""A plan's annual report: assembled from the quarters that were accepted, with a story of each goal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import LONG, Plan
from raci.history import Tracked
from raci.models.reviewed import Reviewed


class AnnualReport(Reviewed):
    """A plan in one fiscal year: R hands it in, A accepts it (the activity of its plan). Its figures are the quarters'."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="annual_reports")
    activity_code = models.CharField(max_length=20)  # of its plan: 4.1, or 1.1 for the city and its service areas
    year = models.CharField(_("fiscal year"), max_length=30)  # "FY 2027"
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    words = models.TextField(_("the year in a few sentences"), blank=True, max_length=LONG)
    content = models.TextField(blank=True)  # canonical JSON of all that was handed in, with its SHA-256
    sha256 = models.CharField(max_length=64, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("annual report of a plan")
        ordering = ("-begins_on", "plan")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "begins_on"], name="plan_has_one_annual_report_a_year"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="annual_report_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | ~Q(sha256=""), name="annual_report_handed_in_is_frozen"
            ),
        )

    def __str__(self) -> str:
        return str(_("%(year)s of %(plan)s") % {"year": self.year, "plan": self.plan.title})


class GoalStory(models.Model):
    """What no figure says of a goal in the year. The goal is known by its number: a later version may have dropped it."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="stories")
    goal = models.BigIntegerField()
    title = models.CharField(max_length=300)
    story = models.TextField(_("what happened"), blank=True, max_length=LONG)
    barriers = models.TextField(_("what stood in the way"), blank=True, max_length=LONG)
    adjustments = models.TextField(_("what is changed because of it"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("story of a goal")
        ordering = ("report", "pk")
        constraints = (models.UniqueConstraint(fields=["report", "goal"], name="goal_has_one_story_a_year"),)

    def __str__(self) -> str:
        return self.title
