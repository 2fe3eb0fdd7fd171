"""Who coordinates a programme of law: a post, from when to when, and where people reach it (T6-02, ADA-05)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Post
from raci.models.city import DateRange


class Coordinator(models.Model):
    """A post that coordinates a programme for the whole city, with what is published of it."""

    class Law(models.TextChoices):
        TITLE_VI = "title-vi", _("Title VI")
        ADA = "ada", _("ADA and Section 504")
        LANGUAGE = "language-access", _("Language access")
        SECTION3 = "section3", _("Section 3")
        TITLE_VII = "title-vii", _("Title VII (the city as employer)")
        LOCAL = "local", _("The city’s own law")

    programme = models.CharField(_("programme"), max_length=60, choices=Law)
    post = models.ForeignKey(Post, models.PROTECT, related_name="coordinates", verbose_name=_("post"))
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    name = models.CharField(_("name, as published"), max_length=200)
    address = models.TextField(_("office address"), max_length=500)
    phone = models.CharField(_("telephone"), max_length=60)
    email = models.EmailField(_("e-mail"), max_length=254)
    source = models.CharField(_("appointed by"), max_length=500, blank=True)  # the memorandum, with its date

    history = Tracked()

    class Meta:
        verbose_name = _("coordinator")
        ordering = ("programme", "-begins_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="coordinator_ends_after_they_begin"
            ),
            ExclusionConstraint(
                name="post_coordinates_a_programme_once_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (DateRange("begins_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_programme_display()}: {self.post}"
