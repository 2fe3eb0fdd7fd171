"""Meetings of a team: the agenda with its outcomes, who was there, what was decided, what is to be done, the minutes."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import Post
from raci.models.people import Person
from raci.models.reviewed import Reviewed
from raci.models.teams import Team

LONGEST = 20_000


class Meeting(models.Model):
    """One meeting of a team, on one day, in the city's time."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    team = models.ForeignKey(Team, models.PROTECT, related_name="meetings")
    title = models.CharField(_("what for"), max_length=200, blank=True)
    on = models.DateField(_("day"))
    begins = models.TimeField(_("from"), null=True)  # a meeting that comes from a document may not say its hours
    ends = models.TimeField(_("until"), null=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link to join"), max_length=500, blank=True)
    agenda_closes_on = models.DateField(_("last day for the agenda"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    why_cancelled = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=500, blank=True)  # where it comes from, if from a document
    # as its charter said when it was held: more than this share of the members
    quorum_percent = models.PositiveSmallIntegerField(null=True)
    members_count = models.PositiveSmallIntegerField(null=True)  # of the team on that day, noted when it was held
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)  # calendars know it by this
    sequence = models.PositiveIntegerField(default=0)  # ... and count its changes
    changed_at = models.DateTimeField()  # what calendars show: day, hours, place, called off

    history = Tracked()

    class Meta:
        verbose_name = _("meeting")
        ordering = ("-on", "-begins", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(begins=None, ends=None) | Q(begins__isnull=False, ends__gt=F("begins")),
                name="meeting_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(why_cancelled=""), name="meeting_is_called_off_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(quorum_percent__isnull=False, members_count__isnull=False),
                name="held_meeting_notes_its_quorum",
            ),
        )

    def __str__(self) -> str:
        return f"{self.team}, {date_format(self.on, 'j M Y')}"

    @property
    def hours(self) -> str:
        """ "9:00 AM to 10:30 AM", in the city's time; "" where they are not known."""
        if self.begins is None or self.ends is None:
            return ""
        hours = {"begins": time_format(self.begins, "g:i A"), "ends": time_format(self.ends, "g:i A")}
        return _("%(begins)s to %(ends)s") % hours

    @property
    def when(self) -> str:
        """Day and hours."""
        return ", ".join(part for part in (date_format(self.on, "D j M Y"), self.hours) if part)


class Outcome(models.TextChoices):
    """What an item of the agenda is to come to (governance 6)."""

    AFFIRM = "affirm", _("affirm")
    AGREE = "agree", _("agree")
    DISCUSS = "discuss", _("discuss")
    DECIDE = "decide", _("decide")
    INFORM = "inform", _("inform")


class Got(models.TextChoices):
    """What it came to."""

    OPEN = "", _("not yet")
    AFFIRMED = "affirm", _("affirmed")
    AGREED = "agree", _("agreed")
    DISCUSSED = "discuss", _("discussed")
    DECIDED = "decide", _("decided")
    INFORMED = "inform", _("informed")
    NOTED = "noted", _("noted")
    ADOPTED = "adopted", _("adopted")
    REFERRED = "referred", _("referred")
    DIRECTED = "directed", _("directive given")
    PUT_OFF = "put_off", _("put off")
    NOT_REACHED = "not_reached", _("not reached")


