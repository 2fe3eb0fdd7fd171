"""When a worksheet is looked at again: every few years, as requirement LA-02 says."""

from __future__ import annotations

from compliance.models import Requirement

FOUR_FACTORS = "LA-02"
YEARS = 3  # until the packs are loaded: as the federal guidance has it


def years() -> int:
    """How many years, by the requirement in force (1 query)."""
    found = Requirement.objects.filter(code=FOUR_FACTORS).values_list("every", flat=True).first()
    return found or YEARS
