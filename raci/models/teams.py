"""Teams: what they are for, who sits on them when, and how somebody comes to be a member."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import DateRange, Holding, Post, Role, Unit, in_force_on
from raci.models.people import Person


class Team(models.Model):
    """People who meet: the Citywide Equity Team, the City Leadership Team, workgroups of the Office.

    Where a team has a `role`, its members are the holders of that role's posts, each for the post's unit: to become a
    member is to be given a post, and what the matrix gives members goes and comes with the holding. Other teams name
    posts or people (`Membership`). `Member` reads both as one.
    """

    class Kind(models.TextChoices):
        EQUITY_TEAM = "equity_team", _("Equity team")
        LEADERSHIP = "leadership", _("Leadership team")
        GOVERNING = "governing_body", _("Governing body")  # Council, Assembly: each item says what it means for equity
        WORKGROUP = "workgroup", _("Workgroup")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    purpose = models.CharField(_("what it is for"), max_length=500, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="teams")  # whose R for 4.6 keeps it
    convener = models.ForeignKey(Post, models.PROTECT, related_name="convenes")
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="teams")
    # holders of its posts, in whose line a member's post stands, nominate (H4)
    nominating_role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.BooleanField(_("standing"), default=True)  # or until its work is done
    quorum_percent = models.PositiveSmallIntegerField(_("quorum"), default=50)  # more than this share of the members
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("team")
        ordering = ("kind", "name", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(quorum_percent__lt=100), name="team_can_reach_its_quorum"),
            models.CheckConstraint(
                condition=Q(nominating_role=None) | Q(role__isnull=False), name="posts_alone_are_nominated_for"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def members_on(self, day: date) -> models.QuerySet[Member]:
        """Who sits on the team that day, with the person, the post and its unit (1 query)."""
        return self.members.filter(in_force_on(day)).select_related("person", "post__unit")


class Charter(models.Model):
    """What a team gave itself to work by. A version is written once; the newest whose day has come is in force."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="charters")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"))
    what_changed = models.CharField(_("what changed"), max_length=500, blank=True)
    source = models.CharField(max_length=500, blank=True)  # where the text comes from
    begins_on = models.DateField(_("in force from"))

    history = Tracked()

    class Meta:
        verbose_name = _("charter")
        ordering = ("team", "-number")
        constraints = (models.UniqueConstraint(fields=["team", "number"], name="charter_has_one_text_a_version"),)

    def __str__(self) -> str:
        return f"{self.team} · v{self.number}"


class Membership(models.Model):
    """A post (whoever holds it) or a person named to a team from a day on, both days included."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="memberships")
    part = models.CharField(_("part in the team"), max_length=80, blank=True)  # chair, secretary, ...
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("membership")
        ordering = ("team", "begins_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(post=None, person__isnull=False) | Q(post__isnull=False, person=None),
                name="membership_names_a_post_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="membership_ends_after_it_begins"
            ),
            *(
                ExclusionConstraint(
                    name=f"{who}_sits_on_a_team_once_at_a_time",
                    expressions=[
                        ("team", RangeOperators.EQUAL),
                        (who, RangeOperators.EQUAL),
                        (DateRange("begins_on", "ends_on"), RangeOperators.OVERLAPS),
                    ],
                )
                for who in ("post", "person")
            ),
        )

    def __str__(self) -> str:
        return f"{self.post or self.person} · {self.team}"


class Member(models.Model):
    """Somebody on a team for some days, however they came to it: a view of the database, for reading alone.

    By the holding of a post of the team's role, by the holding of a post that was named, or named themself. A term that was
    cut short has its last day here. Ask with `team.members_on(day)`, or filter with `in_force_on`.
    """

    key = models.CharField(max_length=60, primary_key=True)
    team = models.ForeignKey(Team, models.DO_NOTHING, related_name="members", db_constraint=False)
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="team_terms", db_constraint=False)
    post = models.ForeignKey(Post, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    holding = models.ForeignKey(Holding, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    membership = models.ForeignKey(Membership, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    part = models.CharField(max_length=80)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    acting = models.BooleanField()

    class Meta:
        managed = False
        db_table = "raci_member"
        ordering = ("team", "post__unit__path", "person__name", "key")

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"


class Nomination(models.Model):
    """Somebody is to hold a member's post: nominated in its line (H4), accepted by themself, welcomed by who convenes.

    The welcome begins the holding. Declined, returned or withdrawn it is over, and another may be made.
    """

    class State(models.TextChoices):
        NOMINATED = "nominated", _("waits for the nominee")
        ACCEPTED = "accepted", _("waits for the welcome")
        WELCOMED = "welcomed", _("welcomed")
        DECLINED = "declined", _("declined by the nominee")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (State.NOMINATED, State.ACCEPTED)

    team = models.ForeignKey(Team, models.PROTECT, related_name="nominations")
    post = models.ForeignKey(Post, models.PROTECT, related_name="nominations")
    nominee = models.ForeignKey(Person, models.PROTECT, related_name="nominations")
    words = models.CharField(_("why them"), max_length=1000)
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    replaces = models.ForeignKey(Holding, models.PROTECT, null=True, blank=True, related_name="+")
    nominated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    nominated_as = models.CharField(max_length=300)
    nominated_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.NOMINATED)
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)  # why declined, returned or withdrawn
    welcomed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    holding = models.OneToOneField(Holding, models.PROTECT, null=True, related_name="nomination")  # what it began

    history = Tracked()

    class Meta:
        verbose_name = _("nomination")
        ordering = ("-nominated_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(nominee=F("nominated_by")), name="nobody_nominates_themself"),
            models.CheckConstraint(
                condition=Q(welcomed_by=None) | ~Q(welcomed_by=F("nominated_by")) & ~Q(welcomed_by=F("nominee")),
                name="nominee_is_welcomed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="welcomed", holding__isnull=False) | ~Q(state="welcomed") & Q(holding=None),
                name="welcome_begins_a_holding",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="nominated_term_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(state__in=["nominated", "accepted"]),
                name="post_has_one_open_nomination",
            ),
        )

    def __str__(self) -> str:
        return f"{self.nominee} → {self.post}"
