"""Per how many a value is shown, by what its unit says."""

from __future__ import annotations

import re
from decimal import Decimal

PER = re.compile(r"\bper\s+\$?([0-9][0-9,]*)")


def scale_of(value_kind: str, unit_label: str) -> Decimal:
    """100 for a share of people, the number of "claims per 1,000 hours" for events; other values are shown as they are."""
    if value_kind == "rate":
        return Decimal(100)
    found = PER.search(unit_label) if value_kind == "events" else None
    return Decimal(found.group(1).replace(",", "")) if found else Decimal(1)
