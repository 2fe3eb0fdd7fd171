"""Applications for vacant seats: restricted rows of codes and days; what people wrote, and who they are, is sealed
(`boards.applying.texts`). No field asks or tells anything demographic: that is the vault's, and never joined to this."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boards.models.appointments import Appointment, VacancyNotice
from raci.history import Tracked
from raci.models import Post


class Application(models.Model):
    """That somebody applied, and how far it came. It names nobody; two sealed texts do: what they wrote, how they are reached."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        SHORTLISTED = "shortlisted", _("shortlisted")
        INTERVIEWED = "interviewed", _("interviewed")
        NOMINATED = "nominated", _("nominated")
        NOT_TAKEN = "not_taken", _("not taken further")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CLOSED = "closed", _("closed: the seat was filled or is not filled now")

    class Way(models.TextChoices):
        FORM = "form", _("public form")
        PAPER = "paper", _("on paper, by mail or in person")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    notice = models.ForeignKey(VacancyNotice, models.PROTECT, related_name="applications")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    way = models.CharField(_("how it came"), max_length=10, choices=Way)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ENGLISH)
    received_on = models.DateField(_("received"))
    opened_on = models.DateField(_("first opened"), null=True, blank=True)  # by whoever selects
    shortlisted_on = models.DateField(_("shortlisted"), null=True, blank=True)
    interviewed_on = models.DateField(_("interviewed"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)  # how long it is kept is counted from here
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="application", verbose_name=_("appointment")
    )
    erased_on = models.DateField(_("erased"), null=True, blank=True)
    link_waits = models.BooleanField(default=False)  # for the mail with the link to the voluntary questions
    code_sha256 = models.CharField(max_length=64, blank=True)  # of the private code; the code is kept nowhere
    sending = models.UUIDField(null=True, unique=True)  # of the form that was sent: the same twice is one application
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    contact = models.UUIDField(null=True)
    contact_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("received_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["code_sha256"], condition=~Q(code_sha256=""), name="private_code_opens_one_application"
            ),
            models.CheckConstraint(
                condition=~Q(state="nominated") | Q(appointment__isnull=False),
                name="nominated_applicant_has_appointment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "shortlisted", "interviewed"], ended_on=None)
                | (~Q(state__in=["received", "shortlisted", "interviewed"]) & Q(ended_on__isnull=False)),
                name="application_that_is_over_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its texts are, for `raci.sealed`."""
        return f"application:{self.uid}"


class ApplicationStep(models.Model):
    """What happened to an application, on a day, by which post; the reason is sealed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=Application.State)  # what it became
    on = models.DateField(_("day"))
    at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")  # none: the applicant
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("step of an application")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its text is."""
        return f"application-step:{self.uid}"
