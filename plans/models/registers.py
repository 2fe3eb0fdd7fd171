"""Registers that are kept: what other cities do, which policies there are, and what is said for equity at other tables."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models.plans import LONG
from plans.models.standards import Standard
from raci.history import Tracked
from raci.models import Theme, Unit


class CityComparison(models.Model):
    """What another city does, where that is known from, and what there is to learn (kept, 1.2)."""

    city = models.CharField(_("city"), max_length=200)
    practice = models.CharField(_("what it does"), max_length=300)
    words = models.TextField(_("how"), blank=True, max_length=LONG)
    source = models.TextField(_("source"), max_length=LONG)
    lesson = models.TextField(_("what there is to learn"), max_length=LONG)
    looked_on = models.DateField(_("looked at on"))

    history = Tracked()

    class Meta:
        verbose_name = _("comparison with another city")
        ordering = ("city", "pk")

    def __str__(self) -> str:
        return f"{self.city}: {self.practice}"


class ListedPolicy(models.Model):
    """A policy that is there: whose it is, when it was looked at last, and what becomes of it (kept, 1.2)."""

    class Verdict(models.TextChoices):
        KEEP = "keep", _("keep it")
        AMEND = "amend", _("amend it")
        RETIRE = "retire", _("retire it")

    CHANGING = (Verdict.AMEND, Verdict.RETIRE)

    title = models.CharField(_("title"), max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="listed_policies", verbose_name=_("owner"))
    reference = models.CharField(_("number or place"), max_length=300, blank=True)  # "ADM-18.31"
    in_force_since = models.DateField(_("in force since"), null=True, blank=True)
    reviewed_on = models.DateField(_("reviewed last on"), null=True, blank=True)
    review_every_years = models.PositiveSmallIntegerField(
        _("reviewed every so many years"), default=5, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    verdict = models.CharField(_("what becomes of it"), max_length=6, choices=Verdict, blank=True)
    why = models.TextField(_("why"), blank=True, max_length=LONG)
    begun = models.TextField(_("what is begun about it"), blank=True, max_length=LONG)
    standard = models.ForeignKey(
        Standard, models.PROTECT, null=True, blank=True, related_name="listed_policies",
        verbose_name=_("policy in the portal"),
    )  # fmt: skip

    history = Tracked()

    class Meta:
        verbose_name = _("policy of the inventory")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(verdict="") | ~Q(why=""), name="verdict_on_a_policy_says_why"),
            models.CheckConstraint(
                condition=Q(review_every_years__gte=1) & Q(review_every_years__lte=50),
                name="policy_is_reviewed_within_fifty_years",
            ),
        )

    def __str__(self) -> str:
        return self.title


class AlignmentItem(models.Model):
    """What was said for equity at another table, and what came of it (kept, 2.3)."""

    body = models.CharField(_("table or body"), max_length=300)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="alignment_items", verbose_name=_("theme"))
    question = models.CharField(_("what it was about"), max_length=300)
    position = models.TextField(_("position taken"), max_length=LONG)
    result = models.TextField(_("result"), blank=True, max_length=LONG)
    met_on = models.DateField(_("day"))
    next_on = models.DateField(_("next on"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("alignment item")
        ordering = ("-met_on", "-pk")

    def __str__(self) -> str:
        return f"{self.body}: {self.question}"


class LongRangePlan(models.Model):
    """A long-range plan of the city (comprehensive, climate, transport), and where its equity review stands (kept, 1.2)."""

    class Review(models.TextChoices):
        NONE = "none", _("not reviewed for equity")
        ASKED = "asked", _("a review is asked for")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("reviewed")
        NOT_NEEDED = "not_needed", _("no review is needed")

    OPEN = (Review.NONE, Review.ASKED, Review.UNDER_WAY)

    title = models.CharField(_("title"), max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="long_range_plans", verbose_name=_("owner"))
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="long_range_plans", verbose_name=_("theme")
    )
    reference = models.CharField(_("where it can be read"), max_length=300, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(
        _("reaches to the year"), null=True, blank=True, validators=[MinValueValidator(1950), MaxValueValidator(2199)]
    )
    next_on = models.DateField(_("its next update is decided on"), null=True, blank=True)
    review = models.CharField(_("equity review"), max_length=10, choices=Review, default=Review.NONE)
    reviewed_on = models.DateField(_("reviewed for equity on"), null=True, blank=True)
    found = models.TextField(_("what the review found, or why none is needed"), blank=True, max_length=LONG)
    followed = models.TextField(_("what came of it"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("long-range plan of the city")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(review="done") | (Q(reviewed_on__isnull=False) & ~Q(found="")),
                name="equity_review_that_is_done_says_when_and_what_it_found",
            ),
            models.CheckConstraint(
                condition=~Q(review="not_needed") | ~Q(found=""), name="equity_review_that_is_not_needed_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.title
