"""The plan template in its versions, and a plan's own copy of its questions with the answers.

A plan keeps the questions that it was begun with: what the city asks later changes no plan in writing.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import LONG, Plan
from raci.history import Tracked
from raci.models import Person, Text

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


class SectionRemark(models.Model):
    """What somebody who was asked, or who decides, says of one section (kept, 4.1); open until a writer answers it."""

    section = models.ForeignKey(PlanSection, models.PROTECT, related_name="remarks")
    text = models.ForeignKey(Text, models.PROTECT, related_name="+")  # the frozen text that it is about
    words = models.TextField(_("remark"), max_length=LONG)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_as = models.CharField(_("as"), max_length=200)
    made_at = models.DateTimeField(_("made"))
    answer = models.TextField(_("what was done about it"), blank=True, max_length=LONG)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_as = models.CharField(_("answered as"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("remark on a section")
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="remark_is_answered_by_somebody_in_words",
            ),
        )

    def __str__(self) -> str:
        return self.words
