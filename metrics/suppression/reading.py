"""Cells of a population from a CSV file, and what somebody chose to hide in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metrics.calculators.tables import Row, Table, Unreadable, read_table
from metrics.suppression.cells import Cells, Key, Outcome
from metrics.suppression.releases import Hidden, N

K = "k"
MARKS = {"hidden": N, "hidden_k": K}
COUNTS = (N, K, *MARKS)
MOST_ROWS = 20_000


@dataclass(frozen=True)
class CellsFile:
    """What a file says. `hidden` is None where it has no column for it: then nothing has been chosen."""

    cells: Cells
    hidden: frozenset[Hidden] | None


@dataclass(frozen=True)
class _Line:
    row: Row
    key: Key
    n: int
    k: int


def read_cells(path: Path, total: str = "Total") -> CellsFile:
    """Columns: dimensions by any name (in small letters from here on), `n`, and where there is one the outcome `k`.

    A row in which a dimension is `total` is a margin: it need not be there, and must equal the sum of its cells. `hidden` and
    `hidden_k` (yes or no; empty is no) say what somebody chose to hide: n with its k, or k alone. Raises Unreadable.
    """
    table = read_table(path)
    dimensions = _dimensions(table)
    lines = [_line(table, row, dimensions, total) for row in table.rows]
    _once(table, lines)
    finest = [line for line in lines if None not in line.key]
    if not finest:
        raise Unreadable(f"{table.file}: every row is a “{total}”. Add the cells themselves.")
    _margins(table, lines, finest)
    return CellsFile(_cells(table, dimensions, finest), _marked(table, lines))


def _dimensions(table: Table) -> tuple[str, ...]:
    table.need(N, *((K,) if "hidden_k" in table.columns else ()))
    dimensions = tuple(name for name in table.columns if name not in COUNTS)
    if not dimensions:
        raise Unreadable(f"{table.file}, row 1: no dimension. Add a column for what the people are grouped by.")
    if len(table.rows) > MOST_ROWS:
        raise Unreadable(f"{table.file}: more than {MOST_ROWS} rows cannot be judged. Merge levels first.")
    return dimensions


def _line(table: Table, row: Row, dimensions: tuple[str, ...], total: str) -> _Line:
    levels = (table.name(row, name) for name in dimensions)
    n = _people(table, row, N)
    k = _people(table, row, K) if K in table.columns else 0
    if k > n:
        raise table.wrong(row, K, f"{k} is more than the {n} people of column n. Correct one of them.")
    return _Line(row, tuple(None if level == total else level for level in levels), n, k)


def _people(table: Table, row: Row, column: str) -> int:
    count = table.count(row, column)
    if count is None:
        raise table.wrong(row, column, "there is no count. Write 0 if there is nobody, or leave the row out.")
    return count


def _cells(table: Table, dimensions: tuple[str, ...], finest: list[_Line]) -> Cells:
    outcomes = (Outcome(K, tuple(line.k for line in finest)),) if K in table.columns else ()
    levels = tuple(tuple(level or "" for level in line.key) for line in finest)
    return Cells(dimensions, levels, tuple(line.n for line in finest), outcomes)


def _marked(table: Table, lines: list[_Line]) -> frozenset[Hidden] | None:
    columns = [name for name in MARKS if name in table.columns]
    marked = (
        (line.key, MARKS[name])
        for line in lines
        for name in columns
        if table.word(line.row, name) and table.answer(line.row, name)
    )
    return frozenset(marked) if columns else None


def _once(table: Table, lines: list[_Line]) -> None:
    first = dict[Key, int]()
    for line in lines:
        if first.setdefault(line.key, line.row.number) != line.row.number:
            raise Unreadable(
                f"{table.file}, row {line.row.number}: it is for the same cell as row {first[line.key]}. Add up, or drop one."
            )


def _margins(table: Table, lines: list[_Line], finest: list[_Line]) -> None:
    """Totals that do not add up would be printed as something else than the cells say."""
    for line in lines:
        if None in line.key:
            within = [one for one in finest if all(a in (None, b) for a, b in zip(line.key, one.key, strict=True))]
            if not within:
                raise Unreadable(f"{table.file}, row {line.row.number}: a total of cells that are not there. Add them.")
            _adds_up(table, line.row, N, line.n, sum(one.n for one in within))
            _adds_up(table, line.row, K, line.k, sum(one.k for one in within))


def _adds_up(table: Table, row: Row, column: str, told: int, summed: int) -> None:
    if told != summed:
        raise table.wrong(
            row, column, f"the total is {told}, but its cells add up to {summed}. Correct it, or leave it out."
        )
