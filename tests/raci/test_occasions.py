"""The calendar of it all: what each app registers, as far as the reader may see it, as a page and as one's own feed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagement.models import TrainingProgramme
from raci import clock, occasions
from raci.actions import cases
from raci.actions.meetings.calendars import make_link
from raci.authority import facts_for
from raci.models import Person
from raci.queries.occasions import events, occasions_page
from tests.city import SmallCity, small_city
from tests.engagement.training import accepted, ask, cohort, draft, enrolled, later
from tests.plans.conftest import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city(db: None) -> SmallCity:
    """Parks' plan in consultation, and a training with a session today and one in a week."""
    found = small_city()
    cases.open_consultation(make_plan(found).case, by=found.director)
    row = draft(found)
    ask(found, row)
    enrolled(found, cohort(found, accepted(found, row)), found.manager)
    return found


def seen(person: Person, kind: str = "", *, mine: bool = False) -> list[tuple[str, str]]:
    today = clock.today()
    lines = occasions.between(
        facts_for(person), today - timedelta(days=5), today + timedelta(days=60), [kind] if kind else []
    )
    return [(source.code, one.title) for source, one in lines if one.is_mine or not mine]


def test_every_app_is_in_it() -> None:
    assert {
        "waiting",
        "meetings",
        "consultations",
        "actions",
        "quarters",
        "standards",
        "terms",
        "law",
        "sessions",
    } <= set(occasions.sources())


def test_each_sees_what_they_may_and_what_is_theirs(city: SmallCity) -> None:
    sessions = [("sessions", "Equity in hiring: First"), ("sessions", "Equity in hiring: Second")]
    assert seen(city.manager, "sessions", mine=True) == sessions
    assert seen(city.elsewhere, "sessions") == sessions
    assert seen(city.elsewhere, "sessions", mine=True) == []
    assert [code for code, _title in seen(city.director, "trained", mine=True)] == ["trained"]
    assert seen(city.elsewhere, "trained", mine=True) == []
    assert [code for code, _title in seen(city.officer, "consultations")] == ["consultations"]
    assert seen(city.elsewhere, "consultations") == [], "a plan that they may not see"
    assert any(code == "waiting" for code, _title in seen(city.officer, mine=True))
    assert not any(code == "waiting" for code, _title in seen(city.mayor))


def test_the_page_turns_by_three_months_and_by_kind(city: SmallCity) -> None:
    facts = facts_for(city.manager)
    page = occasions_page(facts)
    assert any(one.title == "Equity in hiring: First" for month in page.months for _source, one in month.lines)
    assert occasions_page(facts, month=page.before, kind="sessions").months == []
    assert occasions_page(facts, month="nonsense", kind="nothing").first == facts.today.replace(day=1)
    one = occasions_page(facts, kind="sessions")
    assert {source.code for month in one.months for source, _one in month.lines} == {"sessions"}


def test_ones_own_feed_is_opened_by_ones_own_key(city: SmallCity) -> None:
    found = {one.uid for one in events(city.manager)}
    assert len([uid for uid in found if uid.startswith("sessions-")]) == 2
    key = make_link(by=city.manager)
    answer = Client().get(reverse("raci:occasion-feed", args=[key]))
    text = answer.content.decode()
    assert text.count("BEGIN:VEVENT") == len(events(city.manager))
    assert "SUMMARY:Equity in hiring: First" in text
    assert f"DTSTART;VALUE=DATE:{later(0):%Y%m%d}" in text
    assert Client().get(reverse("raci:occasion-feed", args=["wrong"])).status_code == 404


def test_it_costs_the_same_however_much_there_is(city: SmallCity) -> None:
    client = Client()
    client.force_login(city.manager)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("raci:occasions")).status_code == 200
        return len(queries)

    cost()  # what is looked up once a process
    few = cost()
    for number in range(3):
        cohort(city, TrainingProgramme.objects.get(), f"Cohort {number}")
    cases.open_consultation(make_plan(city, title="Parks 2028").case, by=city.director)
    assert len(seen(city.manager, "sessions")) > 2
    assert cost() == few
