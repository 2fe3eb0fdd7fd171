"""Section 3 (24 CFR 75): projects with HUD assistance, the labor hours on them, workers' status, and qualitative efforts."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.checks.verdicts import Result
from compliance.models.funding import LONG, FundingAward
from raci.history import Tracked
from raci.models import Unit
from raci.models.city import DateRange


class Section3Project(models.Model):
    """A project that HUD assists. Whether Section 3 applies is judged and stored each time it is saved, with the rows read."""

    class Under(models.TextChoices):
        """Under what it is assisted: it decides the threshold (24 CFR 75.3)."""

        UNKNOWN = "", _("not known yet")
        HOUSING = "housing_community_development", _("housing rehabilitation, housing or other public construction")
        LEAD = "lead_hazard", _("lead hazard control or healthy homes")
        PUBLIC_HOUSING = "public_housing", _("public housing financial assistance")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="section3_projects")
    title = models.CharField(_("project"), max_length=300)
    number = models.CharField(_("grant or activity number"), max_length=60, blank=True)
    under = models.CharField(_("under what it is assisted"), max_length=30, choices=Under, blank=True)
    has_public_housing = models.BooleanField(_("public housing money is in it too"), default=False)
    supply_only = models.BooleanField(_("only supplies material"), default=False)
    committed_on = models.DateField(_("committed on"), null=True, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    counts_professional = models.BooleanField(_("professional hours of Section 3 workers count"), default=False)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    note = models.TextField(_("what to know about it"), max_length=LONG, blank=True)
    verdict = models.JSONField(default=dict)  # whether it is covered: compliance.checks.telling
    result = models.CharField(max_length=20, default=Result.CANNOT_DETERMINE.value)
    edits = models.PositiveIntegerField(default=0)  # rises with each change; what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("Section 3 project")
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(fields=["unit", "title"], name="section3_project_is_named_once_in_its_unit"),
            models.CheckConstraint(
                condition=Q(committed_on=None) | Q(completed_on=None) | Q(completed_on__gte=F("committed_on")),
                name="section3_project_is_completed_after_it_is_committed",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Assistance(models.Model):
    """HUD assistance to a project, by programme. All of it counts, later phases too; a change order that nobody foresaw does
    not bring a project under Section 3."""

    class Part(models.TextChoices):
        FIRST = "first", _("at commitment")
        PHASE = "phase", _("a later phase")
        ORDER = "order", _("a change order that nobody foresaw")

    project = models.ForeignKey(Section3Project, models.PROTECT, related_name="assistance")
    order = models.PositiveSmallIntegerField()
    programme = models.CharField(_("programme"), max_length=200)
    cents = models.BigIntegerField(_("amount"))
    part = models.CharField(_("which"), max_length=5, choices=Part, default=Part.FIRST)
    award = models.ForeignKey(FundingAward, models.PROTECT, null=True, blank=True, related_name="section3_assistance")

    history = Tracked()

    class Meta:
        verbose_name = _("assistance to a Section 3 project")
        ordering = ("project", "order", "pk")
        constraints = (models.CheckConstraint(condition=Q(cents__gte=0), name="assistance_is_not_below_zero"),)

    def __str__(self) -> str:
        return self.programme


class LaborHours(models.Model):
    """Paid hours of one contractor on one project in one period. An empty number is not known; it is not nought."""

    project = models.ForeignKey(Section3Project, models.PROTECT, related_name="hours")
    contractor = models.CharField(_("contractor"), max_length=200)
    contractor_code = models.CharField(_("contractor’s number"), max_length=40, blank=True)  # no tax number
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    total = models.DecimalField(_("all hours"), max_digits=12, decimal_places=2, null=True, blank=True)
    professional = models.DecimalField(_("professional"), max_digits=12, decimal_places=2, null=True, blank=True)
    section3 = models.DecimalField(_("Section 3"), max_digits=12, decimal_places=2, null=True, blank=True)
    targeted = models.DecimalField(_("Targeted"), max_digits=12, decimal_places=2, null=True, blank=True)
    professional_section3 = models.DecimalField(
        _("professional of Section 3 workers"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    assessed = models.BooleanField(_("hours not tracked: good-faith assessment"), default=False)
    certified = models.BooleanField(_("certification of priorities on file"), null=True, blank=True)  # None: not known
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("labor hours")
        verbose_name_plural = _("labor hours")
        ordering = ("project", "begins_on", "contractor", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="labor_hours_end_after_they_begin"),
            models.CheckConstraint(
                condition=Q(targeted=None) | Q(targeted__gte=0), name="targeted_hours_are_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(section3=None) | Q(section3__gte=0), name="section3_hours_are_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(professional=None) | Q(professional__gte=0), name="professional_hours_are_not_below_zero"
            ),
            models.CheckConstraint(condition=Q(total=None) | Q(total__gte=0), name="labor_hours_are_not_below_zero"),
            models.CheckConstraint(
                condition=Q(targeted=None) | Q(section3=None) | Q(targeted__lte=F("section3")),
                name="targeted_hours_are_section3_hours",
            ),
            models.CheckConstraint(
                condition=Q(section3=None) | Q(total=None) | Q(section3__lte=F("total")),
                name="section3_hours_are_part_of_all",
            ),
            models.CheckConstraint(
                condition=Q(professional=None) | Q(total=None) | Q(professional__lte=F("total")),
                name="professional_hours_are_part_of_all",
            ),
            ExclusionConstraint(
                name="contractor_tells_the_hours_of_a_day_once",
                expressions=[
                    ("project", RangeOperators.EQUAL),
                    ("contractor", RangeOperators.EQUAL),
                    (DateRange("begins_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.contractor} {self.begins_on}"


class WorkerStatus(models.Model):
    """A worker whose hours count as Section 3 or Targeted: their number, and what showed it when. Nobody is named."""

    class Proof(models.TextChoices):
        SELF = "self", _("the worker’s own certification")
        EMPLOYER = "employer", _("the employer’s certification")
        AGENCY = "agency", _("certification of a housing or other agency")
        RESIDENCE = "residence", _("proof of where the worker lives")
        BUSINESS = "business", _("employed by a Section 3 business concern")
        YOUTHBUILD = "youthbuild", _("YouthBuild participant")

    project = models.ForeignKey(Section3Project, models.PROTECT, related_name="workers")
    worker = models.CharField(_("worker’s number"), max_length=40)
    is_targeted = models.BooleanField(_("Targeted"), default=False)
    certified_on = models.DateField(_("certified on"))
    proof = models.CharField(_("what shows it"), max_length=10, choices=Proof)
    worked_until = models.DateField(_("last day of hours counted"), null=True, blank=True)  # None: still at work

    history = Tracked()

    class Meta:
        verbose_name = _("status of a worker")
        ordering = ("project", "worker")
        constraints = (models.UniqueConstraint(fields=["project", "worker"], name="worker_stands_once_in_a_project"),)

    def __str__(self) -> str:
        return self.worker


class QualitativeEffort(models.Model):
    """What was done so that Section 3 workers and businesses get work (24 CFR 75.25(b)): reported where a benchmark is missed."""

    class Effort(models.TextChoices):
        """The labels are paraphrased; the codes are those of the check."""

        OUTREACH = "outreach_targeted_applicants", _("Outreach to find Targeted applicants")
        TRAINING = "training_apprenticeship", _("Training or apprenticeship")
        JOB_HELP = "job_technical_assistance", _("Help to compete for jobs: résumé, coaching")
        PLACEMENT = "job_placement", _("Connection to job search and placement")
        FAIRS = "job_fairs", _("Job fairs")
        READINESS = "work_readiness_services", _("Referral to services for work: clothing, fees, transport, child care")
        COLLEGE = "college_vocational", _("Help to apply for college or vocational school")
        LITERACY = "financial_literacy", _("Training in financial literacy")
        BIDS = "outreach_business_bids", _("Outreach for bids of Section 3 businesses")
        BID_HELP = "business_technical_assistance", _("Help for Section 3 businesses to understand and bid")
        DIVIDING = "dividing_contracts", _("Contracts divided so that Section 3 businesses can take part")
        BONDING = "bonding_assistance", _("Help with bonds, guaranties or other support")
        REGISTRY = "business_registry", _("Use of business registries")
        OTHER = "other", _("Something else")

    project = models.ForeignKey(Section3Project, models.PROTECT, related_name="efforts")
    effort = models.CharField(_("effort"), max_length=40, choices=Effort)
    done = models.BooleanField(_("made"), null=True)  # None: not asked yet
    on = models.DateField(_("when"), null=True, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=500, blank=True)
    count = models.PositiveIntegerField(_("how many people or businesses"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("qualitative effort")
        ordering = ("project", "pk")
        constraints = (models.UniqueConstraint(fields=["project", "effort"], name="effort_is_told_once_of_a_project"),)

    def __str__(self) -> str:
        return self.get_effort_display()
