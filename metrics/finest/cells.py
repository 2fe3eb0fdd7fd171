"""The one way from rows to finest cells, wherever the rows are: PostgreSQL, or any table of Ibis (DuckDB, Spark, Trino).

Every source is asked with one GROUP BY on all dimensions; any other grouping is a sum of what comes out (`Cells.by`, `cube`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from metrics.finest import postgres
from metrics.finest.levels import label
from metrics.finest.measures import Measure, names_of, whole_names
from metrics.statistics.cube import Cells, gather

MOST_CELLS = 1_000_000


def finest_cells(source: Any, dims: Sequence[str], measures: Sequence[Measure]) -> Cells:
    """Cells of each combination of levels that occurs, levels in the order of their letters, with all sums of the measures.

    `source`: a `PostgresTable` or an Ibis table. `dims`: columns; a missing value is the level "unknown". Raises ValueError where
    a value is not what its measure allows, a weight is missing, or the combinations are more than a million.
    """
    names = names_of(measures)
    if not dims or len(set(dims)) < len(dims):
        raise ValueError("Name at least one dimension, and each once.")
    rows = _grouped(source, dims, measures)
    if len(rows) > MOST_CELLS:
        raise ValueError(
            f"There are more than {MOST_CELLS:,} combinations of levels. Take fewer dimensions, or merge levels."
        )
    _check(rows, len(dims) + len(names), measures)
    return _cells(tuple(dims), names, whole_names(measures), rows)


def _grouped(source: Any, dims: Sequence[str], measures: Sequence[Measure]) -> list[tuple[Any, ...]]:
    if isinstance(source, postgres.PostgresTable):
        return postgres.grouped(source, dims, measures, MOST_CELLS + 1)
    from metrics.finest import ibis

    return ibis.grouped(source, dims, measures, MOST_CELLS + 1)


def _check(rows: Sequence[Sequence[Any]], at: int, measures: Sequence[Measure]) -> None:
    """Behind the sums of each row stand, for each column of a measure, how many values break its rule."""
    for measure in measures:
        for letter, rule in measure.rules.items():
            wrong = sum(row[at] for row in rows)
            if wrong:
                raise ValueError(f"{measure.columns[letter]}: {wrong:,} values are not {rule.value}.")
            at += 1


def _cells(dims: tuple[str, ...], names: Sequence[str], whole: set[str], rows: Sequence[Sequence[Any]]) -> Cells:
    labels = [[label(row[at]) for row in rows] for at in range(len(dims))]
    levels = tuple(tuple(sorted(set(each))) for each in labels)
    places = [{level: place for place, level in enumerate(each)} for each in levels]
    codes = np.empty((len(rows), len(dims)), dtype=np.int64)
    for at, (of_rows, place) in enumerate(zip(labels, places, strict=True)):
        codes[:, at] = [place[each] for each in of_rows]
    sums: dict[str, Any] = {
        name: np.array([row[at] or 0 for row in rows], dtype=np.int64 if name in whole else np.float64)
        for at, name in enumerate(names, len(dims))
    }
    # values that are written differently (spaces about them, "Unknown", none) are one level
    return gather(dims, levels, codes, sums) if rows else Cells(dims, levels, codes, sums)
