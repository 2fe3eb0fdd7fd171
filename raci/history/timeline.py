"""The story of a record in sentences: who did what, acting as what, when and why, with old and new side by side.

Read from the history rows of every tracked model that were written for the record (`acting(record=...)`), in one query
however many there are; then one query for each model that the changed values point to.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci.history.acts import ACTS
from raci.spreadsheets import Echo, SafeWriter

# Fields that say nothing to a reader: keys, places in a list, counters, and what the entry already says in its head.
BOOKKEEPING = {"id", "order", "edits", "state_since", "state_note", "state_by", "content", "path"}


@dataclass(frozen=True)
class Change:
    """One field of one thing: what it was and what it became ("" where there was nothing)."""

    key: str  # "raci.case.state": for the filter
    label: str
    old: str
    new: str
    about: str = ""  # the thing, where a record has many: "Goal: Fewer drownings"


@dataclass(frozen=True)
class Entry:
    """One act in the story."""

    at: datetime
    person: str  # number of the person, for the filter
    who: str
    as_what: str
    cell: str
    act: str
    sentence: str
    why: str
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """The entries asked for, newest first, and what the filters can be set to."""

    entries: list[Entry]
    people: dict[str, str]
    fields: dict[str, str]


@dataclass(frozen=True)
class Row:
    """A history row with the one before it of the same thing."""

    model: type[models.Model]
    kind: str  # "+" "~" "-"
    now: dict[str, Any]
    before: dict[str, Any]

    @property
    def act(self) -> tuple[Any, ...]:
        """Rows of one act share this."""
        return tuple(self.now[f"history_{part}"] for part in ("request", "act", "actor_id", "post"))


Key = tuple[type[models.Model], Any]


def timeline(record_id: int, *, person_filter: str = "", field_filter: str = "") -> list[Entry]:
    """The record's story, newest first; see `story` for the filters' values."""
    return story(record_id, person_filter=person_filter, field_filter=field_filter).entries


def story(record_id: int, *, person_filter: str = "", field_filter: str = "") -> Story:
    """The record's story with its filters: `person_filter` a key of `people`, `field_filter` a key of `fields`."""
    told = tell(_rows(record_id))
    return Story(
        entries=list(_filtered(told, person_filter, field_filter)),
        people=dict(sorted({entry.person: entry.who for entry in told}.items(), key=_label)),
        fields=dict(sorted({c.key: _field_label(c) for entry in told for c in entry.changes}.items(), key=_label)),
    )


def tell(rows: list[Row]) -> list[Entry]:
    """Rows in the order they were written as acts, newest first."""
    names = _Names(rows)
    acts: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        acts[row.act].append(row)
    return [_entry(group, names) for group in reversed(acts.values())]


def _label(pair: tuple[str, str]) -> str:
    return pair[1]


def _field_label(change: Change) -> str:
    """ "Action: Budget" for the filter, where one label may be that of several kinds of things."""
    model = apps.get_model(change.key.rpartition(".")[0])
    return f"{capfirst(model._meta.verbose_name)}: {change.label}"


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """The story as lines of CSV that are safe to open in a spreadsheet; one line a change."""
    writer = SafeWriter(Echo())
    yield writer.writerow(
        [_("When"), _("Who"), _("Acting as"), _("By"), _("Did"), _("Why"), _("About"), _("Field"), _("Old"), _("New")]
    )
    for entry in entries:
        head = [entry.at.isoformat(), entry.who, entry.as_what, entry.cell, entry.sentence, entry.why]
        for change in entry.changes or [Change("", "", "", "")]:
            yield writer.writerow([*head, change.about, change.label, change.old, change.new])


def _filtered(entries: Iterable[Entry], person: str, key: str) -> Iterator[Entry]:
    for entry in entries:
        if person and entry.person != person:
            continue
        changes = [change for change in entry.changes if not key or change.key == key]
        if changes or not key:
            yield replace(entry, changes=changes)


def _entry(group: list[Row], names: _Names) -> Entry:
    head = group[0].now
    return Entry(
        at=timezone.localtime(datetime.fromisoformat(head["history_at"])),
        person=str(head["history_actor_id"]),
        who=str(head["history_actor"]).partition(" <")[0],
        as_what=head["history_post"],
        cell=head["history_cell"],
        act=head["history_act"],
        sentence=ACTS.sentence(head["history_act"]),
        why=next((row.now["history_why"] for row in group if row.now["history_why"]), ""),
        changes=[change for row in group for change in _changes(row, names)],
    )


def _changes(row: Row, names: _Names) -> Iterator[Change]:
    about = _about(row, names)
    for column in row.model._meta.concrete_fields:
        if column.name in BOOKKEEPING or column.attname not in row.now:
            continue
        old, new = row.before.get(column.attname), row.now[column.attname]
        if row.kind == "-":
            old, new = new, None
        if old == new or (row.kind != "~" and _says_nothing(column, old if row.kind == "-" else new, names)):
            continue
        key = f"{row.model._meta.label_lower}.{column.name}"
        yield Change(
            key, str(capfirst(column.verbose_name)), names.readable(column, old), names.readable(column, new), about
        )


