"""The same sums by Ibis, for those whose rows live in DuckDB, Spark or Trino: the extra `bigdata`, for Spark `spark` too.

The expression is the one of PostgreSQL (`postgres`), so the cells are the same; Ibis is imported only here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from math import inf
from operator import mul
from typing import Any

from metrics.finest.measures import Measure, Rule


def grouped(source: Any, dims: Sequence[str], measures: Sequence[Measure], most: int) -> list[tuple[Any, ...]]:
    """Rows of levels, sums, and how many values break the rule of each column; at most so many rows."""
    levels = [f"level{number}" for number in range(len(dims))]
    read = {level: source[dim] for level, dim in zip(levels, dims, strict=True)}
    for number, measure in enumerate(measures):
        read |= {f"{letter}{number}": each for letter, each in _read(source, measure).items()}
    table = source.select(**read)
    wanted: list[Any] = []
    for number, measure in enumerate(measures):
        wanted += _sums(measure, {letter: table[f"{letter}{number}"] for letter in measure.columns}, table)
    for number, measure in enumerate(measures):
        values = {letter: table[f"{letter}{number}"] for letter in measure.columns}
        wanted += [_broken(measure, letter, values) for letter in measure.columns]
    named = {f"sum{at}": each for at, each in enumerate(wanted)}
    found = table.group_by(levels).aggregate(**named).limit(most).to_pyarrow()
    return list(zip(*(found.column(name).to_pylist() for name in (*levels, *named)), strict=True))


def _read(source: Any, measure: Measure) -> dict[str, Any]:
    """Each column as a double; none of them where the row does not count."""
    import ibis

    counts = reduce(lambda one, other: one & other, (source[measure.columns[each]].notnull() for each in measure.known))
    found = {}
    for letter, name in measure.columns.items():
        column = source[name]
        number = (column.cast("int64") if column.type().is_boolean() else column).cast("float64")
        found[letter] = ibis.ifelse(counts, number, None)
    return found


def _sums(measure: Measure, values: Mapping[str, Any], table: Any) -> list[Any]:
    counted = values[measure.known[0]].count()
    found = [counted, table.count() - counted]
    for one, letters in measure.sums.items():
        total = reduce(mul, (values[letter] for letter in letters)).sum()
        found.append(total.cast("int64") if measure.is_whole(one) else total)
    return found


def _broken(measure: Measure, letter: str, values: Mapping[str, Any]) -> Any:
    value = values[letter]
    wrong = value.count(where=_breaks(measure.rules[letter], value))
    return wrong if letter in measure.known else wrong + values[measure.known[0]].count() - value.count()


def _breaks(rule: Rule, value: Any) -> Any:
    if rule is Rule.ANSWER:
        return value.notin([0.0, 1.0])
    if rule is Rule.COUNT:
        return ~((value >= 0) & (value < 1e15) & (value == value.floor()))
    return ~((value > -inf if rule is Rule.NUMBER else value >= 0) & (value < inf))
