"""How an update of an initiative stands on a day, and which one is asked for next. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SOON = 14  # days before its day from which an update waits on somebody


class Lateness(StrEnum):
    """How an update stands."""

    AHEAD = "ahead"
    SOON = "soon"
    LATE = "late"
    REPORTED = "reported"
    REPORTED_LATE = "reported_late"
    OFF = "off"  # not needed any more: it said so, or the initiative is over


@dataclass(frozen=True)
class Update:
    """An update as these rules take it; `standing` as `InitiativeUpdate.Standing`, "" where nothing is reported."""

    pk: int
    due_on: date
    standing: str = ""
    reported_on: date | None = None


def is_over(updates: Iterable[Update]) -> bool:
    """Whether somebody reported that it is done or stopped, and nothing else after it."""
    told = [one for one in updates if one.reported_on and one.standing != "not_needed"]
    newest = max(told, key=lambda one: (one.reported_on, one.pk), default=None)
    return newest is not None and newest.standing in ("done", "stopped")


def lateness(update: Update, today: date, *, over: bool) -> Lateness:
    """`over`: whether the initiative is over, after which nothing is asked."""
    if update.reported_on is not None:
        if update.standing == "not_needed":
            return Lateness.OFF
        return Lateness.REPORTED_LATE if update.reported_on > update.due_on else Lateness.REPORTED
    if over:
        return Lateness.OFF
    if update.due_on < today:
        return Lateness.LATE
    return Lateness.SOON if (update.due_on - today).days <= SOON else Lateness.AHEAD


def days_late(update: Update, today: date) -> int:
    """How many days after its day it was reported, or is not yet; 0 where it is in time."""
    return max(((update.reported_on or today) - update.due_on).days, 0)
