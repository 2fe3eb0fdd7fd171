"""Progress reports: governed records under 3.3, with facts that were frozen on a day and words that people wrote.

What is decided is a frozen text (`raci.models.Text`), facts and words alike; an edition is that text as a PDF, in one language.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Person, Record, Text

LONG = 20_000  # characters: the longest text a section takes
LANGUAGES = (("en", _("English")), ("es", _("Spanish")))


class Report(models.Model):
    """One report on a period: its kind, what is asked of its readers, and the facts as they stood when they were taken."""

    class Wanted(models.TextChoices):
        INFORMATION = "information", _("For information")
        ACTION = "action", _("For action")

    class Audience(models.TextChoices):
        INTERNAL = "internal", _("Those who may read it in the portal")
        PUBLIC = "public", _("The public too")

    record = models.OneToOneField(Record, models.PROTECT, related_name="report")
    kind = models.SlugField(_("kind"), max_length=40)  # code of reports.catalogue
    title = models.CharField(_("title"), max_length=300)
    subject = models.PositiveBigIntegerField(null=True)  # what it is about, where its kind is about one thing
    begins_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    wanted = models.CharField(
        _("what its readers get it for"), max_length=12, choices=Wanted, default=Wanted.INFORMATION
    )
    asked = models.TextField(_("what is asked of them"), max_length=LONG, blank=True)
    corrects = models.TextField(_("what this version changes"), max_length=LONG, blank=True)
    sections = ArrayField(models.SlugField(max_length=40), verbose_name=_("sections"))  # codes, in the report's order
    facts = models.JSONField(_("facts"))  # code of a section: its blocks (reports.blocks)
    basis = models.JSONField(default=dict)  # what they rest on (reports.catalogue.basis)
    taken_at = models.DateTimeField(_("facts taken"))
    released_text = models.ForeignKey(Text, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_as = models.CharField(max_length=500, blank=True)
    audience = models.CharField(_("who reads it"), max_length=8, choices=Audience, default=Audience.INTERNAL)

    history = Tracked()

    class Meta:
        verbose_name = _("report")
        ordering = ("-ends_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="report_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(released_text=None, released_at=None) | ~(Q(released_text=None) | Q(released_at=None)),
                name="released_report_says_which_text_and_when",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Narrative(models.Model):
    """What people wrote into one section, in one language."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="narratives")
    section = models.SlugField(max_length=40)
    language = models.CharField(max_length=5, choices=LANGUAGES, default="en")
    words = models.TextField(_("words"), max_length=LONG, blank=True)
    written_by = models.CharField(_("written by"), max_length=300)  # name and post, as of then

    history = Tracked()

    class Meta:
        verbose_name = _("words of a section")
        ordering = ("report", "section", "language")
        constraints = (
            models.UniqueConstraint(
                fields=["report", "section", "language"], name="section_has_its_words_once_a_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report}: {self.section}"


class Edition(models.Model):
    """An approved text as a PDF in one language: numbered, and the same bytes for good. It names where the ledger stood."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    text = models.ForeignKey(Text, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, choices=LANGUAGES)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ledger_position = models.BigIntegerField()
    ledger_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)  # of the PDF; "" until a worker made it
    size = models.PositiveIntegerField(null=True)  # bytes

    history = Tracked()

    class Meta:
        verbose_name = _("edition of a report")
        ordering = ("report", "-number")
        constraints = (
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_is_unique_in_its_report"),
            models.UniqueConstraint(fields=["text", "language"], name="text_has_one_edition_a_language"),
        )

    def __str__(self) -> str:
        return f"{self.report}, {self.number}"


class Delivery(models.Model):
    """A released text sent to somebody on its distribution list: as what, when they were told, when they said they have it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="deliveries")
    text = models.ForeignKey(Text, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_as = models.CharField(_("sent to them as"), max_length=200)  # name of the role or team, as of then
    told_at = models.DateTimeField(_("told"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    history = Tracked()

    class Meta:
        verbose_name = _("delivery of a report")
        ordering = ("report", "-text", "sent_as", "person__name")
        constraints = (
            models.UniqueConstraint(fields=["text", "person"], name="text_is_sent_to_a_person_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("told_at")), name="receipt_follows_the_telling"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report}: {self.sent_as}"


class EditionFile(models.Model):
    """The bytes of an edition, beside its row: whoever opens them hashes them again (`Edition.sha256` is in the history)."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="file")
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of an edition")

    def __str__(self) -> str:
        return str(self.edition)
