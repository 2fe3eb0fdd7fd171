"""Standards and policies of the whole city, and what each bureau answers: it adopts, adapts, or asks for time.

As with plans, the rows are the newest version's text; what was decided is a frozen text, which an adoption names.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import LONG
from raci.history import Tracked
from raci.models import Objective, Record, Text, Unit
from raci.models.reviewed import Reviewed


class Standard(models.Model):
    """A standard (activity 1.1) or a policy (1.2) of the city; which of the two says its record's kind."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="standard")
    title = models.CharField(_("title"), max_length=300)
    purpose = models.TextField(_("purpose"), blank=True, max_length=LONG)
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="standards", verbose_name=_("objective")
    )
    answer_by = models.DateField(_("bureaus answer by"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("standard or policy")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One thing that it asks of a bureau, and what shows that it is kept."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("what is asked"), max_length=300)
    words = models.TextField(_("in full"), blank=True, max_length=LONG)
    shown_by = models.TextField(_("what shows that it is kept"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("clause of a standard")
        ordering = ("standard", "order", "pk")

    def __str__(self) -> str:
        return self.title


class Adoption(Reviewed):
    """A bureau's answer to one version: R hands it in, A accepts it (4.1). The newest accepted one counts."""

    class Stance(models.TextChoices):
        ADOPTS = "adopts", _("adopts it as it stands")
        ADAPTS = "adapts", _("adopts it with changes of its own")
        TIME = "time", _("asks for time")

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="adoptions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adoptions")
    text = models.ForeignKey(Text, models.PROTECT, related_name="+")  # the version it answers
    stance = models.CharField(_("answer"), max_length=10, choices=Stance)
    words = models.TextField(_("what is changed, or why more time"), blank=True, max_length=LONG)
    until = models.DateField(_("until"), null=True, blank=True)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("adoption of a standard")
        ordering = ("standard", "unit", "pk")
        constraints = (
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(
                fields=["standard", "unit"],
                condition=~Q(state="accepted"),
                name="unit_has_one_open_answer_to_a_standard",
            ),
            models.CheckConstraint(
                condition=Q(stance="adopts") | ~Q(words=""), name="adoption_with_changes_or_later_says_why"
            ),
            models.CheckConstraint(
                condition=Q(stance="time", until__isnull=False) | (~Q(stance="time") & Q(until=None)),
                name="adoption_that_asks_for_time_says_until_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.standard}: {self.unit.name}"
