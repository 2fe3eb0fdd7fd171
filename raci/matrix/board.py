"""A matrix table drawn as rows of cells, beside an earlier version where there is one. Pure: no database."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.matrix.differences import CellChange
from raci.matrix.table import Column, Heading, MatrixTable, Row


@dataclass(frozen=True)
class BoardCell:
    """A role's codes in an activity, and what they were; the same where nothing changed."""

    activity: str
    column: Column
    codes: str
    was: str

    @property
    def is_changed(self) -> bool:
        """Whether the earlier version says something else."""
        return self.codes != self.was

    @property
    def words(self) -> str:
        """ "Directors on 1.4: R, was I"."""
        return CellChange(self.activity, self.column.code, self.column.short_name, self.was, self.codes).words


@dataclass(frozen=True)
class BoardRow:
    """An activity: `note` says "new", "gone" or what it was called; "" where nothing changed beside cells."""

    row: Row
    cells: list[BoardCell]
    note: str
    is_gone: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs."""
        return bool(self.note) or any(cell.is_changed for cell in self.cells)


@dataclass(frozen=True)
class BoardGroup:
    """A category with its rows."""

    heading: Heading
    rows: list[BoardRow]
    note: str


@dataclass(frozen=True)
class Board:
    """The whole table."""

    columns: list[Column]
    groups: list[BoardGroup]


def board(table: MatrixTable, earlier: MatrixTable | None = None) -> Board:
    """The table with its columns in order; against `earlier`, what was and what is gone stand in it too."""
    was = earlier or table
    columns = list({column.code: column for one in (table, was) for column in one.columns}.values())
    codes = {heading.code for heading in table.categories}
    gone = [heading for heading in was.categories if heading.code not in codes]
    return Board(columns, [_group(heading, table, was, columns) for heading in (*table.categories, *gone)])


def _group(heading: Heading, table: MatrixTable, was: MatrixTable, columns: list[Column]) -> BoardGroup:
    new, old = (next((one for one in side.categories if one.code == heading.code), None) for side in (table, was))
    here = {row.code for row in table.activities}  # one that moved is shown where it is now
    rows = [_row(row, table, was, columns) for row in table.rows_of(heading.code)]
    rows += [_row(row, table, was, columns) for row in was.rows_of(heading.code) if row.code not in here]
    return BoardGroup(heading, rows, _note(new, old))


def _row(row: Row, table: MatrixTable, was: MatrixTable, columns: list[Column]) -> BoardRow:
    new, old = (next((one for one in side.activities if one.code == row.code), None) for side in (table, was))
    cells = [
        BoardCell(
            row.code,
            column,
            table.cells.get((row.code, column.code), ""),
            was.cells.get((row.code, column.code), ""),
        )
        for column in columns
    ]
    return BoardRow(row, cells, _note(new, old), is_gone=new is None)


def _note(new: Heading | Row | None, old: Heading | Row | None) -> str:
    if new is None:
        return _("gone")
    if old is None:
        return _("new")
    return "" if old.title == new.title else _("was “%(title)s”") % {"title": old.title}
