"""What the law asks of people's knowledge: the training programme by which a requirement is met, and of how many of each unit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.models.law import Requirement
from engagement.models import TrainingProgramme
from raci.history import Tracked


class RequiredTraining(models.Model):
    """Whoever owes an obligation of the requirement has so many people trained by its day."""

    requirement = models.OneToOneField(Requirement, models.PROTECT, related_name="training")
    programme = models.ForeignKey(
        TrainingProgramme, models.PROTECT, related_name="+"
    )  # its editions are one by their code
    whom = models.CharField(_("who of the unit"), max_length=300)
    people = models.PositiveSmallIntegerField(_("how many people of each unit"))
    said_on = models.DateField()
    said_as = models.CharField(max_length=500)

    history = Tracked()

    class Meta:
        verbose_name = _("training that a requirement asks for")
        ordering = ("requirement",)
        constraints = (
            models.CheckConstraint(condition=models.Q(people__gte=1), name="required_training_is_of_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.requirement}: {self.programme}"
