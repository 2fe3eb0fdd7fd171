"""The methods themselves are governed: how a disparity is judged, and what an index is made of."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from metrics.models.indicators import LONG
from raci.history import Tracked
from raci.models import Record


class DisparityMethod(models.Model):
    """How groups are compared: against whom, by which tests, with which thresholds, and from how many people on."""

    class Reference(models.TextChoices):
        HIGHEST = "highest", _("the group with the highest rate")
        REST = "rest", _("everybody else")
        NAMED = "named", _("a named group")

    record = models.OneToOneField(Record, models.PROTECT, related_name="disparity_method")
    title = models.CharField(_("title"), max_length=300)
    purpose = models.TextField(_("what it is for"), max_length=LONG, blank=True)
    reference = models.CharField(_("compared with"), max_length=10, choices=Reference, default=Reference.HIGHEST)
    named = models.CharField(_("named group"), max_length=200, blank=True)
    # a share of people below which a group is left out of the choice of the highest (29 CFR 1607.4D: two percent)
    min_share_percent = models.DecimalField(_("least share of the people"), max_digits=5, decimal_places=2, default=2)
    min_people = models.PositiveIntegerField(_("least number of people in a group"), default=30)
    threshold_numerator = models.PositiveSmallIntegerField(default=4)  # four fifths, exactly
    threshold_denominator = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1)])
    alpha = models.DecimalField(_("level of the tests"), max_digits=5, decimal_places=4, default="0.05")
    adjusts = models.BooleanField(_("corrects for many comparisons (Benjamini-Hochberg)"), default=True)
    source = models.TextField(_("on what it rests"), max_length=LONG, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("disparity method")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reference="named") | ~Q(named=""), name="named_reference_has_its_name"),
            models.CheckConstraint(
                condition=Q(threshold_numerator__gt=0) & Q(threshold_denominator__gte=models.F("threshold_numerator")),
                name="threshold_is_a_share",
            ),
            models.CheckConstraint(condition=Q(alpha__gt=0) & Q(alpha__lt=1), name="test_level_is_a_probability"),
        )

    def __str__(self) -> str:
        return self.title


class IndexDefinition(models.Model):
    """What an equity index is made of.

    `parts`: [{"indicator": code, "domain", "weight", "floor", "ceiling", "score": level|gap|both, "by": code of a dimension}],
    numbers as text; goalposts fixed and in the unit shown, so that last year's scores do not move; a weight counts within its
    domain, and domains count alike.
    """

    record = models.OneToOneField(Record, models.PROTECT, related_name="index_definition")
    title = models.CharField(_("title"), max_length=300)
    purpose = models.TextField(_("what it is for"), max_length=LONG, blank=True)
    parts = models.JSONField(_("parts"), default=list)
    least_coverage_percent = models.PositiveSmallIntegerField(_("least weight that must be known"), default=70)
    source = models.TextField(_("on what it rests"), max_length=LONG, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("index definition")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(least_coverage_percent__lte=100), name="coverage_is_a_share"),
        )

    def __str__(self) -> str:
        return self.title
