"""Public comment: a draft that anybody may comment on until a day, and each comment with what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.models.partners import LONG
from raci.history import Tracked
from raci.models import Record, Unit


class CommentRound(models.Model):
    """The announcement, in English and Spanish, and the draft it is about. Kept by R of 3.3 in the unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="comment_rounds")
    title = models.CharField(_("title"), max_length=300)
    title_es = models.CharField(_("title in Spanish"), max_length=300)
    about = models.TextField(_("what it is about"), max_length=LONG)
    about_es = models.TextField(_("what it is about, in Spanish"), max_length=LONG)
    draft = models.TextField(_("the draft"), max_length=200_000)
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="comment_rounds")
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day"))
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("public comment round")
        ordering = ("-closes_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["unit", "title"], name="comment_round_is_named_once_in_its_unit"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="comment_round_closes_after_it_opens"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """What somebody said. No address of theirs is asked for: whoever commented reads the answers where all do."""

    class Way(models.TextChoices):
        FORM = "form", _("by the form")
        MAIL = "mail", _("by e-mail")
        PAPER = "paper", _("on paper")
        SPOKEN = "spoken", _("spoken")

    class State(models.TextChoices):
        WAITS = "waits", _("waits to be read")
        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("hidden")

    round = models.ForeignKey(CommentRound, models.PROTECT, related_name="comments")
    sending = models.UUIDField(null=True, unique=True)  # of the form, so that one sent twice is one
    way = models.CharField(_("how it came"), max_length=10, choices=Way)
    received_on = models.DateField(_("received on"))
    words = models.TextField(_("what they say"), max_length=LONG)
    name = models.CharField(_("name to show"), max_length=200, blank=True)
    is_one_of_many = models.BooleanField(default=False)  # very many came from one network address at once
    state = models.CharField(max_length=10, choices=State, default=State.WAITS)
    reason = models.CharField(_("why it is hidden"), max_length=1000, blank=True)
    answer = models.TextField(_("the city’s answer"), blank=True, max_length=LONG)
    answered_on = models.DateField(null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("public comment")
        ordering = ("round", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(reason=""), name="comment_is_hidden_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="comment_has_the_day_of_its_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} {self.pk}"


class CommentOutcome(models.Model):
    """You said, we did: what came of a round of comments."""

    round = models.ForeignKey(CommentRound, models.PROTECT, related_name="outcomes")
    said = models.TextField(_("you said"), max_length=LONG)
    said_es = models.TextField(_("you said, in Spanish"), blank=True, max_length=LONG)
    did = models.TextField(_("we did"), max_length=LONG)
    did_es = models.TextField(_("we did, in Spanish"), blank=True, max_length=LONG)
    noted_on = models.DateField()
    noted_as = models.CharField(max_length=500)

    history = Tracked()

    class Meta:
        verbose_name = _("outcome of public comment")
        ordering = ("round", "pk")

    def __str__(self) -> str:
        return self.said
