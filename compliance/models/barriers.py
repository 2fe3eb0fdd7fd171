"""Barriers of the transition plan (28 CFR 35.150(d)): the obstacle, how and when it is removed, who answers for it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.facilities import LATITUDE, LONGITUDE, Asset, Facility
from compliance.models.mandatory_contents import IS_INCOMPLETE, Removal
from raci.history import Tracked
from raci.models import Blob, Person, Post, Unit


class BarrierBatch(models.Model):
    """A survey in a file: chosen, read by a mapping, brought in as a whole, taken out as a whole. Each row has its history."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)  # compliance.surveys.mapping
    counts = models.JSONField(default=dict)  # rows by what became of them
    facilities = ArrayField(models.BigIntegerField(), default=list)  # those that it began
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    came_in_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_as = models.CharField(max_length=300, blank=True)
    why_undone = models.TextField(blank=True)

    class Meta:
        verbose_name = _("survey brought in")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name


class Barrier(models.Model):
    """One obstacle. The four mandatory contents are `obstacle`, `method`, the schedule and the official responsible."""

    Removal = Removal

    class Tier(models.IntegerChoices):
        ENTRANCE = 1, _("1: approach and entrance")
        SERVICES = 2, _("2: access to goods and services")
        RESTROOMS = 3, _("3: restrooms")
        OTHER = 4, _("4: everything else")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        DESIGNED = "designed", _("Designed")
        FUNDED = "funded", _("Funded")
        IN_PROGRESS = "in_progress", _("In progress")
        REMOVED = "removed", _("Removed")
        VERIFIED = "verified", _("Verified")
        NOT_REQUIRED = "not_required", _("Not required")

    code = models.CharField(_("number"), max_length=60, unique=True)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="barriers", verbose_name=_("facility"))
    asset = models.CharField(_("what it stands in"), max_length=10, choices=Asset)
    location = models.CharField(_("where it is"), max_length=300, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True, validators=LATITUDE
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True, validators=LONGITUDE
    )
    element = models.CharField(_("element"), max_length=200, blank=True)
    standard = models.CharField(_("standard"), max_length=100, blank=True)
    section = models.CharField(_("section"), max_length=60, blank=True)
    measured = models.CharField(_("measured"), max_length=200, blank=True)
    required = models.CharField(_("required by the standard"), max_length=200, blank=True)
    obstacle = models.TextField(_("the obstacle"), blank=True)
    programmes = models.TextField(_("programs and services affected"), blank=True)
    severity = models.DecimalField(_("severity score"), max_digits=6, decimal_places=2, null=True, blank=True)
    use = models.DecimalField(_("location and use score"), max_digits=6, decimal_places=2, null=True, blank=True)
    tier = models.PositiveSmallIntegerField(_("priority"), choices=Tier, null=True, blank=True)
    removal = models.CharField(_("kind of removal"), max_length=10, choices=Removal, blank=True)
    method = models.TextField(_("method of removal"), blank=True)
    interim = models.TextField(_("interim measure"), blank=True)
    cost_low = models.BigIntegerField(_("least cost"), null=True, blank=True)  # cents of `cost_year`
    cost_high = models.BigIntegerField(_("greatest cost"), null=True, blank=True)
    cost_year = models.PositiveSmallIntegerField(_("in dollars of the year"), null=True, blank=True)
    funding = models.CharField(_("funding source"), max_length=200, blank=True)
    cip = models.CharField(_("number in the capital programme"), max_length=60, blank=True)
    starts_on = models.DateField(_("scheduled start"), null=True, blank=True)
    finishes_on = models.DateField(_("scheduled finish"), null=True, blank=True)
    steps = ArrayField(models.DateField(), default=list, blank=True)  # between start and finish, one a year at least
    official = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("official responsible")
    )
    official_words = models.CharField(_("position outside the portal"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    why_not_required = models.TextField(_("why removal is not required"), blank=True)
    surveyed_on = models.DateField(_("surveyed on"), null=True, blank=True)
    surveyed_by = models.CharField(_("surveyed by"), max_length=200, blank=True)
    removed_on = models.DateField(_("removed on"), null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # who said that it is removed
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entered_on = models.DateField()  # since when it stands in the register
    batch = models.ForeignKey(BarrierBatch, models.PROTECT, null=True, related_name="barriers")  # that wrote it last
    batch_edits = models.PositiveIntegerField(default=0)  # `edits` as that batch left them
    edits = models.PositiveIntegerField(default=0)  # rises with each change; what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("barrier")
        ordering = ("code",)
        indexes = (
            models.Index(fields=["facility", "code"], condition=IS_INCOMPLETE, name="barrier_incomplete"),
            models.Index(fields=["finishes_on", "code"], name="barrier_by_finish"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="barrier_has_both_coordinates_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_required") | ~Q(why_not_required=""), name="barrier_not_required_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(cost_low=None) | Q(cost_high=None) | Q(cost_low__lte=F("cost_high")),
                name="barrier_costs_at_least_its_least",
            ),
            models.CheckConstraint(
                condition=Q(cost_low=None, cost_high=None) | Q(cost_year__isnull=False),
                name="barrier_cost_has_its_year",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(finishes_on=None) | Q(finishes_on__gte=F("starts_on")),
                name="barrier_finishes_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(verified_on__isnull=False, verified_by__isnull=False),
                name="verified_barrier_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("removed_by")),
                name="barrier_is_verified_by_somebody_else",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} · {self.facility}"


class BarrierPhoto(models.Model):
    """A picture of a barrier; taken off, its row stays."""

    barrier = models.ForeignKey(Barrier, models.PROTECT, related_name="photos")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    caption = models.CharField(_("what it shows"), max_length=300, blank=True)
    taken_off_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        ordering = ("barrier", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["barrier", "blob"], condition=Q(taken_off_at=None), name="photo_is_added_once_to_a_barrier"
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class BarrierComment(models.Model):
    """What somebody of the public said of a barrier or its schedule (35.150(d)(1)), and what was answered."""

    class Channel(models.TextChoices):
        MEETING = "meeting", _("at a meeting")
        WRITING = "writing", _("by letter or e-mail")
        TELEPHONE = "telephone", _("by telephone or relay")
        IN_PERSON = "in_person", _("in person")
        OTHER = "other", _("another way")

    barrier = models.ForeignKey(Barrier, models.PROTECT, related_name="comments")
    received_on = models.DateField(_("received on"))
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel)
    named = models.CharField(_("how they want to be named"), max_length=200, blank=True)
    words = models.TextField(_("what they said"))
    answer = models.TextField(_("what was answered or done"), blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("public comment")
        ordering = ("barrier", "received_on", "pk")

    def __str__(self) -> str:
        return self.words[:80]
