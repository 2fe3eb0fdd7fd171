"""Vital documents: what gives or takes rights, benefits or services, and in which languages it can be read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.models.language_assessments import LONG, PublicService
from raci.history import Tracked
from raci.models import Unit


class VitalDocument(models.Model):
    """One document. Which languages it is required in is worked out from the newest assessment of its service or unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="vital_documents")
    service = models.ForeignKey(PublicService, models.PROTECT, null=True, blank=True, related_name="vital_documents")
    title = models.CharField(_("title"), max_length=300)
    why = models.TextField(_("why it is vital"), max_length=LONG)
    version = models.CharField(_("version of the source"), max_length=60, blank=True)
    changed_on = models.DateField(_("source last changed on"))
    address = models.URLField(_("where it stands"), max_length=500, blank=True)
    retired_on = models.DateField(_("no longer used from"), null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("vital document")
        ordering = ("title", "pk")
        constraints = (models.UniqueConstraint(fields=["unit", "title"], name="document_is_named_once_in_its_unit"),)

    def __str__(self) -> str:
        return self.title


class Translation(models.Model):
    """A vital document in one other language. It is stale once the source changed after it was made."""

    document = models.ForeignKey(VitalDocument, models.PROTECT, related_name="translations")
    language = models.CharField(_("language"), max_length=100)
    translated_on = models.DateField(_("translated on"))
    reviewer = models.CharField(_("reviewed by"), max_length=200, blank=True)
    by_machine = models.BooleanField(_("translated by a machine"), default=False)
    human_checked = models.BooleanField(_("checked by a person who knows the language"), default=False)

    history = Tracked()

    class Meta:
        verbose_name = _("translation")
        ordering = ("document", "language")
        constraints = (
            models.UniqueConstraint(fields=["document", "language"], name="translation_stands_once_for_each_language"),
        )

    def __str__(self) -> str:
        return self.language
