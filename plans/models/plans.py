"""A bureau's equity plan: goals, their outcomes, and the actions that lead to them.

The rows are the newest version's text. What was decided is kept as a frozen text with its receipt (`raci.models.Text`), so
that a goal or an action stays the same row, with its history, from one version to the next.
"""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Directive, Post, Recommendation, Record

LONG = 20_000  # characters: the longest text a field takes


class Plan(models.Model):
    """One bureau's equity plan for a period."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="plan")
    title = models.CharField(_("title"), max_length=300)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    summary = models.TextField(_("summary"), blank=True, max_length=LONG)
    # The card "opinion of communities"; unknown (None) until somebody says.
    opinion_sought = models.BooleanField(_("opinion of communities sought"), null=True)
    opinion_from = models.TextField(_("from whom"), blank=True, max_length=LONG)
    opinion_said = models.TextField(_("what was said"), blank=True, max_length=LONG)
    opinion_changed = models.TextField(_("what changed"), blank=True, max_length=LONG)
    opinion_why_not = models.TextField(_("why it was not sought"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("plan")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="plan_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    """What the plan is to reach."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("goal"), max_length=300)
    description = models.TextField(_("description"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        ordering = ("plan", "order", "pk")

    def __str__(self) -> str:
        return self.title


class Outcome(models.Model):
    """What will be different for people when the goal is reached."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="outcomes")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("outcome"), max_length=300)

    history = Tracked()

    class Meta:
        ordering = ("goal", "order", "pk")

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """What will be done: who leads, with whom, from when to when, for how much."""

    class Status(models.TextChoices):
        """Where an action stands. Pending is never green by default."""

        PENDING = "pending", _("not started")
        ON_TRACK = "on_track", _("on track")
        BEHIND = "behind", _("behind")
        BLOCKED = "blocked", _("blocked")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("done")

    OVER = (Status.DONE, Status.STOPPED)  # nothing is expected of it any more

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="actions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("action"), max_length=300)
    lead = models.ForeignKey(Post, models.PROTECT, related_name="actions", verbose_name=_("lead"))
    partners = models.CharField(_("partners"), max_length=500, blank=True)
    starts_on = models.DateField(_("start"))
    due_on = models.DateField(_("due"))
    budget_cents = models.BigIntegerField(_("budget"), validators=[MinValueValidator(0)], default=0)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)  # kept, not decided
    # what it carries out, where it was made of one
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="actions")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, blank=True, related_name="actions")

    history = Tracked()

    class Meta:
        ordering = ("outcome", "order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="action_is_due_after_it_starts"),
            models.CheckConstraint(condition=Q(budget_cents__gte=0), name="action_budget_is_not_negative"),
        )

    def __str__(self) -> str:
        return self.title
