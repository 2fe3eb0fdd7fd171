"""The story of one thing that is no governed record (a nomination, a team), in the same sentences as a record's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models

from raci.history.timeline import Entry, Row, as_json, history_table, tell


def story_of(*things: models.Model) -> list[Entry]:
    """What happened to these rows, newest first (1 query a model, and one for each model that values point to)."""
    keys: dict[type[models.Model], list[Any]] = {}
    for thing in things:
        keys.setdefault(type(thing), []).append(thing.pk)
    rows = [row for model, found in keys.items() for row in _rows(model, found)]
    return tell(sorted(rows, key=lambda row: row.now["history_seq"]))


def _rows(model: type[models.Model], keys: Iterable[Any]) -> list[Row]:
    table = connection.ops.quote_name(history_table(model))
    sql = (
        f"SELECT h.history_type, to_jsonb(h), (SELECT to_jsonb(b) FROM {table} b WHERE b.id = h.id"  # noqa: S608
        f" AND b.history_id < h.history_id ORDER BY b.history_id DESC LIMIT 1) FROM {table} h WHERE h.id = ANY(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(keys)])
        return [Row(model, kind, as_json(now), as_json(before)) for kind, now, before in cursor.fetchall()]
