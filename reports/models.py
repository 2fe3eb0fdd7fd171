"""A print somebody asked for: the row is the job, its facts are frozen, so that the same PDF can be made again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from raci.models import Person


class Print(models.Model):
    """One PDF, asked for by one person. Ungoverned: it decides nothing and shows what they could see when they asked."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=20)
    subject = models.BigIntegerField(null=True)  # pk of what is printed, by its kind
    title = models.CharField(max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, related_name="prints")
    html = models.TextField()  # the frozen facts, as the page that is printed
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)  # a worker has it until then
    token = models.UUIDField(null=True)  # whose lease it is: a worker that lost it cannot finish the job
    error = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["lease_until"], condition=models.Q(state="queued"), name="print_queue"),)

    def __str__(self) -> str:
        return self.title
