"""As it stood on a day: `?on=2026-11-21` in an address, understood once for every page and list that looks back.

A page reads it with `read(request.GET, today, request.path)` and includes "components/as_of.html" with the answer as `as_of`.
A list that looks back has the filter `lists.AS_OF`; its `rows` are asked with that day as `facts.today` and `facts.looks_back`.
What somebody may see is never asked of that day: the matrix in force today decides who reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Field, OuterRef, Subquery
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.days import is_meant
from raci.models import City

ON = "on"


@dataclass(frozen=True)
class AsOf:
    """The day a page is asked for, with what its banner says."""

    day: date
    today: date
    path: str
    kept: tuple[tuple[str, str], ...] = ()  # the rest of the address
    problem: str = ""  # what was not understood; then the day is today

    @property
    def is_today(self) -> bool:
        """Whether the page shows what holds now."""
        return self.day == self.today

    @property
    def sentence(self) -> str:
        """ "As it stood on Thursday, 1 October 2026." """
        day = date_format(self.day, "l, j F Y")
        if self.day > self.today:
            return _("As it will stand on %(day)s, by what is recorded today.") % {"day": day}
        return _("As it stood on %(day)s, by what is recorded today.") % {"day": day}

    @property
    def back(self) -> str:
        """The same page today."""
        return self.path + (f"?{urlencode(self.kept)}" if self.kept else "")

    @property
    def query(self) -> str:
        """What a link to a page of the same day ends with: "?on=2026-10-01", or nothing for today."""
        return "" if self.is_today else f"?{urlencode({ON: self.day.isoformat()})}"


def read(params: Mapping[str, str], today: date, path: str) -> AsOf:
    """The day of an address; what is no day is said, and today is shown."""
    said = params.get(ON, "").strip()
    kept = tuple((name, value) for name, value in params.items() if name != ON)
    if not said:
        return AsOf(today, today, path, kept)
    day = as_day(said)
    if day is None:
        return AsOf(today, today, path, kept, problem(said))
    return AsOf(day, today, path, kept)


def problem(said: str) -> str:
    """What is said of a value that is no day."""
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in said[:20])
    return _("“%(said)s” is no day, so this is today. Write a day as 2026-11-21.") % {"said": text}


def as_day(text: str) -> date | None:
    """A day as 2026-11-21, of a year that a city's calendar can mean."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and is_meant(day) else None


def remembered_until(day: date) -> datetime:
    """Up to which moment history is asked for what stood on a day: its end in the city's zone.

    Before the city was loaded nothing was recorded; then the first that was is taken (1 query).
    """
    end = end_of(day)
    city = City.objects.filter(pk=1).first()
    if city is None:
        return end
    founded = city.loaded_at.astimezone(ZoneInfo(city.time_zone)).date()
    return max(end, end_of(founded))


def end_of(day: date) -> datetime:
    """The moment that a day is over in the city's zone."""
    return clock.beginning_of(day + timedelta(days=1))


def stood(model: Any, field: str, until: datetime, key: str = "pk") -> Subquery:
    """A field of a tracked model's rows as history last knew it before this moment; `key` leads to the row."""
    rows = model.history.filter(id=OuterRef(key), history_date__lt=until).order_by("-history_date", "-history_id")
    output: Field[Any, Any] = model._meta.get_field(field)
    return Subquery(rows.values(field)[:1], output_field=output)
