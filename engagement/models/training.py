"""Training: programmes and what of them each unit owes; cohorts, their sessions, who came, what they took away.

Of whom a group consists is counted in `CohortCount` and nowhere else: no row here can be joined to an answer.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Blob, Person, Unit
from raci.models.reviewed import Reviewed

LONG = 20_000


class TrainingProgramme(Reviewed):
    """One edition of what is taught. The newest accepted one of a code is in force; the code stays, and others point at it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="training_programmes")
    code = models.SlugField(_("code"), max_length=60)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    title = models.CharField(_("title"), max_length=300)
    for_whom = models.TextField(_("for whom"), blank=True, max_length=LONG)
    aims = models.TextField(_("what they take away"), blank=True, max_length=LONG)
    hours = models.PositiveSmallIntegerField(_("hours"), default=1)
    every_months = models.PositiveSmallIntegerField(_("repeated every so many months"), null=True, blank=True)
    least_percent = models.PositiveSmallIntegerField(_("sessions to attend for a certificate, in percent"), default=80)
    takes_residents = models.BooleanField(_("open to residents"), default=False)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("training programme")
        ordering = ("title", "-edition", "pk")
        constraints = (
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(fields=["code", "edition"], name="edition_of_a_programme_is_one"),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(state="accepted"), name="programme_has_one_open_edition"
            ),
            models.CheckConstraint(
                condition=Q(least_percent__gte=1, least_percent__lte=100),
                name="certificate_asks_for_one_to_a_hundred_percent",
            ),
            models.CheckConstraint(
                condition=Q(every_months=None) | Q(every_months__gte=1),
                name="training_is_repeated_after_a_month_or_more",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """What is taught from: a file, or where it is kept. Goes with its edition."""

    programme = models.ForeignKey(TrainingProgramme, models.PROTECT, related_name="materials")
    title = models.CharField(_("what it is"), max_length=300)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    place = models.TextField(_("where it is kept"), max_length=2000, blank=True)
    removed_on = models.DateField(null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("material of a programme")
        ordering = ("programme", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(blob__isnull=False) & ~Q(file_name="")) | (Q(blob=None) & ~Q(place="")),
                name="material_is_a_file_or_says_where_it_is",
            ),
        )

    def __str__(self) -> str:
        return self.title


class MustTrain(models.Model):
    """That a unit has so many of its people trained by a day."""

    programme = models.ForeignKey(TrainingProgramme, models.PROTECT, related_name="asked")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    whom = models.CharField(_("who"), max_length=300)
    people = models.PositiveSmallIntegerField(_("how many people"))
    due_on = models.DateField(_("by"))

    history = Tracked()

    class Meta:
        verbose_name = _("what a unit has trained")
        ordering = ("programme", "due_on", "unit", "pk")
        constraints = (
            models.UniqueConstraint(fields=["programme", "unit"], name="unit_is_asked_once_by_a_programme"),
            models.CheckConstraint(condition=Q(people__gte=1), name="unit_has_somebody_trained"),
        )

    def __str__(self) -> str:
        return f"{self.unit.name}: {self.programme}"


