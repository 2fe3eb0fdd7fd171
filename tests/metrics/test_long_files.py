"""A long file is read in blocks and comes to what it comes to row by row: the same cells, names and faults by line."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest

from metrics.actions.batches import About, begin_batch
from metrics.actions.bringing_in import bring_in
from metrics.bringing.judging import judge, series_of
from metrics.bringing.naming import Choices, Resolved
from metrics.bringing.plain_files import plain_layout
from metrics.models import Batch, Group, Place, Series
from metrics.reading.files import Table, open_table
from metrics.reading.mapping import Mapping
from metrics.reading.proposing import answered, propose
from raci.refusals import NotReady
from tests.city import SmallCity, small_city
from tests.metrics.figures import make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
ADDS = Choices(adds=frozenset({"groups", "places"}))
ROW_BY_ROW = 10**9


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def opened(text: str, **answers: str) -> tuple[Table, Mapping]:
    table = open_table(io.BytesIO(text.encode()), "figures.csv")
    return table, answered(propose(table), **answers)


def brought_in(city: SmallCity, text: str, long_from: int, **answers: str) -> Batch:
    batch = begin_batch(city.parks, About("Figures", source="Registrations"), by=city.manager)
    bring_in(batch, *opened(text, **answers), ADDS, by=city.manager, long_from=long_from)
    return batch


def stored(batch: Batch) -> list[tuple[Any, ...]]:
    sums = ("n", "k", "w", "wy", "w2", "w2y", "x", "x2", "events", "exposure", "value", "se")
    groups = dict(Group.objects.values_list("pk", "name"))
    rows = []
    for one in Series.objects.filter(batch=batch).select_related("indicator", "place"):
        place = one.place.code if one.place else ""
        rows.append(
            (
                one.indicator.code,
                place,
                tuple(groups[each] for each in one.groups),
                one.begins,
                one.ends,
                *(rounded(getattr(one, name)) for name in sums),
            )
        )
    return sorted(rows, key=repr)


def rounded(values: list[Any] | None) -> list[float | None] | None:
    return values and [None if each is None else round(float(each), 6) for each in values]


def both_ways(city: SmallCity, text: str, **answers: str) -> tuple[Batch, Batch]:
    """Row by row, and in blocks: the same judgement, and the same cells."""
    slow, fast = (judge(*opened(text, **answers), ADDS, long_from=lines) for lines in (ROW_BY_ROW, 1))
    for name in ("lines", "read", "empty", "refused", "cells", "series", "measures", "adds_up"):
        assert getattr(fast.gathered, name) == getattr(slow.gathered, name), name
    assert names(fast.resolved) == names(slow.resolved)
    batches = [brought_in(city, text, lines, **answers) for lines in (ROW_BY_ROW, 1)]
    one, other = batches
    assert stored(one) == stored(other) != []
    assert (one.cells, one.rows_in, one.origin, one.begins_on, one.ends_on, one.mapping) == (
        other.cells, other.rows_in, other.origin, other.begins_on, other.ends_on, other.mapping,
    )  # fmt: skip
    return one, other


def names(resolved: Resolved) -> tuple[Any, ...]:
    groups = {name: set(one.groups) for name, one in resolved.dimensions.items()}
    return resolved.missing, groups, set(resolved.places), dict(resolved.values)


def observations(chance: random.Random) -> list[str]:
    lines = []
    for at in range(200):
        series, year = divmod(at, 10)
        n = chance.randrange(5, 2000)
        k = chance.choice(["", "NA", str(chance.randrange(n + 1))])
        people = f'"{n:,}"' if at % 7 == 0 else str(n)
        if at % 23 == 0:
            people, k = chance.choice(["", "*", "(X)"]), ""
        race, sex = ("Black", "White", "")[series % 3], ("F", "M", "", "X")[series // 3 % 4]
        lines.append(f"pool-places,FY {2010 + year},4105100{series // 12},{race},{sex},{people},{k}")
    chance.shuffle(lines)
    return lines


def test_two_hundred_lines_come_to_the_same_cells_either_way(city: SmallCity) -> None:
    make_indicator(city)
    text = "\n".join(["indicator,period,place code,race,sex,n,k", *observations(random.Random(3))]) + "\n"
    table, mapping = opened(text)
    assert plain_layout(table, mapping) is not None
    _slow, fast = both_ways(city, text)
    assert fast.cells == 200 - 9
    assert Place.objects.filter(source="Registrations").count() == 2
    assert judge(table, mapping, ADDS, long_from=1).long is not None


@pytest.mark.parametrize(
    ("kind", "headings", "rows"),
    [
        ("mean", "period;n;sum;sum of squares", ["2020;10;25.5;80", "2021;3;-4;6", "2022;;;"]),
        ("events", "period\tevents\thours\tnote", ["2020\t3\t1200.25\tx", "2021\t0\t800\t"]),
        ("estimate", "period,value,se", ["2016-2020,-0.5,0.25", "2017-2021,-666666666,", "2018-2022,12.125,"]),
        ("rate", "period,n,k,weight sum,weighted sum", ["2020,10,4,11.5,5.25", "2021,12,6,9,3"]),
        ("count", "period,n,k", ["2020,10,4", "2021,12,6"]),
    ],
)
def test_each_kind_of_value_keeps_its_sums(city: SmallCity, kind: str, headings: str, rows: list[str]) -> None:
    make_indicator(city, value_kind=kind)
    text = "\n".join([headings, *rows]) + "\n"
    both_ways(city, text, indicator="pool-places")
    assert judge(*opened(text, indicator="pool-places"), ADDS, long_from=1).long is not None


HEADINGS = "indicator,period,place code,race,n,k\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("pool-places,2020,1,Black,10,4\npool-places,2020,1,White,10,11\n", "Line 3: k: "),
        ("pool-places,2020,1,Black,10,4\npool-places,20x,1,White,10,1\n", "Line 3: period: "),
        ("pool-places,2020,1,Black,10,4\npool-places,2020,1,White,many,1\n", "Line 3: n: .many"),
        ("pool-places,2020,1,Black,10,4\npool-places,2020,1,Black,10,4\n", "Line 3: The same .* line 2"),
        ("pool-places,2020,1,Black,10,4\npool-places,2020 Q2,1,Black,10,4\n", "Line 3: Its period shares days"),
        ("pool-places,2020,1,Black,10,4\npool-places,2020,1,White,,4\n", "Line 3: k: How many"),
        ("pool-places,2020,1,Black,10,4\n,2020,1,White,9,4\n", "Line 3: indicator: "),
        ("pool-places,2020,1,Black,10,4\nPool places,2020,1,Black,9,4\n", "Line 3: The same"),
        ("pool-places,2020,1,Black,10,4\npool-places,2199,1,Black,9,4\n", "2199 is not over: it ends on"),
        (f"pool-places,2020,1,Black,10,4\npool-places,2020,1,{'G' * 5000},9,4\n", "G…” has 5000 letters"),
    ],
)
def test_faults_are_named_by_line_and_nothing_comes_in(city: SmallCity, rows: str, said: str) -> None:
    make_indicator(city)
    with pytest.raises(NotReady, match=said):
        brought_in(city, HEADINGS + rows, 0)
    assert not Series.objects.exists()


def test_names_that_are_not_known_are_asked_for_and_begun_only_then(city: SmallCity) -> None:
    make_indicator(city)
    text = HEADINGS + "pool-places,2020,1,Black,10,4\npool-places,2020,2,White,10,1\n"
    judged = judge(*opened(text), Choices(), long_from=1)
    assert judged.long is not None
    assert judged.resolved.missing == {"groups", "places"}
    batch = begin_batch(city.parks, About("Figures"), by=city.manager)
    with pytest.raises(NotReady, match="Groups that are not known: race: Black, White"):
        bring_in(batch, *opened(text), Choices(), by=city.manager, long_from=1)
    stranger = begin_batch(city.water, About("Figures"), by=city.elsewhere)
    with pytest.raises(NotReady, match=r"not of .* or below"):
        bring_in(stranger, *opened(text), ADDS, by=city.elsewhere, long_from=1)
    assert not Place.objects.filter(code="1").exists()
    bring_in(batch, *opened(text), ADDS, by=city.manager, long_from=1)
    assert [one.n for one in Series.objects.order_by("groups")] == [[10], [10]]


@pytest.mark.parametrize(
    "rows",
    [
        "pool-places,2020,1,Total,10,4\npool-places,2020,1,White,10,1\n",
        "pool-places,2020,1,Black alone or in combination,10,4\n",
        "pool-places,2020,1,Black,10,4\nheads,2020,1,White,10,1\n",
    ],
    ids=["a total", "groups that share people", "kinds that keep different sums"],
)
def test_what_is_not_plain_is_read_row_by_row(city: SmallCity, rows: str) -> None:
    make_indicator(city)
    make_indicator(city, "heads", value_kind="count")
    assert judge(*opened(HEADINGS + rows), ADDS, long_from=1).long is None
    assert brought_in(city, HEADINGS + rows, 1).cells == rows.count("\n")


# ---- one row for each person


def people(headings: str, row: Any) -> str:
    chance = random.Random(5)
    return "\n".join([headings, *(row(chance) for _person in range(200))]) + "\n"


@pytest.mark.parametrize(
    ("kind", "headings", "row"),
    [
        ("rate", "race,sex,hired", lambda chance: (
            f"{chance.choice(['Black', 'White', ''])},{chance.choice('FM')},{chance.choice(['yes', 'no', 'NA'])}")),
        ("rate", "race,sex,hired,weight", lambda chance: (
            f"{chance.choice(['Black', 'White'])},{chance.choice('FM')},{chance.randrange(2)},{chance.uniform(0.5, 2):.3f}")),
        ("mean", "race,sex,salary", lambda chance: (
            f"{chance.choice(['Black', 'White'])},{chance.choice('FM')},{chance.randrange(30000, 90000)}.5")),
    ],
)  # fmt: skip
def test_people_come_to_the_same_cells_either_way(city: SmallCity, kind: str, headings: str, row: Any) -> None:
    make_indicator(city, value_kind=kind)
    text = people(headings, row)
    _slow, fast = both_ways(city, text, indicator="pool-places", period="2024")
    assert fast.origin == Batch.Origin.PEOPLE
    judged = judge(*opened(text, indicator="pool-places", period="2024"), ADDS, long_from=1)
    assert {figure.line for periods in judged.gathered.figures.values() for figure in periods.values()} == {0}
    assert len(series_of(judged.gathered, judged.resolved)) == judged.gathered.series


def test_a_person_who_cannot_be_counted_is_named_by_line(city: SmallCity) -> None:
    make_indicator(city)
    text = people("race,sex,hired", lambda chance: f"{chance.choice('ab')},F,{chance.randrange(2)}")
    for at in (9, 150):
        lines = text.splitlines()
        lines[at] = "a,F,perhaps"
        _table, mapping = opened(text, indicator="pool-places", period="2024")
        wrong, _mapping = opened("\n".join(lines))
        with pytest.raises(NotReady, match=f"Line {at + 1}: hired: .perhaps"):
            bring_in(
                begin_batch(city.parks, About("People"), by=city.manager),
                wrong,
                mapping,
                ADDS,
                by=city.manager,
                long_from=1,
            )
    assert not Series.objects.exists()
