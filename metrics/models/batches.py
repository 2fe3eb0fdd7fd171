"""Values come in batches, each reviewed; their cells are rows of a batch that never change.

A series is one indicator, in one place, for one combination of groups: its periods and sums stand in arrays beside each other,
so that a million values are some hundred thousand rows. What is stored adds up: people, outcomes, weights, squares, events,
exposure; a rate or a ratio is worked out from it and never stored.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from metrics.models.indicators import LONG, Indicator
from metrics.models.places import Place
from raci.history import Tracked
from raci.models import Reviewed, Unit


class Batch(Reviewed):
    """Values handed in together. Accepted ones count, until they are undone or an accepted batch corrects them."""

    class Origin(models.TextChoices):
        FILE = "file", _("a file")
        PEOPLE = "people", _("a file of persons, counted and not kept")
        ENTRY = "entry", _("written on a page")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="batches")
    title = models.CharField(_("title"), max_length=300)
    origin = models.CharField(max_length=10, choices=Origin)
    source = models.TextField(_("source of the figures"), max_length=LONG, blank=True)
    note = models.TextField(_("what to know about them"), max_length=LONG, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict, blank=True)  # how the file was read (metrics.reading)
    rows_in = models.PositiveBigIntegerField(default=0)
    cells = models.PositiveBigIntegerField(default=0)  # values stored: one for each period of each series
    sha256 = models.CharField(max_length=64, blank=True)  # of the cells, when they were handed in
    begins_on = models.DateField(null=True)  # first day of the earliest period
    ends_on = models.DateField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    undone_at = models.DateTimeField(null=True)
    undone_as = models.CharField(max_length=500, blank=True)
    why_undone = models.TextField(max_length=LONG, blank=True)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("batch of figures")
        ordering = ("-pk",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(undone_at=None) | (~Q(why_undone="") & ~Q(undone_as="")), name="batch_undone_says_why"
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(corrects=F("id")), name="batch_corrects_another"),
        )

    def __str__(self) -> str:
        return self.title


class Series(models.Model):
    """The cells of a batch for one indicator, place and combination of groups. Rows are only added, by a batch still open.

    `groups`: pks of groups in ascending order, none twice of a dimension; empty is everybody. All arrays have the length of
    `begins`; a whole array is null where the sum is not of this kind of value, an element where it is not known.
    """

    batch = models.ForeignKey(Batch, models.DO_NOTHING, db_constraint=False, related_name="series")
    indicator = models.ForeignKey(Indicator, models.DO_NOTHING, db_constraint=False, related_name="series")
    place = models.ForeignKey(
        Place, models.DO_NOTHING, db_constraint=False, null=True, related_name="series", db_index=False
    )
    groups = ArrayField(models.IntegerField(), default=list)
    begins = ArrayField(models.DateField())
    ends = ArrayField(models.DateField())
    n = ArrayField(models.BigIntegerField(null=True), null=True)  # people
    k = ArrayField(models.BigIntegerField(null=True), null=True)  # of these, with the outcome
    w = ArrayField(models.FloatField(null=True), null=True)  # sum of weights
    wy = ArrayField(models.FloatField(null=True), null=True)  # sum of weights of those with the outcome
    w2 = ArrayField(models.FloatField(null=True), null=True)
    w2y = ArrayField(models.FloatField(null=True), null=True)
    x = ArrayField(models.FloatField(null=True), null=True)  # sum of a number
    x2 = ArrayField(models.FloatField(null=True), null=True)
    events = ArrayField(models.BigIntegerField(null=True), null=True)
    exposure = ArrayField(models.DecimalField(max_digits=18, decimal_places=4, null=True), null=True)
    # as published, where its parts are not: cannot be added up
    value = ArrayField(models.DecimalField(max_digits=24, decimal_places=8, null=True), null=True)
    se = ArrayField(models.DecimalField(max_digits=24, decimal_places=8, null=True), null=True)

    class Meta:
        verbose_name = _("series")
        constraints = (
            models.UniqueConstraint(
                fields=["batch", "indicator", "place", "groups"],
                nulls_distinct=False,
                name="series_stands_once_in_its_batch",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.groups}"


class PeriodLock(models.Model):
    """A period whose figures no longer change for a unit and below, until whoever accepts figures opens it again."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="period_locks")
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    why = models.TextField(_("why"), max_length=LONG)
    locked_as = models.CharField(max_length=500)
    locked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_as = models.CharField(max_length=500, blank=True)
    why_opened = models.TextField(max_length=LONG, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("locked period")
        ordering = ("-ends_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="lock_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(opened_at=None) | ~Q(why_opened=""), name="lock_is_opened_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.begins_on} - {self.ends_on}"


class Layout(models.Model):
    """How a unit reads files with these headings, remembered for the next one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="layouts")
    fingerprint = models.CharField(max_length=64)  # of the headings
    name = models.CharField(_("name"), max_length=200)
    mapping = models.JSONField()

    history = Tracked()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["unit", "fingerprint"], name="layout_is_remembered_once_a_unit"),
        )

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """That whoever supplies an indicator was asked for a period: by when, and whether it came."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="requests")
    begins_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="answers")
    let_go_at = models.DateTimeField(null=True)
    why_let_go = models.TextField(max_length=LONG, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("request for figures")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["indicator", "begins_on", "ends_on"], name="period_is_asked_for_once"),
            models.CheckConstraint(condition=Q(let_go_at=None) | ~Q(why_let_go=""), name="request_let_go_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.indicator.title}: {self.begins_on} - {self.ends_on}"
