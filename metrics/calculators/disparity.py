"""Rates of groups and their disparities, from a table of groups (or of dimensions), n and k."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from metrics.calculators.tables import Row, Table, Unreadable, read_table
from metrics.calculators.telling import told
from metrics.statistics.disparity import comparisons, group_rates
from metrics.statistics.intersections import excess
from metrics.statistics.overall import homogeneity, spread
from metrics.statistics.references import Counted
from metrics.statistics.stratified import Stratified, stratified

TOTALS = frozenset({"total", "all", "overall", "sum", "all groups", "grand total"})
CROSSED = "|"  # between the levels of a crossed group


@dataclass(frozen=True)
class Question:
    """What is asked of a table: compare with whom ("highest", "rest", a name), by which columns, within which one's strata."""

    reference: str = "highest"
    by: tuple[str, ...] = ()
    stratum: str = ""


@dataclass(frozen=True)
class Cell:
    """A row of the table, counted."""

    row: Row
    k: int | None
    n: int | None


def disparity(path: Path, question: Question) -> dict[str, Any]:
    """`groups`, `comparisons`, `overall`, `spread`; with strata `stratified`, with crossed dimensions `intersections`.

    Raises Unreadable.
    """
    table = read_table(path)
    table.need("n", "k", *question.by, *([question.stratum] if question.stratum else ()))
    by = question.by or _dimensions(table, question.stratum)
    cells = [_cell(table, row) for row in table.rows]
    _once(table)
    groups = _summed(table, cells, by)
    _without_total(table, groups)
    try:
        compared = comparisons(groups, question.reference)
    except ValueError as wrong:
        raise Unreadable(f"{table.file}: {wrong}") from wrong
    answer: dict[str, Any] = {
        "groups": group_rates(groups),
        "comparisons": compared,
        "notes": _notes(table, by, question.stratum),
    }
    if question.stratum:
        answer["stratified"] = _stratified(table, cells, by, question)
    if len(by) > 1:
        answer["intersections"] = _intersections(groups)
    return told({**answer, "overall": homogeneity(groups), "spread": spread(groups), "reference": question.reference})  # type: ignore[no-any-return]


def _dimensions(table: Table, stratum: str) -> tuple[str, ...]:
    if "group" in table.columns:
        return ("group",)
    others = tuple(name for name in table.columns if name not in ("n", "k", stratum))
    if not others:
        raise Unreadable(f"{table.file}, row 1: no column names the groups. Add a column group.")
    return others


def _notes(table: Table, by: Sequence[str], stratum: str) -> list[str]:
    """What was added up without being asked for: unlike strata added together can turn a disparity round (Simpson)."""
    others = [name for name in table.columns if name not in ("n", "k", stratum, *by)]
    return [
        f"The rows of each {name} were added together. If they are unlike, ask for --stratum {name}." for name in others
    ]


def _cell(table: Table, row: Row) -> Cell:
    k, n = table.count(row, "k"), table.count(row, "n")
    if k is not None and n is not None and k > n:
        raise table.wrong(row, "k", f"{k} of {n} people: more than there are. Correct k or n.")
    return Cell(row, k, n)


def _once(table: Table) -> None:
    """A combination that stands twice is a slip, or a column that tells the two apart is missing: it is not added up."""
    names = [column for column in table.columns if column not in ("n", "k")]
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        key = tuple(table.word(row, name) for name in names)
        if key in seen:
            what = f"{CROSSED.join(key)} is in row {seen[key]} already. Take one out, or add the column that tells them apart."
            raise table.wrong(row, names[0] if names else "group", what)
        seen[key] = row.number


def _summed(table: Table, cells: Iterable[Cell], by: Sequence[str]) -> list[Counted]:
    """A group each combination of levels, in the order of the table; unknown where one of its cells is."""
    gathered: dict[str, list[Cell]] = {}
    for cell in cells:
        gathered.setdefault(CROSSED.join(table.name(cell.row, name) for name in by), []).append(cell)
    return [
        Counted(name, _total([cell.k for cell in members]), _total([cell.n for cell in members]))
        for name, members in gathered.items()
    ]


def _total(numbers: Sequence[int | None]) -> int | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if len(known) == len(numbers) else None


def _without_total(table: Table, groups: Sequence[Counted]) -> None:
    for group in groups:
        others = _total([each.n for each in groups if each is not group])
        if group.name.casefold() in TOTALS and len(groups) > 2 and group.n == others:
            raise Unreadable(f"{table.file}: {group.name} is the sum of the other groups. Take its row out.")


def _stratified(table: Table, cells: Sequence[Cell], by: Sequence[str], question: Question) -> list[Stratified]:
    within: dict[str, list[Cell]] = {}
    for cell in cells:
        within.setdefault(table.name(cell.row, question.stratum), []).append(cell)
    strata = {name: _summed(table, within[name], by) for name in sorted(within)}
    return stratified(_summed(table, cells, by), strata, question.reference)


def _intersections(groups: Sequence[Counted]) -> list[dict[str, Any]]:
    """What each crossed group has beyond its dimensions' main effects; none where a count is not known."""
    if any(not each.known for each in groups):
        return []
    words = np.array([each.name.split(CROSSED) for each in groups])
    codes = np.column_stack([np.unique(column, return_inverse=True)[1] for column in words.T])
    found = excess(
        codes, np.array([float(each.k or 0) for each in groups]), np.array([float(each.n or 0) for each in groups])
    )
    return [
        {
            "group": each.name,
            "additive_excess": found.additive[at], "additive_excess_ci": found.additive_limits[:, at],
            "multiplicative_excess": found.multiplicative[at], "multiplicative_excess_ci": found.multiplicative_limits[:, at],
        }
        for at, each in enumerate(groups)
    ]  # fmt: skip
