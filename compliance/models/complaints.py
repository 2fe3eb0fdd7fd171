"""Complaints and grievances: restricted rows of codes, days and posts; what people wrote is sealed (complaints.texts)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.findings import CorrectiveAction
from raci.history import Tracked
from raci.models import Post, Unit


class Basis(models.TextChoices):
    """On which law a complaint stands; each has its clocks (compliance.checks.complaint_deadlines)."""

    TITLE_VI = "title_vi", _("Title VI (race, color, national origin)")
    ADA = "ada", _("ADA Title II (disability)")
    SECTION_504 = "section_504", _("Section 504 (disability)")
    LANGUAGE = "language", _("Language access")
    SECTION3 = "section3", _("Section 3 (HUD-funded work)")
    TITLE_VII = "title_vii", _("Title VII (work for the city)")
    AGE = "age", _("Age (work for the city)")
    FAIR_HOUSING = "fair_housing", _("Fair housing")
    LOCAL = "local", _("The city’s own law")


class Complaint(models.Model):
    """One complaint: where it stands, by which days, and who looks into it. It names nobody."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        OURS = "ours", _("within our jurisdiction")
        INVESTIGATED = "investigated", _("being looked into")
        FOUND = "found", _("decided")
        REFERRED = "referred", _("passed on to another body")
        CLOSED = "closed", _("closed")
        APPEALED = "appealed", _("appealed")

    class Way(models.TextChoices):
        FORM = "form", _("public form")
        LETTER = "letter", _("letter")
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("telephone")
        WALK_IN = "walk_in", _("in person")
        REFERRAL = "referral", _("passed on by another office")
        LOG = "log", _("brought in from a log")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")
        OTHER = "other", _("another language")

    class Format(models.TextChoices):
        NONE = "", _("no other format")
        LARGE = "large", _("large print")
        BRAILLE = "braille", _("Braille")
        AUDIO = "audio", _("spoken, by telephone")
        SIGN = "sign", _("sign language interpreter")
        OTHER = "other", _("another format")

    class Jurisdiction(models.TextChoices):
        OPEN = "", _("not decided")
        YES = "yes", _("ours")
        NO = "no", _("not ours")

    class Result(models.TextChoices):
        OPEN = "", _("no finding")
        SUBSTANTIATED = "substantiated", _("substantiated")
        NOT = "not", _("not substantiated")
        INCONCLUSIVE = "inconclusive", _("inconclusive")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REFERRED = "referred", _("passed on")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("case number"), max_length=20, unique=True)
    bases = ArrayField(models.CharField(max_length=20, choices=Basis), verbose_name=_("bases"), default=list)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office complained about")
    )
    received_on = models.DateField(_("received"))
    way = models.CharField(_("how it came"), max_length=10, choices=Way)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ENGLISH)
    format = models.CharField(_("format needed"), max_length=10, choices=Format, blank=True)
    event_on = models.DateField(_("day of the event"), null=True, blank=True)
    last_event_on = models.DateField(_("last day of what went on"), null=True, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    is_represented = models.BooleanField(_("somebody helped"), default=False)
    agency_has_jurisdiction = models.BooleanField(_("a fair employment agency has jurisdiction"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    acknowledged_on = models.DateField(_("acknowledged"), null=True, blank=True)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=4, choices=Jurisdiction, blank=True)
    jurisdiction_on = models.DateField(_("jurisdiction decided"), null=True, blank=True)
    investigator = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("investigator")
    )
    target_days = models.PositiveSmallIntegerField(_("days to the answer"), null=True, blank=True)
    met_on = models.DateField(_("met with the person"), null=True, blank=True)
    responded_on = models.DateField(_("written response"), null=True, blank=True)
    result = models.CharField(_("finding"), max_length=14, choices=Result, blank=True)
    found_on = models.DateField(_("found"), null=True, blank=True)
    corrective_action = models.ForeignKey(
        CorrectiveAction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("corrective action")
    )
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    appealed_on = models.DateField(_("appealed"), null=True, blank=True)
    appeal_met_on = models.DateField(_("met about the appeal"), null=True, blank=True)
    final_response_on = models.DateField(_("final response"), null=True, blank=True)
    notice_received_on = models.DateField(_("notice of the right to sue received"), null=True, blank=True)
    has_lawsuit = models.BooleanField(_("lawsuit"), default=False)
    fears_retaliation = models.BooleanField(_("retaliation feared or reported"), default=False)
    retaliation_checked_on = models.DateField(_("checked for retaliation"), null=True, blank=True)
    is_held = models.BooleanField(_("legal hold"), default=False)
    erased_on = models.DateField(_("erased"), null=True, blank=True)  # its texts, once they need no longer be kept
    code_sha256 = models.CharField(max_length=64, blank=True)  # of the private code; the code is kept nowhere
    sending = models.UUIDField(null=True, unique=True)  # of the form that was sent: the same twice is one complaint
    line = models.CharField(max_length=64, blank=True)  # hash of the log's line that it was brought in from
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ("-received_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_event_on=None) | Q(event_on=None) | Q(last_event_on__gte=F("event_on")),
                name="last_event_is_not_before_the_first",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False), name="closed_complaint_has_its_day"
            ),
            models.UniqueConstraint(
                fields=["code_sha256"], condition=~Q(code_sha256=""), name="private_code_opens_one_complaint"
            ),
            models.UniqueConstraint(fields=["line"], condition=~Q(line=""), name="line_of_a_log_is_one_complaint"),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its texts are, for `raci.sealed`."""
        return f"complaint:{self.uid}"


class ComplaintStep(models.Model):
    """What happened to a complaint: an act with its day; its words and its file are sealed."""

    class Kind(models.TextChoices):
        RECEIVED = "receive", _("received")
        ACKNOWLEDGED = "acknowledge", _("acknowledged")
        JURISDICTION = "decide_jurisdiction", _("jurisdiction decided")
        INVESTIGATED = "investigate", _("investigation")
        NOTED = "note", _("note")
        ANSWERED = "answer", _("message to the complainant")
        WROTE = "write", _("message of the complainant")
        FOUND = "find", _("finding")
        REFERRED = "refer", _("passed on to another body")
        CLOSED = "close", _("closed")
        APPEALED = "appeal", _("appeal")
        REOPENED = "reopen", _("opened again")
        CHECKED = "check_retaliation", _("checked for retaliation")
        HELD = "hold", _("legal hold put on it")
        LIFTED = "lift_hold", _("legal hold lifted")
        ERASED = "erase", _("its texts erased")

    class Body(models.TextChoices):
        NONE = "", _("none")
        RIGHTS = "rights", _("Equal Rights Commission")
        OMBUDSMAN = "ombudsman", _("Ombudsman")
        EEOC = "eeoc", _("EEOC")
        STATE = "state", _("state agency")
        DOJ = "doj", _("Department of Justice")
        AGENCY = "agency", _("agency that gave the money")
        COURT = "court", _("court")
        OTHER = "other", _("another body")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField(_("day"))
    at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")  # none: the complainant
    is_told = models.BooleanField(default=False)  # whether the complainant sees its words by the private code
    body = models.CharField(_("body"), max_length=10, choices=Body, blank=True)
    consented_on = models.DateField(_("the person agreed"), null=True, blank=True)
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    file = models.UUIDField(null=True)  # its bytes, sealed; its name stands in the words
    file_sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("step of a complaint")
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind="refer") | (~Q(body="") & Q(consented_on__isnull=False)),
                name="complaint_is_passed_on_with_consent",
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its texts are."""
        return f"complaint-step:{self.uid}"


class InformationRequest(models.Model):
    """A question to an office, with a text of its own: it names neither the complaint nor who complained."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="requests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked_on = models.DateField(_("asked"))
    due_on = models.DateField(_("due"))
    asked_as = models.ForeignKey(Post, models.PROTECT, related_name="+")
    answered_on = models.DateField(_("answered"), null=True)
    answered_as = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    answer = models.UUIDField(null=True)
    answer_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("request for information")
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its texts are."""
        return f"information-request:{self.uid}"
