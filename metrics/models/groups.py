"""Dimensions and their groups as data: by a standard, in a version, with what a newer one becomes in an older."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked


class Dimension(models.Model):
    """One way of telling people apart (race and ethnicity, age), by one standard; another standard is another dimension.

    `overlapping`: its groups may share people ("alone or in combination"), so they are shown and never added up.
    `ordered`: its groups have an order that measures of slope may use (income), which race or gender never has.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    standard = models.CharField(_("standard"), max_length=200, blank=True)  # "OMB SPD 15"
    version = models.CharField(_("version"), max_length=60, blank=True)  # "2024"
    source = models.TextField(_("source"), blank=True)
    ordered = models.BooleanField(_("ordered"), default=False)
    overlapping = models.BooleanField(_("overlapping"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("dimension")
        ordering = ("order", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(ordered=False) | Q(overlapping=False), name="dimension_in_order_does_not_overlap"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A level of a dimension. That it is not known, was declined or never asked are levels too, and shown."""

    class Kind(models.TextChoices):
        GROUP = "group", _("group")
        UNKNOWN = "unknown", _("not known")
        DECLINED = "declined", _("declined to say")
        NOT_ASKED = "not_asked", _("not asked")

    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="groups")
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.GROUP)
    order = models.PositiveSmallIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("group")
        ordering = ("dimension", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["dimension", "code"], name="group_code_is_unique_in_its_dimension"),
        )

    def __str__(self) -> str:
        return self.name


class Crosswalk(models.Model):
    """What a group becomes in another dimension; one way only, and what has no row has no counterpart."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="becomes")
    becomes = models.ForeignKey(Group, models.PROTECT, related_name="comes_from")
    source = models.TextField(_("source"), blank=True)

    history = Tracked()

    class Meta:
        ordering = ("group", "becomes")
        constraints = (
            models.UniqueConstraint(fields=["group", "becomes"], name="crosswalk_is_said_once"),
            models.CheckConstraint(condition=~Q(group=F("becomes")), name="crosswalk_leads_elsewhere"),
        )

    def __str__(self) -> str:
        return f"{self.group} > {self.becomes}"
