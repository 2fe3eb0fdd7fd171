"""Initiatives: who leads, with whom, for whom, on whose instruction, and what was reported of them.

As with plans, the rows are the newest version's text. What is reported is kept beside it and decides nothing.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from metrics.models import Group, Indicator
from plans.models.plans import LONG, Action
from raci.history import Tracked
from raci.models import Directive, Objective, Post, Record, Service, Theme


class Initiative(models.Model):
    """Work on a disparity, of the city or of a unit."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="initiative")
    title = models.CharField(_("title"), max_length=300)
    purpose = models.TextField(_("what is to change"), blank=True, max_length=LONG)
    disparity = models.TextField(_("the disparity it addresses"), blank=True, max_length=LONG)
    lead = models.ForeignKey(Post, models.PROTECT, related_name="initiatives_led", verbose_name=_("lead"))
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="initiatives", verbose_name=_("directive")
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="initiatives", verbose_name=_("objective")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="initiatives", verbose_name=_("service")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="initiatives", verbose_name=_("indicator")
    )
    partners = models.TextField(_("partners"), blank=True, max_length=LONG)
    begins_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)  # none: it is ongoing
    high_impact = models.BooleanField(_("high impact"), default=False)
    why_high_impact = models.TextField(_("why its impact is high"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("initiative")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(begins_on=None) | Q(ends_on__gte=F("begins_on")),
                name="initiative_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(high_impact=False) | ~Q(why_high_impact=""), name="initiative_of_high_impact_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.title


class InitiativeTie(models.Model):
    """What an initiative is tied to: a post that leads with it, a theme, a group it is for, or an action of a plan."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="ties")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="initiatives_co_led")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="initiative_ties")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="initiative_ties")
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="initiative_ties")

    history = Tracked()

    class Meta:
        verbose_name = _("tie of an initiative")
        ordering = ("initiative", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(post__isnull=False, theme=None, group=None, action=None)
                | Q(post=None, theme__isnull=False, group=None, action=None)
                | Q(post=None, theme=None, group__isnull=False, action=None)
                | Q(post=None, theme=None, group=None, action__isnull=False),
                name="initiative_is_tied_to_one_thing_by_each_tie",
            ),
            models.UniqueConstraint(fields=["initiative", "post"], name="post_leads_an_initiative_with_others_once"),
            models.UniqueConstraint(fields=["initiative", "theme"], name="theme_stands_at_an_initiative_once"),
            models.UniqueConstraint(fields=["initiative", "group"], name="group_stands_at_an_initiative_once"),
            models.UniqueConstraint(fields=["initiative", "action"], name="action_stands_at_an_initiative_once"),
        )

    def __str__(self) -> str:
        return f"{self.initiative}: {self.post or self.theme or self.group or self.action}"


class InitiativeUpdate(models.Model):
    """What is to be reported of an initiative by a day, and what was (kept, 2.2)."""

    class Standing(models.TextChoices):
        """How the initiative stands, as it was reported."""

        ON_TRACK = "on_track", _("on track")
        BEHIND = "behind", _("behind")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("done: this is the result")
        NOT_NEEDED = "not_needed", _("this update is not needed any more")

    OVER = (Standing.DONE, Standing.STOPPED)  # nothing more is reported

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="updates")
    title = models.CharField(_("what is to be reported"), max_length=300)
    due_on = models.DateField(_("due on"))
    standing = models.CharField(_("how it stands"), max_length=10, choices=Standing, blank=True)
    words = models.TextField(_("what happened"), blank=True, max_length=LONG)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    reported_as = models.CharField(max_length=500, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("update of an initiative")
        ordering = ("initiative", "due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(reported_on=None, standing="")
                | (Q(reported_on__isnull=False) & ~Q(standing="") & ~Q(words="")),
                name="reported_update_says_how_it_stands",
            ),
        )

    def __str__(self) -> str:
        return self.title
