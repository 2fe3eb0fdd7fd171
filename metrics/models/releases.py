"""What goes out: a frozen set of tables with its threshold and hidden cells. Whoever may not read the figures reads these."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from metrics.models.indicators import LONG, Indicator, IndicatorVersion
from metrics.models.places import Place
from raci.history import Tracked
from raci.models import Record

LEAST = 11  # people: no cell of 1 to 10 goes out (CMS cell size policy); a release may ask for more, never for less


class DataRelease(models.Model):
    """Tables of one population that go out together, masked so that no small cell can be worked out.

    Made by a job from accepted batches (`made_from`), audited, and frozen; approved through the workflow of 4.5.
    """

    class Making(models.TextChoices):
        NOT_MADE = "not_made", _("not made yet")
        WORKING = "working", _("being made")
        READY = "ready", _("made and audited")
        REFUSED = "refused", _("refused by the audit")

    record = models.OneToOneField(Record, models.PROTECT, related_name="data_release")
    title = models.CharField(_("title"), max_length=300)
    purpose = models.TextField(_("for whom, and why"), max_length=LONG, blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="releases")  # whose people the cells count
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="releases")
    begins_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    # which tables: [["race"], ["race", "gender"]], codes of dimensions; totals come with each
    tables = models.JSONField(_("tables"), default=list)
    # levels that are shown as one, so that less has to be hidden: {"race": [["aian", "nhpi"]]}, codes of groups
    merged = models.JSONField(default=dict, blank=True)
    threshold = models.PositiveSmallIntegerField(_("least count that is shown"), default=LEAST)
    # how its values are worked out, as it was in force when the tables were made
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, null=True, related_name="releases")
    made_from = ArrayField(models.BigIntegerField(), default=list, blank=True)  # pks of batches
    making = models.CharField(max_length=10, choices=Making, default=Making.NOT_MADE)
    made_at = models.DateTimeField(null=True)
    audit = models.JSONField(
        default=dict, blank=True
    )  # what the gate found, without any count (metrics.releases.making)
    withdrawn_at = models.DateTimeField(null=True)
    why_withdrawn = models.TextField(max_length=LONG, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("data release")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="release_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(threshold__gte=LEAST), name="release_hides_what_is_below_eleven"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(why_withdrawn=""), name="withdrawn_release_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.title


class ReleasedTable(models.Model):
    """One table of a release as it goes out. Never edited: a new making writes new rows, and the newest `making` counts.

    `cells`: [{"groups": {dimension code: group code}, "n": int or null, "k": int or null, "hidden": bool}, ...], all margins
    included; a hidden cell holds no number at all.
    """

    release = models.ForeignKey(DataRelease, models.PROTECT, related_name="released")
    making = models.PositiveSmallIntegerField()  # 1, 2, ... of its release
    order = models.PositiveSmallIntegerField()
    dimensions = ArrayField(models.SlugField(max_length=60), default=list)
    cells = models.JSONField()
    hidden = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)

    history = Tracked()

    class Meta:
        verbose_name = _("released table")
        ordering = ("release", "making", "order")
        constraints = (
            models.UniqueConstraint(fields=["release", "making", "order"], name="released_table_has_its_place"),
        )

    def __str__(self) -> str:
        return f"{self.release}: {', '.join(self.dimensions)}"
