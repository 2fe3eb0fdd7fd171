"""Places that figures are about: tracts, districts, counties, the city as the census draws it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked


class Place(models.Model):
    """A place with a code that its source gives it (a GEOID keeps its leading zeros), and its outline where there is one."""

    class Kind(models.TextChoices):
        CITY = "city", _("City")
        DISTRICT = "district", _("District")
        TRACT = "tract", _("Census tract")
        COUNTY = "county", _("County")
        STATE = "state", _("State")
        OTHER = "other", _("Other place")

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    # rings of [longitude, latitude] pairs (WGS 84), simplified (metrics.places.boundaries); null where none was given
    rings = models.JSONField(null=True, blank=True)
    source = models.TextField(_("source"), blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("place")
        ordering = ("kind", "name", "pk")

    def __str__(self) -> str:
        return self.name
