"""What an action stands on, is measured by and waits for, beside its own words.

What it is tied to may be removed by whoever keeps it, of another unit at that: so a tie holds the number and the words as they
were when it was made, and no key that would bar the removing. As with the action, the rows are the newest version's text; what
was approved is frozen with the plan, and its ties are kept as rows besides (`TieInForce`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from metrics.models import Indicator
from plans.models.plans import Action, Goal
from raci.history import Tracked
from raci.models import Record

WORDS = 300  # characters: a title of any of them


class Measure(models.Model):
    """What shows whether an action does what it is for, and what it is to come to by when."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="measures")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("what is measured"), max_length=WORDS)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="measured_actions", verbose_name=_("indicator")
    )
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=6, null=True, blank=True)
    unit_label = models.CharField(_("unit"), max_length=60, blank=True)
    target_on = models.DateField(_("by"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("measure of an action")
        ordering = ("action", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(target=None, target_on=None) | Q(target__isnull=False, target_on__isnull=False),
                name="target_of_an_action_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return self.title


class ActionTie(models.Model):
    """One thing that an action is tied to. `number`: of its row; `about`: of what that is a part of."""

    class Kind(models.TextChoices):
        CLAUSE = "clause", _("clause of a standard")  # about: the standard's record
        THEME = "theme", _("theme")
        LINE = "line", _("line of a budget review")  # about: the review
        EVIDENCE = "evidence", _("evidence")  # about: the plan's record
        NEEDS = "needs", _("action that comes first")  # about: its plan's record

    action = models.ForeignKey(Action, models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.BigIntegerField()
    about = models.BigIntegerField(null=True)
    words = models.CharField(max_length=WORDS)  # as it was called when it was tied
    place = models.CharField(max_length=WORDS, blank=True)  # the standard, the review, the plan

    history = Tracked()

    class Meta:
        verbose_name = _("tie of an action")
        ordering = ("action", "kind", "pk")
        indexes = (models.Index(fields=["kind", "number"], name="action_tie_by_what"),)
        constraints = (
            models.UniqueConstraint(fields=["action", "kind", "number"], name="action_is_tied_to_a_thing_once"),
            models.CheckConstraint(
                condition=~Q(kind="needs") | ~Q(number=models.F("action")), name="action_does_not_wait_for_itself"
            ),
        )

    def __str__(self) -> str:
        return self.words


class GoalTie(models.Model):
    """The goal of the plan of the city, or of a service area, that a goal hangs on; like the ties of an action."""

    goal = models.OneToOneField(Goal, models.PROTECT, related_name="serves")
    number = models.BigIntegerField()  # of the goal above
    about = models.BigIntegerField()  # its plan's record
    words = models.CharField(max_length=WORDS)
    place = models.CharField(max_length=WORDS)

    history = Tracked()

    class Meta:
        verbose_name = _("goal that a goal hangs on")
        ordering = ("goal",)

    def __str__(self) -> str:
        return self.words


class TieInForce(models.Model):
    """A tie or a measure of the text in force, made anew with `ActionInForce`, so that actions are found by it."""

    MEASURE = "measure"
    SERVES = "serves"  # each action of a goal that hangs on another: number is that goal, about its plan's record

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    action = models.BigIntegerField()
    kind = models.CharField(max_length=10)  # ActionTie.Kind, or MEASURE
    place_in_text = models.PositiveIntegerField()
    number = models.BigIntegerField(null=True)
    about = models.BigIntegerField(null=True)
    words = models.CharField(max_length=WORDS)
    place = models.CharField(max_length=WORDS, blank=True)
    target = models.CharField(max_length=100, blank=True)
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("tie of an action in force")
        ordering = ("action", "kind", "place_in_text")
        indexes = (
            models.Index(fields=["action", "kind"], name="tie_in_force_by_action"),
            models.Index(fields=["kind", "number", "action"], name="tie_in_force_by_what"),
            models.Index(fields=["kind", "about", "action"], name="tie_in_force_by_whole"),
        )

    def __str__(self) -> str:
        return self.words
