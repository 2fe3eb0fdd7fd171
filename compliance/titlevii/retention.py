"""How long a run is kept: two years from the decision, two from the day an impact is eliminated, longer while a charge stands.

29 CFR 1602.31, 1607.15A(2)(b); the number of years is the row of law of the decision's day, sealed with the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.checks.clocks import years_later
from compliance.checks.law import Law
from compliance.checks.verdicts import Result
from compliance.models import AdverseImpactRun
from compliance.titlevii.pools import years_kept
from raci.drawing import day


def begins(said: Mapping[str, Any], eliminated_on: date | None = None) -> date | None:
    """The day from which years are counted; None where an indicator was raised and nobody said that the impact is over."""
    decided_on = date.fromisoformat(said["decided_on"])
    if said["result"] != Result.INDICATOR_RAISED.value:
        return decided_on
    return max(eliminated_on, decided_on) if eliminated_on else None  # no impact is over before it was made


def kept_until(said: Mapping[str, Any], eliminated_on: date | None = None) -> date | None:
    """The last day it is kept at least; None where that cannot be said yet."""
    start, years = begins(said, eliminated_on), said["years_kept"]
    return years_later(start, years) if start is not None and years is not None else None


def stands_against(
    row: AdverseImpactRun, said: Mapping[str, Any], today: date, eliminated_on: date | None = None
) -> str:
    """Why a run is not to be erased, in a sentence; "" where nothing stands against it."""
    if row.is_held:
        return _("There is a litigation hold on it: it is kept until that is ended.")
    if said["years_kept"] is None:
        return _("How many years is not known: the row of law has no value.")
    until = kept_until(said, eliminated_on)
    if until is None:
        return _("An indicator was raised: say since which day the impact is eliminated.")
    return _("It is kept at least until %(day)s.") % {"day": day(until)} if until >= today else ""


def may_be_over(row: AdverseImpactRun, law: Law, today: date) -> bool:
    """Whether its time may be over, by its open days alone: a decision is never later than the day it was entered."""
    years = years_kept(law, today)
    is_kept = row.is_held or row.erased_on is not None or years is None
    return not is_kept and years is not None and years_later(row.made_on, years) < today
