"""The matrix: dated versions of who is responsible, accountable, consulted and informed; and the grants derived from it."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from raci.history import Tracked
from raci.models.city import Role, Unit


class Matrix(models.Model):
    """One version of the matrix. In force on a day: the newest published one whose effective day has come."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=300)
    source = models.TextField()
    label = models.CharField(
        max_length=300, blank=True
    )  # as printed on the source: "Example - For Illustrative Purposes Only"
    adopted_by = models.CharField(max_length=300, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)  # set when it is published; empty for a draft
    published_by = models.CharField(max_length=300, blank=True)  # label of who put it in force ("loaded by ...")
    wished_on = models.DateField(null=True, blank=True)  # the day it is proposed for; empty: as soon as it is published
    # its way from draft to decision; none for a founding version before the first proposal, or a draft nobody proposed
    case = models.OneToOneField("raci.Case", models.PROTECT, null=True, blank=True, related_name="matrix")

    history = Tracked()

    class Meta:
        verbose_name = _("matrix version")
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"v{self.number}"


class Category(models.Model):
    """A heading of the matrix; `is_procedure` marks this city's own working procedures, which are not in the source."""

    matrix = models.ForeignKey(Matrix, models.PROTECT, related_name="categories")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    is_procedure = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()

    history = Tracked()

    class Meta:
        verbose_name_plural = "categories"
        ordering = ("matrix", "order")
        constraints = (
            models.UniqueConstraint(fields=["matrix", "code"], name="category_code_is_unique_in_its_matrix"),
        )

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"


class Activity(models.Model):
    """A row of the matrix. Its code ("4.1") is what records are bound to, through every version."""

    matrix = models.ForeignKey(Matrix, models.PROTECT, related_name="activities")
    category = models.ForeignKey(Category, models.PROTECT, related_name="activities")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()

    history = Tracked()

    class Meta:
        verbose_name_plural = "activities"
        ordering = ("matrix", "order")
        constraints = (
            models.UniqueConstraint(fields=["matrix", "code"], name="activity_code_is_unique_in_its_matrix"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Assignment(models.Model):
    """A cell: a role's set of codes in an activity, written in the order R A C I ("RC" is R/C). No cell, no row."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="assignments")
    role = models.ForeignKey(Role, models.PROTECT, related_name="assignments")
    codes = models.CharField(max_length=4)

    history = Tracked()

    class Meta:
        ordering = ("activity", "role")
        constraints = (
            models.UniqueConstraint(fields=["activity", "role"], name="cell_is_one_set_of_codes"),
            models.CheckConstraint(
                condition=Q(codes__regex="^R?A?C?I?$") & ~Q(codes=""), name="cell_codes_are_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} · {self.activity.code}"


class Scope(models.Model):
    """An activity in a unit: what records carry and grants are given on. Made by `grants.ensure_scopes`, never edited."""

    activity_code = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="scopes")

    history = Tracked()

    class Meta:
        ordering = ("activity_code", "unit")
        default_permissions = ()
        permissions = (
            ("responsible", "R: does the work"),
            ("accountable", "A: decides"),
            ("consulted", "C: is asked before the decision"),
            ("informed", "I: is told"),
        )
        constraints = (
            models.UniqueConstraint(fields=["activity_code", "unit"], name="scope_is_an_activity_in_a_unit"),
        )

    def __str__(self) -> str:
        return f"{self.activity_code} · {self.unit}"


class Grant(GroupObjectPermissionBase):
    """What the matrix gives a post's group on a scope: guardian's own table, marked with the version and the way.

    Ways: `line`, the record's unit is in the post's reach; `invited`, a record of the whole city and a post that reaches
    less (may answer, silence does not block); `read`, a role that reads further than it is asked.
    """

    class Way(models.TextChoices):
        LINE = "line", _("in the line")
        INVITED = "invited", _("invited")
        READ = "read", _("reads only")

    group = models.ForeignKey(Group, models.PROTECT)
    content_object = models.ForeignKey(Scope, models.PROTECT, related_name="grants")
    matrix = models.ForeignKey(Matrix, models.PROTECT, related_name="grants")
    way = models.CharField(max_length=8, choices=Way)

    history = Tracked()

    class Meta(GroupObjectPermissionBase.Meta):
        unique_together = []
        constraints = (
            models.UniqueConstraint(
                fields=["matrix", "group", "content_object", "permission"], name="grant_is_given_once_a_version"
            ),
        )


class MatrixComment(models.Model):
    """A word about a version on its way, on one activity or on the whole; kept, and no part of what is decided."""

    matrix = models.ForeignKey(Matrix, models.PROTECT, related_name="comments")
    activity_code = models.CharField(max_length=20, blank=True)
    words = models.TextField(max_length=20_000)
    in_draft = models.BooleanField()  # said of a draft: for those who read drafts
    by = models.ForeignKey("raci.Person", models.PROTECT, related_name="+")
    by_as = models.CharField(max_length=500)
    at = models.DateTimeField()

    history = Tracked()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words
