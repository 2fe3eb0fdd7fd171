"""Which figures count, what the database keeps of them, and any grouping as a sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from metrics.cells import Cell, all_groups, cells_of, grouped, of_everybody
from metrics.models import Batch, Dimension, Group, Indicator, IndicatorVersion, Series
from metrics.reading_rights import reads_live
from metrics.values import UNKNOWN, reading
from raci.authority import facts_for
from raci.history import acting
from tests.city import SmallCity, small_city
from tests.history.rows import LOADER

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def groups(city: SmallCity) -> dict[str, Group]:
    found = {}
    with acting(by=LOADER, act="load"):
        for name, overlapping in (("kin", False), ("way", False), ("any-kin", True)):
            dimension = Dimension.objects.create(code=name, name=name, overlapping=overlapping)
            for code in ("one", "two"):
                found[f"{name}-{code}"] = Group.objects.create(dimension=dimension, code=code, name=code)
    return found


@pytest.fixture
def indicator(city: SmallCity) -> Indicator:
    with acting(by=LOADER, act="load"):
        return Indicator.objects.create(code="swim", kind="performance", unit=city.parks)


def batch(city: SmallCity, indicator: Indicator, k: int, **values: object) -> Batch:
    with acting(by=LOADER, act="load"):
        made = Batch.objects.create(unit=city.parks, title="Swimming", origin="entry", **values)
        Series.objects.create(batch=made, indicator=indicator, begins=[YEAR[0]], ends=[YEAR[1]], n=[400], k=[k])
        made.state, made.submitted_by, made.answered_by = "accepted", city.director, city.officer
        made.submitted_at = made.answered_at = made.undone_at or "2026-11-01T12:00Z"
        made.save()
    return made


def test_a_correction_counts_until_it_is_undone(city: SmallCity, indicator: Indicator) -> None:
    first = batch(city, indicator, 200)
    second = batch(city, indicator, 220, corrects=first)
    assert [cell.k for cell in cells_of([indicator])] == [220]
    with acting(by=LOADER, act="undo"):
        second.undone_at, second.undone_as, second.why_undone = "2026-11-02T12:00Z", "Officer", "Wrong file."
        second.save()
    assert [cell.k for cell in cells_of([indicator])] == [200]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE metrics_series SET k = '{7}'", "DELETE FROM metrics_series", "INSERT INTO metrics_series {again}"],
)
def test_cells_of_a_batch_that_is_closed_never_change(city: SmallCity, indicator: Indicator, statement: str) -> None:
    made = batch(city, indicator, 200)
    again = (
        "(batch_id, indicator_id, groups, begins, ends, n) VALUES"
        f" ({made.pk}, {indicator.pk}, '{{99}}', '{{2026-01-01}}', '{{2026-12-31}}', '{{5}}')"
    )
    refused = pytest.raises(DatabaseError, match=r"append-only|series_come_into_an_open_batch")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.replace("{again}", again))


def test_a_grouping_is_the_sum_of_finer_cells_and_unknown_stays_unknown(groups: dict[str, Group]) -> None:
    whole = Cell(1, 1, None, (), *YEAR)
    parts = [
        replace(whole, groups=tuple(sorted((groups[f"kin-{race}"].pk, groups[f"way-{sex}"].pk))), n=n, k=k)
        for race, sex, n, k in (
            ("one", "one", 10, 4),
            ("one", "two", 20, 5),
            ("two", "one", 30, 6),
            ("two", "two", 40, None),
        )
    ]
    by_race = {cell.groups: (cell.n, cell.k) for cell in grouped(parts, all_groups(), ["kin"])}
    assert by_race == {(groups["kin-one"].pk,): (30, 9), (groups["kin-two"].pk,): (70, None)}
    (everybody,) = grouped(parts, all_groups())
    assert (everybody.n, everybody.k) == (100, None)
    given = replace(whole, n=101, k=15)  # as it was handed in, it stands: somebody did not say
    assert grouped([*parts, given], all_groups()) == [given]


def test_groups_that_share_people_and_published_values_are_never_added_up(groups: dict[str, Group]) -> None:
    whole = Cell(1, 1, None, (), *YEAR)
    shared = [replace(whole, groups=(groups[f"any-kin-{code}"].pk,), n=50, k=5) for code in ("one", "two")]
    assert grouped(shared, all_groups()) == []
    published = [replace(whole, groups=(groups[f"kin-{code}"].pk,), value=Decimal("12.5")) for code in ("one", "two")]
    assert grouped(published, all_groups()) == []


def test_a_value_says_how_sure_it_is_and_nobodys_rate_is_unknown() -> None:
    whole = Cell(1, 1, None, (), *YEAR)
    rate = IndicatorVersion(value_kind="rate", scale=Decimal(100))
    said = reading(rate, replace(whole, n=400, k=100))
    assert said.value == 25
    assert (round(said.low or 0, 2), round(said.high or 0, 2)) == (21.01, 29.47)  # Wilson
    assert reading(rate, replace(whole, n=0, k=0)).value is None
    assert reading(rate, replace(whole, n=5)).value is None
    assert reading(rate, None) == UNKNOWN
    events = IndicatorVersion(value_kind="events", scale=Decimal(200_000))
    trir = reading(events, replace(whole, events=27, exposure=Decimal(412_000)))
    assert (round(trir.value or 0, 3), round(trir.low or 0, 2), round(trir.high or 0, 2)) == (
        Decimal("13.107"),
        8.64,
        19.07,
    )
    assert reading(events, replace(whole, events=3, exposure=Decimal(0))).value is None


def test_figures_are_read_live_in_their_line_and_by_auditors(city: SmallCity, indicator: Indicator) -> None:
    reads = {name: reads_live(facts_for(person), indicator) for name, person in city.people.items()}
    assert {name for name, may in reads.items() if not may} == {"elsewhere", "mayor", "technician"}


def test_everybody_is_what_was_given_or_the_sum_of_parts(
    city: SmallCity, indicator: Indicator, groups: dict[str, Group]
) -> None:
    with acting(by=LOADER, act="load"):
        parts = Indicator.objects.create(code="parts", kind="performance", unit=city.parks)
        made = Batch.objects.create(unit=city.parks, title="By kin", origin="entry")
        for code, n in (("kin-one", 30), ("kin-two", 12)):
            Series.objects.create(
                batch=made, indicator=parts, groups=[groups[code].pk], begins=[YEAR[0]], ends=[YEAR[1]], n=[n], k=[5]
            )
        made.state, made.submitted_by, made.answered_by = "accepted", city.director, city.officer
        made.submitted_at = made.answered_at = "2026-11-01T12:00Z"
        made.save()
    batch(city, indicator, 200)
    assert [(cell.indicator, cell.n, cell.k) for cell in of_everybody([indicator, parts])] == [
        (indicator.pk, 400, 200), (parts.pk, 42, 10),
    ]  # fmt: skip
