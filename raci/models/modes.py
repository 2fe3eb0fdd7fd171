"""Decision modes: what a role may do alone, and what it needs others for (governance 5)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import Role
from raci.models.people import Person


class DecisionMode(models.TextChoices):
    """How a role acts, from what it may do alone to what it may do only as told (`raci.modes` has the rules)."""

    DIRECT = "direct", _("direct and act")
    CONSULT = "consult", _("consult and act")
    INSTRUCTION = "instruction", _("act on instruction")
    SHARED = "shared", _("shared leadership")


class Statement(models.Model):
    """A responsibility in the words of its source, with the mode it is exercised in and the activities it covers."""

    code = models.SlugField(max_length=60, unique=True)
    role = models.ForeignKey(Role, models.PROTECT, related_name="statements")  # whose responsibility it is
    mode = models.CharField(max_length=12, choices=DecisionMode)
    text = models.TextField()
    activities = ArrayField(models.CharField(max_length=20), default=list)
    shared_with = ArrayField(models.CharField(max_length=20), default=list)  # codes of the roles that sign
    noted_by = ArrayField(models.CharField(max_length=20), default=list)  # ... that note, and never sign
    source = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()

    history = Tracked()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(mode="shared") | Q(shared_with=[], noted_by=[]),
                name="only_shared_leadership_names_who_shares",
            ),
        )

    def __str__(self) -> str:
        return self.text


class ActedUnder(models.Model):
    """What an act cites: the statement it stands under, in the words of that day, and the directive if one is needed."""

    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="+")
    mode = models.CharField(max_length=12, choices=DecisionMode, blank=True)
    statement_words = models.TextField(blank=True)
    directive = models.ForeignKey("raci.Directive", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Citation(ActedUnder):
    """What handing in, accepting or giving back a reviewed record cited: a governed one keeps it on its receipt.

    `kind` and `number` name the record. Where a mode asks for others, `consulted` says who was heard, or who shared the lead
    and signed, with what they said: a reviewed record has no consultation of its own.
    """

    kind = models.CharField(max_length=30)
    number = models.BigIntegerField()
    act = models.CharField(max_length=30)
    consulted = models.TextField(blank=True, max_length=20_000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_as = models.CharField(max_length=500)
    at = models.DateTimeField()

    history = Tracked()

    class Meta:
        ordering = ("kind", "number", "pk")
        indexes = (models.Index(fields=["kind", "number"], name="citation_by_record"),)
        constraints = (models.CheckConstraint(condition=~Q(mode=""), name="citation_names_its_mode"),)

    def __str__(self) -> str:
        return f"{self.act}: {self.statement_words}"


class Voice(models.Model):
    """A role that is asked because of a decision mode: to sign (shared leadership), to note, or to be consulted.

    It is asked once about a text. Silence passes with the due day; a note never blocks.
    """

    class Way(models.TextChoices):
        SIGN = "sign", _("signs")
        NOTE = "note", _("notes")
        ANSWER = "answer", _("is consulted")
        NONE = "none", _("not asked")

    case = models.ForeignKey("raci.Case", models.PROTECT, related_name="voices")
    text = models.ForeignKey("raci.Text", models.PROTECT, related_name="voices")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    note = models.CharField(max_length=300, blank=True)  # why it is not asked
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    words = models.TextField(blank=True, max_length=20_000)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    given_as = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        ordering = ("text", "role__column", "role__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["text", "role"], name="voice_is_asked_once_about_a_text"),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by=None) | Q(given_at__isnull=False, given_by__isnull=False),
                name="voice_names_who_gave_it",
            ),
            models.CheckConstraint(condition=~Q(way="none") | Q(given_at=None), name="voice_not_asked_is_not_given"),
        )

    def __str__(self) -> str:
        return f"{self.role} · {self.text}"
