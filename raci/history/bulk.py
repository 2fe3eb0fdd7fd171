"""Set-based acts: many rows and their history in one statement, inside `acting` like any other write.

`queryset.update()` and `bulk_create()` write no history, so the database refuses them on tracked models; these do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.sql import UpdateQuery
from simple_history.utils import get_history_model_for_model

BATCH = 10_000


def bulk_create(model: type[models.Model], rows: Iterable[models.Model]) -> int:
    """Insert unsaved instances with their history; streams, so a generator of any length will do. Returns how many."""
    count, rows = 0, iter(rows)
    while batch := list(islice(rows, BATCH)):
        _create(model, batch)
        count += len(batch)
    return count


def bulk_update_where(rows: models.QuerySet[Any], **values: Any) -> int:
    """Set fields (by name; values or expressions) of all rows of a queryset, with their history. Returns how many."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    try:
        statement, parameters = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return 0
    return with_history(rows.model, statement, parameters, "~")


def bulk_delete(rows: models.QuerySet[Any]) -> int:
    """Delete all rows of a queryset, with their history; what points at them refuses it. Returns how many."""
    try:
        chosen, parameters = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    table, key = rows.model._meta.db_table, rows.model._meta.pk.column
    quote = connection.ops.quote_name
    statement = f"DELETE FROM {quote(table)} WHERE {quote(key)} IN ({chosen})"  # noqa: S608
    return with_history(rows.model, statement, parameters, "-")


def _create(model: type[models.Model], batch: Sequence[models.Model]) -> None:
    """COPY under keys drawn before, then one history row for each key."""
    fields = model._meta.concrete_fields
    table, columns = connection.ops.quote_name(model._meta.db_table), _names(field.column for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", (table, len(batch))
        )
        for row, (key,) in zip(batch, cursor.fetchall(), strict=True):
            row.pk = key
        with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
    added = f"SELECT {table}.* FROM {table} WHERE id = ANY(%s)"  # noqa: S608
    _write_history(model, added, ([row.pk for row in batch],), "+")


def with_history(model: type[models.Model], statement: str, parameters: Any, kind: str) -> int:
    """Run the statement; each row it changes becomes a history row in the same breath."""
    changed = f"{statement} RETURNING {connection.ops.quote_name(model._meta.db_table)}.*"
    return _write_history(model, changed, parameters, kind)


def _write_history(model: type[models.Model], rows: str, parameters: Any, kind: str) -> int:
    history = get_history_model_for_model(model)
    table, columns = connection.ops.quote_name(history._meta.db_table), _names(f.column for f in history.tracked_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH changed AS ({rows}) INSERT INTO {table} ({columns}, history_date, history_type)"  # noqa: S608
            f" SELECT {columns}, now(), %s FROM changed",
            (*parameters, kind),
        )
        return int(cursor.rowcount)


def _names(columns: Iterable[str | None]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns if column)
