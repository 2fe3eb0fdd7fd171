"""Naming: the holder of an R or A post names another post to keep, or accept, what stands under an activity."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models.city import Post, Unit


class Naming(models.Model):
    """One post names another for an activity's kept and reviewed kinds (or one of them), in a unit and below.

    In force from its day until taken back, whoever holds the posts; it counts only while the matrix in force gives the
    naming post its letter there (governance 3).
    """

    giver = models.ForeignKey(Post, models.PROTECT, related_name="namings_given")
    named = models.ForeignKey(Post, models.PROTECT, related_name="namings")
    activity_code = models.CharField(max_length=20)
    letter = models.CharField(max_length=1)  # R keeps, A accepts
    kind = models.CharField(
        max_length=30, blank=True
    )  # code of a kind; "" = all kept and reviewed kinds of the activity
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="namings")
    begins_on = models.DateField(_("from"))
    taken_back_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        verbose_name = _("naming")
        ordering = ("giver", "activity_code", "letter", "unit", "named", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(letter__in=["R", "A"]), name="naming_is_to_keep_or_to_accept"),
            models.CheckConstraint(condition=~Q(giver=F("named")), name="post_does_not_name_itself"),
            models.UniqueConstraint(
                fields=["giver", "named", "activity_code", "letter", "kind", "unit"],
                condition=Q(taken_back_at=None),
                name="post_is_named_once_for_the_same",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter} {self.activity_code} · {self.unit}: {self.giver} → {self.named}"
