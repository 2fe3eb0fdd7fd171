"""What day it is: the database's clock in the city's time zone, the only clock that rules and deadlines use."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateTimeField, Func
from django.utils import timezone

ZONE = "coalesce((SELECT time_zone FROM raci_city LIMIT 1), 'UTC')"


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


def beginning_of(day: date) -> datetime:
    """The first moment of a day in the city, whatever zone the caller is in (1 query)."""
    return _ask(f"SELECT %s::timestamp AT TIME ZONE {ZONE}", [day])  # type: ignore[return-value]


def zone() -> ZoneInfo:
    """The city's time zone (1 query); UTC before there is a city."""
    return ZoneInfo(str(_ask(f"SELECT {ZONE}")))


@contextmanager
def city_time() -> Iterator[None]:
    """Times are told in the city's zone, as on its pages: for what happens outside of a request."""
    with timezone.override(zone()):
        yield


def working_days_after(day: date, count: int, holidays: Collection[date]) -> date:
    """The day `count` working days (Monday to Friday, no holiday) after `day`."""
    free = set(holidays)
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in free:
            count -= 1
    return day


def _ask(sql: str, values: list[date] | None = None) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return row[0] if row else None
