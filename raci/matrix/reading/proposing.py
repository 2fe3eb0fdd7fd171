"""From a matrix as its file has it to one of this city: whose columns, which activities, which codes. Pure: no database.

Everything that is not in the file but decided here is a proposal: it is shown before it is taken, and a person may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from raci.imports.names import letters
from raci.matrix.reading.tables import ReadTable, split_number
from raci.matrix.table import PROCEDURE, Column, Heading, MatrixTable, Row
from raci.matrix.yaml import CODE

LONGEST_TITLE, LONGEST_NAME, LONGEST_NUMBER = 300, 200, 12
MARK = f" ({PROCEDURE})"  # behind a category's title in a page


@dataclass(frozen=True)
class Wish:
    """What the person said. `roles`: the file's name > a role's code, "" to leave the column out."""

    roles: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = True  # what the file does not name stays as it is; else the file is the whole matrix


@dataclass(frozen=True)
class Proposal:
    """What would be proposed. `new`: codes of activities that the matrix does not have; `dropped`: of those it would lose."""

    table: MatrixTable
    codes: Mapping[str, str]  # the file's id > the code here
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]  # roles whose column is not taken, with their cells


def matched_roles(table: ReadTable, columns: Iterable[Column]) -> dict[str, str]:
    """Each role of the file > the code of the city's role that it seems to be; "" where none does.

    By code, name or short name; then by the same letters; then one or many ("Director", "Directors"). None is taken twice.
    """
    known = list(columns)
    found: dict[str, str] = {}
    for alike in (_same, _same_letters, _one_or_many):
        for role in table.roles:
            fits = [one.code for one in known if alike({role.name, role.code} - {""}, one)]
            if not found.get(role.name) and len(fits) == 1 and fits[0] not in found.values():
                found[role.name] = fits[0]
    return {role.name: found.get(role.name, "") for role in table.roles}


def _names(column: Column) -> set[str]:
    return {column.code, column.name, column.short_name}


def _same(texts: set[str], column: Column) -> bool:
    return bool(texts & _names(column))


def _same_letters(texts: set[str], column: Column) -> bool:
    return bool({letters(one) for one in texts} & {letters(one) for one in _names(column)} - {""})


def _one_or_many(texts: set[str], column: Column) -> bool:
    return bool({_singular(one) for one in texts} & {_singular(one) for one in _names(column)} - {""})


def _singular(text: str) -> str:
    return re.sub(r"(?<=[a-z]{3})s\b", "", letters(text))


def propose(read: ReadTable, current: MatrixTable | None, wish: Wish, columns: Iterable[Column]) -> Proposal:
    """The matrix that the file makes of the current one. `columns`: the city's roles that may stand in a matrix."""
    known = {column.code: column for column in columns}
    roles = {name: code for name, code in wish.roles.items() if code in known}
    base = current if current and wish.keeps else None
    codes, rows, headings = _rows(read, current, keeps=base is not None)
    cells = {
        (codes[cell.activity], roles[cell.role]): cell.codes for cell in read.cells if cell.codes and cell.role in roles
    }
    if base:
        stays = _what_stays(base, read, codes, roles)
        rows, headings, cells = _into(base.activities, rows), _headings(base.categories, headings), stays | cells
    had = {row.code for row in current.activities} if current else set()
    table = MatrixTable(
        **_facts(read, base),
        columns=_columns(current, known, {role for _activity, role in cells}),
        categories=tuple(one for one in headings if any(row.category == one.code for row in rows)),
        activities=tuple(rows),
        cells=cells,
    )
    now = {row.code for row in rows}
    return Proposal(
        table, codes,
        new=tuple(row.code for row in rows if row.code not in had),
        dropped=tuple(row.code for row in (current.activities if current else ()) if row.code not in now),
        left_out=tuple(
            (role.name, count) for role in read.roles if role.name not in roles
            and (count := sum(bool(cell.codes) for cell in read.cells if cell.role == role.name)) >= 0
        ),
    )  # fmt: skip


def _facts(read: ReadTable, base: MatrixTable | None) -> dict[str, str]:
    if told := base or read.origin:
        names = ("title", "source", "label", "adopted_by", "adopted_on")
        return {name: getattr(told, name) for name in names}
    source = _("The file “%(file)s”") % {"file": read.file}
    return {"title": (read.name or read.file)[:LONGEST_NAME], "source": source, "label": ""}


def _columns(current: MatrixTable | None, known: Mapping[str, Column], used: set[str]) -> tuple[Column, ...]:
    have = current.columns if current else ()
    codes = {column.code for column in have}
    return (*have, *(column for code, column in known.items() if code in used and code not in codes))


# ---- activities


