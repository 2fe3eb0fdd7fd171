"""Ungoverned rows: the inbox, what of it comes by e-mail, and what somebody has typed but not saved. They write no history."""

from __future__ import annotations

from django.db import models

from raci.models.people import Person
from raci.models.records import Record


class Notice(models.Model):
    """One line in somebody's inbox, and one e-mail. `key` makes it exactly once, however often the act is retried."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="notices")
    key = models.CharField(max_length=200)
    line = models.CharField(max_length=500)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    by_mail = models.BooleanField(default=True)  # as its reader had chosen when it was told
    mailed_at = models.DateTimeField(null=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="notice_is_given_once"),)

    def __str__(self) -> str:
        return self.line


class InboxOnly(models.Model):
    """A kind of notice that somebody reads in the inbox alone; without a row it comes by e-mail too."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="inbox_only")
    kind = models.CharField(max_length=50)  # a code of `raci.notices.KINDS`

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="notice_choice_is_made_once_a_kind"),)

    def __str__(self) -> str:
        return self.kind


class UnsavedTyping(models.Model):
    """What a person typed into a form and has not saved; shown again when they come back. Save removes it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="unsaved_typing")
    form = models.CharField(max_length=100)  # which form on which thing: "plan:12", "answer:7"
    values = models.JSONField(default=dict)
    typed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "form"], name="typing_is_kept_once_a_form"),)

    def __str__(self) -> str:
        return self.form
