"""Ungoverned rows of the API: somebody's tokens, and the first answers to requests that may be sent again."""

from __future__ import annotations

from django.db import models

from raci.models.people import Person


class ApiToken(models.Model):
    """A key by which somebody's programs ask as them; of the key itself only the hash is kept.

    Ungoverned: it is its owner's own. That one was made or taken back stands in the history of the person, as every change of
    how somebody signs in does (`raci.actions.tokens`).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    reads_only = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # to the hour: a row that is written at each request would be a queue

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name


class FirstAnswer(models.Model):
    """What a request with an Idempotency-Key was answered first; whoever sends it again gets this.

    Ungoverned: written in the transaction of the act, so that there is no answer without its act; forgotten after a day.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)  # SHA-256 of method, address and body
    at = models.DateTimeField(auto_now_add=True)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="first_answer_is_kept_once_a_key"),)

    def __str__(self) -> str:
        return self.key
