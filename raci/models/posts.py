"""What is kept about a post besides who holds it: what it is for, what it is compared with, how it is filled when vacant."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import Post
from raci.models.people import Person


class PostDescription(models.Model):
    """One version of what a post is for. A version is never edited: the next one replaces it."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="descriptions")
    number = models.PositiveIntegerField()  # 1, 2, ... within the post
    words = models.TextField(_("description"), max_length=20_000)
    source = models.CharField(_("source"), max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_as = models.CharField(max_length=500, blank=True)  # label of the post they wrote it in

    history = Tracked()

    class Meta:
        verbose_name = _("description of a post")
        ordering = ("post", "-number")
        constraints = (
            models.UniqueConstraint(fields=["post", "number"], name="description_has_one_number_in_its_post"),
        )

    def __str__(self) -> str:
        return f"{self.post} v{self.number}"


class PostComparison(models.Model):
    """A post that this one is measured by: another of the city's, or one elsewhere in words, with where that is known from."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="comparisons")
    other = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=300, blank=True)  # of a post that is none of the city's
    words = models.TextField(_("comparison"), max_length=20_000, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    removed_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        verbose_name = _("comparable post")
        ordering = ("post", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(other__isnull=False) & Q(name="")) | (Q(other=None) & ~Q(name="")),
                name="comparison_is_with_one_post",
            ),
            models.CheckConstraint(condition=Q(other=None) | ~Q(other=F("post")), name="post_is_compared_with_another"),
        )

    def __str__(self) -> str:
        return self.name or str(self.other)


class Recruitment(models.Model):
    """How a vacant post is being filled, until it is or the search ends."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="recruitments")
    begun_on = models.DateField(_("begun"))
    words = models.TextField(_("about it"), max_length=20_000, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=500, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("recruitment")
        ordering = ("post", "-begun_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["post"], condition=Q(closed_on=None), name="post_has_one_recruitment_under_way"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | ~Q(outcome=""), name="closed_recruitment_says_its_outcome"
            ),
        )

    def __str__(self) -> str:
        return str(self.post)


class Milestone(models.Model):
    """A step with a date that may be vague: the words as given ("Dec. or after"), the earliest day they can mean, and the latest.

    Any room may have milestones; the link to what they belong to is stored in that room. The kernel's own are a recruitment's.
    """

    recruitment = models.ForeignKey(Recruitment, models.PROTECT, null=True, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=300)
    when = models.CharField(_("when"), max_length=100)  # as given: "Nov. 18-22", "December or after"
    earliest = models.DateField(_("earliest day"))  # what it is sorted by
    latest = models.DateField(_("latest day"), null=True, blank=True)  # none: open towards the future
    done_on = models.DateField(_("done"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("milestone")
        ordering = ("earliest", F("latest").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(latest=None) | Q(latest__gte=F("earliest")), name="milestone_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.when})"

    @property
    def span(self) -> str:
        """What its words mean in the calendar: "18 Nov 2024", "18–22 Nov 2024", "from 1 Dec 2024"."""
        first = date_format(self.earliest, "j M Y")
        if self.latest is None:
            return str(_("from %(day)s on")) % {"day": first}
        if self.latest == self.earliest:
            return first
        same = (self.earliest.year, self.earliest.month) == (self.latest.year, self.latest.month)
        begin = date_format(self.earliest, "j") if same else first
        return f"{begin}–{date_format(self.latest, 'j M Y')}"
