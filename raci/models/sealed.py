"""Sealed texts, who read them and who erased them. What is done with them: `raci.sealed`."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.people import Person


class Payload(models.Model):
    """An encrypted text that can be erased. It names nobody, and its key is kept outside of the database.

    Not tracked: history keeps its number and its hash in the row that owns it, never what it says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)  # a code of `raci.records`, or of what is no record
    ciphertext = models.BinaryField(null=True)  # nonce and text by AES-256-GCM; gone once erased
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sealed text")
        constraints = (
            models.CheckConstraint(
                condition=Q(ciphertext=None, erased_at__isnull=False) | Q(ciphertext__isnull=False, erased_at=None),
                name="payload_is_sealed_or_erased",
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class PayloadRead(models.Model):
    """One reading of a sealed text: who, as which post, when and why. Written before the text is opened."""

    payload = models.UUIDField(_("sealed text"), db_index=True)
    kind = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    as_post = models.CharField(_("acting as"), max_length=400, blank=True)  # "" for the subject of the text
    why = models.CharField(_("why"), max_length=500)
    at = models.DateTimeField(_("when"))

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("reading of a sealed text")
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(why=""), name="reading_says_why"),)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class PayloadErasure(models.Model):
    """That a sealed text was destroyed: by whom, when and why. Its hash stays in the row that owned it."""

    payload = models.UUIDField(_("sealed text"), unique=True)
    kind = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    as_post = models.CharField(_("acting as"), max_length=400, blank=True)
    why = models.CharField(_("why"), max_length=500)
    at = models.DateTimeField(_("when"))

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("erasure of a sealed text")
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(why=""), name="erasure_says_why"),)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
