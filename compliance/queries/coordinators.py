"""Coordinators: who coordinates a programme on a day, and what is published of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from compliance.models import Coordinator
from raci.models.city import in_force_on
from raci.refusals import Refused


def coordinators_on(day: date, programmes: Iterable[str] | None = None) -> QuerySet[Coordinator]:
    """Those of a day, of all programmes or of these (1 query)."""
    rows = Coordinator.objects.filter(in_force_on(day)).select_related("post__unit", "post__role")
    return rows if programmes is None else rows.filter(programme__in=list(programmes))


def coordinator_for(pk: int) -> Coordinator:
    """One of them: published, so for all staff."""
    found = Coordinator.objects.select_related("post__unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such coordinator."), visible=False)
    return found
