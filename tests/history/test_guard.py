"""The guard lets faithful acts through, however they are written; the ledger seals them in causal order."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import psycopg
import pytest
from django.core.checks import Error
from django.db import DatabaseError, IntegrityError, connection, transaction

from raci.history import acting
from raci.history.bulk import bulk_create, bulk_delete, bulk_update_where
from raci.history.checks import history_is_guarded
from raci.models import Author, Case, City, Decision, Person, Relation
from tests.history.rows import LOADER, new, saved

pytestmark = pytest.mark.django_db
LINE = re.compile(rb'\{"position":([1-9]\d*),"salt":"([0-9a-f]{32})","leaf":"([0-9a-f]{64})","payload":(\{.*\})\}')


def relation(number: int, **more: str) -> Relation:
    return Relation(**{"code": "H1", "subject": f"s{number}", "relation": "reports_to", "object": "o", "line": "operational",
                       "source_text": "t"} | more)  # fmt: skip


def story(model: Any) -> list[tuple[int, str]]:
    return list(model.history.order_by("history_id").values_list("id", "history_type"))


def rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def test_the_same_row_may_change_often_in_one_act() -> None:
    with acting(by=LOADER, act="try"):
        row = relation(1)
        row.save()
        row.source_text = "second"
        row.save()
        key = row.pk
        row.delete()
    assert story(Relation) == [(key, "+"), (key, "~"), (key, "-")]


def test_acts_inside_an_act_are_each_proved_when_they_end() -> None:
    with acting(by=LOADER, act="outer"):
        relation(1).save()
        with acting(by=LOADER, act="inner"):
            relation(2).save()
        with pytest.raises(DatabaseError, match="changed without its history row"), acting(by=LOADER, act="careless"):
            Relation.objects.update(source_text="quietly")
        relation(3).save()
    assert list(Relation.history.order_by("history_id").values_list("history_act", flat=True)) == [
        "outer",
        "inner",
        "outer",
    ]


def test_one_history_row_serves_two_changes_of_a_row() -> None:
    with acting(by=LOADER, act="try"):
        row = saved(Relation)
        bulk_update_where(Relation.objects.filter(pk=row.pk), source_text="a")
        rows_before = Relation.history.count()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE raci_relation SET source_text = 'b'")
        bulk_update_where(Relation.objects.filter(pk=row.pk), source_text="c")
    assert Relation.history.count() == rows_before + 1


@pytest.mark.django_db(transaction=True)
def test_a_real_commit_is_refused_too() -> None:
    with acting(by=LOADER, act="try"):
        row = saved(Relation)
    with pytest.raises(DatabaseError, match="changed without its history row"), transaction.atomic():
        Relation.objects.filter(pk=row.pk).update(source_text="quietly")
    row.refresh_from_db()
    assert row.source_text != "quietly"
    assert rows("SELECT count(*) FROM raci_historicalrelation WHERE id = %s", row.pk) == [(1,)]


def test_set_based_acts_write_their_history() -> None:
    with acting(by=LOADER, act="load"):
        assert bulk_create(Relation, (relation(number) for number in range(20))) == 20
        assert (
            bulk_update_where(Relation.objects.filter(subject__in=["s1", "s2"]).order_by("code"), source_text="new")
            == 2
        )
        assert bulk_delete(Relation.objects.filter(subject="s3")) == 1
        assert bulk_update_where(Relation.objects.none(), source_text="new") == 0
        assert bulk_delete(Relation.objects.none()) == 0
        assert bulk_create(Relation, []) == 0
    assert Relation.objects.count() == 19
    assert [kind for _, kind in story(Relation)] == ["+"] * 20 + ["~"] * 2 + ["-"]
    assert set(Relation.history.values_list("history_actor", flat=True)) == {LOADER.label}


def test_a_set_based_act_that_breaks_a_rule_changes_nothing() -> None:
    with pytest.raises(IntegrityError), acting(by=LOADER, act="load"):
        bulk_create(Relation, [relation(1), relation(2), relation(1)])
    assert (Relation.objects.count(), Relation.history.count()) == (0, 0)


def test_history_names_the_database_s_clock_not_the_program_s() -> None:
    with acting(by=LOADER, act="try"):
        saved(Relation)
    ((near,),) = rows(
        "SELECT bool_and(abs(extract(epoch FROM clock_timestamp() - history_at)) < 60) FROM raci_historicalrelation"
    )
    assert near


# ---- the ledger


def test_seal_now_writes_lines_that_anyone_can_check() -> None:
    with acting(by=LOADER, act="load"):
        bulk_create(
            Relation, (relation(number, source_text='quote " slash \\ snowman ☃ tab \t') for number in range(1200))
        )
        saved(Person)
    assert rows("SELECT seal_now()") == [(1201,)]
    assert rows("SELECT seal_now()") == [(0,)]
    with connection.cursor() as cursor:
        copy = "COPY (SELECT line FROM ledger ORDER BY position) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"
        with cursor.copy(copy) as data:
            lines = b"".join(bytes(part) for part in data).splitlines()
    leaves, before = [], 0
    for number, line in enumerate(lines, 1):
        position, salt, leaf, payload = LINE.fullmatch(line).groups()  # type: ignore[union-attr]
        assert int(position) == number
        assert hashlib.sha256(b"\0" + bytes.fromhex(salt.decode()) + payload).hexdigest() == leaf.decode()
        entry = json.loads(payload)
        assert entry["history_seq"] > before
        leaves.append(bytes.fromhex(leaf.decode()))
        before = entry["history_seq"]
    assert entry["history_table"] == "raci_historicalperson"
    chain = bytes(32)
    for n, first, entries, root, hashed in rows("SELECT n, first, entries, root, hash FROM seal ORDER BY n"):
        assert first == (n - 1) * 1000 + 1
        assert hashlib.sha256(b"".join(leaves[first - 1 : first - 1 + entries])).digest() == bytes(root)
        chain = hashlib.sha256(
            b"\1" + chain + first.to_bytes(8, "big") + entries.to_bytes(8, "big") + bytes(root)
        ).digest()
        assert chain == bytes(hashed)
    assert (n, first + entries - 1) == (2, 1201)


@pytest.mark.django_db(transaction=True)
def test_what_is_sealed_first_never_depends_on_what_is_sealed_later(owner_cursor: psycopg.Cursor[Any]) -> None:
    """An older transaction that commits late comes later; it does not hold the others up, and is not lost."""
    with acting(by=LOADER, act="try"):
        first = saved(Relation)
    write = """SELECT set_config('app.' || label, '1', true)
                 FROM unnest(ARRAY['actor_id', 'actor', 'post', 'cell', 'act', 'why', 'request', 'record']) label"""
    with owner_cursor.connection.transaction():
        owner_cursor.execute(write)
        owner_cursor.execute("""WITH new AS (INSERT INTO raci_relation (code, subject, relation, object, line, source_text)
            VALUES ('H2', 'late', 'reports_to', 'o', 'operational', 't') RETURNING *)
            INSERT INTO raci_historicalrelation
                (id, code, subject, relation, object, line, source_text, history_date, history_type)
            SELECT id, code, subject, relation, object, line, source_text, now(), '+' FROM new""")
        with acting(by=LOADER, act="try"):
            second = saved(Relation)
        assert rows("SELECT seal_now()") == [(2,)]
    assert rows("SELECT seal_now()") == [(1,)]
    found = rows("SELECT history_id, history_seq FROM raci_historicalrelation ORDER BY history_seq")
    assert len(found) == 3
    sealed = rows(
        "SELECT (substring(line FROM '\"payload\":(.*)}$')::jsonb ->> 'subject') FROM ledger ORDER BY position"
    )
    assert [subject for (subject,) in sealed] == [first.subject, second.subject, "late"]


# ---- the check


def test_every_tracked_model_is_guarded() -> None:
    assert history_is_guarded(databases=["default"]) == []
    assert history_is_guarded(databases=None) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("harm", "repair", "said"),
    [
        (
            "ALTER TABLE raci_role DISABLE TRIGGER guard_u",
            "ALTER TABLE raci_role ENABLE TRIGGER guard_u",
            "guard_u of raci_role",
        ),
        ("DELETE FROM guard_pair WHERE tracked = 'raci_role'::regclass", "", "not a pair under guard"),
        ("ALTER TABLE raci_role ADD COLUMN more int", "ALTER TABLE raci_role DROP COLUMN more", "columns of raci_role"),
    ],
)
def test_the_check_names_what_is_missing(owner_cursor: psycopg.Cursor[Any], harm: str, repair: str, said: str) -> None:
    try:
        owner_cursor.execute(harm)
        (error,) = history_is_guarded(databases=["default"])
        assert isinstance(error, Error)
        assert error.id == "raci.E001"
        assert said in error.msg
    finally:
        owner_cursor.execute(repair or "SELECT 1")
        owner_cursor.execute("SELECT guard_attach('raci_role', 'raci_historicalrole')")
    assert history_is_guarded(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_column_the_guard_does_not_know_stops_its_history(owner_cursor: psycopg.Cursor[Any]) -> None:
    """Until it is attached again, which granting the login its rights does too."""
    owner_cursor.execute("ALTER TABLE raci_relation ADD COLUMN more int")
    try:
        with pytest.raises(DatabaseError, match="attach its guard again"), acting(by=LOADER, act="try"):
            saved(Relation)
        owner_cursor.execute("SELECT guard_grants('%s')" % connection.settings_dict["USER"])  # noqa: UP031
        with acting(by=LOADER, act="try"):
            saved(Relation)
    finally:
        owner_cursor.execute("ALTER TABLE raci_relation DROP COLUMN more")
        owner_cursor.execute("SELECT guard_attach('raci_relation', 'raci_historicalrelation')")


# ---- the rules


def test_a_decision_is_not_taken_by_an_author() -> None:
    with acting(by=LOADER, act="seed"):
        decision = new(Decision)
        author = Author.objects.create(case=decision.submission.case, person=saved(Person))
    decision.decided_by = author.person
    with pytest.raises(IntegrityError, match="record_is_not_decided_by_an_author"), acting(by=LOADER, act="decide"):
        decision.save()


def test_a_decision_names_the_submitter_of_its_submission() -> None:
    with acting(by=LOADER, act="seed"):
        decision = new(Decision)
        decision.submitted_by = saved(Person)
    with pytest.raises(IntegrityError, match="decision_names_its_submitter"), acting(by=LOADER, act="decide"):
        decision.save()


MOVES = {
    "draft>consultation", "draft>submitted", "consultation>draft", "consultation>submitted", "submitted>draft",
    "submitted>approved", "submitted>declined", "approved>superseded",
}  # fmt: skip
WAYS = {
    "draft": [], "consultation": ["consultation"], "submitted": ["submitted"], "approved": ["submitted", "approved"],
    "declined": ["submitted", "declined"], "superseded": ["submitted", "approved", "superseded"],
}  # fmt: skip


@pytest.mark.parametrize("start", WAYS)
@pytest.mark.parametrize("end", WAYS)
def test_case_moves_only_as_the_workflow_says(start: str, end: str) -> None:
    with acting(by=LOADER, act="seed"):
        case = saved(Case)
        for state in WAYS[start]:
            case.state = state
            case.save()
    case.state = end

    def move() -> None:
        with acting(by=LOADER, act="move"):
            case.save()

    if start == end or f"{start}>{end}" in MOVES:
        move()
    else:
        with pytest.raises(IntegrityError, match="case_moves_as_the_workflow_says"):
            move()


def test_a_case_begins_as_a_draft() -> None:
    with acting(by=LOADER, act="seed"):
        case = new(Case)
    case.state = "approved"
    with pytest.raises(IntegrityError, match="case_moves_as_the_workflow_says"), acting(by=LOADER, act="seed"):
        case.save()


def test_today_is_the_city_s_day() -> None:
    with acting(by=LOADER, act="seed"):
        city = new(City)
        city.time_zone = "Pacific/Kiritimati"
        city.save()
    assert rows("SELECT portal_today() = (portal_now() AT TIME ZONE 'Pacific/Kiritimati')::date") == [(True,)]
