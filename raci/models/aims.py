"""What the city aims at and does, in the words of its sources: objectives, themes, services with each wording."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import Unit
from raci.models.people import Person


class Objective(models.Model):
    """An overarching objective; who affirmed it when is recorded beside it."""

    code = models.SlugField(max_length=60, unique=True)
    text = models.TextField()
    source = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()

    history = Tracked()

    class Meta:
        verbose_name = _("objective")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text


class Affirmation(models.Model):
    """That a body affirmed an objective on a day. Never edited: a mistake is taken back with the reason."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="affirmations")
    body = models.CharField(_("affirmed by"), max_length=300)  # "City Leadership Team"
    affirmed_on = models.DateField(_("affirmed on"))
    words = models.TextField(blank=True, max_length=20_000)  # what was said, by what vote
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    why_taken_back = models.TextField(blank=True, max_length=20_000)

    history = Tracked()

    class Meta:
        ordering = ("objective", "-affirmed_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | ~models.Q(why_taken_back=""),
                name="affirmation_taken_back_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.objective}"


class Theme(models.Model):
    """A field that equity work is about (housing equity, food security ...), for records of every app to name."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()

    history = Tracked()

    class Meta:
        verbose_name = _("theme")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service of a unit, or its mission, as its sources word it: they may differ."""

    class Kind(models.TextChoices):
        MISSION = "mission", _("Mission")
        SERVICE = "service", _("Service")

    code = models.CharField(max_length=20, unique=True)  # "A4"
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SERVICE)
    order = models.PositiveSmallIntegerField()

    history = Tracked()

    class Meta:
        verbose_name = _("service")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.code


class Wording(models.Model):
    """A service in the words of one source."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="wordings")
    place = models.PositiveSmallIntegerField()  # 1 the first source, 2 the second
    source = models.CharField(max_length=300)
    text = models.TextField()

    history = Tracked()

    class Meta:
        ordering = ("service", "place")
        constraints = (models.UniqueConstraint(fields=["service", "place"], name="service_has_one_wording_a_source"),)

    def __str__(self) -> str:
        return self.text
