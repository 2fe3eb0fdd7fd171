"""What members say of themselves, apart from all else that is kept of them. No row here holds an answer, or which question was
answered: a text of each member is sealed under a key of its own (`raci.sealed`), and the row keeps its number and hash."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boards.models.appointments import Member
from raci.history import Tracked
from raci.models import Holding, Person


class Custodian(models.Model):
    """Who alone, beside the member, may open what members say of themselves: one holding of a post, accepted by a second person.

    It ends with the holding; whoever holds the post next is named anew, and nobody is passed it on.
    """

    holding = models.ForeignKey(Holding, models.PROTECT, related_name="+", verbose_name=_("who, in which post"))
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    history = Tracked()

    class Meta:
        verbose_name = _("custodian of the vault")
        ordering = ("-begins_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="custodian_ends_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("proposed_by")),
                name="custodian_is_accepted_by_a_second_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.holding.person)


class SelfIdRound(models.Model):
    """One time of asking: what is asked, and whether by a link to each member or by one link for all, which counts alone."""

    class Mode(models.TextChoices):
        LINKED = "linked", _("a private link to each member")
        UNLINKED = "unlinked", _("one link for all: only counts are kept")

    class Whom(models.TextChoices):
        MEMBERS = "members", _("whoever serves on a board")
        APPLICANTS = "applicants", _("whoever applies for a seat: without names")

    title = models.CharField(_("title"), max_length=200)
    whom = models.CharField(_("who is asked"), max_length=10, choices=Whom, default=Whom.MEMBERS)
    mode = models.CharField(_("how it asks"), max_length=10, choices=Mode, default=Mode.LINKED)
    questions = ArrayField(
        models.SlugField(max_length=60), default=list, verbose_name=_("questions")
    )  # boards.vault.questions
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("until"))
    code_sha256 = models.CharField(max_length=64, blank=True)  # of the one link of all; the code is kept nowhere

    history = Tracked()

    class Meta:
        verbose_name = _("round of self-identification")
        ordering = ("-opens_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"),
            models.CheckConstraint(
                condition=~Q(whom="applicants") | Q(mode="unlinked"), name="applicants_are_asked_without_names"
            ),
            models.UniqueConstraint(
                fields=["code_sha256"], condition=~Q(code_sha256=""), name="one_link_opens_one_round"
            ),
        )

    def __str__(self) -> str:
        return self.title


class SelfIdAsk(models.Model):
    """That a member was asked, and the hash of their private link. A new link takes the place of the last."""

    round = models.ForeignKey(SelfIdRound, models.PROTECT, related_name="asks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    code_sha256 = models.CharField(max_length=64, blank=True)
    waits = models.BooleanField(default=True)  # for its mail
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)  # the custodian knew the link: it opens nothing that was said

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("request to say who one is")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["round", "member"], name="member_is_asked_once_in_a_round"),
            models.UniqueConstraint(
                fields=["code_sha256"], condition=~Q(code_sha256=""), name="private_link_opens_one_request"
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class SelfIdentification(models.Model):
    """That there is something sealed which a member said of themself, or that they declined or took it back."""

    class State(models.TextChoices):
        GIVEN = "given", _("answered")
        DECLINED = "declined", _("prefers not to answer")
        WITHDRAWN = "withdrawn", _("taken back")
        ERASED = "erased", _("erased: no longer needed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.OneToOneField(Member, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    said_on = models.DateField()

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("what a member said of themself")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="given", payload__isnull=False) | (~Q(state="given") & Q(payload=None)),
                name="only_what_was_given_is_sealed",
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """What its text is bound to: in another's row it does not open."""
        return f"self_identification:{self.uid}"


class SelfIdRetention(models.Model):
    """How long what members said is kept once they left all boards, and whether a litigation hold stands. The newest counts."""

    months = models.PositiveSmallIntegerField(_("months"), default=12)  # the cycle of audits
    source = models.CharField(_("by what"), max_length=500, blank=True)
    is_held = models.BooleanField(_("litigation hold"), default=False)
    hold_why = models.CharField(_("what the hold is for"), max_length=500, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_as = models.CharField(max_length=500)
    set_at = models.DateTimeField()

    history = Tracked()

    class Meta:
        verbose_name = _("how long self-identification is kept")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(is_held=False) | ~Q(hold_why=""), name="hold_says_what_it_is_for"),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class UnlinkedCount(models.Model):
    """How often an answer was given in a round without names. No person, time, address or order: a number that grows."""

    round = models.ForeignKey(SelfIdRound, models.PROTECT, related_name="counts")
    question = models.SlugField(max_length=60)
    option = models.SlugField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of answers without names")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["round", "question", "option"], name="answer_is_counted_in_one_row"),
        )

    def __str__(self) -> str:
        return f"{self.question}: {self.option}"
