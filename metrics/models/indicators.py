"""Indicators and performance measures: what is followed, by whom, how it is worked out, and the story behind it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Post, Reviewed, Theme, Unit

LONG = 20_000  # characters: the longest text a field takes


class IndicatorSet(models.Model):
    """Indicators that come from one source: a roadmap, a set of best practice, a catalogue to adopt from."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.TextField(_("source"), blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("indicator set")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Aim(models.Model):
    """What measures serve, as a tree: the Mayor's goal, below it a department's goals."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("goal"), max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aims")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    source = models.TextField(_("source"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("goal")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """What is followed. Its name and how it is worked out are a version (`IndicatorVersion`) that was accepted.

    A population indicator is about everybody who lives there and many contribute to it; a performance measure is about whom a
    unit serves, and the unit answers for it. Nobody grades a unit on a population indicator.
    """

    class Kind(models.TextChoices):
        POPULATION = "population", _("Population indicator")
        PERFORMANCE = "performance", _("Performance measure")

    class Cadence(models.TextChoices):
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every quarter")
        YEAR = "year", _("every year")
        IRREGULAR = "irregular", _("as its source publishes it")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    label = models.CharField(_("number in its documents"), max_length=60, blank=True)  # "#3", "PVR WC"
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="indicators")
    set = models.ForeignKey(IndicatorSet, models.PROTECT, null=True, blank=True, related_name="indicators")
    aim = models.ForeignKey(Aim, models.PROTECT, null=True, blank=True, related_name="indicators")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="indicators")
    owner = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="indicators_owned")
    # another office that sends the figures (Risk Management), asked and reminded
    supplier = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="indicators_supplied")
    supplier_days = models.PositiveSmallIntegerField(_("days after the period ends"), default=15)
    cadence = models.CharField(_("how often"), max_length=10, choices=Cadence, default=Cadence.QUARTER)
    retired_on = models.DateField(_("last day"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("indicator")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """How it is called: by its newest accepted version, else the one being written (1 query unless read along)."""
        rows = sorted(self.versions.all(), key=lambda one: (one.state == IndicatorVersion.State.ACCEPTED, one.number))
        return rows[-1].title if rows else self.code


class IndicatorVersion(Reviewed):
    """How an indicator is called and worked out: R hands it in, A accepts it, and the newest accepted one is in force."""

    class Measures(models.TextChoices):
        """The three questions of Results-Based Accountability, for performance measures."""

        NONE = "", _("not a performance measure")
        HOW_MUCH = "how_much", _("how much did we do?")
        HOW_WELL = "how_well", _("how well did we do it?")
        BETTER_OFF = "better_off", _("is anyone better off?")

    class Value(models.TextChoices):
        """What a value is, and with it which sums are kept of it."""

        RATE = "rate", _("share of people")  # n, k, or weighted sums
        COUNT = "count", _("count of people")  # n
        MEAN = "mean", _("mean of a number")  # n, sum, sum of squares
        EVENTS = "events", _("events per exposure")  # events, exposure
        ESTIMATE = "estimate", _("a figure as published")  # value, standard error
        MILESTONE = "milestone", _("percent complete")  # value

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=300)
    definition = models.TextField(_("what it says, and how it is worked out"), max_length=LONG, blank=True)
    measures = models.CharField(_("question it answers"), max_length=10, choices=Measures, default="", blank=True)
    value_kind = models.CharField(_("what a value is"), max_length=10, choices=Value, default=Value.RATE)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.UP)
    unit_label = models.CharField(_("unit"), max_length=60, default="%")
    scale = models.DecimalField(_("shown per"), max_digits=12, decimal_places=2, default=100)  # 100 for percent
    source = models.TextField(_("source of the figures"), max_length=LONG, blank=True)
    dimensions: ArrayField[list[str], list[str]] = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=6, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    baseline_comment = models.TextField(_("about the baseline"), max_length=LONG, blank=True)
    why_changed = models.TextField(_("what changed, and why"), max_length=LONG, blank=True)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("version of an indicator")
        ordering = ("indicator", "number")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_number_is_unique"),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="indicator_has_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None) | Q(baseline_year__isnull=False), name="baseline_says_its_year"
            ),
            models.CheckConstraint(condition=Q(scale__gt=0), name="indicator_scale_is_more_than_nothing"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def has_values(self) -> bool:
        """Whether a batch holds values of its indicator: then what a value is stays as it is."""
        return self.indicator.series.exists()


class Dependency(models.Model):
    """A measure that is blocked until another one is complete."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="blocked_by")
    needs = models.ForeignKey(Indicator, models.PROTECT, related_name="blocks")
    why = models.TextField(_("why"), max_length=LONG, blank=True)
    removed_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        ordering = ("indicator", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "needs"], condition=Q(removed_at=None), name="dependency_is_said_once"
            ),
            models.CheckConstraint(condition=~Q(indicator=F("needs")), name="measure_does_not_wait_for_itself"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} < {self.needs}"


class Story(models.Model):
    """Turning the curve: what lies behind it, with whom, what works, and what comes if nothing changes. The newest counts."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="stories")
    words = models.TextField(_("the story behind the curve"), max_length=LONG)
    partners = models.TextField(_("partners"), max_length=LONG, blank=True)
    what_works = models.TextField(_("what works"), max_length=LONG, blank=True)
    # value by period label if nothing changes: [["2027", "41.5"], ...], in the unit shown
    forecast = models.JSONField(_("forecast if nothing changes"), default=list, blank=True)
    by_as = models.CharField(max_length=500)
    at = models.DateTimeField()

    history = Tracked()

    class Meta:
        verbose_name = _("story behind the curve")
        ordering = ("indicator", "-pk")

    def __str__(self) -> str:
        return self.words
