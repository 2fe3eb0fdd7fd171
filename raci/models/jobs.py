"""Work in the background: the row is the job, Redis only the bell that wakes a worker (promises c3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.models.people import Person

OPEN = ("waiting", "working")


class Job(models.Model):
    """One thing a person asked for and a worker makes. Ungoverned: it decides nothing, and is forgotten after a week."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WORKING = "working", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=50)  # a code of `raci.jobs.kinds`
    title = models.CharField(max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, related_name="jobs")
    arguments = models.JSONField(default=dict)  # numbers and words, no secrets: what the kind needs to make it
    key = models.CharField(max_length=64)  # hash of kind and arguments: the same, asked again meanwhile, is this job
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)  # nobody else takes it before then
    token = models.UUIDField(null=True)  # whose lease it is: a worker that lost it can neither finish nor fail the job
    steps_done = models.PositiveBigIntegerField(default=0)
    steps_total = models.PositiveBigIntegerField(default=0)  # 0 where nobody knows yet
    error = models.CharField(max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["id"], condition=Q(state__in=OPEN), name="job_queue"),
            models.Index(fields=["asked_at"], name="job_age"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["person", "key"], condition=Q(state__in=OPEN), name="job_is_asked_for_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(sha256=""), name="job_that_is_done_has_its_file"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="job_that_failed_says_why"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.state in OPEN
