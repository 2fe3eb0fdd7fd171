"""The tables of a release as they are stored: every margin, no number where there is the mark, and their hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from metrics.models import ReleasedTable
from metrics.releases.asked import Asked, Grouping, with_margins
from raci.records import canonical, digest

if TYPE_CHECKING:
    from metrics.suppression.released import Released, ReleasedCell

Line = dict[str, Any]  # {"groups": {dimension: group}, "n": int or None, "k": int or None, "hidden": bool}


@dataclass(frozen=True)
class Made:
    """One table, ready to be stored."""

    dimensions: Grouping
    cells: list[Line]

    @property
    def hidden(self) -> int:
        """How many of its cells lack a number."""
        return sum(cell["hidden"] for cell in self.cells)

    @property
    def sha256(self) -> str:
        """Of exactly what goes out."""
        return sha256_of(self.dimensions, self.cells)


def sha256_of(dimensions: Grouping | list[str], cells: list[Line]) -> str:
    """The hash of a table."""
    return digest(canonical({"dimensions": list(dimensions), "cells": cells}))


def is_whole(table: ReleasedTable) -> bool:
    """Whether a stored table is what its hash says."""
    return table.sha256 == sha256_of(table.dimensions, table.cells)


def stored(asked: Asked, found: Released) -> list[Made]:
    """Each table asked for, with its margins, from what the gate let through and nothing else."""
    by_grouping = {table.grouping: table.cells for table in found.tables}
    return [Made(table, list(chain(*_parts(asked, found, by_grouping, table)))) for table in asked.tables]


def _parts(
    asked: Asked, found: Released, by_grouping: dict[Grouping, tuple[ReleasedCell, ...]], table: Grouping
) -> Iterator[list[Line]]:
    for margin in with_margins(table):
        cells = by_grouping[tuple(asked.column(name) for name in margin)]
        yield [_line(asked, found, margin, cell) for cell in cells]


def _line(asked: Asked, found: Released, margin: Grouping, cell: ReleasedCell) -> Line:
    at = {name: found.dimensions.index(asked.column(name)) for name in margin}
    k = cell.outcomes[0] if cell.outcomes else None
    is_hidden = cell.n is None or (bool(cell.outcomes) and k is None)
    groups = {name: cell.key[place] for name, place in at.items()}
    return {"groups": groups, "n": cell.n, "k": k, "hidden": is_hidden}
