"""What decides which rules are a city’s own: its awards, which theory each agency goes by, facts of the city with a day."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Person, Unit

LONG = 20_000


class Agency(models.TextChoices):
    """Who gives the money. What the law asks differs by agency; transit has one of its own."""

    HUD = "HUD", _("Housing and Urban Development (HUD)")
    FTA = "FTA", _("Federal Transit Administration (FTA, of DOT)")
    DOT = "DOT", _("Transportation (DOT) but for transit")
    DOJ = "DOJ", _("Justice (DOJ)")
    EPA = "EPA", _("Environmental Protection Agency (EPA)")
    HHS = "HHS", _("Health and Human Services (HHS)")
    OTHER = "OTHER", _("another federal agency")
    NONE = "NONE", _("no federal agency: state, local or private")


class FundingAward(models.Model):
    """Financial assistance that a unit receives: from whom, under which programme, how much, from when to when."""

    class Section3(models.TextChoices):
        """Which kind of HUD assistance it is, to Section 3 (24 CFR 75.3)."""

        UNKNOWN = "", _("not known")
        HOUSING = "hcd", _("housing and community development: rehabilitation, construction, public works")
        LEAD = "lead", _("lead hazard control or healthy homes")
        PUBLIC_HOUSING = "public_housing", _("public housing financial assistance")
        NONE = "none", _("neither: it pays for no construction")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="awards")
    title = models.CharField(_("what it is called"), max_length=300)
    agency = models.CharField(_("agency"), max_length=5, choices=Agency)
    agency_name = models.CharField(_("its name, where it is another"), max_length=200, blank=True)
    through = models.CharField(_("passed through"), max_length=200, blank=True)  # by whom, as a state
    programme = models.CharField(_("programme"), max_length=300)
    listing = models.CharField(_("assistance listing"), max_length=10, blank=True)  # as 14.218
    number = models.CharField(_("award number"), max_length=60)
    cents = models.BigIntegerField(_("amount"))
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)  # none: no last day is set
    section3 = models.CharField(_("to Section 3"), max_length=15, choices=Section3, blank=True)
    sub_recipients: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=300), default=list)
    note = models.TextField(_("what to know about it"), max_length=LONG, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("funding award")
        ordering = ("-begins_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["agency", "number"], name="award_number_is_given_once_by_an_agency"),
            models.CheckConstraint(condition=Q(cents__gte=0), name="award_is_not_below_zero"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="award_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(agency="OTHER") | ~Q(agency_name=""), name="award_of_another_agency_names_it"
            ),
            models.CheckConstraint(
                condition=Q(section3="") | Q(agency="HUD"), name="only_an_award_of_hud_stands_to_section_3"
            ),
        )

    def __str__(self) -> str:
        return self.title


class EffectsBasis(models.Model):
    """Whether an agency's rules reach effects or intent alone, from a day on: the newest row whose day has come counts."""

    class Basis(models.TextChoices):
        INTENT = "intent_only", _("intent only")
        EFFECTS = "effects", _("effects too")
        UNKNOWN = "unknown", _("not known")

    agency = models.CharField(_("agency"), max_length=5, choices=Agency)
    basis = models.CharField(_("what its rules reach"), max_length=12, choices=Basis)
    citation = models.CharField(_("citation"), max_length=500)
    begins_on = models.DateField(_("from"))
    words = models.TextField(_("counsel’s note"), max_length=LONG, blank=True)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_as = models.CharField(max_length=500)
    said_at = models.DateTimeField()

    history = Tracked()

    class Meta:
        verbose_name = _("effects basis of an agency")
        ordering = ("agency", "-begins_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(citation=""), name="effects_basis_has_a_citation"),
            models.CheckConstraint(condition=~Q(agency="NONE"), name="effects_basis_is_of_a_federal_agency"),
        )

    def __str__(self) -> str:
        return f"{self.get_agency_display()}: {self.get_basis_display()}"


class CityFact(models.Model):
    """One thing about the whole city that a rule turns on, as of a day, with its source. A new row replaces an older one."""

    class Key(models.TextChoices):
        POPULATION = "population", _("Total population at the latest decennial census")
        EMPLOYEES = "employees", _("Employees, city-wide, full- and part-time")
        UZA_POPULATION = "uza_population", _("Population of the urbanized area")
        PEAK_VEHICLES = "peak_vehicles", _("Fixed-route vehicles in peak service")
        FIXED_ROUTE = "fixed_route", _("Runs fixed-route transit")
        SPECIAL_DISTRICT = "special_district", _("Is a special district government")
        LOCAL_ORDINANCE = "local_ordinance", _("Has a language-access ordinance of its own")
        APPOINTS_BODIES = "appoints_bodies", _("Appoints members of boards and commissions")
        ALL_AWARDS = "all_awards", _("The funding register holds every award that runs")

    NUMBERS: ClassVar = (Key.POPULATION, Key.EMPLOYEES, Key.UZA_POPULATION, Key.PEAK_VEHICLES)

    key = models.CharField(_("what"), max_length=20, choices=Key)
    number = models.BigIntegerField(_("number"), null=True, blank=True)
    answer = models.BooleanField(_("answer"), null=True, blank=True)
    on = models.DateField(_("as of"))
    census_year = models.PositiveSmallIntegerField(_("census"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_as = models.CharField(max_length=500)
    said_at = models.DateTimeField()

    history = Tracked()

    class Meta:
        verbose_name = _("fact of the city")
        ordering = ("key", "-on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(key__in=["population", "employees", "uza_population", "peak_vehicles"])
                    & Q(number__isnull=False, answer=None)
                )
                | (
                    ~Q(key__in=["population", "employees", "uza_population", "peak_vehicles"])
                    & Q(number=None, answer__isnull=False)
                ),
                name="city_fact_is_a_number_or_an_answer",
            ),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=0), name="city_fact_is_not_below_zero"),
            models.CheckConstraint(condition=~Q(source=""), name="city_fact_names_its_source"),
            models.CheckConstraint(
                condition=Q(key="population", census_year__isnull=False) | (~Q(key="population") & Q(census_year=None)),
                name="population_names_its_census",
            ),
        )

    def __str__(self) -> str:
        return self.get_key_display()
