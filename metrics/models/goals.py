"""What a value is held against: targets of our own, benchmarks of others."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from metrics.models.groups import Group
from metrics.models.indicators import LONG, Indicator
from raci.history import Tracked
from raci.models import Reviewed


class Target(Reviewed):
    """What a value is to be at the end of a period, for everybody or for one group; a later one for the same replaces it."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="targets")
    begins_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=6)
    why = models.TextField(_("why this target"), max_length=LONG, blank=True)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("target")
        ordering = ("indicator", "ends_on", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="target_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.indicator.title}: {self.value.normalize():f}"


class Benchmark(Reviewed):
    """What somebody else reached, or a standard asks: a value of a series that has a name and a source."""

    class Kind(models.TextChoices):
        CENSUS = "census", _("census or survey")
        PEER = "peer", _("another city")
        STANDARD = "standard", _("a standard")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="benchmarks")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    series = models.CharField(_("who or what"), max_length=200)  # "ACS 5-year, Multnomah County"
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="benchmarks")
    begins_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    margin = models.DecimalField(_("margin of error"), max_digits=18, decimal_places=6, null=True, blank=True)
    source = models.TextField(_("source"), max_length=LONG)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("benchmark")
        ordering = ("indicator", "series", "ends_on", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="benchmark_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(source=""), name="benchmark_names_its_source"),
        )

    def __str__(self) -> str:
        return f"{self.series}: {self.value.normalize():f}"
