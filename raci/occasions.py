"""The calendar of it all: what happens or is due on which day, of every app that registers it, as one page and one feed.

    occasions.register(Source("sessions", _("Sessions of trainings"), sessions))      from `AppConfig.ready`

A source gives, between two days, what the person may see of its kind, in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.functional import Promise

from raci.authority import Facts


@dataclass(frozen=True)
class Occasion:
    """Something on a day. `is_mine`: it concerns this person, and stands in their own feed; `key`: of its kind the only one."""

    on: date
    title: str
    detail: str
    url: str
    key: str
    is_mine: bool = False
    begins: time | None = None
    ends: time | None = None
    place: str = ""
    edits: int = 0


@dataclass(frozen=True)
class Source:
    """One kind of occasion."""

    code: str
    label: str | Promise
    between: Callable[[Facts, date, date], Iterable[Occasion]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind known (from `AppConfig.ready`). A code is given once."""
    if _sources.setdefault(source.code, source) is not source:
        raise ValueError(f"Two kinds of occasions are called {source.code}.")


def sources() -> dict[str, Source]:
    """By code, in the order they were registered."""
    return _sources


def between(facts: Facts, first: date, last: date, codes: Iterable[str] = ()) -> list[tuple[Source, Occasion]]:
    """Everything from one day to another, both counted in, by day; of these kinds, or of all."""
    wanted = set(codes) or set(_sources)
    found = [
        (source, one)
        for code, source in _sources.items()
        if code in wanted
        for one in source.between(facts, first, last)
        if first <= one.on <= last
    ]
    return sorted(found, key=lambda pair: (pair[1].on, pair[1].begins or time.min, pair[1].title, pair[1].key))