def _rows(
    read: ReadTable, current: MatrixTable | None, *, keeps: bool
) -> tuple[dict[str, str], list[Row], list[Heading]]:
    """The file's id > the code here; the activities in their order; their categories."""
    old = {row.code: row for row in current.activities} if current else {}
    codes = _known_codes(read, old)
    taken = {*codes.values(), *(old if keeps else ())}
    categories = _Categories(read, current, keeps=keeps)
    rows = []
    for one in read.activities:
        had = old.get(codes.get(one.id, ""))
        category = (
            categories.stays(had.category)
            if had and not categories.knows(one.category)
            else categories.of(one.category)
        )
        code = codes.setdefault(one.id, _free(category, taken))
        taken.add(code)
        rows.append(Row(code, one.title[:LONGEST_TITLE], category))
    used = {row.category for row in rows}
    return codes, rows, [heading for code, heading in categories.headings.items() if code in used]


def _known_codes(read: ReadTable, old: Mapping[str, Row]) -> dict[str, str]:
    """By the file's own id, else of the activity that has this title already."""
    titles = {letters(row.title): code for code, row in old.items()}
    found = {one.id: one.id for one in read.activities if one.has_own_id and re.fullmatch(CODE, one.id)}
    for one in read.activities:
        code = titles.get(letters(one.title), "")
        if one.id not in found and code and code not in found.values():
            found[one.id] = code
    return found


def _free(category: str, taken: set[str]) -> str:
    """The next number in a category."""
    number = 1
    while f"{category}.{number}" in taken:
        number += 1
    return f"{category}.{number}"


class _Categories:
    """The categories as they come: known ones by their title, new ones by their own number or the next."""

    def __init__(self, read: ReadTable, current: MatrixTable | None, *, keeps: bool) -> None:
        self.read, self.keeps = read, keeps
        self.old = {one.code: one for one in current.categories} if current else {}
        self.known = {letters(one.title): code for code, one in self.old.items()}
        self.headings = {code: one for code, one in self.old.items() if keeps or _is_in(read, one)}
        self.origin = {one.code: one for one in read.origin.categories} if read.origin else {}

    def of(self, said: str) -> str:
        """The code of the category that the file calls so."""
        number, title = split_number(said.removesuffix(MARK))
        title = (title or said or self.read.name or _("From %(file)s") % {"file": self.read.file})[:LONGEST_TITLE]
        if letters(title) not in self.known:
            self.known[letters(title)] = self.new(number, title, is_ours=said.endswith(MARK))
        return self.known[letters(title)]

    def knows(self, said: str) -> bool:
        """Whether what the file says of the category of a known activity counts: of its own matrix, or where it is the whole."""
        return bool(said) and (
            not self.keeps or letters(split_number(said)[1]) in {letters(one.title) for one in self.old.values()}
        )

    def stays(self, code: str) -> str:
        """The category that an activity stood under."""
        self.headings.setdefault(code, self.old[code])
        return code

    def new(self, number: str, title: str, *, is_ours: bool) -> str:
        """Another category, by its own number or the next; `is_ours`: the file marks it as this city's procedures."""
        is_free = bool(re.fullmatch(CODE, number)) and len(number) <= LONGEST_NUMBER and number not in self.headings
        code = number if is_free else self.next()
        marked = self.origin[number].is_procedure if number in self.origin else self.keeps or is_ours
        self.headings[code] = Heading(code, title, marked)
        return code

    def next(self) -> str:
        numbers = [int(code) for code in self.headings if code.isdigit()]
        return str(max(numbers, default=0) + 1)


def _is_in(read: ReadTable, heading: Heading) -> bool:
    """Whether the file has a category of this title: where it is the whole matrix, others give their numbers up."""
    return any(_bare(one.category) == letters(heading.title) for one in read.activities)


def _bare(category: str) -> str:
    return letters(split_number(category.removesuffix(MARK))[1])


# ---- what stays of the current matrix


def _what_stays(
    base: MatrixTable, read: ReadTable, codes: Mapping[str, str], roles: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Cells of activities or roles that the file does not name, and those of it that were not understood."""
    named, taken = set(codes.values()), set(roles.values())
    unread = {(codes[activity], roles[role]) for activity, role in read.unread if role in roles}
    return {
        (activity, role): letters_
        for (activity, role), letters_ in base.cells.items()
        if activity not in named or role not in taken or (activity, role) in unread
    }


def _into(old: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """The old order, with the file's word on each, and what is new at the end."""
    told = {row.code: row for row in new}
    rows = [told.pop(row.code, row) for row in old]
    return [*rows, *told.values()]


def _headings(old: Iterable[Heading], new: Iterable[Heading]) -> list[Heading]:
    told = {one.code: one for one in old}
    return list((told | {one.code: replace(one) for one in new if one.code not in told}).values())
