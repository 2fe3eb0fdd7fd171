"""What a matrix lacks or has too much of, by the table alone: no A or two, no R, everybody consulted. Pure: no database.

What depends on who holds which post today is none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from raci.matrix.table import Column, MatrixTable, Row

FEWEST_TO_COMPARE = 2  # with one role or one activity, "every one of them" says nothing
CROWD = 4  # as many who are asked, with nobody who is just told, are worth a hint


class Level(StrEnum):
    """How much it matters."""

    ERROR = "error"  # it cannot be published so
    WARNING = "warning"  # it can, and will not work well
    HINT = "hint"  # worth a look


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `where`: the code of the activity, or of the role for what is said of a whole column."""

    level: Level
    where: str
    rule: str
    text: str
    activity: str = ""
    role: str = ""


def findings(table: MatrixTable, unread: Collection[tuple[str, str]] = ()) -> list[Finding]:
    """Row by row, then column by column.

    `unread`: cells (activity, role) that hold something nobody understood. What they might answer is said of the rest of their
    row as a warning; a row of which nothing was understood is passed over, and so is what they might answer for a column.
    """
    found = []
    for row in table.activities:
        is_whole = not any(activity == row.code for activity, _role in unread)
        found += [one for rule in _OF_ROWS for one in rule(table, row, is_whole)]
    for column in table.columns:
        is_whole = not any(role == column.code for _activity, role in unread)
        found += [one for rule in _OF_COLUMNS for one in rule(table, column, is_whole)]
    return found


def by_activity(found: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Activity > its findings: what stands in a row's margin."""
    rows: dict[str, list[Finding]] = {}
    for one in found:
        if one.activity:
            rows.setdefault(one.activity, []).append(one)
    return rows


# ---- rows. `is_whole`: every cell was understood; else, where some were, it is said of those


def _accountable(table: MatrixTable, row: Row, is_whole: bool) -> Iterator[Finding]:
    holders = [column.short_name for column, codes in _cells_of(table, row) if "A" in codes]
    if not holders and is_whole:
        text = _("“%(activity)s” has no A: nobody decides. Give one role the A.")
        yield _of_row(Level.ERROR, row, "no_a", text)
    elif not holders and any(table.row(row.code)):
        text = _("“%(activity)s” has no A in the cells that were understood. Does one that was not stand for it?")
        yield _of_row(Level.WARNING, row, "no_a", text)
    elif len(holders) > 1:
        text = _("“%(activity)s” has %(n)d A (%(roles)s): nobody knows who decides. Leave one of them the A.")
        yield _of_row(Level.ERROR, row, "two_a", text, n=len(holders), roles=", ".join(holders))


def _responsible(table: MatrixTable, row: Row, is_whole: bool) -> Iterator[Finding]:
    cells = table.row(row.code)
    if any("R" in codes for codes in cells):
        return
    if is_whole:
        text = _("“%(activity)s” has no R: nobody does the work. Give at least one role the R.")
        yield _of_row(Level.ERROR, row, "no_r", text)
    elif any(cells):
        text = _("“%(activity)s” has no R in the cells that were understood. Does one that was not stand for it?")
        yield _of_row(Level.WARNING, row, "no_r", text)


def _consulted(table: MatrixTable, row: Row, _is_whole: bool) -> Iterator[Finding]:
    cells = table.row(row.code)
    if len(cells) >= FEWEST_TO_COMPARE and all("C" in codes for codes in cells):
        text = _(
            "“%(activity)s” has a C in every cell: everybody is asked. Make I of the C of those who need only know."
        )
        yield _of_row(Level.WARNING, row, "every_c", text)
        return
    others = [codes for codes in cells if not set(codes) & set("AR")]
    if len(others) >= CROWD and all("C" in codes for codes in others):
        text = _(
            "All %(n)d roles without R or A are asked about “%(activity)s”, and nobody is just told. Is an I enough?"
        )
        yield _of_row(Level.HINT, row, "all_others_c", text, n=len(others))


def _of_row(level: Level, row: Row, rule: str, text: str, **facts: object) -> Finding:
    return Finding(level, row.code, rule, text % {"activity": row.title, **facts}, activity=row.code)


def _cells_of(table: MatrixTable, row: Row) -> Iterator[tuple[Column, str]]:
    return zip(table.columns, table.row(row.code), strict=True)


# ---- columns


def _everywhere(table: MatrixTable, column: Column, _is_whole: bool) -> Iterator[Finding]:
    cells = _cells_below(table, column)
    if len(cells) >= FEWEST_TO_COMPARE and len(table.columns) >= FEWEST_TO_COMPARE and all("R" in one for one in cells):
        text = _("“%(role)s” has an R in all %(n)d activities. Who could do some of them instead?")
        yield _of_column(Level.WARNING, column, "r_everywhere", text, n=len(cells))


def _nowhere(table: MatrixTable, column: Column, is_whole: bool) -> Iterator[Finding]:
    if is_whole and table.activities and not any(_cells_below(table, column)):
        text = _("“%(role)s” has no cell: no part in anything. Give the role a letter, or take its column out.")
        yield _of_column(Level.WARNING, column, "no_cell", text)


def _of_column(level: Level, column: Column, rule: str, text: str, **facts: object) -> Finding:
    return Finding(level, column.code, rule, text % {"role": column.name, **facts}, role=column.code)


def _cells_below(table: MatrixTable, column: Column) -> list[str]:
    return [table.cells.get((row.code, column.code), "") for row in table.activities]


_OF_ROWS: tuple[Callable[[MatrixTable, Row, bool], Iterator[Finding]], ...] = (_accountable, _responsible, _consulted)
_OF_COLUMNS: tuple[Callable[[MatrixTable, Column, bool], Iterator[Finding]], ...] = (_everywhere, _nowhere)
