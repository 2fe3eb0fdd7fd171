"""Boards and commissions, and their seats. No field here says who somebody is: what a person says of themself stands apart."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boards.models.rosters import RosterImport
from raci.history import Tracked
from raci.models import Post, Unit

LONG = 20_000


class Board(models.Model):
    """A body that people sit on: what law makes it, who appoints and confirms, who of the staff stands beside it."""

    class BodyType(models.TextChoices):
        DECISION = "decision", _("decides")
        QUASI_JUDICIAL = "quasi_judicial", _("decides cases (quasi-judicial)")
        ADVISORY = "advisory", _("advises")
        COMMITTEE = "committee", _("committee of another body")
        AUTHORITY = "authority", _("authority or corporation")
        OFFICE = "office", _("office of one")
        OTHER = "other", _("something else, or not known")

    class Holdover(models.TextChoices):
        """Whether the law lets a member serve on when the term is over, until a successor is appointed."""

        NOT_KNOWN = "not_known", _("not known")
        YES = "yes", _("yes: until a successor is appointed")
        NO = "no", _("no: the seat falls vacant")

    class BudgetTier(models.TextChoices):
        NOT_KNOWN = "", _("not known")
        LARGEST = "largest", _("among the largest budgets")
        MIDDLE = "middle", _("a budget of its own")
        NONE = "none", _("no budget")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="boards", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=300)
    code = models.SlugField(_("code"), max_length=80, unique=True)
    also_known_as = models.CharField(_("also known as"), max_length=500, blank=True)
    body_type = models.CharField(_("what it does"), max_length=20, choices=BodyType, default=BodyType.OTHER)
    purpose = models.TextField(_("purpose"), max_length=LONG, blank=True)
    legal_basis = models.CharField(_("charter or ordinance"), max_length=500, blank=True)
    url = models.URLField(_("its own page"), max_length=500, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="committees")
    liaison = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="liaison_of")
    appointed_by = models.CharField(_("who appoints"), max_length=300, blank=True)
    appointing_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="appoints_to")
    confirmed_by = models.CharField(_("who confirms"), max_length=300, blank=True)
    confirming_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="confirms_for")
    budget_tier = models.CharField(_("budget"), max_length=10, choices=BudgetTier, blank=True)
    quorum = models.PositiveSmallIntegerField(_("quorum"), null=True, blank=True)
    seats_said = models.PositiveSmallIntegerField(_("seats, as the source says"), null=True, blank=True)
    holdover = models.CharField(
        _("members serve until a successor is appointed"), max_length=10, choices=Holdover, default=Holdover.NOT_KNOWN
    )
    established_on = models.DateField(_("established on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)  # its last day
    is_public = models.BooleanField(_("in the public directory"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_id = models.CharField(_("its number there"), max_length=200, blank=True)
    batch = models.ForeignKey(RosterImport, models.PROTECT, null=True, blank=True, related_name="boards")
    edits = models.PositiveIntegerField(default=0)  # rises with each change; what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("board")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source_id=""), name="board_comes_from_its_source_once"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="board_is_not_its_own_committee"
            ),
            models.CheckConstraint(
                condition=Q(established_on=None) | Q(dissolved_on=None) | Q(dissolved_on__gte=F("established_on")),
                name="board_is_dissolved_after_it_is_established",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """One place on a board, from when to when there is one, and what law asks of who sits there."""

    class SeatType(models.TextChoices):
        NOT_KNOWN = "not_known", _("not known")
        PUBLIC = "public", _("public")
        PROFESSIONAL = "professional", _("professional")
        GEOGRAPHIC = "geographic", _("of a district")
        EX_OFFICIO = "ex_officio", _("ex officio")
        ELECTED = "elected", _("elected")
        STUDENT = "student", _("student")
        ALTERNATE = "alternate", _("alternate")

    board = models.ForeignKey(Board, models.PROTECT, related_name="seats")
    label = models.CharField(_("seat"), max_length=100)  # its number or name: "3", "Chair of the school board"
    seat_type = models.CharField(_("kind of seat"), max_length=20, choices=SeatType, default=SeatType.NOT_KNOWN)
    qualification = models.CharField(_("qualification"), max_length=500, blank=True)
    qualification_for_counsel = models.BooleanField(_("for counsel to look at"), default=False)
    district = models.CharField(_("district"), max_length=200, blank=True)
    term_months = models.PositiveSmallIntegerField(_("length of a term in months"), null=True, blank=True)
    term_limit = models.PositiveSmallIntegerField(_("terms one person may serve"), null=True, blank=True)
    from_on = models.DateField(_("there since"), null=True, blank=True)
    abolished_on = models.DateField(_("abolished on"), null=True, blank=True)  # its last day
    batch = models.ForeignKey(RosterImport, models.PROTECT, null=True, blank=True, related_name="seats")
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("seat")
        ordering = ("board", "pk")
        constraints = (
            models.UniqueConstraint(fields=["board", "label"], name="seat_is_labelled_once_in_its_board"),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(abolished_on=None) | Q(abolished_on__gte=F("from_on")),
                name="seat_is_abolished_after_it_is_there",
            ),
        )

    def __str__(self) -> str:
        return self.label


class LiaisonContact(models.Model):
    """That whoever stands beside the board spoke with it, and about what."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="contacts")
    contacted_on = models.DateField(_("day"))
    about = models.CharField(_("about"), max_length=500, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("contact with a board")
        ordering = ("board", "-contacted_on", "-pk")

    def __str__(self) -> str:
        return self.about
