"""What the figures themselves say of groups: whether they add up to their total, share people, or are of several tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from metrics.reading.files import Table
from metrics.reading.mapping import ALL, Column, Role
from metrics.reading.numbers import NotANumber, number
from metrics.reading.proposing import Draft
from metrics.reading.words import dimension_of, is_total
from raci.evidence.verdicts import _

ABOUT = (
    Role.INDICATOR, Role.SERIES, Role.PERIOD, Role.PERIOD_BEGIN, Role.PERIOD_END, Role.PLACE, Role.PLACE_CODE,
    Role.DIMENSION, Role.DIMENSION_NAME, Role.GROUP, Role.OUTCOME,
)  # fmt: skip


def note(draft: Draft) -> None:
    """Marks dimensions whose groups come to more than their total as overlapping, and says how the others add up."""
    figure = next((one for one in draft.columns if one.role is Role.N or one.unit == "count"), None)
    if figure is None:
        return
    about = [column.at for column in draft.columns if column.role in ABOUT]
    for place, column in enumerate(draft.columns):
        if column.role is Role.DIMENSION and column.totals and not column.blocks:
            places, equal, more = _compared(draft.table, column, figure, [at for at in about if at != column.at])
            if more:
                draft.columns[place] = replace(column, overlaps=(ALL,))
            if places:
                draft.note(MORE if more else EQUAL if equal == places else LESS, name=column.name, count=places)


def _compared(table: Table, column: Column, figure: Column, others: list[int]) -> tuple[int, int, int]:
    """In how many places there is a total, in how many the groups come to it, and in how many to more."""
    totals: dict[tuple[str, ...], Decimal | int] = {}
    parts: dict[tuple[str, ...], Decimal | int] = {}
    for _line, cells in table.sample:
        value = _number(cells[figure.at], figure.comma) if figure.at < len(cells) else None
        if value is None or not cells[column.at].strip():
            continue
        where = tuple(cells[at] for at in others)
        if is_total(cells[column.at].strip()):
            totals[where] = value
        else:
            parts[where] = parts.get(where, 0) + value
    both = [(parts[where], total) for where, total in totals.items() if where in parts]
    if not table.whole:
        both = both[:-1]  # the sample may end in the middle of it
    return len(both), sum(part == total for part, total in both), sum(part > total for part, total in both)


def _number(cell: str, comma: bool) -> Decimal | int | None:
    try:
        return number(cell, comma=comma)
    except NotANumber:
        return None


def blocks(table: Table, column: Column, totals: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """(group, dimension, series) where each group always follows the same total; nothing where one does not."""
    above: dict[str, str] = {}
    current, words = "", set(totals)
    for cell in table.cells(column.at):
        if cell.casefold() in words:
            current = cell
        if not current or above.setdefault(cell, current) != current:
            return ()
    found = []
    for total in dict.fromkeys(above.values()):
        groups = [group for group, of in above.items() if of == total and group != total]
        if not groups:
            return ()
        name = dimension_of(groups) or f"{column.name} ({total})"
        found += [(total, "", total), *((group, name, total) for group in groups)]
    return tuple(found)


EQUAL = _("The groups of %(name)s come to their total in each of the %(count)d places and periods looked at.")
MORE = _("The groups of %(name)s come to more than their total: people are in several, so they are never added up.")
LESS = _("The groups of %(name)s come to less than their total: they are a part of it.")
