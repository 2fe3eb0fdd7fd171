"""What lists are read from, and what people keep of them. Neither is governed: the one is derived, the other one's own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.models.people import Person
from raci.models.records import Record


class Change(models.Model):
    """A row of any history table, for reading: a view of the database (raci/history/changes.sql), never written."""

    class Sign(models.TextChoices):
        ADDED = "+", _("added")
        CHANGED = "~", _("changed")
        REMOVED = "-", _("removed")

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    sign = models.CharField(max_length=1, choices=Sign)
    thing = models.CharField(max_length=100)  # the table of what changed
    number = models.BigIntegerField()
    actor_id = models.BigIntegerField()
    actor = models.TextField()
    post = models.TextField()
    cell = models.TextField()
    act = models.TextField()
    why = models.TextField()
    record = models.ForeignKey(Record, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)

    class Meta:
        managed = False
        db_table = "raci_change"

    def __str__(self) -> str:
        return f"{self.act} {self.thing} {self.number}"


class SavedView(models.Model):
    """A person's own name for what they filter and sort a list by. Ungoverned: it gives nothing that the list does not."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    listing = models.CharField(max_length=40)  # a code of `raci.lists`
    name = models.CharField(max_length=80)
    query = models.TextField()  # as an address ends; only what the list understood
    is_default = models.BooleanField(default=False)  # what the list opens with

    class Meta:
        ordering = ("listing", "name")
        constraints = (
            models.UniqueConstraint(fields=["person", "listing", "name"], name="saved_view_is_named_once_a_list"),
            models.UniqueConstraint(
                fields=["person", "listing"], condition=Q(is_default=True), name="list_opens_with_one_view"
            ),
        )

    def __str__(self) -> str:
        return self.name
