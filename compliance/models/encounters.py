"""Encounters in other languages than English: what the yearly report counts. Nobody is named in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Unit


class Encounter(models.Model):
    """Somebody was served in another language."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        PHONE = "phone", _("by phone")
        VIDEO = "video", _("by video")
        WRITTEN = "written", _("in writing")

    class Interpreter(models.TextChoices):
        STAFF = "staff", _("staff who speak the language")
        VENDOR = "vendor", _("interpreter under contract")
        LINE = "line", _("telephone or video line")
        FAMILY = "family", _("family or friend, by the person's own choice")
        MACHINE = "machine", _("machine")
        NONE = "none", _("nobody: no interpreter was to be had")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="encounters")
    happened_on = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=100)
    mode = models.CharField(_("how"), max_length=10, choices=Mode)
    interpreter = models.CharField(_("interpreter"), max_length=10, choices=Interpreter)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    cents = models.BigIntegerField(_("cost"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("encounter")
        ordering = ("-happened_on", "-pk")
        indexes = (models.Index(fields=["unit", "happened_on"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(cents__isnull=True) | Q(cents__gte=0), name="encounter_costs_nothing_or_more"
            ),
        )

    def __str__(self) -> str:
        return f"{self.happened_on} {self.language}"