def _says_nothing(column: models.Field[Any, Any], value: Any, names: _Names) -> bool:
    """In a thing that comes or goes: empty values, and the link to the thing of this record that holds it."""
    if value in (None, "", [], {}):
        return True
    return column.related_model is not None and names.is_inside((column.related_model, value))


def _about(row: Row, names: _Names) -> str:
    what = str(capfirst(row.model._meta.verbose_name))
    name = names.of((row.model, row.now["id"]))
    text = what if not name or name == what else f"{what}: {name}"
    if row.kind == "+":
        return _("%(thing)s (new)") % {"thing": text}
    return _("%(thing)s (removed)") % {"thing": text} if row.kind == "-" else text


class _Names:
    """What the things that values point to are called: looked up for all rows at once, one query a model."""

    def __init__(self, rows: list[Row]) -> None:
        self._inside = {(row.model, row.now["id"]) for row in rows}
        self._last = {(row.model, row.now["id"]): row.now for row in rows}
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for row in rows:
            wanted[row.model].add(row.now["id"])
            for column in row.model._meta.concrete_fields:
                if isinstance(column.related_model, type) and column.name not in BOOKKEEPING:
                    wanted[column.related_model] |= {row.now.get(column.attname), row.before.get(column.attname)}
        self._names = {key: name for model, keys in wanted.items() for key, name in _looked_up(model, keys - {None})}

    def is_inside(self, key: tuple[Any, Any]) -> bool:
        """Whether the thing is one of this record's own."""
        return key in self._inside

    def of(self, key: Key) -> str:
        """The name of a thing: as looked up, else from its newest history row; "" for a thing without one."""
        return self._names.get(key) or _own_name(self._last.get(key, {}))

    def readable(self, column: models.Field[Any, Any], value: Any) -> str:
        """A value as people read it."""
        if value is None:
            return ""
        if isinstance(column.related_model, type):
            key = (column.related_model, value)
            return self.of(key) or _("%(thing)s %(number)s") % {
                "thing": capfirst(column.related_model._meta.verbose_name),
                "number": value,
            }
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if column.name.endswith("_cents"):
            return money(value)
        return _plain(column.to_python(value))


def _own_name(values: dict[str, Any]) -> str:
    return next((str(values[name]) for name in ("title", "name", "file_name", "words") if values.get(name)), "")


def money(cents: int) -> str:
    """Whole cents as dollars; cents are shown where there are any."""
    sign, whole, rest = "-" if cents < 0 else "", abs(cents) // 100, abs(cents) % 100
    return f"{sign}${whole:,}" + (f".{rest:02}" if rest else "")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j M Y, H:i T")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if isinstance(value, (list, tuple)):
        if any(isinstance(item, dict) for item in value):
            return ngettext("%(n)s entry", "%(n)s entries", len(value)) % {"n": len(value)}
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    return str(value)


def _looked_up(model: type[models.Model], keys: set[Any]) -> Iterator[tuple[Key, str]]:
    """The present name of each thing. What a name is made of is fetched along, two links deep."""
    if not keys:
        return
    links = [
        f"{link.name}__{further.name}" if further else link.name
        for link in model._meta.concrete_fields
        if isinstance(link.related_model, type)
        for further in [None, *link.related_model._meta.concrete_fields]
        if further is None or isinstance(further.related_model, type)
    ]
    things = model._base_manager.filter(pk__in=keys)
    for thing in things.select_related(*links) if links else things:
        yield (model, thing.pk), str(thing)


def tracked_models() -> list[type[models.Model]]:
    """Every model with a history, in a stable order."""
    found = [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]
    return sorted(found, key=lambda model: model._meta.label_lower)


def is_restricted(model: type[models.Model]) -> bool:
    """Whether a tracked model's history is told to nobody but its own readers."""
    restricted: bool = model.history.model.is_restricted  # type: ignore[attr-defined]
    return restricted


def told_models() -> list[type[models.Model]]:
    """Every model whose history those who audit may read, in a stable order."""
    return [model for model in tracked_models() if not is_restricted(model)]


def history_table(model: type[models.Model]) -> str:
    """The table that holds a tracked model's history."""
    table: str = model.history.model._meta.db_table  # type: ignore[attr-defined]
    return table


def _rows(record_id: int) -> list[Row]:
    """The record's history rows in the order they were written, each with the one before it."""
    tracked = told_models()
    quoted = [connection.ops.quote_name(history_table(model)) for model in tracked]
    # history_seq is drawn when the row is inserted: what depends on a row comes after it
    sql = " UNION ALL ".join(
        f"SELECT {number}, h.history_type, to_jsonb(h), "  # noqa: S608
        f"(SELECT to_jsonb(b) FROM {table} b WHERE b.id = h.id AND b.history_id < h.history_id "
        "ORDER BY b.history_id DESC LIMIT 1), h.history_seq "
        f"FROM {table} h WHERE h.history_record = %s"
        for number, table in enumerate(quoted)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY history_seq", [record_id] * len(tracked))
        found = cursor.fetchall()
    return [Row(tracked[number], kind, as_json(now), as_json(before)) for number, kind, now, before, *_rest in found]


def as_json(value: Any) -> dict[str, Any]:
    """Django hands jsonb of a raw query over as text."""
    return json.loads(value) if isinstance(value, str) else value or {}
