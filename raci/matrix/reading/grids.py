"""A table of texts with the place of each: what every kind of file is brought into before anybody asks what it means."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from raci.spreadsheets import plain_cell

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES, MOST_COLUMNS, LONGEST_CELL = 2_000, 200, 10_000


class Unreadable(Exception):
    """The file as a whole is refused; the text says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Where something stands in a file. `column` counts from 1; 0 is the whole line, line 0 the whole table."""

    file: str
    sheet: str = ""
    line: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """ "C4", as spreadsheets say it; empty where there is no cell."""
        return f"{get_column_letter(self.column)}{self.line}" if self.column and self.line else ""

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(_("sheet “%(sheet)s”") % {"sheet": self.sheet})
        if self.sheet and self.cell:
            parts.append(_("cell %(cell)s") % {"cell": self.cell})
        else:
            parts += [_("line %(line)d") % {"line": self.line}] if self.line else []
            parts += [_("column %(column)d") % {"column": self.column}] if self.column else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Line:
    """A line of a table. `merged`: column > the column whose merged cell reaches into it."""

    number: int
    cells: tuple[str, ...]
    merged: Mapping[int, int] = field(default_factory=dict)
    is_followed_by_gap: bool = False

    def text(self, at: int | None) -> str:
        """The text in a column; empty beyond the line's end."""
        return self.cells[at] if at is not None and at < len(self.cells) else ""

    @property
    def filled(self) -> list[int]:
        """The columns that hold something of their own."""
        return [at for at, text in enumerate(self.cells) if text and at not in self.merged]


@dataclass(frozen=True)
class Grid:
    """One table of a file. `name`: its sheet, or the heading above it; `legend`: letters explained in the text around."""

    file: str
    name: str
    lines: tuple[Line, ...]
    sheet: str = ""
    legend: Mapping[str, str] = field(default_factory=dict)
    without_result: frozenset[tuple[int, int]] = frozenset()  # (line, column from 0) of formulas

    def place(self, line: int = 0, at: int | None = None) -> Place:
        """Where a line, or a cell of it, stands."""
        return Place(self.file, self.sheet, line, 0 if at is None else at + 1)


def lines_of(rows: Iterator[tuple[int, list[str]]] | list[tuple[int, list[str]]], *, file: str) -> tuple[Line, ...]:
    """Clean lines without the empty ones. Raises Unreadable beyond the limits."""
    found: list[Line] = []
    for number, cells in rows:
        line = Line(number, checked(number, cells, file))
        if any(line.cells):
            found.append(line)
        elif found:
            found[-1] = Line(found[-1].number, found[-1].cells, found[-1].merged, is_followed_by_gap=True)
        check_count(len(found), file)
    return tuple(found)


def checked(number: int, cells: list[str], file: str) -> tuple[str, ...]:
    """The cells, clean, without the empty end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells):
        text = _("Line %(line)d of “%(file)s” is wider than a matrix (%(columns)d cells, %(signs)d signs each).")
        raise Unreadable(
            text % {"line": number, "file": file, "columns": MOST_COLUMNS, "signs": LONGEST_CELL}
            + " "
            + _("Keep only the matrix in it.")
        )
    return tuple(clean(cell) for cell in cells)


def check_count(count: int, file: str) -> None:
    """Raises Unreadable where there are more lines than a matrix has."""
    if count > MOST_LINES:
        text = _("“%(file)s” has more than %(most)d lines in one table. Keep only the matrix in it.")
        raise Unreadable(text % {"file": file, "most": MOST_LINES})


def clean(cell: str) -> str:
    """Without blanks around, control signs and our own mark against formulas; a line break in a cell is a blank."""
    text = plain_cell(cell.strip())
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


# ---- what Markdown and HTML put around a text

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"(?<!\\)!?\[((?:\\.|[^\[\]\\])*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])")
_MARKS = re.compile(r"(?<!\\)(\*\*\*|\*\*|\*|___|__|~~|`+)(?=\S)(.+?)(?<=\S)(?<!\\)\1")


def bare(text: str) -> str:
    """The words of a Markdown or HTML cell: links are their texts; tags, entities and emphasis are gone."""
    text = _LINK.sub(r"\1", _TAG.sub(" ", html.unescape(_TAG.sub(" ", text))))
    for _round in range(3):
        text = _MARKS.sub(r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+\-.!|~<>])", r"\1", text)


_EXPLAINED = re.compile(r"(?:^|[\s,;|•*(-])([A-Z])\s*(?:=|:|\s[-–—]\s|\bis\b|\bmeans\b)\s*([A-Za-z][\w-]*)")


_BEGINS_SO = re.compile(r"[\s|•*\-]*[A-Z]\s*(?:=|:|\s[-–—]\s|\bis\b|\bmeans\b)")


def explained(text: str) -> dict[str, str]:
    """ "R = Responsible, A = Accountable" as letter > word; nothing where a text does not begin so."""
    if not _BEGINS_SO.match(text):
        return {}
    return {letter: word for letter, word in _EXPLAINED.findall(text) if len(word) > 2}
