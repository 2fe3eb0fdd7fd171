"""Whom the city works with: partners, what was agreed with them, and each contact. Kept under 2.3."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Blob, Person, Post, Unit

LONG = 20_000


class Partner(models.Model):
    """An organisation, or a body beside the city's own. Of people nothing but how one reaches them at work."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("Community organization")
        RIGHTS = "rights", _("Equal Rights Commission")
        OPPORTUNITY = "opportunity", _("Office of Equal Opportunity")
        OMBUDSMAN = "ombudsman", _("Ombudsman")
        RESILIENCE = "resilience", _("Resilience Subcabinet")
        REGIONAL = "regional", _("Regional leader")
        PRACTITIONER = "practitioner", _("Equity practitioners")
        OTHER = "other", _("Another partner")

    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)
    purpose = models.TextField(_("what for"), max_length=LONG)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="partners")
    owner = models.ForeignKey(Post, models.PROTECT, related_name="partners", verbose_name=_("relationship owner"))
    reach = models.CharField(_("how to reach it at work"), max_length=500, blank=True)
    address = models.URLField(_("its page"), max_length=500, blank=True)
    contact_due_on = models.DateField(_("next contact due"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)

    history = Tracked()

    class Meta:
        verbose_name = _("partner")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["name"], name="partner_is_named_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None, contact_due_on__isnull=False)
                | Q(ended_on__isnull=False, contact_due_on=None),
                name="partner_has_a_day_for_the_next_contact_until_it_ends",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """What was agreed with a partner, from when to when, and the paper that says so."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("what was agreed"), blank=True, max_length=LONG)
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    document = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")

    history = Tracked()

    class Meta:
        verbose_name = _("agreement with a partner")
        ordering = ("partner", "-begins_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="agreement_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.title


class PartnerContact(models.Model):
    """One contact with a partner: the day, what it was about, and by when the next is due."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contacts")
    on = models.DateField(_("day"))
    words = models.TextField(_("what it was about"), max_length=LONG)
    next_due_on = models.DateField(_("next contact due"))
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    noted_as = models.CharField(max_length=500)  # label of the post they noted it in

    history = Tracked()

    class Meta:
        verbose_name = _("contact with a partner")
        ordering = ("partner", "-on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(next_due_on__gt=F("on")), name="next_contact_is_due_after_this_one"),
        )

    def __str__(self) -> str:
        return f"{self.partner}, {self.on}"
