"""The plan template in its versions, and a plan's own copy of its questions with the answers.

A plan keeps the questions that it was begun with: what the city asks later changes no plan in writing.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import LONG, Plan
from raci.history import Tracked

TITLE, QUESTION = 120, 1000


class PlanTemplate(models.Model):
    """A version of the template (kept, 1.2): a draft until it is issued; from then on it stays as it is."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    source = models.TextField(_("where it comes from"), max_length=LONG)
    changes = models.TextField(_("what is new"), blank=True, max_length=LONG)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("plan template")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=["issued_on"], condition=Q(issued_on=None), nulls_distinct=False, name="one_template_is_a_draft"
            ),
        )

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.number})


class Asked(models.Model):
    """A question with what helps to answer it."""

    order = models.PositiveSmallIntegerField(_("place"))
    title = models.CharField(_("section"), max_length=TITLE)
    question = models.CharField(_("question"), max_length=QUESTION)
    help = models.TextField(_("help"), blank=True, max_length=LONG)
    example = models.TextField(_("worked example"), blank=True, max_length=LONG)
    is_required = models.BooleanField(_("needed before others are asked"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class TemplateSection(Asked):
    """A section of one version of the template."""

    template = models.ForeignKey(PlanTemplate, models.PROTECT, related_name="sections")

    history = Tracked()

    class Meta:
        verbose_name = _("section of the plan template")
        ordering = ("template", "order", "pk")


class PlanSection(Asked):
    """A section as it stood when the plan was begun, and the plan's answer."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sections")
    template = models.ForeignKey(PlanTemplate, models.PROTECT, null=True, related_name="+")  # None: the one that ships
    words = models.TextField(_("answer"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("section of a plan")
        ordering = ("plan", "order", "pk")
        constraints = (models.UniqueConstraint(fields=["plan", "order"], name="plan_asks_a_section_at_one_place"),)
