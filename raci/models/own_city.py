"""Ungoverned rows: a city on its way to its founding, a list that somebody is bringing in, and what a list brought in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from raci.models.people import Person


class Founding(models.Model):
    """A city in preparation: one person's draft until it is founded. The founding itself stands in the history of each row."""

    founder = models.ForeignKey(Person, models.PROTECT, related_name="foundings")
    draft = models.JSONField(default=dict)  # see `raci.city.draft`
    begun_at = models.DateTimeField(auto_now_add=True)
    founded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_founding"),)

    def __str__(self) -> str:
        return str(self.begun_at)


class ListKind(models.TextChoices):
    """What a list holds."""

    UNITS = "units", _("Units")
    PEOPLE = "people", _("People")


class ImportFile(models.Model):
    """A list that one person has chosen and not brought in yet. One a kind: the next takes its place."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="import_files")
    kind = models.CharField(max_length=10, choices=ListKind)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    mapping = models.JSONField(null=True)  # field > column, where the person said so
    chosen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="person_prepares_one_list_a_kind"),)

    def __str__(self) -> str:
        return self.file_name


class ImportBatch(models.Model):
    """What one list brought in, for its page and its undo. Who did it and why stands in the history of each row."""

    kind = models.CharField(max_length=10, choices=ListKind)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_draft = models.BooleanField()  # into the draft of a city that was not founded yet
    counts = models.JSONField(default=dict)  # fate > rows
    added = models.JSONField(default=list)  # codes of units, addresses of people
    changed = models.JSONField(default=list)  # [code or address, old name, new name]
    left = models.JSONField(default=list)  # [line, name, reasons] of what did not come in
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ("-at", "-pk")

    def __str__(self) -> str:
        return self.file_name


class MatrixFile(models.Model):
    """A file with a matrix that one person has chosen and not proposed yet; the next takes its place."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="matrix_file")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    told = models.JSONField(default=dict)  # what the person said of it; see `raci.actions.matrix_import.Told`
    chosen_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.file_name
