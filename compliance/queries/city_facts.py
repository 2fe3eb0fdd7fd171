"""What is known of the whole city, as of a day: the newest answers that somebody entered with their source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from compliance.models import CityFact

Key = CityFact.Key


def newest_facts(day: date, *keys: str) -> Mapping[str, CityFact]:
    """The newest row of each of these facts that counts on the day (1 query)."""
    rows = CityFact.objects.filter(key__in=keys, on__lte=day).order_by("on", "pk")
    return {row.key: row for row in rows}
