"""What day it is: the database's clock in the city's time zone, the only clock that rules and deadlines use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import DateTimeField, Func


class Moment(Func):
    """This moment, by the database, inside a query."""

    function = "portal_now"
    arity = 0
    output_field = DateTimeField()


def now() -> datetime:
    """This moment, by the database."""
    return _ask("SELECT portal_now()")  # type: ignore[return-value]


def today() -> date:
    """Today in the city, by the database."""
    return _ask("SELECT portal_today()")  # type: ignore[return-value]


def working_days_after(day: date, count: int, holidays: Collection[date]) -> date:
    """The day `count` working days (Monday to Friday, no holiday) after `day`."""
    free = set(holidays)
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in free:
            count -= 1
    return day


def _ask(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else None
