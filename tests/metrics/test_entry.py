"""A quarter on one page; figures of other offices asked for; what has gone silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from metrics import suppliers
from metrics.cells import cells_of
from metrics.due import ending_within, last_ended, period_of
from metrics.models import Batch, Indicator, IndicatorVersion, Request
from metrics.periods import Period, parse
from metrics.xrays import LATE, OWNERLESS, SILENT, UNCHANGING
from raci import clock, reviewing
from raci.authority import facts_for
from raci.history import acting
from raci.models import Holding, Notice
from raci.refusals import NotReady, Refused
from raci.xrays import Finding, Look, Rule
from tests.city import SmallCity, small_city
from tests.history.rows import LOADER
from tests.metrics.figures import accepted, make_batch, make_indicator, rate, value
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def manager(city: SmallCity) -> Client:
    return signed_in(city.manager)


def newest() -> Period:
    return last_ended("quarter", clock.today())


def before(span: Period, times: int = 1, cadence: str = "quarter") -> Period:
    for _once in range(times):
        span = period_of(cadence, span.begin - timedelta(days=1))
    return span


def days(span: Period) -> tuple[date, date]:
    return span.begin, span.end


def address() -> str:
    return f"{reverse('metrics:entry')}?unit=parks&period={newest().label().replace(' ', '+')}"


def key(indicator: Indicator, span: Period, name: str) -> str:
    return f"v{indicator.pk}-{span.begin:%Y%m%d}-{name}"


@pytest.mark.parametrize(
    ("cadence", "quarter", "found"),
    [
        ("month", "2026 Q2", ["2026-04", "2026-05", "2026-06"]),
        ("quarter", "2026 Q2", ["2026 Q2"]),
        ("year", "2026 Q2", []),
        ("year", "2026 Q4", ["2026"]),
        ("irregular", "2026 Q4", []),
    ],
)
def test_what_is_due_within_a_quarter(cadence: str, quarter: str, found: list[str]) -> None:
    assert [one.label() for one in ending_within(cadence, parse(quarter))] == found


# ---- the page


def test_a_quarter_is_one_batch_and_no_change_is_an_answer(city: SmallCity, manager: Client) -> None:
    span = newest()
    places, steps, late = (
        make_indicator(city, "places"), make_indicator(city, "steps", value_kind="milestone"), make_indicator(city, "late")
    )  # fmt: skip
    past = make_batch(
        city.parks, rate(places, 80, 20, days(before(span))), value(steps, "40", days(before(span))), by=city.director
    )
    accepted(past, city)
    shown = manager.get(address()).content.decode()
    assert f"25\u00a0% in {before(span).begin.year} Q" in shown
    assert "3 values are due" in shown
    sent = {
        key(places, span, "n"): "90", key(places, span, "k"): "45", key(steps, span, "why"): "the vendor is late",
        "source": "Registrations",
    }  # fmt: skip
    response = manager.post(address(), sent)
    batch = Batch.objects.latest("pk")
    assert response["Location"] == reverse("metrics:batch-detail", args=[batch.pk])
    assert (batch.state, batch.cells, batch.origin) == ("submitted", 2, "entry")
    assert "Steps: no change, because the vendor is late" in batch.note
    held = {(cell.indicator, cell.k, cell.value) for cell in cells_of([places, steps], batches=[batch.pk])}
    assert held == {(places.pk, 45, None), (steps.pk, None, 40)}
    again = manager.get(address()).content.decode()
    assert "1 value is due" in again
    assert key(late, span, "n") in again
    assert key(places, span, "n") not in again


@pytest.mark.parametrize(
    ("sums", "says"),
    [
        ({"n": "90", "k": "91"}, "91 people with the outcome are more than the 90"),
        ({"n": "90"}, "Fill in: of these, with the outcome"),
        ({"n": "many", "k": "3"}, "write a whole number"),
        ({"n": "90", "k": "3", "why": "holiday"}, "one of the two"),
        ({}, "Write at least one value"),
    ],
)
def test_what_was_typed_stays_where_it_is_refused(
    city: SmallCity, manager: Client, sums: dict[str, str], says: str
) -> None:
    span = newest()
    places = make_indicator(city, "places")
    accepted(make_batch(city.parks, rate(places, 80, 20, days(before(span))), by=city.director), city)
    sent = {key(places, span, name): text for name, text in sums.items()} | {"source": "Registrations"}
    response = manager.post(address(), sent)
    text = response.content.decode()
    assert response.status_code == 422
    assert says in text
    for typed in sums.values():
        assert f'value="{typed}"' in text
    assert Batch.objects.count() == 1


def test_a_locked_quarter_takes_nothing(city: SmallCity, manager: Client) -> None:
    from metrics.actions.locks import lock_period

    span, places = newest(), make_indicator(city, "places")
    lock_period(city.parks, *days(span), by=city.officer, why="Printed.")
    sent = {key(places, span, "n"): "9", key(places, span, "k"): "3", "source": "Registrations"}
    response = manager.post(address(), sent)
    assert (response.status_code, Batch.objects.count()) == (422, 0)
    assert "is locked for" in response.content.decode()


# ---- other offices


@pytest.fixture
def supplied(city: SmallCity) -> Indicator:
    """A measure of Water that a post of Parks supplies."""
    return make_indicator(
        city, "claims", unit=city.water, supplier=city.post("equity-manager-parks"), owner=city.post("director-water"),
        cadence="month", supplier_days=5, value_kind="count",
    )  # fmt: skip


def told(what: str) -> set[int]:
    return set(
        Notice.objects.filter(key__endswith=f":{what}", key__startswith="figures:").values_list("person", flat=True)
    )


def test_another_office_is_asked_once_reminded_once_and_late_once(
    city: SmallCity, supplied: Indicator, move_time: Callable[..., None]
) -> None:
    suppliers.ask_suppliers()
    suppliers.ask_suppliers()
    request = Request.objects.get()
    span = last_ended("month", clock.today())
    assert (request.begins_on, request.due_on) == (span.begin, span.end + timedelta(days=5))
    assert told("asked") == {city.manager.pk}
    stands = suppliers.standing(request, request.due_on)
    assert not stands.is_late
    assert suppliers.standing(request, request.due_on + timedelta(days=1)).is_late
    suppliers.ask_suppliers()
    assert Notice.objects.filter(key=f"figures:{request.pk}:asked").count() == 1
    assert told("late") in (set(), {city.manager.pk, city.elsewhere.pk})  # by what day of the month it is
    assert (request.due_on < clock.today()) == bool(told("late"))


def test_what_is_handed_in_answers_and_what_is_given_back_does_not(city: SmallCity, supplied: Indicator) -> None:
    suppliers.ask_suppliers()
    request = Request.objects.get()
    row = rate(supplied, 7, 0, (request.begins_on, request.ends_on))
    row = type(row)(row.indicator, None, (), (row.cells[0]._replace(k=None),))
    batch = make_batch(city.parks, row, by=city.manager)
    reviewing.hand_in(batch, by=city.manager)
    request.refresh_from_db()
    assert request.answered_by == batch
    assert suppliers.standing(request, date(2199, 1, 1)).is_answered
    reviewing.give_back(batch, by=city.officer, why="Count again.")
    request.refresh_from_db()
    assert suppliers.standing(request, date(2199, 1, 1)).is_late


def test_a_request_is_let_go_with_a_reason_by_its_own_unit(city: SmallCity, supplied: Indicator) -> None:
    suppliers.ask_suppliers()
    request = Request.objects.get()
    with pytest.raises(NotReady):
        suppliers.let_go(request, by=city.elsewhere, why=" ")
    with pytest.raises(Refused):
        suppliers.let_go(request, by=city.mayor, why="Never mind.")
    suppliers.let_go(request, by=city.elsewhere, why="The office was closed.")
    assert not suppliers.standing(request, date(2199, 1, 1)).is_late


# ---- silence


def found(rule: Rule, city: SmallCity, who: str = "director") -> list[Finding]:
    return [one for one in rule.find(Look(facts_for(city.people[who]))) if one.unit in (city.parks, city.water)]


def since(indicator: Indicator, moment: str) -> None:
    with acting(by=LOADER, act="load"):
        version = IndicatorVersion.objects.get(indicator=indicator)
        version.answered_at = datetime.fromisoformat(moment)
        version.save()


def test_a_period_without_a_value_is_told_to_those_who_read_it(city: SmallCity) -> None:
    places, new = make_indicator(city, "places", cadence="year"), make_indicator(city, "brand-new", cadence="year")
    since(places, "2020-01-01T12:00+00:00")
    since(new, f"{clock.today()}T12:00+00:00")
    (one,) = found(SILENT, city)
    assert (one.where, one.is_mine) == ("Places", True)
    assert found(SILENT, city, "elsewhere") == []
    span = last_ended("year", clock.today() - timedelta(days=45))
    accepted(make_batch(city.parks, rate(places, 80, 20, days(span)), by=city.director), city)
    assert found(SILENT, city) == []


def test_an_owner_who_left(city: SmallCity) -> None:
    make_indicator(city, "places", owner=city.post("equity-manager-parks"))
    assert found(OWNERLESS, city) == []
    with acting(by=LOADER, act="load"):
        held = Holding.objects.get(post__code="equity-manager-parks")
        held.begins_on, held.ends_on = clock.today() - timedelta(days=9), clock.today() - timedelta(days=1)
        held.save()
    (one,) = found(OWNERLESS, city)
    assert "nobody holds this post" in one.sentence


def test_the_same_four_times_and_not_three(city: SmallCity) -> None:
    places, done = make_indicator(city, "places"), make_indicator(city, "done", value_kind="milestone")
    at, spans = newest(), []
    for _once in range(4):
        spans.append(days(at))
        at = before(at)
    for count, span in enumerate(spans, 1):
        rows = (rate(places, 80, 20, span), value(done, "100", span))
        accepted(make_batch(city.parks, *rows, by=city.director, title=f"{span[0]}"), city)
        assert [one.where for one in found(UNCHANGING, city)] == (["Places"] if count == 4 else [])


def test_a_supplier_who_is_late_is_seen_by_the_unit_that_waits(city: SmallCity, supplied: Indicator) -> None:
    with acting(by=LOADER, act="load"):
        Request.objects.create(
            indicator=supplied, begins_on=date(2026, 1, 1), ends_on=date(2026, 1, 31), due_on=date(2026, 2, 5),
            asked_at="2026-02-01T12:00Z",
        )  # fmt: skip
    (one,) = found(LATE, city, "elsewhere")
    assert "has not come" in one.sentence
    assert one.is_mine
    assert found(LATE, city, "technician") == []


def test_a_quarter_that_runs_asks_for_nothing_yet(city: SmallCity, manager: Client) -> None:
    places = make_indicator(city, "places")
    now = period_of("quarter", clock.today())
    page = manager.get(f"{reverse('metrics:entry')}?unit=parks&period={now.label().replace(' ', '+')}").content.decode()
    assert "No measure is due" in page
    assert key(places, now, "n") not in page
