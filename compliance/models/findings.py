"""What was found wanting, what is done about it by whom, and that somebody else saw it done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.models.funding import LONG
from compliance.models.law import Requirement
from compliance.models.obligations import Obligation
from raci.history import Tracked
from raci.models import Person, Post, Recommendation, Reviewed, Unit


class Finding(models.Model):
    """Something found wanting, on an obligation or free; closed once what is done about it was seen done by somebody else.

    One recorded by mistake is withdrawn with the reason: it stays to read, and says so.
    """

    class Source(models.TextChoices):
        CHECK = "check", _("the city’s own check")
        AUDIT = "audit", _("an audit of the City Auditor")
        AGENCY = "agency", _("a review by an agency")
        COMPLAINT = "complaint", _("a complaint or grievance")
        OTHER = "other", _("something else")

    class Weight(models.TextChoices):
        HIGH = "high", _("high: people are kept from a service or a right")
        MEDIUM = "medium", _("medium: the city could not show that it does what is asked")
        LOW = "low", _("low: papers are incomplete")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="findings")
    requirement = models.ForeignKey(Requirement, models.PROTECT, null=True, blank=True, related_name="findings")
    title = models.CharField(_("what was found"), max_length=300)
    words = models.TextField(_("in words"), max_length=LONG)
    source = models.CharField(_("found by"), max_length=10, choices=Source)
    weight = models.CharField(_("weight"), max_length=6, choices=Weight)
    found_on = models.DateField(_("found on"))
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_as = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_as = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    closing_words = models.TextField(blank=True, max_length=LONG)
    is_withdrawn = models.BooleanField(default=False)  # it was recorded by mistake

    history = Tracked()

    class Meta:
        verbose_name = _("finding")
        ordering = ("-found_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(closing_words=""), name="closed_finding_says_how"),
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | Q(closed_at__isnull=False), name="withdrawn_finding_says_when"
            ),
        )

    def __str__(self) -> str:
        return self.title


class FindingRecommendation(models.Model):
    """A recommendation that was raised from a finding."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="recommended")
    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="from_finding")

    history = Tracked()

    class Meta:
        ordering = ("finding", "pk")

    def __str__(self) -> str:
        return str(self.recommendation)


class CorrectiveAction(models.Model):
    """What is done about a finding: by which post, by when, with how much work."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="actions")
    title = models.CharField(_("what is done"), max_length=300)
    words = models.TextField(_("in words"), max_length=LONG, blank=True)
    owner = models.ForeignKey(Post, models.PROTECT, related_name="corrective_actions")
    due_on = models.DateField(_("due"))
    effort_days = models.PositiveIntegerField(_("working days it takes"), null=True, blank=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_as = models.CharField(max_length=500, blank=True)
    why_dropped = models.TextField(max_length=LONG, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_as = models.CharField(max_length=500)
    made_at = models.DateTimeField()

    history = Tracked()

    class Meta:
        verbose_name = _("corrective action")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(dropped_at=None) | ~Q(why_dropped=""), name="corrective_action_is_dropped_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Closure(Reviewed):
    """That a corrective action is done: its owner's side reports it, somebody else verifies it and says how they saw it.

    That nobody verifies what they reported is `Reviewed`'s own constraint; here stands that no verification is without words.
    """

    action = models.OneToOneField(CorrectiveAction, models.PROTECT, related_name="closure")
    done_on = models.DateField(_("done on"))
    words = models.TextField(_("what was done"), max_length=LONG)
    how_verified = models.TextField(_("how it was verified"), max_length=LONG, blank=True)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("closure of a corrective action")
        ordering = ("action",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=~Q(words=""), name="closure_says_what_was_done"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(how_verified=""), name="closure_says_how_it_was_verified"
            ),
        )

    def __str__(self) -> str:
        return f"{self.action}: {self.get_state_display()}"
