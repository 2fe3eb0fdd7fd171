"""A roster's files, whatever their layout: CSV, workbook or JSON. Raises Unreadable, with one sentence that says what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from boards.rosters import boston, committees, governance, mayors, plain, popolo
from boards.rosters.draft import Draft
from boards.rosters.shape import Roster
from metrics.reading.files import Table, open_table
from raci.evidence.verdicts import MEGABYTE, _
from raci.imports.verdicts import Unreadable, say

MOST_BYTES = 25 * MEGABYTE
TOO_LARGE = _("“%(file)s” is larger than %(most)d MB. A roster is a table of members: take out what is none.")
NO_JSON = _("“%(file)s” is no JSON (line %(line)d: %(error)s). Save it again.")
NO_ROSTER = _(
    "“%(file)s” is JSON, but neither Popolo (organizations, posts, persons, memberships) nor a layout known here."
)
ONE_AT_A_TIME = _(
    "Several files are read together only where each is JSON of one database. Bring tables in one by one."
)
NOBODY = _("“%(file)s” holds no board. Put one row a member or seat into it.")


@dataclass(frozen=True)
class File:
    """One of a roster's files."""

    name: str
    content: BinaryIO


def read_roster(files: Sequence[File], columns: Mapping[str, str] | None = None) -> Roster:
    """`columns`: field > heading, for a plain table whose headings mean nothing here."""
    objects = [_objects(one) for one in files]
    if all(one is not None for one in objects):
        draft = _of_json(files[0].name, objects)
    elif len(files) > 1:
        raise Unreadable(say(ONE_AT_A_TIME))
    else:
        draft = _of_table(open_table(files[0].content, files[0].name), columns)
    if not draft.bodies:
        raise Unreadable(say(NOBODY, file=files[0].name))
    return draft.finish()


# ---- tables


def _of_table(table: Table, columns: Mapping[str, str] | None) -> Draft:
    headings = {one.casefold() for one in table.headings}
    rows = _rows(table)
    if columns:
        return plain.read_table(table.name, table.headings, rows, columns)
    if headings >= boston.HEADINGS:
        return boston.read_table(rows)
    if headings >= committees.HEADINGS:
        return committees.read_table(table.headings, rows)
    if headings >= mayors.HEADINGS:
        return mayors.read_table(table.headings, rows)
    if headings >= governance.HEADINGS:
        return governance.read_table(rows)
    return plain.read_table(table.name, table.headings, rows, plain.proposed(table.headings))


def _rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line by its headings in small letters; a line that ends early is empty behind."""
    names = [one.casefold() for one in table.headings]
    for number, cells in table.lines():
        padded = [*cells, *[""] * (len(names) - len(cells))]
        yield number, {name: cell.strip() for name, cell in zip(names, padded, strict=False)}


# ---- JSON


def _objects(one: File) -> Any:
    """What the file holds, where it is JSON; None where it is a table."""
    size = one.content.seek(0, 2)
    one.content.seek(0)
    if size > MOST_BYTES:
        raise Unreadable(say(TOO_LARGE, file=one.name, most=MOST_BYTES // MEGABYTE))
    content = one.content.read()
    one.content.seek(0)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Unreadable(
            say(NO_JSON, file=one.name, line=line, error=getattr(error, "msg", "it is no text"))
        ) from error


def _of_json(name: str, objects: Sequence[Any]) -> Draft:
    if all(boston.is_boston(one) for one in objects):
        return boston.read_objects(objects)
    if len(objects) == 1 and popolo.is_popolo(objects[0]):
        return popolo.read_object(name, objects[0])
    raise Unreadable(say(NO_ROSTER, file=name))
