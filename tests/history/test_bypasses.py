"""Every known way round history, on every tracked model, as the portal's own login: none is let through.

Each attempt runs in a savepoint that ends with the checks a commit makes, and must fail for the guard's own reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.test import override_settings

from metrics.models import ReleasedTable
from raci.history import acting
from raci.models import Blob, Charter, Decision, PayloadErasure, PayloadRead, Person, Text
from tests.history.rows import LOADER, changed, new, saved, tracked_models

pytestmark = pytest.mark.django_db
FROZEN = (Text, Blob, Charter, Decision, ReleasedTable, PayloadRead, PayloadErasure)

GUARD = (
    "changed without its history row",
    "without a change of the row",
    "is not as the row stands",
    "is append-only",
    "people_are_never_deleted",
)
NAMELESS = ('null value in column "history_actor_id"', "history_names_who_acted")
RIGHTS = ("permission denied", "must be owner of")
TIES = ("violates foreign key constraint",)

Attempt = tuple[str, Callable[[], Any], tuple[str, ...]]
ATTEMPTS: list[str] = []
ACCEPTED: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def count_attempts() -> Iterator[None]:
    """Says at the end how many ways were tried and how many were let through."""
    yield
    print(f"\nways round history tried: {len(ATTEMPTS)}, accepted: {len(ACCEPTED)}")


def refused(name: str, attempt: Callable[[], Any], reasons: tuple[str, ...]) -> str | None:
    """None if the attempt failed for one of these reasons, otherwise what happened instead."""
    ATTEMPTS.append(name)
    try:
        with transaction.atomic():
            attempt()
            sql("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        return (
            None if any(reason in str(error) for reason in reasons) else f"{name}: refused for another reason: {error}"
        )
    ACCEPTED.append(name)
    return f"{name}: ACCEPTED"


def sql(statement: str, parameters: Any = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else None


def acted(attempt: Callable[[], Any]) -> Callable[[], None]:
    """The same inside `acting`, as a careless act would."""

    def inside() -> None:
        with acting(by=LOADER, act="try"):
            attempt()

    return inside


class Row:
    """A saved row of a model, with the SQL pieces to attack it."""

    def __init__(self, model: type[models.Model]) -> None:
        with acting(by=LOADER, act="seed"):
            self.row = saved(model)
            self.spare = new(model)
            self.change = changed(self.row)
        self.model = model
        self.table = model._meta.db_table
        self.history = model.history.model._meta.db_table
        self.pk = self.row.pk
        self.columns = ", ".join(f'"{field.column}"' for field in model.history.model.tracked_fields)
        ((name, value),) = self.change.items()
        field = model._meta.get_field(name)
        self.column = f'"{field.column}"'
        self.value = value.pk if isinstance(value, models.Model) else value

    def update(self) -> None:
        sql(f"UPDATE {self.table} SET {self.column} = %s WHERE id = %s", [self.value, self.pk])

    def touch(self) -> None:
        sql(f"UPDATE {self.table} SET {self.column} = {self.column} WHERE id = %s", [self.pk])

    def insert(self) -> None:
        fields = [f for f in self.model._meta.concrete_fields if not isinstance(f, models.AutoField) or self.spare.pk]
        values = [field.get_db_prep_save(field.pre_save(self.spare, True), connection) for field in fields]
        names = ", ".join(f'"{field.column}"' for field in fields)
        sql(f"INSERT INTO {self.table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})", values)

    def write_history(self, kind: str = "~", source: str = "", **more: str) -> None:
        """A history row copied from the row (or from `source`), with more columns in SQL."""
        names = "".join(f", {name}" for name in more)
        values = "".join(f", {value}" for value in more.values())
        sql(
            f"INSERT INTO {self.history} ({self.columns}, history_date, history_type{names})"
            f" SELECT {self.columns}, now(), %s{values} FROM {source or self.table} WHERE id = %s LIMIT 1",
            [kind, self.pk],
        )

    def set(self) -> Any:
        for name, value in self.change.items():
            setattr(self.row, name, value)
        return self.row


def through_django(it: Row) -> Iterator[Attempt]:
    """The ORM's ways that send no signals, and the library's own switches."""
    rows = it.model._base_manager.filter(pk=it.pk)

    def bulk_update() -> None:
        it.model._base_manager.bulk_update([it.set()], list(it.change))

    def skip() -> None:
        it.set().skip_history_when_saving = True
        it.row.save()

    def disabled(act: Callable[[], Any]) -> Callable[[], None]:
        def off() -> None:
            with override_settings(SIMPLE_HISTORY_ENABLED=False):
                act()

        return off

    yield "queryset.update", acted(lambda: rows.update(**it.change)), GUARD
    yield "bulk_update", acted(bulk_update), GUARD
    yield "_raw_delete", acted(lambda: rows._raw_delete(rows.db)), GUARD
    yield "bulk_create", acted(lambda: it.model._base_manager.bulk_create([it.spare])), unless_city(it)
    yield "skip_history_when_saving", acted(skip), GUARD
    yield "SIMPLE_HISTORY_ENABLED=False, save", acted(disabled(lambda: it.set().save())), GUARD
    yield (
        "SIMPLE_HISTORY_ENABLED=False, delete",
        acted(disabled(lambda: it.model._base_manager.get(pk=it.pk).delete())),
        GUARD,
    )
    yield "a save outside acting", lambda: it.set().save(), NAMELESS + GUARD
    yield "history rows made without a change", acted(lambda: it.model.history.bulk_history_create([it.row])), GUARD
    yield "history queryset.update", acted(lambda: it.model.history.update(history_type="~")), RIGHTS
    yield "history queryset.delete", acted(lambda: it.model.history.all().delete()), RIGHTS
    yield "clean_old_history", acted(lambda: clean("clean_old_history", it, days=-1)), RIGHTS


def unless_city(it: Row) -> tuple[str, ...]:
    return (*GUARD, "there_is_one_city", "raci_city_pkey")


def clean(command: str, it: Row, **options: Any) -> None:
    call_command(command, it.model._meta.label, verbosity=0, **options)


def raw_writes(it: Row) -> Iterator[Attempt]:
    """SQL on the tracked table."""
    yield "raw update", acted(it.update), GUARD
    yield "raw update that changes nothing", acted(it.touch), GUARD
    key = f"UPDATE {it.table} SET id = id + 1000000 WHERE id = %s"
    yield "a change of its key", acted(lambda: sql(key, [it.pk])), (*GUARD, "does not change", "there_is_one_city")
    yield "raw delete", acted(lambda: sql(f"DELETE FROM {it.table} WHERE id = %s", [it.pk])), GUARD
    yield "raw insert", acted(it.insert), unless_city(it)
    yield "raw update outside acting", it.update, GUARD
    yield "in a DO block", lambda: sql(f"DO $$ BEGIN UPDATE {it.table} SET {it.column} = {it.column}; END $$"), GUARD
    yield "truncate", lambda: sql(f"TRUNCATE {it.table} CASCADE"), RIGHTS
    for field in it.model._meta.concrete_fields:
        if field.remote_field is not None and getattr(it.row, field.attname) is not None:
            parent = field.related_model._meta.db_table
            gone = [getattr(it.row, field.attname)]
            delete = f"DELETE FROM {parent} WHERE id = %s"
            yield f"delete what {field.name} points at", acted(lambda d=delete, g=gone: sql(d, g)), GUARD + TIES


def lies(it: Row) -> Iterator[Attempt]:
    """History that is not what happened."""

    def change_then(*more: Callable[[], Any]) -> Callable[[], None]:
        return acted(lambda: [it.update(), *(one() for one in more)])

    old = f"(SELECT * FROM {it.history} ORDER BY history_id DESC)"
    frozen = it.model in FROZEN
    yield "history without its change", acted(it.write_history), GUARD
    yield "history that a row is gone", acted(lambda: it.write_history("-")), GUARD
    yield "history before the change", acted(lambda: [it.write_history(), it.update()]), GUARD
    yield "history of the old values", change_then(lambda: it.write_history(source=old + " old")), GUARD
    yield "a change called a deletion", change_then(lambda: it.write_history("-")), GUARD
    yield "another kind", change_then(lambda: it.write_history("?")), (*GUARD, "history_type_is_one_of_three")
    yield "once more than it changed", change_then(it.write_history, it.write_history), GUARD
    yield "changed again after its history", change_then(it.write_history, it.touch), GUARD
    yield "history rolled back, change kept", change_then(lambda: rolled_back(it.write_history)), GUARD
    yield "nobody acts", lambda: [it.update(), it.write_history()], NAMELESS + GUARD
    yield "an empty name", change_then(lambda: it.write_history(history_actor="''")), NAMELESS + GUARD
    for column, value in (
        ("history_id", "1"),
        ("history_xid", "'7'::xid8"),
        ("history_seq", "1"),
        ("history_at", "now() - interval '1 year'"),
    ):
        claim = change_then(lambda c=column, v=value: it.write_history(**{c: v}))
        yield f"claim {column}", claim, RIGHTS + GUARD[3:] if frozen else RIGHTS


def rolled_back(attempt: Callable[[], Any]) -> None:
    sql("SAVEPOINT inner_one")
    attempt()
    sql("ROLLBACK TO SAVEPOINT inner_one")


def on_the_guard(it: Row) -> Iterator[Attempt]:
    """Taking the guard off, or writing where only it writes."""
    columns = "history_id, history_xid, history_seq, history_at"
    guard = f"guard_of_{it.history}"[:63]
    own = "CREATE TEMP TABLE own (id bigint, history_id bigint, history_type text)"
    trigger = "CREATE TRIGGER t AFTER INSERT ON own REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION"
    for name, statement in {
        "edit a history row": f"UPDATE {it.history} SET history_why = 'x'",
        "delete a history row": f"DELETE FROM {it.history}",
        "truncate history": f"TRUNCATE {it.history}",
        "truncate history with the setting of tests": f"SET LOCAL guard.flush = 'on'; TRUNCATE {it.history}",
        "copy into the history's own columns": f"COPY {it.history} ({columns}) FROM STDIN",
        "disable the triggers": f"ALTER TABLE {it.table} DISABLE TRIGGER ALL",
        "disable the history's triggers": f"ALTER TABLE {it.history} DISABLE TRIGGER ALL",
        "drop a trigger": f"DROP TRIGGER guard_u ON {it.table}",
        "drop the check of names": f"ALTER TABLE {it.history} DROP CONSTRAINT history_names_who_acted",
        "drop the tracked table": f"DROP TABLE {it.table} CASCADE",
        "replace the guard": f"CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "attach something else": f"SELECT guard_attach('{it.table}', '{it.history}')",
        "detach": f"SELECT guard_detach('{it.table}', '{it.history}')",
        "take the rights": f"GRANT ALL ON {it.history} TO CURRENT_USER; UPDATE {it.history} SET history_why = 'x'",
        "the guard's function on a table of one's own": f"{own}; {trigger} {guard}()",
        "a rule instead": f"CREATE RULE r AS ON INSERT TO {it.history} DO INSTEAD NOTHING",
    }.items():
        yield name, lambda s=statement: sql(s), RIGHTS


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.label)
@pytest.mark.parametrize("ways", [through_django, raw_writes, lies, on_the_guard])
def test_no_way_round_history(model: type[models.Model], ways: Callable[[Row], Iterator[Attempt]]) -> None:
    it = Row(model)
    surprises = []
    for name, attempt, reasons in ways(it):
        it.row.refresh_from_db()
        surprises.append(refused(f"{model._meta.label}: {name}", attempt, reasons))
    assert [surprise for surprise in surprises if surprise] == []


@pytest.mark.parametrize("model", [m for m in tracked_models() if m not in FROZEN], ids=lambda model: model._meta.label)
def test_no_way_round_history_by_clean_duplicate_history(model: type[models.Model]) -> None:
    it = Row(model)
    with acting(by=LOADER, act="save"):
        it.row.save()  # the same again: a history row that says nothing new, which the command would delete
    assert (
        refused(f"{model._meta.label}: clean_duplicate_history", lambda: clean("clean_duplicate_history", it), RIGHTS)
        is None
    )


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.label)
def test_a_faithful_act_is_let_through(model: type[models.Model]) -> None:
    """The same pieces in the right order pass, so the refusals above are not for something else."""
    it = Row(model)
    with acting(by=LOADER, act="insert"):
        if it.spare.pk is None:
            it.spare.save()
    if model not in FROZEN:
        with acting(by=LOADER, act="change"):
            it.update()
            it.write_history()
            it.set().save()
    assert it.model.history.filter(id=it.pk).count() == (1 if model in FROZEN else 3)


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.label)
def test_no_relation_changes_a_tracked_row_behind_its_back(model: type[models.Model]) -> None:
    """No many-to-many add, no SET NULL, no silent cascade: in Django's words and in the database's.

    A cascade in Django's words (guardian's permission) deletes row by row with history, or is refused like any delete.
    """
    assert list(model._meta.many_to_many) == []
    through = [rel for rel in model._meta.related_objects if rel.many_to_many]
    assert through == []
    keys = [field for field in model._meta.concrete_fields if field.remote_field is not None]
    assert {field.remote_field.on_delete for field in keys} <= {models.PROTECT, models.CASCADE}
    silent = sql(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"
        " AND (confdeltype NOT IN ('a', 'r') OR confupdtype NOT IN ('a', 'r'))",
        [model._meta.db_table],
    )
    assert silent == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger VALUES (0, 0, '1', now(), 'x', 1, '', '')",
        "UPDATE ledger SET line = ''",
        "DELETE FROM ledger",
        "TRUNCATE ledger",
        "INSERT INTO seal VALUES (0, 1, 1, '', '', now())",
        "UPDATE seal SET hash = ''",
        "DELETE FROM seal",
        "DELETE FROM guard_due",
        "SELECT * FROM guard_due",
        "DELETE FROM seal_due",
        "INSERT INTO guard_pair VALUES ('raci_person', 'raci_person', 1, 1)",
        "DELETE FROM guard_pair",
        "SELECT setval('history_seq', 1)",
        "ALTER SEQUENCE history_seq RESTART",
        "SET session_replication_role = replica",
        "SELECT guard_grants('portal_app')",
        "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE mine (id int)",
        "DELETE FROM django_migrations",
        "INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id) VALUES ('1', 1, 1, 1)",
        "INSERT INTO guardian_groupobjectpermission (object_pk, content_type_id, permission_id, group_id) VALUES ('1', 1, 1, 1)",
        "INSERT INTO auth_group_permissions (group_id, permission_id) VALUES (1, 1)",
    ],
)
def test_the_portals_login_may_not(statement: str) -> None:
    assert refused(statement, lambda: sql(statement), (*RIGHTS, "takes no rows")) is None


def test_a_temporary_table_does_not_stand_in_for_the_guards(owner_cursor: psycopg.Cursor[Any]) -> None:
    """The portal's login may not even make one; the guard would not be fooled by the owner's."""
    ATTEMPTS.append("a temporary guard_due")
    statement = """CREATE TEMP TABLE guard_due (xid xid8, tracked regclass, ids bigint[]);
        INSERT INTO raci_person (password, email, name, is_active, is_service, is_fictional)
        VALUES ('', 'ghost@example.org', 'Ghost', true, false, false)"""
    with pytest.raises(psycopg.Error, match="changed without its history row"), owner_cursor.connection.transaction():
        owner_cursor.execute(statement)


def test_deleting_a_person_is_refused_with_history_too() -> None:
    it = Row(Person)
    assert refused("person.delete()", acted(it.row.delete), GUARD) is None
