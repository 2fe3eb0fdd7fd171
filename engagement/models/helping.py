"""What helps bureaus to do it: tools with their versions and who used them; and the desk that answers what people ask."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Blob, Person, Post, Unit

LONG = 20_000


class Tool(models.Model):
    """A tool in one version: what it is for, and the file or where it is kept."""

    class Step(models.TextChoices):
        ASSESSMENT = "assessment", _("assessing what a decision does to whom")
        PLAN = "plan", _("writing an equity plan")
        FIGURES = "figures", _("counting and comparing")
        ENGAGEMENT = "engagement", _("hearing communities")
        BUDGET = "budget", _("reading a budget for equity")
        HIRING = "hiring", _("hiring and promoting")
        LAW = "law", _("keeping the law")
        OTHER = "other", _("something else")

    title = models.CharField(_("title"), max_length=300)
    version = models.CharField(_("version"), max_length=40)
    step = models.CharField(_("for which step"), max_length=12, choices=Step)
    about = models.TextField(_("what it does, and when to take it"), max_length=LONG)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    place = models.TextField(_("where it is kept"), max_length=2000, blank=True)
    added_on = models.DateField(_("added"))
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("tool")
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(fields=["title", "version"], name="version_of_a_tool_is_one"),
            models.CheckConstraint(
                condition=(Q(blob__isnull=False) & ~Q(file_name="")) | (Q(blob=None) & ~Q(place="")),
                name="tool_is_a_file_or_says_where_it_is",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.version}"


class ToolUse(models.Model):
    """That a unit used a version of a tool, for what, and whether it helped."""

    tool = models.ForeignKey(Tool, models.PROTECT, related_name="uses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    used_on = models.DateField(_("day"))
    used_for = models.CharField(_("for what"), max_length=500)
    learned = models.TextField(_("what helped, and what did not"), blank=True, max_length=LONG)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_as = models.CharField(max_length=500)

    history = Tracked()

    class Meta:
        verbose_name = _("use of a tool")
        ordering = ("-used_on", "-pk")

    def __str__(self) -> str:
        return f"{self.unit.name}: {self.tool}"


class HelpRequest(models.Model):
    """What a bureau or a partner asks the desk; a post answers by a day, and who asked says whether it helped."""

    class Topic(models.TextChoices):
        ASSESSMENT = "assessment", _("Impact assessment")
        PLAN = "plan", _("Equity plan")
        FIGURES = "figures", _("Figures and groups")
        ENGAGEMENT = "engagement", _("Hearing communities")
        LANGUAGE = "language", _("Language access")
        DISABILITY = "disability", _("Disability access")
        TRAINING = "training", _("Training")
        LAW = "law", _("Civil-rights law")
        OTHER = "other", _("Something else")

    number = models.CharField(_("number"), max_length=20, unique=True)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    title = models.CharField(_("question, in one line"), max_length=300)
    words = models.TextField(_("in full"), blank=True, max_length=LONG)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.CharField(_("outside partner"), max_length=300, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("answer by"))
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True, max_length=LONG)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_as = models.CharField(max_length=500, blank=True)
    minutes = models.PositiveIntegerField(_("minutes of work"), default=0)
    rating = models.PositiveSmallIntegerField(_("did it help? 1 to 5"), null=True, blank=True)
    rated_words = models.CharField(_("what would have helped more"), max_length=1000, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("help request")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(unit=None) & ~Q(partner="")) | (Q(unit__isnull=False) & Q(partner="")),
                name="help_is_asked_by_a_unit_or_a_partner",
            ),
            models.CheckConstraint(
                condition=(Q(answered_at=None) & Q(answer="")) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="help_that_is_answered_says_what",
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5, answered_at__isnull=False),
                name="answer_is_rated_from_one_to_five",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"

    @property
    def stands(self) -> str:
        """In one code: new, assigned, answered, rated."""
        if self.answered_at:
            return "answered" if self.rating is None else "rated"
        return "assigned" if self.post_id else "new"

    @property
    def asker(self) -> str:
        """Who asks: the unit, or the partner."""
        return self.unit.name if self.unit else self.partner
