"""The city: its units, roles, posts, and who holds them when."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.people import Person


class City(models.Model):
    """The one city this portal serves, with what its calendar and its pages need."""

    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64)
    fiscal_year_begins = models.CharField(max_length=5, help_text=_("Month and day, as 07-01."))
    holidays = ArrayField(models.DateField(), default=list)
    # a unit reports on a quarter within so many days after its end; after so many more the level above is told
    report_due_days = models.PositiveSmallIntegerField(default=15)
    report_grace_days = models.PositiveSmallIntegerField(default=10)
    accent = models.CharField(max_length=7, default="#005ea2")
    source = models.TextField(blank=True)  # where the reference data comes from, said on the pages
    loaded_at = models.DateTimeField(auto_now_add=True)

    history = Tracked()

    class Meta:
        verbose_name = _("city")
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="there_is_one_city"),)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A place in the city's tree: the city itself, a service area, a bureau, an office."""

    class Kind(models.TextChoices):
        CITY = "city", _("City")
        SERVICE_AREA = "service_area", _("Service area")
        BUREAU = "bureau", _("Bureau")
        OFFICE = "office", _("Office")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=500, unique=True)  # codes from the root, "/city/area/bureau/"; subtree = prefix

    history = Tracked()

    class Meta:
        verbose_name = _("unit")
        ordering = ("path",)
        constraints = (
            models.UniqueConstraint(F("kind"), condition=Q(kind="city"), name="there_is_one_root_unit"),
            models.CheckConstraint(
                condition=Q(kind="city", parent=None) | (~Q(kind="city") & Q(parent__isnull=False)),
                name="only_the_city_has_no_parent",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A role of the governance: with a column in the matrix or without; its reach says for whose records it counts."""

    class Reach(models.TextChoices):
        CITYWIDE = "citywide", _("the whole city")
        SUBTREE = "subtree", _("its unit and all below")
        UNIT = "unit", _("its own unit")
        NONE = "none", _("no records")

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(max_length=40)
    column = models.PositiveSmallIntegerField(null=True, blank=True)  # its place in the matrix; none = no column
    reach = models.CharField(max_length=10, choices=Reach)
    reads = models.CharField(max_length=10, choices=Reach)  # reading may reach further than being asked
    # activities where its R also covers the city's own records
    responsible_for_city = ArrayField(models.CharField(max_length=20), default=list)
    holding_is_reviewed = models.BooleanField(default=False)  # counsel, coordinator, custodian: a second person accepts
    reads_published = models.BooleanField(default=False)  # what is approved, of every unit
    reads_all = models.BooleanField(default=False)  # an auditor: every state, but the restricted kinds
    exports_history = models.BooleanField(default=False)
    gives_directives = models.BooleanField(default=False)  # instructs posts (governance 6)
    keeps_accounts = models.BooleanField(default=False)  # invites people, resets passwords, disables; decides nothing
    is_counsel = models.BooleanField(
        default=False
    )  # the city's lawyers: may be given restricted kinds (`raci.restricted`)

    history = Tracked()

    class Meta:
        verbose_name = _("role")
        ordering = ("column", "name")

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role in a unit. Its group carries the grants that the matrix in force gives it (never a person's)."""

    code = models.SlugField(max_length=80, unique=True)
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(_("title"), max_length=200)
    group = models.OneToOneField(Group, models.PROTECT, related_name="post")
    abolished_on = models.DateField(null=True, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("post")
        ordering = ("role__column", "unit__path", "code")

    def __str__(self) -> str:
        return self.title


class DateRange(Func):
    """begins_on .. ends_on, both days included."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, begins: str, ends: str) -> None:
        super().__init__(F(begins), F(ends), models.Value("[]"))


def in_force_on(day: date | OuterRef, prefix: str = "") -> Q:
    """Rows whose begins_on .. ends_on covers this day, or that of the query around; `prefix` reaches them through a relation
    ("holding__").
    """
    begun = Q(**{f"{prefix}begins_on__lte": day})
    return begun & (Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day}))


class Holding(models.Model):
    """Who held a post from when to when (both days included), acting or not.

    One person may hold several posts, and a post several holders.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")  # an A post's holding needs a second person
        IN_FORCE = "in_force", _("in force")
        REFUSED = "refused", _("refused")

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    acting = models.BooleanField(_("acting"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=500, blank=True)  # the giver's document: directive, oath, certificate
    document = models.ForeignKey("raci.Blob", models.PROTECT, null=True, blank=True, related_name="+")  # ... attached

    history = Tracked()

    class Meta:
        verbose_name = _("holding")
        ordering = ("post", "begins_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="holding_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("proposed_by")),
                name="holding_is_accepted_by_a_second_person",
            ),
            ExclusionConstraint(
                name="person_holds_a_post_once_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DateRange("begins_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="refused"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"


class Delegation(models.Model):
    """A holder passes one letter of one activity for named days; the delegate acts "for" them and cannot pass it on."""

    holding = models.ForeignKey(Holding, models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    activity_code = models.CharField(max_length=20)
    letter = models.CharField(max_length=1)
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    accepted_at = models.DateTimeField(null=True)  # in force only once the delegate accepts
    ended_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        verbose_name = _("delegation")
        ordering = ("begins_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(letter__in=["R", "A", "C"]), name="delegation_passes_a_letter_that_acts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter} {self.activity_code}: {self.holding} → {self.delegate}"


class Relation(models.Model):
    """A line of accountability between two roles or bodies, in the words of its source (H1-H6)."""

    class Line(models.TextChoices):
        OPERATIONAL = "operational", _("operational line")
        FUNCTIONAL = "functional", _("functional line")

    code = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    subject_role = models.ForeignKey(Role, models.PROTECT, null=True, related_name="+")
    relation = models.CharField(max_length=40)  # reports_to, member_of, supervises, selects, convenes, accountable_to
    object = models.CharField(max_length=200)
    object_role = models.ForeignKey(Role, models.PROTECT, null=True, related_name="+")
    line = models.CharField(max_length=12, choices=Line)
    source_text = models.TextField()

    history = Tracked()

    class Meta:
        ordering = ("code", "pk")
        constraints = (models.UniqueConstraint(fields=["code", "subject", "object"], name="relation_is_said_once"),)

    def __str__(self) -> str:
        return f"{self.code}: {self.source_text}"
