"""Indicators, groups and batches of the small city, made as a city's own would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from metrics.actions.batches import About, begin_batch, store_series, undo_batch
from metrics.actions.choosing import choose_file
from metrics.actions.locks import lock_period
from metrics.models import Batch, Dimension, Group, Indicator, IndicatorVersion, PeriodLock
from metrics.series import Cell, NewSeries
from raci import reviewing
from raci.history import acting
from raci.models import Person, Unit
from tests.city import SmallCity
from tests.history.rows import LOADER

Q1 = (date(2026, 1, 1), date(2026, 3, 31))
Q2 = (date(2026, 4, 1), date(2026, 6, 30))


def make_indicator(
    city: SmallCity, code: str = "pool-places", *, value_kind: str = "rate", state: str = "accepted", **more: Any
) -> Indicator:
    """A measure of Parks, with one version."""
    with acting(by=LOADER, act="load"):
        made = Indicator.objects.create(
            **{"code": code, "kind": Indicator.Kind.PERFORMANCE, "unit": city.parks, "cadence": "quarter"} | more
        )
        version = IndicatorVersion(
            indicator=made,
            number=1,
            title=code.replace("-", " ").capitalize(),
            value_kind=value_kind,
            measures="how_well",
        )
        if state == "accepted":
            version.state, version.submitted_by, version.answered_by = state, city.director, city.officer
            version.submitted_at = version.answered_at = "2026-01-01T12:00Z"
        version.save()
    return made


def make_groups(code: str = "race", *names: str, **more: Any) -> list[Group]:
    """A dimension with groups in this order."""
    with acting(by=LOADER, act="load"):
        dimension = Dimension.objects.create(code=code, name=code.capitalize(), **more)
        return [
            Group.objects.create(dimension=dimension, code=f"{code}-{at}", name=name, order=at)
            for at, name in enumerate(names or ("One", "Two"))
        ]


def rate(indicator: Indicator, n: int, k: int, period: tuple[date, date] = Q2, *groups: Group) -> NewSeries:
    """One value: a share of people."""
    numbers = tuple(sorted(group.pk for group in groups))
    return NewSeries(indicator.pk, None, numbers, (Cell(*period, n=n, k=k),))


def value(indicator: Indicator, number: str, period: tuple[date, date] = Q2) -> NewSeries:
    """One value as published, or what percentage is complete."""
    return NewSeries(indicator.pk, None, (), (Cell(*period, value=Decimal(number)),))


def make_batch(
    unit: Unit, *rows: NewSeries, by: Person, title: str = "Second quarter", corrects: Batch | None = None
) -> Batch:
    """A draft that holds these."""
    made = begin_batch(unit, About(title, source="Registrations"), by=by, corrects=corrects)
    store_series(made, rows, by=by)
    made.refresh_from_db()
    return made


def accepted(batch: Batch, city: SmallCity, *, by: Person | None = None) -> Batch:
    """Handed in by the director, accepted by the officer."""
    reviewing.hand_in(batch, by=by or city.director)
    reviewing.accept(batch, by=city.officer)
    return batch


@dataclass
class FiguresAtWork:
    """A batch of Parks in each state, one whose file was chosen, and a locked period."""

    draft: Batch
    waiting: Batch  # handed in by the director
    counted: Batch
    returned: Batch
    undone: Batch
    lock: PeriodLock
    chosen: Batch


FILE = b"indicator,period,race,n,k\nworld-places,2018,Blue,40,10\nworld-places,2018,Green,60,30\n"


def choose(city: SmallCity, content: bytes = FILE, name: str = "places.csv", *, by: Person | None = None) -> Batch:
    """A draft of Parks whose file was chosen and not brought in."""
    file = SimpleUploadedFile(name, content)
    return choose_file(by=by or city.director, unit=city.parks, file=file, title="", source="Registrations")


def make_figures(city: SmallCity) -> FiguresAtWork:
    """By acts, as people would."""
    places = make_indicator(city, "world-places")
    draft, waiting, counted, returned, undone = (
        make_batch(
            city.parks, rate(places, 60, 30, (date(year, 1, 1), date(year, 12, 31))), by=city.director, title=f"{year}"
        )
        for year in range(2021, 2026)
    )
    accepted(counted, city)
    accepted(undone, city)
    undo_batch(undone, by=city.officer, why="Counted twice.")
    for batch in (waiting, returned):
        reviewing.hand_in(batch, by=city.director)
    reviewing.give_back(returned, by=city.officer, why="Say how they were counted.")
    lock = lock_period(city.parks, date(2019, 1, 1), date(2019, 12, 31), by=city.officer, why="Printed.")
    return FiguresAtWork(draft, waiting, counted, returned, undone, lock, choose(city))
