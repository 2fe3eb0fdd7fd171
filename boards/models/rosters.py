"""A roster that came in from a file, and what was odd in it. Neither has history: each row that came in has its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from raci.models import Person, Unit


class RosterImport(models.Model):
    """A file of boards, seats and members: brought in as a whole, taken out as a whole."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    layout = models.CharField(max_length=40)  # boards.rosters
    as_of = models.DateField(null=True)  # the day the file speaks of, where it is known
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)  # rows by what became of them
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    came_in_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_as = models.CharField(max_length=300, blank=True)
    why_undone = models.TextField(blank=True)

    class Meta:
        verbose_name = _("roster brought in")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name


class RosterRemark(models.Model):
    """One odd thing in a file: kept, flagged and explained. `row` 0: of the file or of a whole body."""

    batch = models.ForeignKey(RosterImport, models.PROTECT, related_name="remarks")
    code = models.CharField(max_length=60)
    row = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=100, blank=True)
    body = models.CharField(max_length=300, blank=True)  # as the file calls it
    words = models.TextField()

    class Meta:
        verbose_name = _("remark on a roster")
        ordering = ("batch", "row", "pk")

    def __str__(self) -> str:
        return self.words
