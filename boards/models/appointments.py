"""Who was nominated, appointed, confirmed and sworn to which seat, until when. Vacancy, holdover and expired are worked out
(`boards.standing`), never typed.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boards.models.boards import LONG, Board, Seat
from boards.models.rosters import RosterImport
from raci.history import Tracked
from raci.models import Person
from raci.models.city import DateRange


class Member(models.Model):
    """Somebody who sits, sat or may sit on boards; most have no account of the portal."""

    name = models.CharField(_("name"), max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="board_members")
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_id = models.CharField(_("their number there"), max_length=200, blank=True)
    batch = models.ForeignKey(RosterImport, models.PROTECT, null=True, blank=True, related_name="members")

    history = Tracked()

    class Meta:
        verbose_name = _("member of a board")
        verbose_name_plural = _("members of boards")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source_id=""), name="member_comes_from_a_source_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class MemberContact(models.Model):
    """How a member is reached. Apart, since only those who keep boards may see it; history says that it changed, not to what."""

    member = models.OneToOneField(Member, models.PROTECT, related_name="contact")
    email = models.EmailField(_("e-mail"), max_length=254)
    noted_on = models.DateField(_("noted on"))

    history = Tracked(excluded_fields=["email"])

    class Meta:
        verbose_name = _("contact of a member")

    def __str__(self) -> str:
        return str(self.member)


class Appointment(models.Model):
    """One member and one seat: the way to it, the time on it, and how it ended. Both days of a time are included."""

    class Ended(models.TextChoices):
        TERM_OVER = "term_over", _("the term was over")
        RESIGNED = "resigned", _("resigned")
        REMOVED = "removed", _("removed")
        REPLACED = "replaced", _("a successor took the seat")
        DIED = "died", _("died")
        WITHDRAWN = "withdrawn", _("never took the seat")
        DISSOLVED = "dissolved", _("the seat or the board is no more")
        NOT_KNOWN = "not_known", _("not known")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="appointments")
    member = models.ForeignKey(Member, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=100, blank=True)  # "Chair"; most have none
    nominated_on = models.DateField(_("nominated"), null=True, blank=True)
    appointed_on = models.DateField(_("appointed"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed"), null=True, blank=True)
    sworn_on = models.DateField(_("sworn in"), null=True, blank=True)
    is_serving = models.BooleanField(default=False)  # has the seat in its days; false until they take it
    serves_from = models.DateField(_("serves from"), null=True, blank=True)  # none: not known, or not yet
    term_end = models.DateField(_("term ends"), null=True, blank=True)  # none: not known, or open
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    ended_how = models.CharField(_("how it ended"), max_length=10, choices=Ended, blank=True)
    status_said = models.CharField(_("status, as the source says"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_id = models.CharField(_("its number there"), max_length=200, blank=True)
    batch = models.ForeignKey(RosterImport, models.PROTECT, null=True, blank=True, related_name="appointments")
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("appointment")
        ordering = ("seat", F("serves_from").asc(nulls_first=True), "pk")
        constraints = (
            ExclusionConstraint(
                name="seat_does_not_hold_two_people_on_a_day",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    (DateRange("serves_from", "ended_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_serving=True),
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="appointment_comes_from_its_source_once",
            ),
            models.CheckConstraint(
                condition=Q(is_serving=True) | Q(serves_from=None), name="who_serves_from_a_day_has_the_seat"
            ),
            models.CheckConstraint(
                condition=Q(serves_from=None) | Q(ended_on=None) | Q(ended_on__gte=F("serves_from")),
                name="appointment_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_how="") | (Q(ended_on__isnull=False) & ~Q(ended_how="")),
                name="ended_appointment_says_how",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} · {self.seat}"


class VacancyNotice(models.Model):
    """That a vacant seat was announced: where, in which languages, until when, and how many applied. Nothing of who they are.

    What the public form brings counts itself; `applications_received` is all in all, where others came elsewhere.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="notices")
    announced_on = models.DateField(_("announced on"))
    closes_on = models.DateField(_("applications until"), null=True, blank=True)
    posted_where = models.CharField(_("where it was posted"), max_length=500, blank=True)
    languages = models.CharField(_("in which languages"), max_length=300, blank=True)
    how_to_apply = models.TextField(_("how to apply"), max_length=LONG, blank=True)
    applications_received = models.PositiveIntegerField(_("applications received"), null=True, blank=True)
    by_form = models.BooleanField(_("people apply by the public form"), default=False)
    shortlist_on = models.DateField(_("shortlist ready"), null=True, blank=True)
    is_held = models.BooleanField(_("legal hold"), default=False)  # nothing of its applications is erased
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("notice of a vacancy")
        ordering = ("seat", "-announced_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("announced_on")),
                name="notice_closes_after_it_is_announced",
            ),
        )

    def __str__(self) -> str:
        return str(self.seat)


class BoardMeeting(models.Model):
    """A day on which a board met, or was to meet."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    met_on = models.DateField(_("day"))
    title = models.CharField(_("what"), max_length=300, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("meeting of a board")
        ordering = ("board", "-met_on", "-pk")

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether one who had a seat came to a meeting. Who is not written down is not known to have come or not."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    meeting = models.ForeignKey(BoardMeeting, models.PROTECT, related_name="attendance")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="attendance")
    presence = models.CharField(_("presence"), max_length=10, choices=Presence)

    history = Tracked()

    class Meta:
        verbose_name = _("attendance at a meeting of a board")
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "appointment"], name="attendance_is_written_down_once"),
        )

    def __str__(self) -> str:
        return f"{self.appointment} · {self.presence}"
