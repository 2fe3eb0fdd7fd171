"""Which of several columns beside each other exclude each other: those that come to the column of their total."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from metrics.reading.files import Table
from metrics.reading.layouts import seen
from metrics.reading.numbers import Number


def overlapping(table: Table, parent: int | None, children: Sequence[int]) -> set[int]:
    """The children that share people with others: all outside of the longest run that comes to the parent in every row.

    Where no run does: all of them if they come to more than the parent in a row, else none, as they are parts of it.
    """
    if parent is None or len(children) < 2:
        return set()
    rows = _rows(table, parent, children)
    if not rows:
        return set()
    run = _run(rows)
    if run is not None:
        return {at for place, at in enumerate(children) if not run[0] <= place < run[1]}
    return set(children) if any(sum(parts) > total for total, parts in rows) else set()


def _rows(table: Table, parent: int, children: Sequence[int]) -> list[tuple[Number, list[Number]]]:
    """(total, parts) of the rows in which all are known and somebody is counted."""
    totals = numbers(table, parent)
    parts = [numbers(table, at) for at in children]
    found = []
    for total, *those in zip(totals, *parts, strict=True):
        known = [value for value in those if value is not None]
        if total and len(known) == len(children):
            found.append((total, known))
    return found


def _run(rows: list[tuple[Number, list[Number]]]) -> tuple[int, int] | None:
    """Where the longest run of two or more begins and ends that comes to the total in every row."""
    sums = [[0, *accumulate(parts)] for _total, parts in rows]
    width = len(sums[0]) - 1
    for length in range(width, 1, -1):
        for begin in range(width - length + 1):
            if all(one[begin + length] - one[begin] == total for one, (total, _parts) in zip(sums, rows, strict=True)):
                return begin, begin + length
    return None


def numbers(table: Table, at: int) -> list[Number | None]:
    """A column of the sample as numbers; None for whatever is none."""
    cells = table.cells(at)
    return seen.numbers(cells, comma=seen.comma_in(cells, table.delimiter), wrong_of=1) or [None] * len(cells)
