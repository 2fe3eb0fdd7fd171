"""Directives: instructions from those who may give them, from the day they come in until their giver closes them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import Post, Role
from raci.models.people import Person


class Directive(models.Model):
    """An instruction to a post: who gave it when, what it asks by when, under which activity, and its document."""

    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("what it says"), max_length=20_000)
    giver = models.ForeignKey(Role, models.PROTECT, related_name="directives_given")
    given_on = models.DateField(_("given on"))
    reference = models.CharField(_("the giver's document"), max_length=300)  # "Resolution 37711"
    document = models.ForeignKey("raci.Blob", models.PROTECT, related_name="+")
    # the item of a governing body's meeting under which it was given
    item = models.ForeignKey("raci.AgendaItem", models.PROTECT, null=True, blank=True, related_name="directives")
    activity_code = models.CharField(max_length=20)
    post = models.ForeignKey(Post, models.PROTECT, related_name="directives")  # to whom it falls
    due_on = models.DateField(_("due on"))
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    accepted_as = models.CharField(max_length=500, blank=True)
    accepted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)  # its post said that it is done; the giver closes it
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_as = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    closing_words = models.TextField(blank=True, max_length=20_000)
    closing_document = models.ForeignKey("raci.Blob", models.PROTECT, null=True, related_name="+")  # the giver's word

    history = Tracked()

    class Meta:
        verbose_name = _("directive")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=models.F("recorded_by")),
                name="directive_is_not_accepted_by_who_recorded_it",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(accepted_at__isnull=False), name="directive_done_was_accepted"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closing_words=""), name="closed_directive_says_how"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """received, accepted, reported (as done), closed."""
        if self.closed_at:
            return "closed"
        if self.done_at:
            return "reported"
        return "accepted" if self.accepted_at else "received"


class DirectiveUpdate(models.Model):
    """What was reported on a directive, by a holder of the post it falls to."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="updates")
    words = models.TextField(max_length=20_000)
    says_done = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_as = models.CharField(max_length=500)
    at = models.DateTimeField()

    history = Tracked()

    class Meta:
        ordering = ("directive", "pk")

    def __str__(self) -> str:
        return self.words
