"""Obligations made from what applies: of the units concerned, once, set by set; what changes is mended, what is gone says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance.actions.funding import change_award, say_fact
from compliance.actions.generation import generate
from compliance.actions.obligations import choose, record_event, set_due
from compliance.checks.clocks import years_later
from compliance.models import Generation, Obligation
from compliance.tasks import make_obligations
from raci import clock
from raci.models import Unit
from raci.refusals import NotReady, Refused
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import award, facts, requirement

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CITY = {
    "population": 652_503, "employees": 7_000, "special_district": False, "local_ordinance": False, "fixed_route": False,
    "appoints_bodies": True, "all_awards": True,
}  # fmt: skip


@pytest.fixture
def city() -> SmallCity:
    found = small_city()
    assert Obligation.objects.count() == 0
    return found


def of(code: str) -> list[Obligation]:
    return list(
        Obligation.objects.filter(requirement__code=code).select_related("unit").order_by("unit__path", "begins_on")
    )


def test_of_a_city_of_which_nothing_is_known_only_what_binds_every_public_entity_is_made(city: SmallCity):
    look = generate(by=city.attorney)
    assert look.made == Obligation.objects.count() > 0
    codes = set(Obligation.objects.values_list("requirement__programme__code", flat=True))
    assert codes == {"ada", "workers-compensation"} or codes == {"ada"}
    assert of("T6-01") == of("ADA-05") == []  # federal funds and the number of employees are not known
    (due,) = {row.due_on for row in of("ADA-17")}
    assert due is None  # which of two dates turns on the population
    assert look.days["ADA-17"]["day"] is None
    with pytest.raises(Refused):
        generate(by=city.director)


def test_each_unit_that_it_concerns_and_a_second_look_changes_nothing(city: SmallCity):
    facts(city, **CITY)
    grant = award(city)
    generate(by=city.attorney)
    bureaus = set(Unit.objects.filter(posts__role__code="DIR", posts__abolished_on=None))
    assert {row.unit for row in of("ADA-16")} == bureaus  # led by directors
    (whole,) = {row.unit.kind for row in of("ADA-04")}  # led by the Office
    assert whole == "city"
    assert [row.unit for row in of("T6-06")] == [city.parks]  # the unit with the money
    assert [(row.unit, row.award, row.due_on) for row in of("T6-18")] == [(city.parks, grant, grant.begins_on)]
    assert str({row.due_on for row in of("ADA-17")}) == "{datetime.date(2027, 4, 26)}"
    assert of("T7-10")[0].ends_on.year % 2 == 1
    assert of("ADA-01")[0].due_on is None  # nobody said from which day five years count
    assert of("ADA-20") == []  # at events
    before = list(Obligation.objects.order_by("pk").values())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert generate(by=city.attorney) == Generation.objects.first()
    assert Generation.objects.count() == 1
    assert before == list(Obligation.objects.order_by("pk").values())
    assert len(asked) < 45
    assert make_obligations() == Generation.objects.get().made


def test_statements_do_not_grow_with_units(city: SmallCity):
    facts(city, **CITY)
    asked = requirement("ADA-16")
    choose(asked, by=city.attorney, why="Parks first.", units=[city.parks])
    generate(by=city.attorney)
    Obligation.objects.filter(requirement=asked).get()
    choose(asked, by=city.attorney, why="One more.", units=[city.parks, city.water])
    with CaptureQueriesContext(connection) as one:
        generate(by=city.attorney)
    everywhere = list(Unit.objects.all())
    choose(asked, by=city.attorney, why="Everywhere.", units=everywhere)
    with CaptureQueriesContext(connection) as many:
        generate(by=city.attorney)
    assert {row.unit for row in of("ADA-16")} == set(everywhere)
    assert len(one) == len(many)
    history = Obligation.history.filter(requirement=asked)
    assert history.count() == Obligation.objects.filter(requirement=asked).count()
    assert {row.history_act for row in history} == {"generate_obligations"}


def test_what_does_not_apply_any_more_says_so_and_what_is_not_known_any_more_too(city: SmallCity):
    facts(city, **CITY)
    grant = award(city)
    generate(by=city.attorney)
    assert {row.applies for row in of("T6-06")} == {"yes"}
    values = {
        name: getattr(grant, name)
        for name in (
            "title", "agency", "agency_name", "through", "programme", "listing", "number", "cents", "begins_on", "section3",
            "sub_recipients", "note",
        )
    }  # fmt: skip
    change_award(grant, {**values, "ends_on": clock.today() - timedelta(days=1)}, by=city.director)
    generate(by=city.attorney)
    assert {row.applies for row in of("T6-06")} == {"no"}
    say_fact("all_awards", by=city.attorney, on=clock.today(), source="Audit", answer=False)
    generate(by=city.attorney)
    assert {row.applies for row in of("T6-06")} == {"unknown"}
    change_award(grant, {**values, "ends_on": None}, by=city.director)
    generate(by=city.attorney)
    assert {row.applies for row in of("T6-06")} == {"yes"}


def test_a_rhythm_that_becomes_known_moves_its_obligation_and_what_is_set_by_hand_stays(city: SmallCity):
    generate(by=city.attorney)
    (row,) = of("ADA-01")
    assert row.due_on is None
    done = clock.today() - timedelta(days=400)
    choose(row.requirement, by=city.attorney, why="The report of that day.", counts_from=done)
    generate(by=city.attorney)
    (moved,) = of("ADA-01")
    assert moved.pk == row.pk
    assert moved.due_on == years_later(done, 5)
    day = clock.today() + timedelta(days=9)
    with pytest.raises(NotReady):
        set_due(moved, by=city.attorney, due_on=day, why=" ")
    set_due(moved, by=city.attorney, due_on=day, why="Agreed with the agency.")
    generate(by=city.attorney)
    assert of("ADA-01")[0].due_on == day
    set_due(moved, by=city.attorney, due_on=None, why="As it was.")
    generate(by=city.attorney)
    assert of("ADA-01")[0].due_on == years_later(done, 5)


def test_an_event_asks_once_of_the_unit_where_it_happened(city: SmallCity):
    asked, today = requirement("ADA-10"), clock.today()
    said = {"event": "Resurfacing of 4th Avenue", "event_on": today, "due_on": today + timedelta(days=30)}
    made = record_event(asked, city.parks, by=city.director, **said)
    assert (made.due_on, made.begins_on) == (said["due_on"], today)
    with pytest.raises(Refused):
        record_event(asked, city.parks, by=city.elsewhere, **said)
    with pytest.raises(NotReady, match="by its rhythm"):
        record_event(requirement("ADA-16"), city.parks, by=city.director, **said)
    generate(by=city.attorney)
    assert of("ADA-10") == [made]
