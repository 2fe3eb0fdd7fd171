"""Title VI for transit (FTA Circular 4702.1B): the programme's pieces, equity analyses of changes, monitoring of routes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.checks.verdicts import Result
from compliance.models.funding import LONG, Agency
from raci.history import Tracked
from raci.models import Unit


class TransitProgramme(models.Model):
    """One submission of the Title VI programme to the Federal Transit Administration, every three years."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="transit_programmes")
    title = models.CharField(_("programme"), max_length=200)
    due_on = models.DateField(_("to be submitted by"), null=True, blank=True)  # None: not known
    approved_on = models.DateField(_("approved by the governing body on"), null=True, blank=True)
    approval = models.CharField(_("resolution or minutes"), max_length=500, blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    receipt = models.CharField(_("receipt"), max_length=500, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("transit programme of Title VI")
        ordering = ("-due_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["unit", "title"], name="transit_programme_is_named_once_in_its_unit"),
            models.CheckConstraint(
                condition=Q(submitted_on=None) | Q(approved_on__isnull=False, approved_on__lte=F("submitted_on")),
                name="transit_programme_is_approved_before_it_is_submitted",
            ),
        )

    def __str__(self) -> str:
        return self.title


class ProgrammePiece(models.Model):
    """A piece of a transit programme: whether it is there, since when, and where it is."""

    class Piece(models.TextChoices):
        NOTICE = "notice", _("Notice to the public, with the places where it hangs")
        PROCEDURE = "procedure", _("Complaint procedure and form")
        LOG = "log", _("Log of investigations, complaints and lawsuits")
        PARTICIPATION = "participation", _("Public participation plan, with what was done since the last submission")
        LANGUAGE = "language", _("Language assistance plan with the four factors")
        COMMITTEES = "committees", _("Table of committees that are not elected, by race, and efforts to encourage")
        SUB_RECIPIENTS = "sub_recipients", _("How sub-recipients are monitored, and their schedule")
        SITING = "siting", _("Equity analyses of facilities that were sited")
        STANDARDS = "standards", _("Fixed route: four standards and two policies, by mode")
        MAPS = "maps", _("Large provider: maps and charts of who lives where")
        SURVEY = "survey", _("Large provider: survey of riders")
        MONITORING = "monitoring", _("Large provider: standards monitored by route")
        ANALYSES = "analyses", _("Large provider: equity analyses of service and fare changes")

    programme = models.ForeignKey(TransitProgramme, models.PROTECT, related_name="pieces")
    piece = models.CharField(_("piece"), max_length=20, choices=Piece)
    is_due = models.BooleanField(_("asked of this provider"), null=True)  # None: not known
    done_on = models.DateField(_("ready since"), null=True, blank=True)
    where = models.CharField(_("where it is"), max_length=500, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("piece of a transit programme")
        ordering = ("programme", "pk")
        constraints = (models.UniqueConstraint(fields=["programme", "piece"], name="programme_has_each_piece_once"),)

    def __str__(self) -> str:
        return self.get_piece_display()


class Withdrawable(models.Model):
    """What was judged and can be withdrawn where it was made by mistake: it stays, marked, with the reason."""

    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    why_withdrawn = models.TextField(_("why it was withdrawn"), max_length=LONG, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) ^ ~Q(why_withdrawn=""), name="%(class)s_is_withdrawn_with_a_reason"
            ),
        )


class ServiceEquityRun(Withdrawable):
    """A change of service or fares held against the city's own policy of the day. Its numbers stay as they were judged.

    `verdict`: by group of riders, what the check said with the rows it read; what was recorded afterwards stands beside it.
    """

    class Change(models.TextChoices):
        SERVICE = "service", _("service")
        FARE = "fare", _("fares")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="service_equity_runs")
    title = models.CharField(_("change"), max_length=300)
    decided_on = models.DateField(_("decided on"))
    change = models.CharField(_("what is changed"), max_length=8, choices=Change)
    adverse = models.BooleanField(_("a cut or a rise of fares"))
    temporary_months = models.PositiveSmallIntegerField(_("months, where it is a trial"), null=True, blank=True)
    agency = models.CharField(_("whose funds"), max_length=5, choices=Agency, default=Agency.FTA)
    routes = models.CharField(_("routes"), max_length=500)
    route_hours = models.DecimalField(_("revenue hours before"), max_digits=12, decimal_places=2, null=True, blank=True)
    hours_changed = models.DecimalField(
        _("hours taken off or added"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    riders = models.PositiveIntegerField(_("riders affected"), null=True, blank=True)
    minority_riders = models.PositiveIntegerField(_("of them, minority"), null=True, blank=True)
    low_income_riders = models.PositiveIntegerField(_("of them, low-income"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people in the service area"), null=True, blank=True)
    minority_people = models.PositiveIntegerField(_("of them, minority"), null=True, blank=True)
    low_income_people = models.PositiveIntegerField(_("of them, low-income"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500)
    verdict = models.JSONField(default=dict)
    minority_result = models.CharField(max_length=20, default=Result.CANNOT_DETERMINE.value)
    low_income_result = models.CharField(max_length=20, default=Result.CANNOT_DETERMINE.value)
    justification = models.TextField(_("substantial legitimate justification"), max_length=LONG, blank=True)
    alternatives = models.TextField(_("alternatives with less impact"), max_length=LONG, blank=True)
    mitigation = models.TextField(_("what is avoided, minimised or mitigated"), max_length=LONG, blank=True)
    board_action = models.TextField(_("what the governing body decided"), max_length=LONG, blank=True)
    board_on = models.DateField(_("its day"), null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("service equity analysis")
        verbose_name_plural = _("service equity analyses")
        ordering = ("-decided_on", "-pk")
        constraints = (
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(riders=None)
                | (
                    (Q(minority_riders=None) | Q(minority_riders__lte=F("riders")))
                    & (Q(low_income_riders=None) | Q(low_income_riders__lte=F("riders")))
                ),
                name="riders_of_a_group_are_riders_affected",
            ),
            models.CheckConstraint(
                condition=Q(people=None)
                | (
                    (Q(minority_people=None) | Q(minority_people__lte=F("people")))
                    & (Q(low_income_people=None) | Q(low_income_people__lte=F("people")))
                ),
                name="people_of_a_group_live_in_the_service_area",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="service_equity_run_names_its_source"),
        )

    def __str__(self) -> str:
        return self.title


class RouteMonitoringRun(Withdrawable):
    """Service standards on minority and other routes of one mode, side by side, at the end of a period."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="route_monitoring_runs")
    mode = models.CharField(_("mode"), max_length=60)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    source = models.CharField(_("source"), max_length=500)
    verdict = models.JSONField(default=dict)
    result = models.CharField(max_length=20, default=Result.CANNOT_DETERMINE.value)

    history = Tracked()

    class Meta:
        verbose_name = _("monitoring of routes")
        ordering = ("-ends_on", "-pk")
        constraints = (
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="monitoring_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(source=""), name="monitoring_of_routes_names_its_source"),
        )

    def __str__(self) -> str:
        return f"{self.mode} {self.ends_on}"


class MonitoredRoute(models.Model):
    """One route and how it does by each standard. An empty standard was not measured."""

    run = models.ForeignKey(RouteMonitoringRun, models.PROTECT, related_name="routes")
    order = models.PositiveSmallIntegerField()
    route = models.CharField(_("route"), max_length=60)
    revenue_miles = models.DecimalField(_("revenue miles"), max_digits=12, decimal_places=2, null=True, blank=True)
    minority_miles = models.DecimalField(
        _("of them, in minority areas"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    vehicle_load = models.DecimalField(_("load over seats"), max_digits=9, decimal_places=4, null=True, blank=True)
    headway = models.DecimalField(_("minutes between vehicles"), max_digits=9, decimal_places=4, null=True, blank=True)
    on_time = models.DecimalField(_("trips on time, percent"), max_digits=9, decimal_places=4, null=True, blank=True)
    availability = models.DecimalField(
        _("residents near a stop, percent"), max_digits=9, decimal_places=4, null=True, blank=True
    )

    history = Tracked()

    class Meta:
        verbose_name = _("monitored route")
        ordering = ("run", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["run", "route"], name="route_is_monitored_once_in_a_run"),
            models.CheckConstraint(
                condition=Q(minority_miles=None) | Q(revenue_miles=None) | Q(minority_miles__lte=F("revenue_miles")),
                name="minority_miles_are_revenue_miles",
            ),
        )

    def __str__(self) -> str:
        return self.route
