"""The story of one thing that is no governed record (a nomination, a team), in the same sentences as a record's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models

from raci.history.timeline import Entry, Row, as_json, history_table, is_restricted, tell


def story_of(*things: models.Model, to_its_readers: bool = False) -> list[Entry]:
    """What happened to these rows, newest first (1 query a model, and one for each model that values point to).

    Raises ValueError for a thing whose history is restricted, unless whoever asks has made sure that it is told to its
    own readers and says so: `to_its_readers`.
    """
    keys: dict[type[models.Model], list[Any]] = {}
    for thing in things:
        keys.setdefault(type(thing), []).append(thing.pk)
    hidden = [model._meta.label for model in keys if is_restricted(model)]
    if hidden and not to_its_readers:
        raise ValueError(f"The history of {', '.join(hidden)} is told to its own readers alone.")
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
