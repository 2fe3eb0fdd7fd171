"""The four factors of language access: whom a programme or service serves, in which languages, and what that asks in writing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.checks.verdicts import Result
from raci.history import Tracked
from raci.models import Unit

LONG = 20_000


class PublicService(models.Model):
    """A programme or service of a unit that people come to: what a language assessment and a vital document are of."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="public_services")
    title = models.CharField(_("programme or service"), max_length=200)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("programme or service")
        ordering = ("title", "pk")
        constraints = (models.UniqueConstraint(fields=["unit", "title"], name="service_is_named_once_in_its_unit"),)

    def __str__(self) -> str:
        return self.title


class LanguageAssessment(models.Model):
    """One worksheet of four factors. The next of its service stands beside it with the next number; the newest counts.

    `verdict`: what the check said when it was last saved, with the rows of the law that it read (compliance.checks.telling).
    """

    class Policy(models.TextChoices):
        DOJ = "doj", _("Department of Justice (2002)")
        DOT = "dot", _("Department of Transportation (2005)")
        HUD = "hud", _("Department of Housing and Urban Development (2007)")
        STATE = "state", _("the state's rule")
        LOCAL = "local", _("the city's own rule")

    class Edge(models.TextChoices):
        AS_SAID = "", _("as the rule's own row says")
        DOT_DOJ = "dot_doj", _("5 percent or more; fewer than 50")
        HUD = "hud", _("more than 5 percent; 50 or fewer")

    class Frequency(models.TextChoices):
        UNKNOWN = "", _("not known yet")
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        SELDOM = "seldom", _("less often")

    class Importance(models.TextChoices):
        UNKNOWN = "", _("not judged yet")
        VITAL = "vital", _("rights, health, safety or a living turn on it")
        IMPORTANT = "important", _("people lose something without it")
        HELPFUL = "helpful", _("good to have")

    service = models.ForeignKey(PublicService, models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField(default=1)
    made_on = models.DateField(_("day of the assessment"))
    begins_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    review_on = models.DateField(_("look at it again by"))
    policy = models.CharField(_("whose rule is followed"), max_length=8, choices=Policy)
    edge_mode = models.CharField(_("how the edges are worded"), max_length=8, choices=Edge, blank=True)
    # factor 1: its languages stand in AssessedLanguage
    population = models.PositiveIntegerField(_("people eligible or likely to be met"), null=True, blank=True)
    universe = models.CharField(_("who they are"), max_length=500, blank=True)
    # factors 2 to 4
    frequency = models.CharField(_("how often they come"), max_length=8, choices=Frequency, blank=True)
    frequency_note = models.TextField(_("where that is known from"), max_length=LONG, blank=True)
    importance = models.CharField(_("how much turns on it"), max_length=10, choices=Importance, blank=True)
    importance_note = models.TextField(_("what people lose without it"), max_length=LONG, blank=True)
    resources = models.TextField(_("what there is: staff, vendors, money"), max_length=LONG, blank=True)
    yearly_cents = models.BigIntegerField(_("money for it in a year"), null=True, blank=True)
    conclusion = models.TextField(_("what the unit does about it"), max_length=LONG, blank=True)
    verdict = models.JSONField(default=dict)
    result = models.CharField(max_length=20, default=Result.CANNOT_DETERMINE.value)
    edits = models.PositiveIntegerField(default=0)  # rises with each change; what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("language assessment")
        ordering = ("service", "-number")
        constraints = (
            models.UniqueConstraint(fields=["service", "number"], name="assessment_has_its_number_in_its_service"),
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="assessment_begins_before_it_ends"),
        )

    def __str__(self) -> str:
        return f"{self.service} {self.number}"


class AssessedLanguage(models.Model):
    """One count of one language. Where the programme's own data and a survey count the same language, the programme's count.

    `outcome`, `watch`: what the check says of it (compliance.checks.lep_safe_harbour); empty where the other count was used.
    """

    class Origin(models.TextChoices):
        ACS = "acs", _("survey (American Community Survey)")
        PROGRAMME = "programme", _("the programme's own data")

    assessment = models.ForeignKey(LanguageAssessment, models.PROTECT, related_name="languages")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("language"), max_length=100)
    speakers = models.PositiveIntegerField(_("people"), null=True, blank=True)
    margin_of_error = models.PositiveIntegerField(_("margin of error"), null=True, blank=True)
    origin = models.CharField(_("counted by"), max_length=10, choices=Origin)
    table = models.CharField(_("table"), max_length=60, blank=True)
    vintage = models.CharField(_("years"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    note = models.CharField(_("what to know about it"), max_length=500, blank=True)
    parts = models.PositiveIntegerField(null=True, blank=True)  # places (tracts) that were added up
    weak_parts = models.PositiveIntegerField(null=True, blank=True)  # of these, unreliable in the publisher's own words
    outcome = models.CharField(max_length=40, blank=True)
    watch = models.JSONField(default=list)

    history = Tracked()

    class Meta:
        verbose_name = _("language of an assessment")
        ordering = ("assessment", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "name", "origin"], name="language_is_counted_once_by_each_source"
            ),
        )

    def __str__(self) -> str:
        return self.name