class AgendaItem(models.Model):
    """One item of a meeting's agenda: the outcome wanted, and the outcome got."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=300)
    wanted = models.CharField(_("outcome wanted"), max_length=10, choices=Outcome)
    presenter = models.CharField(_("presented by"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    # what it is about: a page of the portal, and what it was proposed from ("minutes:7"), so that it is proposed once
    about = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    equity = models.TextField(_("what it means for equity"), blank=True, max_length=LONGEST)
    got = models.CharField(_("outcome"), max_length=12, choices=Got, default=Got.OPEN, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=LONGEST)
    edits = models.PositiveIntegerField(default=0)  # rises with each note: what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("agenda item")
        ordering = ("meeting", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["meeting", "origin"], condition=~Q(origin=""), name="agenda_takes_a_proposal_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Who was there: a member present, excused or absent; or a guest."""

    class How(models.TextChoices):
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")
        GUEST = "guest", _("guest")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="attendances")
    name = models.CharField(_("name"), max_length=200, blank=True)  # of a guest, who may have no account
    how = models.CharField(max_length=10, choices=How)

    history = Tracked()

    class Meta:
        ordering = ("meeting", "person__name", "name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "person"], name="person_attends_a_meeting_once"),
            models.CheckConstraint(
                condition=Q(how="guest", person=None) & ~Q(name="") | ~Q(how="guest") & Q(person__isnull=False),
                name="guest_has_a_name_and_a_member_is_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person.name if self.person else self.name}: {self.get_how_display()}"


class Resolution(models.Model):
    """A decision that a meeting took, by vote or by consensus. It binds no record: those are decided by who holds the A."""

    class Way(models.TextChoices):
        CONSENSUS = "consensus", _("by consensus")
        VOTE = "vote", _("by vote")

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="resolutions")
    words = models.TextField(_("what was decided"), max_length=LONGEST)
    way = models.CharField(_("how"), max_length=10, choices=Way)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)

    history = Tracked()

    class Meta:
        ordering = ("item", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(way="vote", votes_for__isnull=False, votes_against__isnull=False, abstained__isnull=False)
                | Q(way="consensus", votes_for=None, votes_against=None, abstained=None),
                name="vote_is_counted_and_consensus_is_not",
            ),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def carried(self) -> bool:
        """Whether it is the meeting's word: consensus, or more for it than against."""
        return self.way == self.Way.CONSENSUS or (self.votes_for or 0) > (self.votes_against or 0)


class Dissent(models.Model):
    """Who did not agree with a decision, by name and with their reason if they gave one."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="dissents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField(_("reason"), blank=True, max_length=LONGEST)

    history = Tracked()

    class Meta:
        ordering = ("resolution", "person__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["resolution", "person"], name="person_dissents_once_from_a_decision"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.words}" if self.words else self.person.name


class ActionItem(models.Model):
    """What somebody is to do until a day. It follows the team from meeting to meeting until it is done or dropped."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    team = models.ForeignKey(Team, models.PROTECT, related_name="action_items")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="action_items")  # where it arose
    words = models.CharField(_("what is to be done"), max_length=500)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="action_items")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="action_items")
    due_on = models.DateField(_("due"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(blank=True, max_length=LONGEST)

    history = Tracked()

    class Meta:
        verbose_name = _("action item")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(post=None, person__isnull=False) | Q(post__isnull=False, person=None),
                name="action_item_is_a_posts_or_a_persons",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | ~Q(state="open") & Q(closed_at__isnull=False) & ~Q(closing_note=""),
                name="closed_action_item_has_its_note",
            ),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def owner(self) -> str:
        """Who is to do it."""
        return self.post.title if self.post else self.person.name if self.person else ""


class Minutes(Reviewed):
    """The minutes of a meeting: its text frozen when they are handed in, approved at a later meeting of the team."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="record")
    content = models.TextField(blank=True)  # canonical JSON, exactly what was hashed
    sha256 = models.CharField(max_length=64, blank=True)
    approved_in = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="approved_minutes")
    corrections = models.TextField(_("corrections"), blank=True, max_length=LONGEST)  # said at that meeting

    history = Tracked()

    class Meta(Reviewed.Meta):
        abstract = False
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ("-meeting__on", "-pk")
        constraints = (
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(content="") & ~Q(sha256=""), name="minutes_are_frozen_when_handed_in"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", approved_in__isnull=False) | ~Q(state="accepted") & Q(approved_in=None),
                name="minutes_are_approved_in_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(approved_in=None) | ~Q(approved_in=F("meeting")),
                name="minutes_are_approved_in_a_later_meeting",
            ),
        )

    def __str__(self) -> str:
        return str(_("Minutes of %(meeting)s") % {"meeting": self.meeting})


class CalendarLink(models.Model):
    """A secret address that a calendar program reads one person's meetings by. Ungoverned: their own, taken back at will."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_link")
    digest = models.CharField(max_length=64, unique=True)  # of its key, which is shown once
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"calendar of {self.person}"
