"""Who people are is counted and joined to nobody: neither by a row, nor by an order, a time or the database's own marks."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from engagement.models import Cohort, CohortCount
from engagement.training import tallies
from engagement.training.questions import ABOUT_YOU
from raci.refusals import Conflict
from tests.city import SmallCity, small_city
from tests.engagement.training import accepted, cohort, draft, resident

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
SAID = {"age": ["25-34"], "race-ethnicity-2024": ["asian", "white"], "gender-identity": [tallies.DECLINED]}


@pytest.fixture(autouse=True)
def public(settings: Any) -> None:
    settings.PUBLIC_ACADEMY = True


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


@pytest.fixture
def group(city: SmallCity) -> Cohort:
    return cohort(city, accepted(city, draft(city)), by_form=True)


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def state_of_the_database() -> dict[str, int]:
    """How many rows each table of the portal has, but for sessions and the like of a browser."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.managed]
    return {table: rows(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}


def drawn(owner_cursor: Any) -> int:
    """The last number drawn for a row of history, and so of the ledger."""
    return int(owner_cursor.execute("SELECT last_value FROM history_seq").fetchone()[0])


def test_an_answer_leaves_a_number_and_nothing_else(city: SmallCity, group: Cohort, owner_cursor: Any) -> None:
    url = reverse("engagement:cohort-answers", args=[tallies.key_of(group)])
    Client().get(url)
    before, number = state_of_the_database(), drawn(owner_cursor)
    answer = Client().post(url, {"age": "25-34", "race-ethnicity-2024": ["asian", "white"]})
    assert answer.status_code == 200
    assert state_of_the_database() == before, "a row came or went"
    assert drawn(owner_cursor) == number, "history, and so the ledger, noticed"
    risen = set(CohortCount.objects.filter(count__gt=0).values_list("question", "option"))
    several = next(one.several for one in tallies.about_you() if one.code == "race-ethnicity-2024")
    assert risen == {("age", "25-34"), ("race-ethnicity-2024", several)}


def test_the_databases_own_marks_do_not_tell_which_counts_rose_together(city: SmallCity, group: Cohort) -> None:
    for said in (SAID, {"age": ["35-44"]}, {}):
        tallies.count_answers(group, said)
        marks = rows(
            "SELECT DISTINCT xmin::text, xmax::text, cmin::text FROM engagement_cohortcount WHERE cohort_id = %s",
            group.pk,
        )
        assert len(marks) == 1, "all counts of the cohort are written anew each time"
    ids = rows("SELECT min(id), max(id), count(*) FROM engagement_cohortcount WHERE cohort_id = %s", group.pk)
    assert ids[0][1] - ids[0][0] + 1 == ids[0][2], "every count stood there from the start"


def test_no_column_of_a_count_can_be_joined_to_a_person(group: Cohort) -> None:
    columns = rows(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'engagement_cohortcount'"
    )
    assert {name for name, _kind in columns} == {"id", "cohort_id", "question", "option", "count"}
    assert not [kind for _name, kind in columns if "time" in kind or kind in ("date", "uuid", "jsonb")]
    points_at = rows(
        "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
        " AND conrelid = 'engagement_cohortcount'::regclass"
    )
    assert points_at == [("engagement_cohort",)]
    assert (
        rows("SELECT 1 FROM pg_constraint WHERE contype = 'f' AND confrelid = 'engagement_cohortcount'::regclass") == []
    )
    assert (
        rows("SELECT 1 FROM pg_trigger WHERE tgrelid = 'engagement_cohortcount'::regclass AND NOT tgisinternal") == []
    )
    assert not hasattr(CohortCount, "history")


def test_applying_and_answering_share_nothing(city: SmallCity, group: Cohort) -> None:
    """The page of the questions is the same for everybody: the address, the form, and what comes of it."""
    applied = Client().post(
        reverse("engagement:academy-apply", args=[group.pk]), {"name": "Ada", "email": "ada@home.example"}
    )
    address = reverse("engagement:cohort-answers", args=[tallies.key_of(group)])
    assert address in applied.content.decode()
    own = Client().post(reverse("engagement:academy-follow"), {"code_secret": resident(group, name="Bo").code})
    assert address in own.content.decode()
    page = Client().get(address)
    assert not set(page.context["form"].fields) & {"name", "email", "number", "code", "sending"}
    assert not page.cookies.get("sessionid")
    assert tallies.cohort_of(tallies.key_of(group)) == group
    assert tallies.cohort_of(f"{group.pk}-222222222222") is None


def test_counts_are_shown_once_answering_is_over_and_small_ones_never(
    city: SmallCity, group: Cohort, move_time: Any
) -> None:
    for _ in range(20):
        tallies.count_answers(group, {"age": ["25-34"]})
    for _ in range(14):
        tallies.count_answers(group, {"age": ["35-44"]})
    for _ in range(3):
        tallies.count_answers(group, {"age": ["75+"] if has("age", "75+") else ["18-24"]})
    today = group.begins_on
    assert tallies.tables(group, today) == []
    after = group.ends_on.fromordinal(group.ends_on.toordinal() + 1)
    [table] = tallies.tables(group, after)
    told = [one.count for one in table.lines]
    assert 3 not in told
    assert table.hides
    hidden = [one for one in table.lines if one.count is None]
    assert len(hidden) > 1 or table.total is None, "what is hidden is not the rest of the total"
    move_time(days=38)
    with pytest.raises(Conflict):
        tallies.count_answers(group, SAID)


def has(question: str, option: str) -> bool:
    return any(code == option for one in tallies.about_you() if one.code == question for code, _name in one.groups)


def test_what_people_think_of_the_course_is_asked_after_it(city: SmallCity, group: Cohort, move_time: Any) -> None:
    assert {one.code for one in tallies.asked_today(group, group.ends_on)} == set(ABOUT_YOU)
    move_time(days=8)
    tallies.count_answers(group, {"useful": ["yes"], "age": ["25-34"]})
    assert set(CohortCount.objects.filter(count__gt=0).values_list("question", flat=True)) == {"useful"}
