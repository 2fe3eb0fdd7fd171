"""The workflow's nouns. A Record endures (a bureau's plan); a Case is one version's way from draft to decision;
a Text is content frozen on that way (shown as v1, v2, ...), which is what people answer about and decide on."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import Post, Role
from raci.models.matrix import Matrix, Scope
from raci.models.modes import ActedUnder
from raci.models.people import Person


class Record(models.Model):
    """Anything governed: its kind (`records.register`), its scope (activity and unit) and a title for lists."""

    kind = models.CharField(max_length=30)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="records")
    title = models.CharField(max_length=300)
    edits = models.PositiveIntegerField(default=0)  # rises with each change and move; what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("record")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class Case(models.Model):
    """One version of a record on its way: six states, moved only by `workflow.take`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CONSULTATION = "consultation", _("in consultation")
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        SUPERSEDED = "superseded", _("superseded")

    class Back(models.TextChoices):
        """How a case came back to draft, if it did; decides whether it may be submitted directly."""

        NEW = "", _("new")
        REVISED = "revised", _("taken back for revision")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    record = models.ForeignKey(Record, models.PROTECT, related_name="cases")
    number = models.PositiveIntegerField()  # 1, 2, ... within the record
    title = models.CharField(max_length=300)  # as its newest frozen text says; before the first, as its draft does
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    back = models.CharField(max_length=10, choices=Back, default=Back.NEW, blank=True)
    state_since = models.DateTimeField()
    state_note = models.TextField(blank=True)  # the reason given with the last move
    state_by = models.CharField(max_length=500, blank=True)  # label of who made it, and as what
    begun_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="next_versions")
    effective_on = models.DateField(null=True, blank=True)  # approved for a later day; empty: in force at once

    history = Tracked()

    class Meta:
        ordering = ("record", "number")
        indexes = (
            models.Index(fields=["title", "id"], name="case_by_title"),
            models.Index(fields=["state_since", "id"], name="case_by_state_since"),
        )
        constraints = (
            models.UniqueConstraint(fields=["record", "number"], name="case_number_is_unique_in_its_record"),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state__in=["draft", "consultation", "submitted"]),
                name="record_has_one_open_case",
            ),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state="approved", effective_on=None),
                name="record_has_one_case_in_force",
            ),
            models.UniqueConstraint(
                fields=["record", "effective_on"],
                condition=Q(state="approved"),
                name="record_has_one_case_in_force_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "consultation", "submitted", "approved", "declined", "superseded"]),
                name="case_state_is_one_of_six",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} #{self.number}"

    def is_coming(self, today: date) -> bool:
        """Whether it is approved and its day has not come; the version before it is in force until then."""
        return self.state == self.State.APPROVED and self.effective_on is not None and self.effective_on > today


class Author(models.Model):
    """Everyone who edited a case is one of its authors, and never decides on it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="authors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="authored")

    history = Tracked()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "person"], name="author_is_named_once_a_case"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.case}"


class Text(models.Model):
    """Content frozen as canonical JSON with its SHA-256; numbered within the record (v1, v2, ...). Never edited."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="texts")
    record = models.ForeignKey(Record, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    content = models.TextField()  # canonical JSON, exactly what was hashed
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    history = Tracked()

    class Meta:
        ordering = ("record", "number")
        constraints = (
            models.UniqueConstraint(fields=["record", "number"], name="text_number_is_unique_in_its_record"),
        )

    def __str__(self) -> str:
        return f"v{self.number}"


class Consultation(models.Model):
    """One C role asked once about one text; any holder of its posts in the line answers for it."""

    class Way(models.TextChoices):
        ASKED = "asked", _("asked")
        INVITED = "invited", _("invited")  # a record of the whole city: may answer, silence does not block
        REVIEW = "review", _("asked about the difference")  # after a return: 2 working days to object
        NOT_ASKED = "not_asked", _("not asked")  # nobody to ask; the note says why

    class Answer(models.TextChoices):
        NONE = "", _("no answer")
        NO_OBJECTION = "no_objection", _("no objection")
        COMMENT = "comment", _("comment")
        OBJECTION = "objection", _("objection")

    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations")
    text = models.ForeignKey(Text, models.PROTECT, related_name="consultations")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    note = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.NONE, blank=True)
    words = models.TextField(blank=True, max_length=20_000)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_as = models.CharField(max_length=500, blank=True)  # label: post, and for whom
    answered_at = models.DateTimeField(null=True)
    stands_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # an earlier answer let stand
    done_about_it = models.TextField(blank=True, max_length=20_000)  # what R did about a comment or objection

    history = Tracked()

    class Meta:
        ordering = ("text", "role__column", "pk")
        constraints = (
            models.UniqueConstraint(fields=["text", "role"], name="role_is_asked_once_about_a_text"),
            models.CheckConstraint(condition=~Q(answer="objection") | ~Q(words=""), name="objection_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None) | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="answer_names_who_gave_it",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} · {self.text}"


class Submission(ActedUnder):
    """A text handed in for decision."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="submissions")
    text = models.ForeignKey(Text, models.PROTECT, related_name="submissions")
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="submissions")
    submitted_as = models.CharField(max_length=500)
    submitted_at = models.DateTimeField()
    note = models.TextField(blank=True, max_length=20_000)
    withdrawn_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        ordering = ("case", "pk")
        constraints = (
            # lets Decision carry a copy of submitted_by that the database proves right (see migration 0002)
            models.UniqueConstraint(fields=["id", "submitted_by"], name="submission_and_its_submitter"),
        )

    def __str__(self) -> str:
        return f"{self.text} · {self.submitted_by}"


class Decision(ActedUnder):
    """The receipt: who decided what, acting in which post by which cell, on exactly which text, with which words."""

    class Kind(models.TextChoices):
        APPROVE = "approve", _("approved")
        CONDITIONS = "conditions", _("approved with conditions")
        RETURN = "return", _("returned")
        DECLINE = "decline", _("declined")

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="decision")
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(blank=True, max_length=20_000)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="decisions")
    decided_as = models.CharField(max_length=500)  # "City Administrator" or "City Administrator (for Dana Reyes)"
    decided_at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="decisions")
    activity_code = models.CharField(max_length=20)
    codes = models.CharField(max_length=4)
    matrix = models.ForeignKey(Matrix, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the text decided

    history = Tracked()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(decided_by=F("submitted_by")), name="record_is_not_decided_by_its_submitter"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["approve", "conditions"]) | ~Q(reason=""),
                name="return_and_decline_give_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.submission}"


class Condition(models.Model):
    """A condition of an approval: an owner post, a due date, and a note when it is met."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    words = models.TextField(max_length=20_000)
    owner = models.ForeignKey(Post, models.PROTECT, related_name="conditions")
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(blank=True, max_length=20_000)

    history = Tracked()

    class Meta:
        ordering = ("decision", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closing_note=""), name="closed_condition_has_its_note"
            ),
        )

    def __str__(self) -> str:
        return self.words
