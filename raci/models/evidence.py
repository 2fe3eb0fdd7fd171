"""Evidence: files stored under the hash of their bytes, attached to records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from raci.history import Tracked
from raci.models.people import Person
from raci.models.records import Case, Record


class Blob(models.Model):
    """Bytes on disk under their SHA-256; a committed row always has its file. Never edited."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)

    history = Tracked()

    def __str__(self) -> str:
        return self.sha256


class Attachment(models.Model):
    """A file attached to a record while a case of it was a draft; removing it keeps the row and says when."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="attachments")
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments")
    file_name = models.CharField(max_length=255)
    caption = models.CharField(max_length=300, blank=True)
    attached_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        ordering = ("record", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["record", "blob"], condition=Q(removed_at=None), name="file_is_attached_once_to_a_record"
            ),
        )

    def __str__(self) -> str:
        return self.file_name
