"""By when a policy is looked at again. Pure."""

from __future__ import annotations

from datetime import date

LEAP_DAY = (2, 29)


def due_on(in_force_since: date | None, reviewed_on: date | None, every_years: int) -> date | None:
    """So many years after it was reviewed, or came into force; None where neither is known."""
    since = reviewed_on or in_force_since
    if since is None:
        return None
    day = 28 if (since.month, since.day) == LEAP_DAY else since.day
    return date(since.year + every_years, since.month, day)
