"""Who people are is counted and joined to nobody: neither by a row, nor by an order, a time or the database's own marks."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from engagement.models import Cohort, CohortAnswer, CohortCount
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


@pytest.fixture(autouse=True)
def keys_apart(settings: Any, tmp_path: Any) -> None:
    settings.PAYLOAD_KEYS = tmp_path / "keys"


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """As the portal's own login, which serves every page."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def answer(group: Cohort, said: dict[str, list[str]], *, n: int = 1) -> list[tallies.Asked]:
    """So many residents apply and answer so."""
    found = []
    for _ in range(n):
        asked = tallies.asked_by(tallies.key_of(resident(group).enrolment))
        assert asked is not None
        tallies.take_answers(asked, said)
        found.append(asked)
    return found


def counts(group: Cohort) -> dict[tuple[str, str], int]:
    found = CohortCount.objects.filter(cohort=group, count__gt=0)
    return {(one.question, one.option): one.count for one in found}


def test_answers_are_counted_all_at_once_and_each_link_answers_once(group: Cohort, move_time: Any) -> None:
    said = {"age": ["25-34"], "race-ethnicity-2024": ["asian", "white"]}
    [asked] = answer(group, said)
    with pytest.raises(Conflict, match="answers once"):
        tallies.take_answers(asked, {"age": ["35-44"]})
    answer(group, {"age": ["35-44"]}, n=10)
    assert (tallies.count_what_is_over(), counts(group)) == (0, {}), "nobody who watches sees a count rise"
    move_time(days=8)
    assert tallies.count_what_is_over() == 1
    several = next(one.several for one in tallies.about_you() if one.code == "race-ethnicity-2024")
    assert counts(group) == {("age", "25-34"): 1, ("age", "35-44"): 10, ("race-ethnicity-2024", several): 1}
    assert (tallies.count_what_is_over(), CohortAnswer.objects.count()) == (0, 0)
    marks = rows(
        "SELECT DISTINCT xmin::text, xmax::text, cmin::text FROM engagement_cohortcount WHERE cohort_id = %s", group.pk
    )
    assert len(marks) == 1, "all counts of the cohort are written anew, in one statement"
    ids = rows("SELECT min(id), max(id), count(*) FROM engagement_cohortcount WHERE cohort_id = %s", group.pk)
    assert ids[0][1] - ids[0][0] + 1 == ids[0][2], "every count stood there from the start"


def test_few_answers_are_destroyed_and_never_counted(group: Cohort, move_time: Any) -> None:
    answer(group, SAID, n=tallies.LEAST - 1)
    move_time(days=8)
    tallies.count_what_is_over()
    assert (counts(group), CohortAnswer.objects.count()) == ({}, 0)


