"""Recommendations: raised from an audit or a report, answered by who they are for, followed up, closed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import Unit
from raci.models.people import Person
from raci.models.reviewed import Reviewed


class Recommendation(models.Model):
    """What should be done, to a unit (or a body of it), from what raised it; its activity is that of what raised it."""

    class Source(models.TextChoices):
        AUDIT = "audit", _("an audit or a compliance check")
        BOARD_AUDIT = "board_audit", _("an audit of boards and commissions")
        REPORT = "report", _("a report")
        AUDITOR = "auditor", _("a report of the City Auditor")

    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("what is recommended"), max_length=20_000)
    source = models.CharField(_("raised from"), max_length=12, choices=Source)
    source_title = models.CharField(_("its title"), max_length=300)
    source_url = models.CharField(max_length=300, blank=True)  # the page in the portal, where it has one
    activity_code = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="recommendations")
    body = models.CharField(_("body"), max_length=300, blank=True)  # a board or commission, which answers under 4.8
    answer_due_on = models.DateField(_("answer due on"))
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_as = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    follow_up_on = models.DateField(_("next follow-up"), null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_as = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    closing_words = models.TextField(blank=True, max_length=20_000)

    history = Tracked()

    class Meta:
        verbose_name = _("recommendation")
        ordering = ("answer_due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closing_words=""), name="closed_recommendation_says_how"
            ),
        )

    def __str__(self) -> str:
        return self.title


class RecommendationAnswer(Reviewed):
    """The management's answer, or a body's: R hands it in, A accepts it or gives it back (`raci.reviewing`)."""

    class Position(models.TextChoices):
        AGREE = "agree", _("agrees")
        PARTLY = "partly", _("agrees in part")
        DISAGREE = "disagree", _("does not agree")

    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="answer")
    position = models.CharField(_("position"), max_length=10, choices=Position)
    words = models.TextField(_("answer"), max_length=20_000)
    done_by = models.DateField(_("to be done by"), null=True, blank=True)

    history = Tracked()

    class Meta(Reviewed.Meta):
        verbose_name = _("answer to a recommendation")
        ordering = ("recommendation",)

    def __str__(self) -> str:
        one = self.recommendation
        return str(_("Answer of %(who)s: %(title)s") % {"who": one.body or one.unit.name, "title": one.title})


class FollowUp(models.Model):
    """How a recommendation stands on a day, and when it is looked at next."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="follow_ups")
    words = models.TextField(max_length=20_000)
    next_on = models.DateField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_as = models.CharField(max_length=500)
    at = models.DateTimeField()

    history = Tracked()

    class Meta:
        ordering = ("recommendation", "-pk")

    def __str__(self) -> str:
        return self.words
