"""What is asked of whom by when, what shows that it was done, and what was judged of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.checks.verdicts import Result
from compliance.models.funding import LONG, FundingAward
from compliance.models.law import Requirement
from raci.history import Tracked
from raci.models import Blob, Person, Reviewed, Unit

if TYPE_CHECKING:
    from datetime import date


class RequirementChoice(models.Model):
    """What a city chose for a requirement: from which day its rhythm counts; which units it concerns stands in `Concern`."""

    requirement = models.OneToOneField(Requirement, models.PROTECT, related_name="choice")
    counts_from = models.DateField(_("day from which its rhythm counts"), null=True, blank=True)  # the last one was due
    has_units = models.BooleanField(default=False)  # whether the units are the city's own choice
    why = models.TextField(_("why"), max_length=LONG)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_as = models.CharField(max_length=500)
    said_at = models.DateTimeField()

    history = Tracked()

    class Meta:
        verbose_name = _("choice for a requirement")
        ordering = ("requirement",)
        constraints = (models.CheckConstraint(condition=~Q(why=""), name="choice_for_a_requirement_says_why"),)

    def __str__(self) -> str:
        return str(self.requirement)


class Concern(models.Model):
    """A unit that a requirement concerns, where the city chose them itself."""

    choice = models.ForeignKey(RequirementChoice, models.PROTECT, related_name="concerns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    history = Tracked()

    class Meta:
        verbose_name = _("unit that a requirement concerns")
        ordering = ("choice", "unit__path")
        constraints = (models.UniqueConstraint(fields=["choice", "unit"], name="unit_is_concerned_once"),)

    def __str__(self) -> str:
        return f"{self.choice} · {self.unit}"


class Generation(models.Model):
    """One look at what applies: the day, what each condition came to and by which rows, and how many obligations that made."""

    on = models.DateField()
    conditions = models.JSONField()  # compliance.duties.applicability, as plain values
    days = models.JSONField(default=dict)  # fixed days that parameters gave, by requirement, with their rows
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    by_as = models.CharField(max_length=500)  # the post that asked for it, or the portal itself
    at = models.DateTimeField()

    history = Tracked()

    class Meta:
        verbose_name = _("look at what applies")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.on)


class Obligation(models.Model):
    """A requirement, for a unit, for a period (or an award, or an event).

    Its status is never stored: `compliance.duties.status` works it out from the columns below and the day.
    """

    class Part(models.TextChoices):
        """A requirement may have two rhythms: the thing itself, and a look at whether it still holds."""

        ITSELF = "", _("the duty itself")
        REVIEW = "review", _("its review")

    class Applies(models.TextChoices):
        YES = "yes", _("applies")
        NO = "no", _("does not apply any more")
        UNKNOWN = "unknown", _("not known whether it applies")

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    part = models.CharField(max_length=6, choices=Part, blank=True)
    award = models.ForeignKey(FundingAward, models.PROTECT, null=True, blank=True, related_name="obligations")
    event = models.CharField(_("event"), max_length=300, blank=True)
    event_on = models.DateField(_("day of the event"), null=True, blank=True)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)  # none: it does not end by itself
    due_on = models.DateField(_("due"), null=True, blank=True)  # none: not known
    due_by_hand = models.BooleanField(default=False)  # somebody set it: rhythms leave it alone
    rhythm_due_on = models.DateField(
        null=True, blank=True
    )  # while it is set by hand: the day it would be due otherwise
    applies = models.CharField(max_length=7, choices=Applies, default=Applies.YES)
    generation = models.ForeignKey(Generation, models.PROTECT, null=True, related_name="obligations")
    # as the last accepted assessment has it
    judged = models.CharField(max_length=20, blank=True)
    judged_on = models.DateField(null=True)
    held_until = models.DateField(
        null=True
    )  # last day that the evidence it judged covers; `LAST` where it does not expire

    history = Tracked()

    class Meta:
        verbose_name = _("obligation")
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(fields=["due_on", "id"], name="obligation_by_due"),
            models.Index(fields=["unit", "due_on"], name="obligation_by_unit"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["requirement", "unit", "part", "award", "begins_on"],
                condition=Q(event=""),
                nulls_distinct=False,
                name="obligation_stands_once_for_its_period",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="obligation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(event="", event_on=None) | (~Q(event="") & Q(event_on__isnull=False)),
                name="obligation_of_an_event_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(judged="", judged_on=None, held_until=None) | (~Q(judged="") & Q(judged_on__isnull=False)),
                name="obligation_is_judged_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.requirement.code} · {self.unit.name}"


class Evidence(models.Model):
    """What shows that it is met: a file, or where that is; the day it takes effect is not the day of its upload."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="evidence")
    title = models.CharField(_("what it is"), max_length=300)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    place = models.TextField(_("where it is kept"), max_length=2000, blank=True)  # a link, or words
    effective_on = models.DateField(_("in force from"))
    expires_on = models.DateField(_("last day in force"), null=True, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_as = models.CharField(max_length=500)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_as = models.CharField(max_length=500, blank=True)
    why_removed = models.TextField(max_length=LONG, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("evidence of an obligation")
        ordering = ("obligation", "-effective_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(blob__isnull=False) & ~Q(file_name="")) | (Q(blob=None) & ~Q(place="")),
                name="evidence_is_a_file_or_says_where_it_is",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("effective_on")),
                name="evidence_expires_after_it_takes_effect",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | ~Q(why_removed=""), name="evidence_is_taken_off_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def window(self) -> tuple[date, date | None]:
        """The days it covers."""
        return self.effective_on, self.expires_on


class Assessment(Reviewed):
    """What R judges of an obligation: that its evidence shows it, does not show it, that it cannot be told, or does not apply."""

    class Judgement(models.TextChoices):
        CURRENT = Result.EVIDENCE_CURRENT.value, _("the evidence shows that it is done")
        DUE = Result.EVIDENCE_DUE.value, _("the evidence does not show it yet")
        OVERDUE = Result.EVIDENCE_OVERDUE.value, _("the evidence does not show it, and its day has passed")
        CANNOT_DETERMINE = Result.CANNOT_DETERMINE.value, _("it cannot be determined")
        NOT_APPLICABLE = Result.NOT_APPLICABLE.value, _("it does not apply here")

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="assessments")
    judgement = models.CharField(_("judgement"), max_length=20, choices=Judgement)
    words = models.TextField(_("why"), max_length=LONG)
    # set when it is handed in: what was judged, and until when it covers
    evidence_judged: ArrayField[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    judged_on = models.DateField(null=True)
    held_until = models.DateField(null=True)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("assessment of an obligation")
        ordering = ("-pk",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=~Q(words=""), name="assessment_says_why"),
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="obligation_has_one_open_assessment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.obligation}: {self.get_judgement_display()}"

    @property
    def as_read(self) -> str:
        """With the evidence that is on it: whoever accepts a judgement has read what it judges."""
        there = self.obligation.evidence.filter(removed_at=None).order_by("pk").values_list("pk", flat=True)
        return hashlib.sha256(f"{self.fingerprint} {list(there)}".encode()).hexdigest()
