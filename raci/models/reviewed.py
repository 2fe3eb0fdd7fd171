"""The way of a reviewed record (governance 3): R hands it in, A accepts it or gives it back, and never who handed it in."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.models.people import Person


class Reviewed(models.Model):
    """What a reviewed kind's model stands on; a Meta of its own inherits this one and adds to `constraints`.

    Changed only by `raci.reviewing`: its columns say where the record stands now, history says how it came there.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("handed in")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("given back")

    OPEN = (State.DRAFT, State.RETURNED)  # may be written on

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_as = models.CharField(max_length=500, blank=True)  # label: post, and for whom
    submitted_at = models.DateTimeField(null=True)
    if TYPE_CHECKING:  # of an abstract model the checker does not know the column
        submitted_by_id: int | None
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_as = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, max_length=20_000)  # why it was given back, or taken back and by whom

    @property
    def fingerprint(self) -> str:
        """What a form was opened on: a hash of the row as it is saved."""
        said = {field.attname: str(getattr(self, field.attname)) for field in self._meta.concrete_fields}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def as_read(self) -> str:
        """What whoever answers sends along of what they read: the row and, where a kind judges something else, that."""
        return self.fingerprint

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=~Q(answered_by=F("submitted_by")), name="%(class)s_is_not_answered_by_its_submitter"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_by=None, answered_by=None)
                | Q(state="submitted", submitted_by__isnull=False, submitted_at__isnull=False, answered_by=None)
                | Q(
                    state__in=["accepted", "returned"],
                    submitted_by__isnull=False,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="%(class)s_names_who_handed_it_in_and_who_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="%(class)s_is_given_back_with_a_reason"
            ),
        )
