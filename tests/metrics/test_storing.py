"""A long file becomes series of a batch by the portal's own login: all rows, or none and the reason by line."""

from __future__ import annotations

import io
import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from metrics.finest import fields
from metrics.finest.fields import Faulty
from metrics.finest.observations import Codes, Layout
from metrics.models import Batch, Series
from metrics.periods import Period
from metrics.storing import store_observations
from raci.history import acting
from raci.imports.verdicts import Unreadable
from raci.models import Unit
from tests.history.rows import LOADER, saved

pytestmark = pytest.mark.django_db
LAYOUT = Layout("indicator", "period", "place", ("race", "sex"), {"n": "n", "k": "k"})
CODES = Codes(
    indicators={"jobs": 1, "homes": 2},
    places={"T1": 10, "T2": 20},
    groups={"race": {"Black": 7, "White": 5}, "sex": {"F": 6}},
)
HEADINGS = "indicator,period,place,race,sex,n,k\n"


@pytest.fixture
def batch() -> Any:
    with acting(by=LOADER, act="seed"):
        return Batch.objects.create(unit=saved(Unit), title="Figures", origin=Batch.Origin.FILE)


def stored(batch: Any, text: str, layout: Layout = LAYOUT, **more: Any) -> Any:
    connection.ensure_connection()
    session: Any = connection.connection
    table = Series._meta.db_table
    return store_observations(session, table, batch.pk, io.BytesIO(text.encode()), layout, CODES, **more)


def faults(batch: Any, rows: str, **more: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(Faulty) as caught:
        stored(batch, HEADINGS + rows, **more)
    assert not Series.objects.exists()
    return [(fault.line, fault.column, str(fault.reason)) for fault in caught.value.faults]


@pytest.mark.parametrize("block", [200, 2**21])
def test_rows_become_series_in_the_order_of_their_periods(batch, monkeypatch, block):
    monkeypatch.setattr(fields, "BLOCK", block)
    wanted: dict[tuple[Any, ...], dict[date, tuple[int | None, int | None]]] = {}
    lines, chance = [], random.Random(2)
    for indicator, place, race, sex in [("jobs", "T1", "Black", "F"), ("jobs", "", "", ""), ("homes", "T2", "", "F")]:
        groups = sorted(each for each in (CODES.groups["race"].get(race), CODES.groups["sex"].get(sex)) if each)
        series = wanted.setdefault((CODES.indicators[indicator], CODES.places.get(place), tuple(groups)), {})
        for year in range(1990, 2020):
            n = chance.randrange(100)
            k = None if chance.random() < 0.2 else chance.randrange(n + 1)
            series[date(year, 1, 1)] = (n, k)
            lines.append(f"{indicator},{year},{place},{race},{sex},{n},{'' if k is None else k}\n")
    chance.shuffle(lines)
    found = stored(batch, HEADINGS + "".join(lines))
    assert (found.rows, found.series, found.days) == (90, 3, Period(date(1990, 1, 1), date(2019, 12, 31)))
    rows = {(one.indicator_id, one.place_id, tuple(one.groups)): one for one in Series.objects.filter(batch=batch)}
    assert rows.keys() == wanted.keys()
    for key, one in rows.items():
        assert one.begins == sorted(wanted[key])
        assert [each.year for each in one.ends] == [each.year for each in one.begins]
        assert list(zip(one.n, one.k, strict=True)) == [wanted[key][day] for day in one.begins]
        assert one.w is None


def test_every_fault_is_named_by_line_and_nothing_is_stored(batch):
    rows = (
        "jobs,2020,T1,Black,F,10,3\njobs,2020,T9,Black,F,10,3\nnone,2020,T1,,,1,1\njobs,2020,T9,White,,1,1\n"
        "jobs,20x,T1,,,1,1\njobs,2021,T1,,,3,4\njobs,2022,T1,,,1.5,\njobs,2023,T1,,,,\njobs,2024,T1,,,-1,\n"
        "jobs,2025,T1,Blue,,1,1\njobs,2026,T1,,,many,1\njobs,2027,T1,,,1e15,1\n"
    )  # fmt: skip
    found = faults(batch, rows)
    assert [(line, column) for line, column, _reason in found] == [
        (3, "place"), (4, "indicator"), (6, "period"), (7, "k"), (8, "n"), (9, ""), (10, "n"), (11, "race"), (12, "n"), (13, "n"),
    ]  # fmt: skip
    assert found[0][2].startswith("“T9” is not known here")
    assert found[5][2] == "No figure is given. Leave the row out."


def test_a_period_stands_once_in_its_series_however_it_is_written(batch):
    assert faults(batch, "jobs,2020,T1,,,1,1\nhomes,2020,T1,,,1,1\njobs,CY 2020, T1 ,,,1,1\n".replace("CY ", "")) == [
        (4, "", "The same indicator, place, groups and period stand in line 2. Keep one of them.")
    ]
    rows = "jobs,2020,T1,,,1,1\njobs,2020 Q3,T1,,,1,1\n"
    assert [line for line, *_rest in faults(batch, rows)] == [3]
    assert stored(batch, HEADINGS + rows, published=True).series == 1


def test_a_file_about_one_indicator_everywhere_and_other_sums(batch):
    codes = {"": 2}
    layout = Layout("", "period", "", (), {"events": "injuries", "exposure": "hours", "value": "value"})
    connection.ensure_connection()
    session: Any = connection.connection
    text = "period;injuries;hours;value\r\n2021 Q2;3;1200.25;-0.5\r\n2021 Q1;;800;\r\n"
    store_observations(
        session, Series._meta.db_table, batch.pk, io.BytesIO(text.encode()), layout, Codes(codes, {}, {})
    )  # fmt: skip
    (one,) = Series.objects.all()
    assert (one.indicator_id, one.place_id, one.groups) == (2, None, [])
    assert (one.events, one.exposure) == ([None, 3], [Decimal(800), Decimal("1200.25")])
    assert (one.value, one.n) == ([None, Decimal("-0.5")], None)


def test_a_file_without_the_columns_or_rows_is_refused(batch):
    with pytest.raises(Unreadable, match="no column “place”"):
        stored(batch, "indicator,period,race,sex,n,k\njobs,2020,,,1,1\n")
    with pytest.raises(Unreadable, match="no row under them"):
        stored(batch, HEADINGS)
