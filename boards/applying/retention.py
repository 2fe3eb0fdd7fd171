"""How long applications are kept: from the day each was over, so many years (29 CFR 1602.31, which a city applies by analogy: two
years from the record or the choice, whichever is later). Nothing is erased by itself; a legal hold keeps it whatever the day.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q

from boards.models import Application
from boards.standing import add_months


def kept_until(row: Application) -> date | None:
    """The last day it is kept; None while it is not over."""
    return add_months(row.ended_on, 12 * settings.APPLICATIONS_KEPT_YEARS) if row.ended_on else None


def over(today: date) -> Q:
    """Those that need no longer be kept."""
    last = add_months(today, -12 * settings.APPLICATIONS_KEPT_YEARS)
    return Q(ended_on__lt=last, erased_on=None, notice__is_held=False)