class Cohort(models.Model):
    """One group that goes through a programme."""

    programme = models.ForeignKey(TrainingProgramme, models.PROTECT, related_name="cohorts")
    title = models.CharField(_("title"), max_length=300)
    about = models.TextField(_("what to know before applying"), blank=True, max_length=LONG)
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    applies_until = models.DateField(_("applications until"))
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    by_form = models.BooleanField(_("residents apply by the public form"), default=False)
    finished_on = models.DateField(_("finished"), null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("cohort")
        ordering = ("-begins_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="cohort_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(applies_until__lte=F("ends_on")), name="cohort_is_joined_before_it_ends"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """One time that a cohort meets."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions")
    title = models.CharField(_("title"), max_length=300)
    on = models.DateField(_("day"))
    begins = models.TimeField(_("begins"), null=True, blank=True)
    ends = models.TimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("session")
        ordering = ("on", "begins", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(begins=None) | Q(ends=None) | Q(ends__gt=F("begins")), name="session_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["cohort", "on", "title"], name="session_stands_once_in_its_cohort"),
        )

    def __str__(self) -> str:
        return f"{self.cohort}: {self.title}"


class Enrolment(models.Model):
    """That somebody applied to a cohort, and how far they came. A resident is named only by the sealed text of an `Applicant`."""

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        ENROLLED = "enrolled", _("enrolled")
        NOT_TAKEN = "not_taken", _("not taken")
        WITHDRAWN = "withdrawn", _("withdrawn")
        FINISHED = "finished", _("finished")
        LEFT = "left", _("did not finish")

    class Way(models.TextChoices):
        STAFF = "staff", _("of the city’s staff")
        FORM = "form", _("public form")
        PAPER = "paper", _("on paper, by telephone or in person")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    number = models.CharField(_("number"), max_length=20, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(_("how they came"), max_length=10, choices=Way)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    applied_on = models.DateField(_("applied"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("enrolment")
        ordering = ("cohort", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=Q(person__isnull=False), name="person_is_in_a_cohort_once"
            ),
            models.CheckConstraint(
                condition=Q(way="staff", person__isnull=False) | (~Q(way="staff") & Q(person=None)),
                name="staff_are_named_and_residents_are_not",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "enrolled"], ended_on=None)
                | (~Q(state__in=["applied", "enrolled"]) & Q(ended_on__isnull=False)),
                name="enrolment_that_is_over_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Applicant(models.Model):
    """Who a resident is, and what they wrote: sealed. Read by those who keep the cohort, each reading on record."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=10, default="en")
    code_sha256 = models.CharField(max_length=64, blank=True)  # of the private code; the code is kept nowhere
    sending = models.UUIDField(null=True, unique=True)  # of the form: sent twice it is one application
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("who applied for a cohort")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["code_sha256"], condition=~Q(code_sha256=""), name="private_code_opens_one_enrolment"
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its text is, for `raci.sealed`."""
        return f"cohort-applicant:{self.uid}"


class SessionAttendance(models.Model):
    """Whether somebody came to a session, by the sheet or by the code that was told in the room."""

    class Presence(models.TextChoices):
        CAME = "came", _("came")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("did not come")

    class How(models.TextChoices):
        SHEET = "sheet", _("sheet")
        CODE = "code", _("code of the room")

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=10, choices=Presence)
    how = models.CharField(max_length=10, choices=How, default=How.SHEET)

    history = Tracked()

    class Meta:
        verbose_name = _("attendance of a session")
        ordering = ("session", "enrolment")
        constraints = (
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_is_written_once_a_session"),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.presence}"


class Certificate(models.Model):
    """That somebody finished: made once an enrolment, with a number that anybody can check."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="certificate")
    number = models.CharField(_("number"), max_length=20, unique=True)
    hours = models.PositiveSmallIntegerField(_("hours"))
    issued_on = models.DateField(_("issued"))
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_as = models.CharField(max_length=500)
    taken_back_on = models.DateField(null=True, blank=True)
    why_taken_back = models.CharField(_("why it was taken back"), max_length=500, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("certificate")
        ordering = ("-issued_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(taken_back_on=None) | ~Q(why_taken_back=""), name="certificate_is_taken_back_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.number


class Outcome(models.Model):
    """What came of it later, written down only where the person agreed to that on a day."""

    class What(models.TextChoices):
        BOARD = "board", _("joined a board or commission")
        WORK = "work", _("new work or duties")
        COMMUNITY = "community", _("took a part in their community")
        OTHER = "other", _("something else")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="outcomes")
    what = models.CharField(_("what"), max_length=10, choices=What)
    told_on = models.DateField(_("told on"))
    agreed_on = models.DateField(_("agreed on, that it is kept"))

    history = Tracked()

    class Meta:
        verbose_name = _("what came of a training")
        ordering = ("enrolment", "told_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(agreed_on__lte=F("told_on")), name="outcome_is_kept_by_consent"),
            models.UniqueConstraint(fields=["enrolment", "what"], name="outcome_is_written_once"),
        )

    def __str__(self) -> str:
        return self.get_what_display()


class CohortCount(models.Model):
    """How often an answer was given in a cohort, about oneself or about the course. No person, time, address or order."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="counts")
    question = models.SlugField(max_length=60)
    option = models.SlugField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of answers of a cohort")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["cohort", "question", "option"], name="answer_of_a_cohort_is_counted_in_one_row"
            ),
        )

    def __str__(self) -> str:
        return f"{self.question}: {self.option}"


class CohortAnswer(models.Model):
    """What somebody answered, locked until all of it is counted at once; then nothing of it is there any more.

    `ticket` is whose link it was, hashed under a secret that the database does not hold; the key stands outside of it too.
    """

    class About(models.TextChoices):
        PEOPLE = "people", _("who people are")
        COURSE = "course", _("what they think of the course")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About)
    ticket = models.CharField(max_length=64)
    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    locked = models.BinaryField()

    class Meta:
        verbose_name = _("answer of a cohort, not counted yet")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["cohort", "about", "ticket"], name="link_of_a_cohort_answers_once"),
        )

    def __str__(self) -> str:
        return str(self.number)
