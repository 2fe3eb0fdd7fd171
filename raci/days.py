"""The days that a city's calendar can mean. What reckons with days stays within what a computer's calendar has. Pure."""

from __future__ import annotations

from datetime import date, timedelta

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def is_meant(day: date) -> bool:
    """Whether somebody can mean this day, and not a year mistyped: 20226, 0226."""
    return FIRST <= day <= LAST


def later(day: date, days: int = 1) -> date:
    """So many days later; the last day there is where that lies beyond it."""
    return day + timedelta(days=min(days, (date.max - day).days))
