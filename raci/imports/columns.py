"""Which column is which: the heading row is found, its cells are matched to fields by their usual names, or as told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from raci.evidence.verdicts import _
from raci.imports.reading import Sheet
from raci.imports.verdicts import NOTHING_TO_READ, Fate, Plan, Row, Unreadable, say

LOOKED_THROUGH = 20  # lines in which a heading is looked for: titles and dates stand above it


@dataclass(frozen=True)
class Field:
    """A field of a list: its name in templates, what it is called in forms, and how others head it."""

    name: str
    label: str
    synonyms: tuple[str, ...]
    required: bool = False


UNIT_FIELDS = (
    Field("name", _("Name"), ("unit", "unit name", "bureau", "department", "department name", "agency", "agency name",
          "organization", "organisation", "organization name", "office", "office name", "dept", "dept name", "org name",
          "name of unit", "name of department", "division", "division name", "title"), required=True),
    Field("code", _("Code"), ("id", "record id", "unit code", "unit id", "department code", "dept code", "agency code",
          "short code", "key")),
    Field("kind", _("Kind"), ("type", "unit type", "organization type", "organisation type", "org type", "type of org",
          "type of organization", "type of organisation", "type of unit", "department type", "level", "unit kind")),
    Field("parent", _("Stands below"), ("stands below", "parent", "parent unit", "parent name", "parent code",
          "parent department", "parent organization", "reports to", "reporting to", "below", "service area", "svc area",
          "service area name", "division of", "part of", "belongs to", "under", "supervising unit")),
    Field("acronym", _("Acronym"), ("abbreviation", "short name", "abbr", "initials")),
    Field(
        "also",
        _("Also called"),
        ("also known as", "alternate names", "alternate or former names", "former names", "other names"),
    ),
    Field("status", _("Status"), ("operational status", "state", "active")),
)  # fmt: skip
PEOPLE_FIELDS = (
    Field("name", _("Name"), ("full name", "fullname", "person", "employee", "employee name", "display name", "staff name",
          "name of person"), required=True),
    Field("email", _("E-mail"), ("e mail", "email address", "e mail address", "email addr", "e mail addr", "emailaddress",
          "mail", "mail address", "work email", "work e mail", "primary email", "address", "login"), required=True),
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column as its file shows it."""

    heading: str
    sample: str  # the first thing that stands in it


@dataclass(frozen=True)
class Table:
    """A list with its heading: its columns, which of them is which field, and the rows below."""

    columns: tuple[Column, ...]
    heading_line: int  # 0: there is none, and the columns stand in the template's order
    mapping: dict[str, int]  # field > column
    rows: tuple[tuple[int, dict[str, str]], ...]  # line > field > text
    unread: tuple[Row, ...] = ()  # rows that hold formulas without results where a field is read

    def with_unread(self, rows: Iterable[Row]) -> Plan:
        """The verdicts of all rows, those that could not be read among them, in the file's order."""
        return Plan(tuple(sorted((*rows, *self.unread), key=lambda row: row.line)))

    @property
    def unused(self) -> list[int]:
        """The columns that hold something and are read as nothing."""
        taken = self.mapping.values()
        return [at for at, one in enumerate(self.columns) if at not in taken and (one.heading or one.sample)]


def tabulate(
    sheet: Sheet,
    fields: tuple[Field, ...],
    *,
    told: Mapping[str, int | None] | None = None,
    file_name: str = "",
    typed: bool = False,
) -> Table:
    """Find the heading, map the columns (`told` by the person wins), and read the rows below it. Raises Unreadable.

    `typed`: lines that somebody typed, which need no heading; one cell that might be one is none.
    """
    place, mapping = _heading(sheet, fields, typed=typed)
    if told is not None:
        mapping = {name: column for name, column in told.items() if column is not None}
    missing = [field for field in fields if field.required and field.name not in mapping]
    if typed and place < 0:
        mapping = {field.name: column for column, field in enumerate(TYPED[fields])}
        missing = []
    if missing:
        raise Unreadable(say(_("Say which column holds: %(fields)s."), fields=", ".join(one.label for one in missing)))
    rows, unread = [], []
    for line, cells in sheet.lines[place + 1 :]:
        values = {name: cells[column] for name, column in mapping.items() if column < len(cells)}
        if not sheet.uncomputed.get(line, frozenset()).isdisjoint(mapping.values()):
            unread.append(Row(line, values.get("name", ""), Fate.REFUSED, {}, (say(NO_RESULT),)))
        elif any(cells):
            rows.append((line, values))
    if not rows and not unread:
        raise Unreadable(say(NOTHING_TO_READ, file=file_name))
    return Table(
        _columns(sheet, place), sheet.lines[place][0] if place >= 0 else 0, mapping, tuple(rows), tuple(unread)
    )


