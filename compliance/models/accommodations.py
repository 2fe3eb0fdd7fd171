"""Requests for an interpreter, an aid to communicate, or a changed rule: restricted. No words stand here; texts are sealed."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Post, Unit


class Accommodation(models.Model):
    """One request, with its days and state. Whose it is and what is needed are sealed (AccommodationText)."""

    class Sought(models.TextChoices):
        INTERPRETER = "interpreter", _("An interpreter")
        TRANSLATION = "translation", _("A document in another language")
        SIGN = "sign", _("A sign language interpreter")
        AID = "aid", _("An aid to hear, see, read or speak: captions, large print, Braille")
        CHANGE = "change", _("A rule or way of doing things changed because of a disability")

    class Channel(models.TextChoices):
        WEB = "web", _("public form")
        PHONE = "phone", _("by phone")
        PERSON = "person", _("in person")
        LETTER = "letter", _("by letter or e-mail")

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        ARRANGING = "arranging", _("being arranged")
        OFFERED = "offered", _("offered")
        PROVIDED = "provided", _("provided")
        TO_HEAD = "to_head", _("before the head of the city")
        REFUSED = "refused", _("refused")
        APPEALED = "appealed", _("appealed")
        UPHELD = "upheld", _("refused, also after the appeal")
        WITHDRAWN = "withdrawn", _("taken back by the person")

    class Ground(models.TextChoices):
        NONE = "", _("none")
        BURDEN = "burden", _("undue financial and administrative burden")
        ALTERATION = "alteration", _("fundamental alteration of the service")

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code_sha256 = models.CharField(max_length=64, unique=True)
    sought = models.CharField(_("what is asked for"), max_length=12, choices=Sought)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    received_on = models.DateField(_("received on"))
    needed_on = models.DateField(_("needed on"), null=True, blank=True)
    provider = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    own_choice = models.BooleanField(_("what the person asked for"), null=True)
    ground = models.CharField(_("ground of a refusal"), max_length=10, choices=Ground, blank=True)
    arranged_on = models.DateField(null=True, blank=True)
    offered_on = models.DateField(null=True, blank=True)
    provided_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    refused_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    appealed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("accommodation request")
        ordering = ("-received_on", "-pk")

    def __str__(self) -> str:
        return str(_("Request"))


class AccommodationText(models.Model):
    """One sealed text of a request."""

    class Kind(models.TextChoices):
        WHO = "who", _("who asks, and how to reach them")
        NEED = "need", _("what is needed")
        OFFER = "offer", _("what is offered")
        CASE = "case", _("why a refusal is asked for")
        REFUSAL = "refusal", _("the reasons for the refusal")
        APPEAL = "appeal", _("the appeal")
        ANSWER = "answer", _("the answer to the appeal")

    request = models.ForeignKey(Accommodation, models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=8, choices=Kind)
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64)
    written_on = models.DateField()

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("text of an accommodation request")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(_("Sealed text"))
