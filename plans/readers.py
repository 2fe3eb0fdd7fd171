"""Whose reviewed records of an activity a person reads: R, A, C and I in the line."""

from __future__ import annotations

from django.db.models import QuerySet

from raci.authority import Facts
from raci.grants import scopes_read
from raci.models import Scope, Unit


def units_read(facts: Facts, activity: str) -> QuerySet[Unit]:
    """The units whose records under this activity they may read."""
    units = Unit.objects.order_by("path")
    if facts.has("reads_all"):
        return units
    scopes = {scope for its in scopes_read(facts, activity).values() for scope in its}
    return units.filter(pk__in=Scope.objects.filter(pk__in=scopes).values("unit"))