def columns(sheet: Sheet, fields: tuple[Field, ...], *, typed: bool = False) -> tuple[Column, ...]:
    """The columns of a list, whether or not it is known which is which."""
    return _columns(sheet, _heading(sheet, fields, typed=typed)[0])


def _columns(sheet: Sheet, place: int) -> tuple[Column, ...]:
    headings = sheet.lines[place][1] if place >= 0 else ()
    samples: dict[int, str] = {}
    for _line, cells in sheet.lines[place + 1 :]:
        for at, cell in enumerate(cells):
            if cell:
                samples.setdefault(at, cell)
    width = max([len(headings), *(at + 1 for at in samples)])
    return tuple(Column(headings[at] if at < len(headings) else "", samples.get(at, "")) for at in range(width))


NO_RESULT = _(
    "It could not be read: it holds formulas without their results. Open the file in Excel, save it, choose it again."
)
# Without a heading, as somebody types it: a line is "Parks, bureau, Culture" or "Dana Reyes, dana@city.gov".
TYPED = {
    UNIT_FIELDS: tuple(next(one for one in UNIT_FIELDS if one.name == name) for name in ("name", "kind", "parent")),
    PEOPLE_FIELDS: PEOPLE_FIELDS,
}


def _heading(sheet: Sheet, fields: Sequence[Field], *, typed: bool) -> tuple[int, dict[str, int]]:
    """The line in which most fields are named, if all that are required are; else the first line, where it must be one.

    -1 where there is none.
    """
    least = 2 if typed else 1
    best: tuple[int, dict[str, int]] = (-1, {})
    for place, (_line, cells) in enumerate(sheet.lines[:LOOKED_THROUGH]):
        found = _matched(cells, fields)
        if (
            len(found) >= least
            and all(field.name in found for field in fields if field.required)
            and len(found) > len(best[1])
        ):
            best = (place, found)
    return best if best[0] >= 0 else _first_as_heading(sheet, fields, typed=typed)


def _first_as_heading(sheet: Sheet, fields: Sequence[Field], *, typed: bool) -> tuple[int, dict[str, int]]:
    """The first line, where it names two fields, or where it has a word above a column of e-mail addresses."""
    first, found = sheet.lines[0][1], _matched(sheet.lines[0][1], fields)
    if any(field.name == "email" for field in fields):
        below = [cells for _line, cells in sheet.lines[1:]]
        held = {at: sum(_holds_address(cells, at) for cells in below) for at in range(len(first))}
        at = max(held, key=lambda column: held[column], default=0)
        is_word = bool(held.get(at)) and bool(first[at]) and not any("@" in cell for cell in first)
        if is_word and (found or not typed):
            if at not in found.values():
                found.setdefault("email", at)
            return 0, found
    return (0, found) if len(found) >= 2 else (-1, {})


def _holds_address(cells: Sequence[str], at: int) -> bool:
    return at < len(cells) and "@" in cells[at]


def _matched(cells: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Field > column: by the field's own name before its synonyms, each column once."""
    keys = [heading_key(cell) for cell in cells]
    found: dict[str, int] = {}
    for names_of in (lambda field: (field.name,), lambda field: field.synonyms):
        for field in fields:
            for name in names_of(field):
                if field.name not in found and name in keys and keys.index(name) not in found.values():
                    found[field.name] = keys.index(name)
    return found


def heading_key(text: str) -> str:
    """ "Reports_To *" and "reports to" are the same heading."""
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()
