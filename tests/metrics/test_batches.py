"""Batches: who fills, hands in, accepts and takes out; what is refused with its reason; what the checksum covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics import showing
from metrics.actions.batches import About, begin_batch, checksum, store_series, undo_batch
from metrics.actions.locks import lock_period, open_period
from metrics.cells import cells_of, counting
from metrics.models import Indicator, Series
from metrics.queries.batches import compared
from metrics.series import Cell, NewSeries, about_cell
from raci import clock, reviewing
from raci.authority import facts_for
from raci.models import Notice, Unit
from raci.refusals import Conflict, NotReady, Refused
from raci.reviewing.waiting import given_back, to_answer
from tests.city import SmallCity, small_city
from tests.metrics.figures import Q1, Q2, accepted, make_batch, make_groups, make_indicator, rate, value

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def places(city: SmallCity) -> Indicator:
    return make_indicator(city)


def test_from_the_file_to_what_counts(city: SmallCity, places: Indicator) -> None:
    one, two = make_groups("race")
    made = make_batch(
        city.parks, rate(places, 100, 40), rate(places, 60, 30, Q2, one), rate(places, 40, 10, Q2, two), by=city.manager
    )
    assert (made.cells, made.begins_on, made.ends_on) == (3, *Q2)
    reviewing.hand_in(made, by=city.manager)
    assert made.sha256 == checksum(made)
    assert len(made.sha256) == 64
    assert Notice.objects.filter(person=city.officer, key__startswith=f"reviewed:batch-{made.pk}:handed-in").exists()
    assert cells_of([places]) == []
    with pytest.raises(Refused):
        reviewing.accept(made, by=city.director)
    reviewing.accept(made, by=city.officer)
    assert [(cell.n, cell.k) for cell in cells_of([places])] == [(100, 40), (60, 30), (40, 10)]
    with pytest.raises(Refused):
        store_series(made, [rate(places, 1, 1, Q1)], by=city.manager)


@pytest.mark.parametrize("who", ["elsewhere", "attorney", "mayor", "reader"])
def test_others_fill_nothing(city: SmallCity, who: str) -> None:
    with pytest.raises(Refused):
        begin_batch(city.parks, About("Mine"), by=city.people[who])


def test_each_fault_is_named_and_nothing_is_stored(city: SmallCity, places: Indicator) -> None:
    one, two = make_groups("race")
    done = make_indicator(city, "steps", value_kind="milestone")
    made = begin_batch(city.parks, About("Wrong"), by=city.manager)
    cells = (Cell(*Q2, n=10, k=11), Cell(date(2026, 6, 1), date(2026, 8, 31), n=5, k=1))
    rows = [
        NewSeries(places.pk, None, (), cells, lines=(7, 8)),
        rate(places, 5, 1, Q1, one, two),
        rate(places, 5, 1, Q1, one),
        rate(places, 5, 2, Q1, one),
        value(done, "101"),
        NewSeries(done.pk, None, (), (Cell(*Q1, n=3),)),
        NewSeries(places.pk, None, (9_999_999,), (Cell(*Q1),)),
    ]
    with pytest.raises(NotReady) as refused:
        store_series(made, rows, by=city.manager)
    said = str(refused.value)
    for part in (
        "Line 7: 11 people with the outcome are more than the 10", "Line 8: This period overlaps",
        "Two groups of one dimension", "stand in it twice", "101 is no percentage", "is a milestone", "not known",
        "Nothing is known of this period",
    ):  # fmt: skip
        assert part in said
    assert not Series.objects.filter(batch=made).exists()


@pytest.mark.parametrize(
    ("kind", "sums", "wrong"),
    [
        ("rate", {"n": 10, "k": 10}, []),
        ("rate", {"n": 10, "k": None}, []),
        ("rate", {"w": 1.5, "wy": 1.6}, ["wy"]),
        ("rate", {"w": float("nan"), "wy": 1.0}, ["w"]),
        ("count", {"n": -1}, ["n"]),
        ("mean", {"n": 2, "x": 6.0, "x2": 17.9}, ["x2"]),
        ("mean", {"n": 2, "x": 6.0, "x2": 18.0}, []),
        ("mean", {"n": 0, "x": 1.0}, ["x"]),
        ("events", {"events": 2, "exposure": Decimal(0)}, ["exposure"]),
        ("estimate", {"value": Decimal("-3.5"), "se": Decimal("-1")}, ["se"]),
        ("milestone", {"value": Decimal(100)}, []),
        ("count", {"n": 10**15}, ["n"]),
    ],
)
def test_what_each_kind_of_value_takes(kind: str, sums: dict[str, object], wrong: list[str]) -> None:
    assert [field for field, _said in about_cell(Cell(*Q2, **sums), kind)] == wrong  # type: ignore[arg-type]


def test_the_same_figures_twice_need_a_correction(city: SmallCity, places: Indicator) -> None:
    one, two = make_groups("race")
    first = accepted(make_batch(city.parks, rate(places, 60, 30, Q2, one), by=city.manager, title="First"), city)
    again = make_batch(city.parks, rate(places, 61, 30, Q2, two), by=city.manager, title="Again")
    with pytest.raises(NotReady, match="“First” counts already for Pool places"):
        reviewing.hand_in(again, by=city.manager)
    by_sex = make_groups("by-sex")
    other = make_batch(city.parks, rate(places, 9, 3, Q2, by_sex[0]), by=city.manager)
    accepted(other, city)  # by another dimension: neither holds the other
    mended = make_batch(
        city.parks, rate(places, 61, 30, Q2, two), rate(places, 60, 31, Q2, one), by=city.manager, corrects=first
    )
    assert compared(mended, first) == (1, 1, 0)
    accepted(mended, city)
    assert set(counting()) == {other, mended}
    with pytest.raises(NotReady, match="does not count"):
        begin_batch(city.parks, About("Late"), by=city.manager, corrects=first)


def test_a_whole_typed_beside_its_parts_needs_a_correction(city: SmallCity, places: Indicator) -> None:
    (one, two), (sex, _other) = make_groups("race"), make_groups("by-sex")
    parts = make_batch(
        city.parks, rate(places, 60, 30, Q2, one), rate(places, 40, 9, Q2, two), by=city.manager, title="Parts"
    )
    accepted(parts, city)
    whole, finer = rate(places, 7, 7), rate(places, 30, 9, Q2, one, sex)
    for row in (whole, finer):
        typed = make_batch(city.parks, row, by=city.manager)
        with pytest.raises(NotReady, match=r"“Parts” counts already for the same people.*bring in a correction of it"):
            reviewing.hand_in(typed, by=city.manager)
    earlier, corrected = make_batch(city.parks, rate(places, 7, 7, Q1), by=city.manager), [whole, finer]
    accepted(earlier, city)
    mended = make_batch(city.parks, *corrected, by=city.manager, corrects=parts, title="Whole and finest")
    accepted(mended, city)
    with pytest.raises(NotReady, match="“Whole and finest” counts already"):
        reviewing.hand_in(make_batch(city.parks, rate(places, 40, 9, Q2, two), by=city.manager), by=city.manager)


def test_published_parts_stand_beside_their_whole(city: SmallCity) -> None:
    income = make_indicator(city, "income", value_kind="estimate")
    (one, _two) = make_groups("race")
    accepted(make_batch(city.parks, replace(value(income, "51000"), groups=(one.pk,)), by=city.manager), city)
    accepted(make_batch(city.parks, value(income, "60000"), by=city.manager), city)
    assert len(cells_of([income])) == 2


def test_what_is_not_over_cannot_be_handed_in(city: SmallCity, places: Indicator) -> None:
    today = clock.today()
    made = make_batch(city.parks, rate(places, 60, 30, (date(2026, 1, 1), today)), by=city.manager)
    with pytest.raises(NotReady, match=r"is not over: it ends on .*, and can be counted from the day after"):
        reviewing.hand_in(made, by=city.manager)
    yesterday = today - timedelta(days=1)
    reviewing.hand_in(
        make_batch(city.parks, rate(places, 60, 30, (Q1[0], yesterday)), by=city.manager), by=city.manager
    )


@pytest.mark.parametrize(
    ("days", "says"),
    [(-32, "period not over yet"), (0, "0 days old"), (1, "1 day old"), (92, "92 days old"), (93, "3 months old"),
     (730, "23 months old"), (731, "2 years old"), (19_326, "52 years old")],
)  # fmt: skip
def test_how_old_figures_are_in_words(days: int, says: str) -> None:
    assert showing.age(days) == says


def test_two_that_were_handed_in_at_once_do_not_both_count(city: SmallCity, places: Indicator) -> None:
    one, two = (make_batch(city.parks, rate(places, 60, k), by=city.manager, title=f"k {k}") for k in (30, 31))
    for batch in (one, two):
        reviewing.hand_in(batch, by=city.manager)
    reviewing.accept(one, by=city.officer)
    with pytest.raises(NotReady, match="“k 30” counts already"):
        reviewing.accept(two, by=city.officer)


def test_values_wait_for_how_they_are_worked_out(city: SmallCity) -> None:
    draft = make_indicator(city, "new-one", state="draft")
    made = make_batch(city.parks, rate(draft, 10, 5), by=city.manager)
    reviewing.hand_in(made, by=city.manager)
    with pytest.raises(NotReady, match="“New one” is worked out has not been accepted"):
        reviewing.accept(made, by=city.officer)


def test_a_unit_reports_its_own_and_what_it_supplies(city: SmallCity) -> None:
    water = make_indicator(city, "leaks", unit=city.water)
    with pytest.raises(NotReady, match="leaks: not of"):
        make_batch(city.parks, rate(water, 10, 5), by=city.manager)
    supplied = make_indicator(city, "falls", unit=city.water, supplier=city.post("director-parks"))
    assert make_batch(city.parks, rate(supplied, 10, 5), by=city.manager).cells == 1


def test_a_locked_period_does_not_change_until_it_is_opened(city: SmallCity, places: Indicator) -> None:
    counted = accepted(make_batch(city.parks, rate(places, 60, 30, Q1), by=city.manager), city)
    waiting = make_batch(city.parks, rate(places, 60, 30, Q2), by=city.manager)
    root = Unit.objects.get(kind="city")
    with pytest.raises(Refused):
        lock_period(city.parks, *Q1, by=city.director, why="Printed.")
    lock = lock_period(root, Q1[0], Q2[1], by=city.officer, why="Printed.")
    for act in (
        lambda: reviewing.hand_in(waiting, by=city.manager),
        lambda: undo_batch(counted, by=city.officer, why="Wrong."),
        lambda: lock_period(city.parks, *Q1, by=city.officer, why="Again."),
    ):
        with pytest.raises(NotReady, match=r"is locked for .*Printed"):
            act()
    open_period(lock, by=city.officer, why="A file came late.")
    reviewing.hand_in(waiting, by=city.manager)
    with pytest.raises(Conflict):
        open_period(lock, by=city.officer, why="Again.")


def test_taken_out_says_who_is_told_and_what_it_corrected_counts_again(city: SmallCity, places: Indicator) -> None:
    first = accepted(make_batch(city.parks, rate(places, 60, 30), by=city.manager, title="First"), city)
    second = make_batch(city.parks, rate(places, 60, 31), by=city.manager, corrects=first)
    accepted(second, city, by=city.manager)
    with pytest.raises(NotReady, match="a later batch corrects it"):
        undo_batch(first, by=city.officer, why="Old.")
    with pytest.raises(NotReady, match="reason"):
        undo_batch(second, by=city.director, why=" ")
    told = undo_batch(second, by=city.director, why="Wrong file.")
    assert {person.pk for person in told} >= {city.manager.pk, city.officer.pk}
    assert Notice.objects.filter(person=city.manager, key=f"figures:{second.pk}:undone").count() == 1
    assert [cell.k for cell in cells_of([places])] == [30]
    with pytest.raises(Conflict):
        undo_batch(second, by=city.officer, why="Again.")


def test_what_comes_back_must_not_stand_beside_its_like(city: SmallCity, places: Indicator) -> None:
    both = NewSeries(places.pk, None, (), (Cell(*Q1, n=60, k=30), Cell(*Q2, n=60, k=30)))
    first = accepted(make_batch(city.parks, both, by=city.manager, title="Both"), city)
    only = accepted(make_batch(city.parks, rate(places, 60, 31, Q1), by=city.manager, corrects=first), city)
    accepted(make_batch(city.parks, rate(places, 60, 33, Q2), by=city.manager, title="Later"), city)
    with pytest.raises(NotReady, match="“Later” counts already"):
        undo_batch(only, by=city.officer, why="Wrong.")


def test_one_set_aside_waits_on_nobody(city: SmallCity, places: Indicator) -> None:
    made = make_batch(city.parks, rate(places, 60, 30), by=city.manager)
    reviewing.hand_in(made, by=city.manager)
    with pytest.raises(NotReady, match="take it back first"):
        undo_batch(made, by=city.manager, why="Wrong.")
    reviewing.give_back(made, by=city.officer, why="Count again.")
    assert [row for _review, row, _via in given_back(facts_for(city.manager))] == [made]
    with pytest.raises(Refused):
        undo_batch(made, by=city.officer, why="Not mine to set aside.")
    assert undo_batch(made, by=city.manager, why="Counted anew.") == []
    assert given_back(facts_for(city.manager)) == []
    assert to_answer(facts_for(city.officer)) == []
    with pytest.raises(Refused, match="taken out"):
        reviewing.hand_in(made, by=city.manager)


def test_the_checksum_changes_with_every_column(city: SmallCity, places: Indicator) -> None:
    kept = NewSeries(places.pk, None, (), (Cell(*Q1, n=10, k=4, w=2.5, wy=1.0, w2=3.0, w2y=1.5),))
    seen = set()
    for cell in (
        kept.cells[0], kept.cells[0]._replace(n=11), kept.cells[0]._replace(k=5), kept.cells[0]._replace(w=2.6),
        kept.cells[0]._replace(w2y=1.6), kept.cells[0]._replace(ends=date(2026, 3, 30)),
    ):  # fmt: skip
        made = make_batch(city.parks, replace(kept, cells=(cell,)), by=city.manager)
        seen.add(checksum(made))
    assert len(seen) == 6
