"""Set-based acts: many rows and their history in one statement, inside `acting` like any other write.

`queryset.update()` and `bulk_create()` write no history, so the database refuses them on tracked models; these do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.sql import UpdateQuery
from simple_history.utils import get_history_model_for_model

TEMPORARY = "bulk_rows"


def bulk_create(model: type[models.Model], rows: Iterable[models.Model]) -> int:
    """Insert unsaved instances with their history; streams, so a generator of any length will do. Returns how many."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = _names(field.column for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {TEMPORARY} ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608
        with cursor.copy(f"COPY {TEMPORARY} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([_value(field, row) for field in fields])
        added = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {TEMPORARY}"  # noqa: S608
        count = _with_history(model, added, (), "+")
        cursor.execute(f"DROP TABLE {TEMPORARY}")
    return count


def bulk_update_where(rows: models.QuerySet[Any], **values: Any) -> int:
    """Set fields (by name; values or expressions) of all rows of a queryset, with their history. Returns how many."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    try:
        statement, parameters = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return 0
    return _with_history(rows.model, statement, parameters, "~")


def bulk_delete(rows: models.QuerySet[Any]) -> int:
    """Delete all rows of a queryset, with their history; what points at them refuses it. Returns how many."""
    try:
        chosen, parameters = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    table, key = rows.model._meta.db_table, rows.model._meta.pk.column
    quote = connection.ops.quote_name
    statement = f"DELETE FROM {quote(table)} WHERE {quote(key)} IN ({chosen})"  # noqa: S608
    return _with_history(rows.model, statement, parameters, "-")


def _with_history(model: type[models.Model], statement: str, parameters: Any, kind: str) -> int:
    """Run the statement; each row it returns becomes a history row in the same breath."""
    history = get_history_model_for_model(model)
    quote = connection.ops.quote_name
    columns = _names(field.column for field in history.tracked_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH changed AS ({statement} RETURNING {quote(model._meta.db_table)}.*)"  # noqa: S608
            f" INSERT INTO {quote(history._meta.db_table)} ({columns}, history_date, history_type)"
            f" SELECT {columns}, now(), %s FROM changed",
            (*parameters, kind),
        )
        return int(cursor.rowcount)


def _names(columns: Iterable[str | None]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns if column)


def _value(field: Any, row: models.Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, True), connection)