def test_no_sql_of_the_web_role_joins_a_person_to_an_answer(
    group: Cohort, move_time: Any, owner_cursor: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """While answers wait, and after they are counted: by a column, an order, a place on the disk, a time, or a guess."""
    people = [resident(group, name=f"Resident {number}").enrolment for number in range(12)]
    number = owner_cursor.execute("SELECT last_value FROM history_seq").fetchone()[0]
    said = [{"age": ["25-34"]}, *[{"age": ["35-44"], "gender-identity": ["woman", "man"]}] * 11]
    for one, words in zip(people, said, strict=True):
        asked = tallies.asked_by(tallies.key_of(one))
        assert asked is not None
        tallies.take_answers(asked, words)
    assert owner_cursor.execute("SELECT last_value FROM history_seq").fetchone()[0] == number, "history noticed"
    waiting = rows("SELECT ctid, xmin::text, ticket, number::text, locked FROM engagement_cohortanswer ORDER BY ctid")
    assert len({len(bytes(one[4])) for one in waiting}) == 1, "no length tells how much was said"
    assert not any(word in bytes(one[4]) for one in waiting for word in (b"25-34", b"age", b"woman"))
    # whoever answered is in the database as a number alone: no hash of what stands there is a ticket
    known = {str(value) for one in people for value in (one.pk, one.number, f"{one.cohort_id}-{one.number}")}
    guesses = {sha256(f"{lead}{value}".encode()).hexdigest() for value in known for lead in ("", f"{group.pk}-")}
    assert guesses & {one[2] for one in waiting} == set()
    with django_capture_on_commit_callbacks(execute=True):
        move_time(days=8)
        tallies.count_what_is_over()
    assert rows("SELECT count(*) FROM engagement_cohortanswer") == [(0,)]
    kept = list(Path(settings.PAYLOAD_KEYS).glob("??/*.key"))
    assert len(kept) == len(people), "of the sealed applications alone: those of the answers are destroyed"
    joins = rows(
        "SELECT DISTINCT c.xmin::text = e.xmin::text FROM engagement_cohortcount c JOIN engagement_enrolment e USING (cohort_id)"
        " WHERE c.count > 0"
    )
    assert joins == [(False,)], "nothing of a person was written with a count"
    one_transaction = rows(
        "SELECT count(DISTINCT xmin::text) FROM engagement_cohortcount WHERE cohort_id = %s", group.pk
    )
    assert one_transaction == [(1,)], "the one that rose by 1 rose with all others"
    for statement in ("SELECT pg_read_file('/etc/passwd')", "SELECT pg_ls_waldir()", "CREATE EXTENSION pageinspect"):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows(statement)


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


def test_each_is_given_a_link_that_is_told_by_nothing_of_theirs(group: Cohort) -> None:
    applied = Client().post(
        reverse("engagement:academy-apply", args=[group.pk]), {"name": "Ada", "email": "ada@home.example"}
    )
    one = applied.context["received"].enrolment
    address = reverse("engagement:cohort-answers", args=[tallies.key_of(one)])
    assert address in applied.content.decode()
    own = Client().post(reverse("engagement:academy-follow"), {"code_secret": applied.context["received"].code})
    assert address in own.content.decode()
    client = Client()
    page = client.get(address)
    assert not set(page.context["form"].fields) & {"name", "email", "number", "code", "sending"}
    assert not page.cookies.get("sessionid")
    assert client.post(address, {"age": "25-34"}).status_code == 200
    again = client.post(address, {"age": "25-34"})
    assert (again.status_code, "answers once" in again.content.decode()) == (422, True)
    other = resident(group, name="Bo").enrolment
    assert tallies.key_of(other) != tallies.key_of(one)
    assert tallies.asked_by(f"{group.pk}-2222222222222222") is None


def test_counts_are_shown_once_answering_is_over_and_small_ones_never(
    city: SmallCity, group: Cohort, move_time: Any
) -> None:
    answer(group, {"age": ["25-34"]}, n=20)
    answer(group, {"age": ["35-44"]}, n=14)
    [*_others, last] = answer(group, {"age": ["75+"] if has("age", "75+") else ["18-24"]}, n=3)
    assert tallies.tables(group, group.begins_on) == []
    move_time(days=8)
    tallies.count_what_is_over()
    [table] = tallies.tables(group, group.ends_on + timedelta(days=1))
    told = [one.count for one in table.lines]
    assert 3 not in told
    assert table.hides
    hidden = [one for one in table.lines if one.count is None]
    assert len(hidden) > 1 or table.total is None, "what is hidden is not the rest of the total"
    move_time(days=38)
    with pytest.raises(Conflict):
        tallies.take_answers(last, SAID)


def has(question: str, option: str) -> bool:
    return any(code == option for one in tallies.about_you() if one.code == question for code, _name in one.groups)


def test_what_people_think_of_the_course_is_asked_after_it(city: SmallCity, group: Cohort, move_time: Any) -> None:
    assert {one.code for one in tallies.asked_today(group, group.ends_on)} == set(ABOUT_YOU)
    people = answer(group, SAID, n=tallies.LEAST)
    move_time(days=8)
    for one in people:
        tallies.take_answers(one, {"useful": ["yes"], "age": ["25-34"]})
    move_time(days=38)
    tallies.count_what_is_over()
    assert counts(group)["useful", "yes"] == tallies.LEAST
    assert counts(group)["age", "25-34"] == tallies.LEAST, (
        "what they said of themselves before, and nothing of it again"
    )
