"""Facilities: what the city owns or runs that people come to, or pass along."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Unit

LATITUDE = (MinValueValidator(-90), MaxValueValidator(90))
LONGITUDE = (MinValueValidator(-180), MaxValueValidator(180))


class Asset(models.TextChoices):
    """What a facility, or the thing a barrier stands in, is."""

    BUILDING = "building", _("Building")
    PARK = "park", _("Park")
    SIDEWALK = "sidewalk", _("Sidewalk")
    CURB_RAMP = "curb_ramp", _("Curb ramp")
    SIGNAL = "signal", _("Pedestrian signal")
    PARKING = "parking", _("Parking")
    WEBSITE = "website", _("Website")


class Facility(models.Model):
    """A building, a park, a stretch of street; its unit answers for it. Found by its address: a point is optional."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="facilities", verbose_name=_("unit"))
    kind = models.CharField(_("what it is"), max_length=10, choices=Asset)
    address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True, validators=LATITUDE
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True, validators=LONGITUDE
    )
    edits = models.PositiveIntegerField(default=0)  # rises with each change; what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="facility_has_both_coordinates_or_none",
            ),
        )

    def __str__(self) -> str:
        return self.name
