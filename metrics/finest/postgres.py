"""The sums of each combination of dimensions by PostgreSQL: one GROUP BY, names composed and never pasted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from metrics.finest.measures import Measure, Rule

BOOLEAN = 16  # the type's number, the same in every database

BREAKS = {
    Rule.ANSWER: "{0} NOT IN (0, 1)",
    Rule.COUNT: "NOT ({0} >= 0 AND {0} < 1e15 AND {0} = floor({0}))",
    Rule.NUMBER: "NOT ({0} > '-Infinity' AND {0} < 'Infinity')",
    Rule.WEIGHT: "NOT ({0} >= 0 AND {0} < 'Infinity')",  # NaN is above infinity in PostgreSQL
}


@dataclass(frozen=True)
class PostgresTable:
    """A table or view that an open connection sees (Django's: `connection.connection`), or a query over one, in parentheses."""

    session: psycopg.Connection[Any]
    table: str | sql.Composable
    schema: str = ""

    def relation(self) -> sql.Composable:
        """As it stands after FROM."""
        if isinstance(self.table, str):
            return sql.Identifier(self.schema, self.table) if self.schema else sql.Identifier(self.table)
        return sql.SQL("{} AS source").format(self.table)


def grouped(
    source: PostgresTable, dims: Sequence[str], measures: Sequence[Measure], most: int
) -> list[tuple[Any, ...]]:
    """Rows of levels, sums, and how many values break the rule of each column; at most so many rows."""
    read, wanted = [], []
    for number, measure in enumerate(measures):
        values = {letter: sql.Identifier(f"{letter}{number}") for letter in measure.columns}
        read += [sql.SQL("{} AS {}").format(each, values[letter]) for letter, each in _read(source, measure).items()]
        wanted += _sums(measure, values)
    for number, measure in enumerate(measures):
        wanted += [_broken(measure, letter, number) for letter in measure.columns]
    levels = [sql.Identifier(f"level{number}") for number in range(len(dims))]
    named = [sql.SQL("{} AS {}").format(sql.Identifier(dim), level) for dim, level in zip(dims, levels, strict=True)]
    comma = sql.SQL(", ")
    query = sql.SQL("SELECT {} FROM (SELECT {} FROM {}) AS rows GROUP BY {} LIMIT {}").format(
        comma.join([*levels, *wanted]), comma.join([*named, *read]), source.relation(), comma.join(levels), most
    )
    return source.session.execute(query).fetchall()


def _read(source: PostgresTable, measure: Measure) -> dict[str, sql.Composable]:
    """Each column as a double; none of them where the row does not count."""
    names = [sql.Identifier(name) for name in measure.columns.values()]
    empty = source.session.execute(
        sql.SQL("SELECT {} FROM {} LIMIT 0").format(sql.SQL(", ").join(names), source.relation())
    )
    types = [column.type_code for column in empty.description or ()]
    counts = sql.SQL(" AND ").join(
        sql.SQL("{} IS NOT NULL").format(sql.Identifier(measure.columns[each])) for each in measure.known
    )
    found: dict[str, sql.Composable] = {}
    for letter, name, kind in zip(measure.columns, names, types, strict=True):
        number = sql.SQL("{}::int::float8" if kind == BOOLEAN else "{}::float8").format(name)
        alone = measure.known == (letter,)
        found[letter] = number if alone else sql.SQL("CASE WHEN {} THEN {} END").format(counts, number)
    return found


def _sums(measure: Measure, values: dict[str, sql.Identifier]) -> list[sql.Composable]:
    first = values[measure.known[0]]
    found: list[sql.Composable] = [sql.SQL("count({})").format(first), sql.SQL("count(*) - count({})").format(first)]
    for one, letters in measure.sums.items():
        product = sql.SQL(" * ").join(values[letter] for letter in letters)
        found.append(sql.SQL("sum({})::bigint" if measure.is_whole(one) else "sum({})").format(product))
    return found


def _broken(measure: Measure, letter: str, number: int) -> sql.Composable:
    value, first = sql.Identifier(f"{letter}{number}"), sql.Identifier(f"{measure.known[0]}{number}")
    wrong = sql.SQL("count(*) FILTER (WHERE {})").format(sql.SQL(BREAKS[measure.rules[letter]]).format(value))
    if letter in measure.known:
        return wrong
    return sql.SQL("{} + count({}) - count({})").format(wrong, first, value)  # those without a weight
