"""Feedback rounds: what was asked of whom, what was said by themes that two people coded, and what was done about it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.partners import LONG
from raci.history import Tracked
from raci.models import Person, Record


class FeedbackRound(models.Model):
    """A round of surveys and interviews (3.3). The words of those who answered are not kept here, but for quotes by consent."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="feedback_round")
    title = models.CharField(_("title"), max_length=300)
    asked = models.TextField(_("what was asked"), blank=True, max_length=LONG)
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("feedback round")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="feedback_round_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.title


class HeardGroup(models.Model):
    """Who was asked in one way, and how many answered."""

    class Way(models.TextChoices):
        SURVEY = "survey", _("survey")
        INTERVIEW = "interview", _("interviews, one to one")
        GROUP = "group", _("small groups")
        MEETING = "meeting", _("a meeting")

    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="heard")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("who"), max_length=300)
    way = models.CharField(_("how they were asked"), max_length=10, choices=Way)
    asked = models.PositiveIntegerField(_("how many were asked"), null=True, blank=True)
    answered = models.PositiveIntegerField(_("how many answered"))

    history = Tracked()

    class Meta:
        verbose_name = _("group that was heard")
        ordering = ("round", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(asked=None) | Q(asked__gte=F("answered")), name="no_more_answered_than_were_asked"
            ),
        )

    def __str__(self) -> str:
        return self.title


class FeedbackTheme(models.Model):
    """What many answers speak of."""

    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="themes")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("theme"), max_length=300)
    words = models.TextField(_("what was said"), blank=True, max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("theme of a feedback round")
        ordering = ("round", "order", "pk")

    def __str__(self) -> str:
        return self.title


class Quote(models.Model):
    """Somebody's own words, which they allowed to be shown."""

    theme = models.ForeignKey(FeedbackTheme, models.PROTECT, related_name="quotes")
    order = models.PositiveSmallIntegerField()
    words = models.TextField(_("their words"), max_length=LONG)
    consent = models.CharField(_("how they allowed it"), max_length=300)

    history = Tracked()

    class Meta:
        verbose_name = _("quote")
        ordering = ("theme", "order", "pk")
        constraints = (models.CheckConstraint(condition=~Q(consent=""), name="quote_is_shown_by_consent"),)

    def __str__(self) -> str:
        return self.words


class Coding(models.Model):
    """Under which theme one person put an answer, known here by its number alone; none of the themes where `theme` is empty."""

    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="codings")
    answer = models.PositiveIntegerField(_("number of the answer"))
    coder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    theme = models.ForeignKey(FeedbackTheme, models.PROTECT, null=True, related_name="codings")

    history = Tracked()

    class Meta:
        verbose_name = _("coding of an answer")
        ordering = ("round", "coder", "answer")
        constraints = (
            models.UniqueConstraint(fields=["round", "coder", "answer"], name="answer_is_coded_once_by_each_coder"),
        )

    def __str__(self) -> str:
        return f"{self.answer}"


class WeDid(models.Model):
    """You said, we did: what came of a round."""

    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="we_did")
    said = models.TextField(_("you said"), max_length=LONG)
    did = models.TextField(_("we did"), max_length=LONG)
    noted_on = models.DateField()
    noted_as = models.CharField(max_length=500)  # label of the post that says so

    history = Tracked()

    class Meta:
        verbose_name = _("you said, we did")
        ordering = ("round", "pk")

    def __str__(self) -> str:
        return self.said
