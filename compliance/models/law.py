"""The law as rows: programmes, packs of requirements, the requirements in force, and the parameters that checks read."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from compliance.checks.law import UNLIMITED
from compliance.law.names import name_of
from raci.history import Tracked
from raci.models import Record, Reviewed, Role, Unit
from raci.models.city import DateRange

LONG = 1000  # characters of a text of law: one line, not a chapter
LONG_UNIT = 40  # characters: a longer one explains rather than counts
WITHOUT_VALUE = "needs_value"
PROPOSED = "proposed"


class Programme(models.Model):
    """A law, as the city keeps it apart from others: Title VI, the ADA, language access, a city's own ordinance."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=300)
    order = models.PositiveSmallIntegerField(default=100)

    history = Tracked()

    class Meta:
        verbose_name = _("programme")
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class Pack(models.Model):
    """The requirements of one programme, from one lawgiver: governed, version by version.

    Its columns say what is in force, and before the first approval what is proposed; `draft` is the text being written, as
    plain values (compliance.law.pack_text), that an approval puts into the rows of `Requirement` on the day it takes effect.
    """

    class Level(models.TextChoices):
        FEDERAL = "federal", _("federal")
        STATE = "state", _("state")
        LOCAL = "local", _("local")

    record = models.OneToOneField(Record, models.PROTECT, related_name="pack")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="packs")
    name = models.CharField(_("name"), max_length=300)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    version = models.CharField(_("version"), max_length=60)
    authority = models.TextField(_("authority"), max_length=LONG)
    who = models.TextField(_("whom it binds"), max_length=LONG)
    note = models.TextField(_("note"), max_length=LONG, blank=True)
    draft = models.JSONField(default=dict)
    # which of the record's versions the rows of requirements hold; none before the first has taken effect
    in_rows = models.PositiveIntegerField(null=True)
    verified_on = models.DateField(_("looked up on"), null=True, blank=True)
    verified_by = models.CharField(_("looked up by"), max_length=500, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("pack of requirements")
        ordering = ("programme", "pk")

    def __str__(self) -> str:
        return self.name


class Requirement(models.Model):
    """One line of law or policy as it is in force. It endures by its code; what it says is changed by a version of its pack."""

    class Basis(models.TextChoices):
        """How well the text is founded."""

        READ = "read", _("read in the source")
        PARTLY = "partly", _("read in part")
        KNOWN = "known", _("not read yet: check before relying on it")
        PRACTICE = "practice", _("good practice, no law")

    class Cadence(models.TextChoices):
        ONCE = "once", _("once")
        CONTINUOUS = "continuous", _("at all times")
        MONTHLY = "monthly", _("every month")
        ANNUAL = "annual", _("every year")
        BIENNIAL_ODD_YEAR = "biennial_odd_year", _("in each odd year")
        EVERY_N_YEARS = "every_n_years", _("every few years")
        PER_EVENT = "per_event", _("at each event")
        PER_AWARD = "per_award", _("with each award")
        BY_FIXED_DATE = "by_fixed_date", _("by a fixed day")

    class Condition(models.TextChoices):
        """What makes a requirement a city's own; of several, any does."""

        PUBLIC_ENTITY = "public_entity", _("any public entity")
        EMPLOYEES_50 = "employees_50", _("50 employees or more")
        FEDERAL_FUNDS = "federal_funds", _("federal financial assistance")
        LOCAL_ORDINANCE = "local_ordinance", _("an ordinance of the city")
        FTA_FUNDS = "fta_funds", _("funds of the Federal Transit Administration")
        FTA_FIXED_ROUTE = "fta_fixed_route", _("fixed-route transit")
        FTA_LARGE_PROVIDER = "fta_large_provider", _("a large transit provider")
        SECTION3_ASSISTANCE = "section3_assistance", _("HUD assistance above the threshold of Section 3")
        EMPLOYER = "employer", _("any employer")
        EMPLOYER_15 = "employer_15", _("15 employees or more")
        EMPLOYER_100 = "employer_100", _("100 employees or more")
        APPOINTS_BODIES = "appoints_bodies", _("a city that appoints members of bodies")

    code = models.CharField(_("code"), max_length=20, unique=True)  # "T6-01"
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="requirements")
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="requirements")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("what is asked"), max_length=LONG)
    citation = models.TextField(_("citation"), max_length=LONG)
    basis = models.CharField(_("how well it is founded"), max_length=10, choices=Basis)
    evidence = models.CharField(_("what shows it"), max_length=300)
    cadence = models.CharField(_("when it is due"), max_length=20, choices=Cadence)
    every = models.PositiveSmallIntegerField(_("years between"), null=True, blank=True)
    review = models.CharField(_("second rhythm, of review"), max_length=20, choices=Cadence, blank=True)
    review_every = models.PositiveSmallIntegerField(_("years between reviews"), null=True, blank=True)
    day = models.DateField(_("fixed day"), null=True, blank=True)
    parameter = models.CharField(_("parameter that holds the fixed day"), max_length=60, blank=True)
    when = models.CharField(_("when, in words"), max_length=300, blank=True)
    # one of the responsible roles of the activity; none where the city has no such role, and `lead_code` says which it lacks
    lead = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+")
    lead_code = models.CharField(_("lead"), max_length=20)
    activity_code = models.CharField(_("activity"), max_length=20)
    applies: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=30), default=list)
    note = models.TextField(_("note"), max_length=LONG, blank=True)
    in_force_from = models.DateField(_("first day"), null=True, blank=True)  # none: before the portal was founded
    retired_on = models.DateField(_("last day"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("requirement")
        ordering = ("programme__order", "order", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(cadence="every_n_years", every__isnull=False)
                | (~Q(cadence="every_n_years") & Q(every__isnull=True)),
                name="requirement_every_few_years_says_how_many",
            ),
            models.CheckConstraint(
                condition=(Q(cadence="by_fixed_date") & (Q(day__isnull=False) | ~Q(parameter="")))
                | (~Q(cadence="by_fixed_date") & Q(day__isnull=True, parameter="")),
                name="requirement_by_a_fixed_day_says_which",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from=None) | Q(retired_on=None) | Q(retired_on__gte=F("in_force_from")),
                name="requirement_is_retired_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @staticmethod
    def standing(day: date, prefix: str = "") -> Q:
        """Those in force on the day; `prefix` reaches them through a relation ("requirement__")."""
        begun = Q(**{f"{prefix}in_force_from": None}) | Q(**{f"{prefix}in_force_from__lte": day})
        return begun & (Q(**{f"{prefix}retired_on": None}) | Q(**{f"{prefix}retired_on__gte": day}))


_COUNTS = Q(state="accepted", replaced_at=None) & ~Q(status=PROPOSED)
_ONE_OF_A_KIND: list[tuple[str | Combinable, str]] = [
    ("key", RangeOperators.EQUAL),
    ("variant", RangeOperators.EQUAL),
    (DateRange("effective_from", "effective_to"), RangeOperators.OVERLAPS),
]


class Parameter(Reviewed):
    """One row of the law: a value between two days, both within, with its citation. A change is a new row.

    A row counts once it is accepted, until another one takes its place (`replaced_at`: it was wrong, or waited for its value).
    """

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")
        PROPOSED = "proposed", _("proposed")
        RESCINDED = "rescinded", _("rescinded")
        CONTESTED = "contested", _("contested")
        LOCAL_POLICY = "local_policy", _("local policy")
        PRACTICE = "practice", _("practice")
        NEEDS_VALUE = "needs_value", _("needs a value")

    class Way(models.TextChoices):
        """What an entry does to the row it follows."""

        NEW = "", _("a row of its own")
        FILLS = "fills", _("enters the value")
        CORRECTS = "corrects", _("corrects it")
        SUPERSEDES = "supersedes", _("takes its place from a day on")

    key = models.CharField(_("key"), max_length=60)
    variant = models.CharField(_("whose, where several have a row of this key"), max_length=20, blank=True)
    value = models.CharField(_("value"), max_length=200, null=True, blank=True)  # noqa: DJ001 # null is not known
    unit = models.CharField(_("unit"), max_length=100)
    operator = models.CharField(_("how a fact is held against it"), max_length=2, blank=True)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="parameters")
    city = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")  # in whose line it stands
    applies_to = models.CharField(_("applies to"), max_length=200, blank=True)
    citation = models.TextField(_("citation"), max_length=LONG)
    source_url = models.URLField(_("address of the source"), max_length=LONG, blank=True)
    effective_from = models.DateField(_("first day"), null=True, blank=True)
    effective_to = models.DateField(_("last day"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=15, choices=Status)
    basis = models.CharField(_("how well it is founded"), max_length=10, choices=Requirement.Basis)
    # who enters it and looks it up: a responsible role of the activity; none where the city has no such role
    lead = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+")
    lead_code = models.CharField(_("who enters it"), max_length=20)
    activity_code = models.CharField(_("activity"), max_length=20)
    verified_on = models.DateField(_("looked up on"), null=True, blank=True)
    verified_by = models.CharField(_("looked up by"), max_length=500, blank=True)
    note = models.TextField(_("note"), max_length=LONG, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    way = models.CharField(_("what it does to the row before"), max_length=10, choices=Way, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("parameter of the law")
        ordering = ("key", "variant", "effective_from", "pk")
        indexes = (models.Index(fields=["key", "variant"], name="parameter_by_key"),)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(value=None, status=WITHOUT_VALUE) | (Q(value__isnull=False) & ~Q(status=WITHOUT_VALUE)),
                name="parameter_without_value_says_so",
            ),
            models.CheckConstraint(
                condition=Q(effective_from=None) | Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="parameter_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(way="", follows=None) | (~Q(way="") & Q(follows__isnull=False)),
                name="parameter_follows_a_row_in_some_way",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(state="accepted"), name="only_an_accepted_parameter_is_replaced"
            ),
            # to whom a row applies is words: no two rows of a key and variant count on one day, whatever the words say
            ExclusionConstraint(
                name="parameter_has_one_value_on_a_day",
                expressions=_ONE_OF_A_KIND,
                condition=_COUNTS & ~Q(status=WITHOUT_VALUE),
            ),
            ExclusionConstraint(
                name="parameter_waits_once_for_a_value_of_a_day",
                expressions=_ONE_OF_A_KIND,
                condition=_COUNTS & Q(status=WITHOUT_VALUE),
            ),
            # two people do not rewrite one row at a time
            models.UniqueConstraint(
                fields=["follows"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="parameter_is_followed_by_one_open_row",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.value_words}"

    @property
    def name(self) -> str:
        """How it is called, with whose it is; by its key where it has no name."""
        return name_of(self.key, self.variant)

    @property
    def value_words(self) -> str:
        """The value with its unit, or that nobody has entered it."""
        if self.value is None:
            return str(_("needs a value"))
        if self.value == UNLIMITED:
            return str(_("no limit"))
        return value_words(self.value, self.unit)


PLAIN = ("standard", "count", "ratio", "weight", "probability", "yes or no")  # units that say nothing beside a value


def value_words(value: str, unit: str) -> str:
    """A value as pages write it: a day as a day, large numbers with their commas, its unit where that says something."""
    if unit == "date":
        return date_format(date.fromisoformat(value))
    if value in ("true", "false"):
        return str(_("yes") if value == "true" else _("no"))
    shown = f"{int(value):,}" if value.isascii() and value.isdigit() and len(value) > 4 else value
    return shown if unit in PLAIN or len(unit) > LONG_UNIT else f"{shown} {unit}"
