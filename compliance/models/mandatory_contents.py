"""The four mandatory contents of a barrier (28 CFR 35.150(d)(3)), said of its fields for the database."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from compliance.checks.transition_plan import OPEN


class Removal(models.TextChoices):
    """How an obstacle is removed."""

    STRUCTURAL = "structural", _("By building (structural)")
    RELOCATE = "relocate", _("Move the service elsewhere")
    HOME_VISIT = "home_visit", _("Home visits")
    AIDE = "aide", _("Assign an aide")
    OTHER = "other", _("Another way without building")


class IsScheduled(Func):
    """`transition_plan.is_scheduled`, said in the database (compliance/barriers.sql)."""

    function = "barrier_is_scheduled"
    output_field = models.BooleanField()

    def __init__(self) -> None:
        super().__init__(F("starts_on"), F("finishes_on"), F("steps"))


WITHOUT_BUILDING = [code for code in Removal.values if code != Removal.STRUCTURAL]
IS_OPEN = Q(status__in=OPEN)
# what the four contents are asked of: an open obstacle, unless it is said to be removed without building
IS_ASKED = IS_OPEN & ~Q(removal__in=WITHOUT_BUILDING)
LACKS: dict[str, Q] = {
    "obstacle": Q(obstacle=""),
    "method": Q(method=""),
    "schedule": ~Q(IsScheduled()),
    "official": Q(official=None, official_words=""),
}
LACKS_ANY = LACKS["obstacle"] | LACKS["method"] | LACKS["schedule"] | LACKS["official"]
IS_INCOMPLETE = IS_ASKED & LACKS_ANY
