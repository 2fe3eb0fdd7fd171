"""A plan that exists already and is being brought in. It has no history: what comes of it is a draft, which has its own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import Plan
from raci.models import Person, Record, Unit


class PlanImport(models.Model):
    """A file or a pasted text, what was read of it line by line, and what a person made of each line."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, related_name="+"
    )  # the draft it goes into; none: a new one
    title = models.CharField(_("title"), max_length=300)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    lines = models.JSONField(default=list)  # plans.bringing.confirming.Kept, in the order of the source
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    came_in_at = models.DateTimeField(null=True)
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")  # what it became

    class Meta:
        verbose_name = _("plan brought in")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="plan_brought_in_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(came_in_at=None, record=None) | Q(came_in_at__isnull=False, record__isnull=False),
                name="plan_brought_in_names_what_it_became",
            ),
        )

    def __str__(self) -> str:
        return self.title
