"""Equity impact assessments: a short screening, the full assessment in six steps, and what was found when it was followed up.

After the Racial Equity Toolkit (Government Alliance on Race and Equity): proposal, data, community engagement, analysis and
strategies, implementation, accountability and communication.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import LONG
from raci.history import Tracked
from raci.models import Record, Unit
from raci.models.reviewed import Reviewed


class Trigger(models.TextChoices):
    """What is about to be decided."""

    ORDINANCE = "ordinance", _("an ordinance or resolution")
    BUDGET = "budget", _("an addition to the budget or a cut")
    SITING = "siting", _("where something is built")
    POLICY = "policy", _("a policy or practice")
    TECHNOLOGY = "technology", _("the purchase of technology")
    OTHER = "other", _("something else")


class Screening(Reviewed):
    """Few questions that say whether a full assessment is needed (2.2): R hands it in, A accepts it. The advice binds nobody."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        UNKNOWN = "unknown", _("not known")

    class Says(models.TextChoices):
        FULL = "full", _("a full assessment is needed")
        NOT_NEEDED = "not_needed", _("a full assessment is not needed")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="screenings")
    title = models.CharField(_("what is about to be decided"), max_length=300)
    trigger = models.CharField(_("kind of decision"), max_length=10, choices=Trigger)
    proposal = models.TextField(_("the proposal"), max_length=LONG)
    affected = models.TextField(_("who is affected"), max_length=LONG)
    burdens = models.CharField(_("could it burden a group"), max_length=7, choices=Answer)
    known_gap = models.CharField(_("is a gap known in this field"), max_length=7, choices=Answer)
    many = models.CharField(_("are many people affected"), max_length=7, choices=Answer)
    hard_to_undo = models.CharField(_("would it be hard to undo"), max_length=7, choices=Answer)
    says = models.CharField(_("what the screening says"), max_length=10, choices=Says)
    why = models.TextField(_("why"), max_length=LONG)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("screening for equity impact")
        ordering = ("-pk",)
        constraints = (
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=~Q(why=""), name="screening_says_why"),
        )

    def __str__(self) -> str:
        return self.title


class ImpactAssessment(models.Model):
    """The full assessment in six steps, decided by the workflow (2.2)."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="impact_assessment")
    screening = models.OneToOneField(Screening, models.PROTECT, null=True, blank=True, related_name="assessment")
    title = models.CharField(_("what is about to be decided"), max_length=300)
    trigger = models.CharField(_("kind of decision"), max_length=10, choices=Trigger)
    # 1 proposal
    proposal = models.TextField(_("the proposal"), blank=True, max_length=LONG)
    results = models.TextField(_("what is to come of it"), blank=True, max_length=LONG)
    # 2 data
    data = models.TextField(_("what the data say"), blank=True, max_length=LONG)
    affected = models.TextField(_("who is affected, and where"), blank=True, max_length=LONG)
    missing_data = models.TextField(_("what is not known"), blank=True, max_length=LONG)
    # 3 community engagement: unknown (None) until somebody says
    opinion_sought = models.BooleanField(_("opinion of those concerned sought"), null=True)
    opinion_from = models.TextField(_("from whom"), blank=True, max_length=LONG)
    opinion_said = models.TextField(_("what was said"), blank=True, max_length=LONG)
    opinion_changed = models.TextField(_("what changed"), blank=True, max_length=LONG)
    opinion_why_not = models.TextField(_("why it was not sought"), blank=True, max_length=LONG)
    # 4 analysis and strategies
    benefits = models.TextField(_("who benefits"), blank=True, max_length=LONG)
    burdens = models.TextField(_("who is burdened"), blank=True, max_length=LONG)
    strategies = models.TextField(_("what is done about it"), blank=True, max_length=LONG)
    # 5 implementation
    implementation = models.TextField(_("how it is carried out"), blank=True, max_length=LONG)
    resources = models.TextField(_("with what money, people and time"), blank=True, max_length=LONG)
    # 6 accountability and communication
    evaluation = models.TextField(_("how one will see whether it worked"), blank=True, max_length=LONG)
    communication = models.TextField(_("who is told, and how they stay in touch"), blank=True, max_length=LONG)
    follow_up_on = models.DateField(_("looked at again on"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("equity impact assessment")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class AssessmentFollowUp(models.Model):
    """What was found when a decided assessment was looked at again (kept, 2.2), and when it is looked at next."""

    assessment = models.ForeignKey(ImpactAssessment, models.PROTECT, related_name="follow_ups")
    words = models.TextField(_("what was found"), max_length=LONG)
    next_on = models.DateField(_("looked at next on"), null=True, blank=True)
    done_on = models.DateField()
    done_as = models.CharField(max_length=500)

    history = Tracked()

    class Meta:
        verbose_name = _("follow-up of an impact assessment")
        ordering = ("assessment", "done_on", "pk")

    def __str__(self) -> str:
        return self.words
