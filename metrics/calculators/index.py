"""The equity index of a table: a row an indicator, and below it a row for each of its groups where it is told by group."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from metrics.calculators.tables import Row, Table, Unreadable, read_table
from metrics.calculators.telling import told
from metrics.statistics.index import KINDS, Goalposts, Index, Indicator, Member, Part, Score, score_index

SCALES = {"": False, "linear": False, "log": True}


def indexed(path: Path) -> dict[str, Any]:
    """`index`, `level` and `gap`, each [score, ci, coverage], with `domains` and `indicators`. Raises Unreadable.

    Columns: indicator, value, floor, goal; and where wanted domain, group (empty: the whole population), n, se, weight,
    domain_weight, scale (linear or log).
    """
    table = read_table(path)
    table.need("indicator", "value", "floor", "goal")
    indicators = _indicators(table)
    found = score_index(indicators, _domain_weights(table))
    answer = {
        **{kind: _score(found.totals[kind], kind) for kind in KINDS},
        "domains": _domains(found),
        "indicators": [_part(each) for each in found.parts],
    }
    return told(answer)  # type: ignore[no-any-return]


def _score(score: Score, kind: str) -> dict[str, Any]:
    why = f"Less than 70 % of the weight has a known {kind}." if score.score != score.score else ""
    return {
        "score": score.score, "ci": score.limits, "coverage": score.coverage, "reasons": {"score": why} if why else {},
    }  # fmt: skip


def _domains(found: Index) -> list[dict[str, Any]]:
    names = found.domains["index"]
    return [
        {
            "domain": name,
            **{kind: _score(found.domains[kind][name], kind) for kind in KINDS if name in found.domains[kind]},
        }
        for name in names
    ]


def _part(part: Part) -> dict[str, Any]:
    one = part.indicator
    return {
        "indicator": one.name, "domain": one.domain, "weight": one.weight, "value": one.value, "index": part.index,
        "level": part.level, "gap": part.gap, "reasons": part.reasons,
    }  # fmt: skip


def _domain(table: Table, row: Row) -> str:
    return table.word(row, "domain") or table.name(row, "indicator")


def _indicators(table: Table) -> list[Indicator]:
    gathered: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        gathered.setdefault((_domain(table, row), table.name(row, "indicator")), []).append(row)
    return [_indicator(table, rows) for rows in gathered.values()]


def _indicator(table: Table, rows: Sequence[Row]) -> Indicator:
    whole = [row for row in rows if not table.word(row, "group")]
    name = table.name(rows[0], "indicator")
    if len(whole) != 1:
        what = (
            "no row without a group"
            if not whole
            else f"a second row without a group (rows {whole[0].number}, {whole[1].number})"
        )
        raise Unreadable(
            f"{table.file}, row {rows[0].number}: {name} has {what}; that row holds the value of the whole population."
        )
    row = whole[0]
    weight = table.number(row, "weight")
    return Indicator(
        name=name, domain=_domain(table, row), goalposts=_goalposts(table, row), value=table.number(row, "value"),
        weight=_above_zero(table, row, "weight", weight), se=table.number(row, "se", 0) or 0.0,
        groups=_members(table, [each for each in rows if each is not row]),
    )  # fmt: skip


def _members(table: Table, rows: Sequence[Row]) -> tuple[Member, ...]:
    seen: set[str] = set()
    for row in rows:
        group = table.word(row, "group")
        if group in seen:
            raise table.wrong(row, "group", f"{group} is there twice for this indicator. Take one row out.")
        seen.add(group)
    return tuple(
        Member(
            table.word(row, "group"),
            table.number(row, "value", 0),
            table.count(row, "n"),
            table.number(row, "se", 0) or 0.0,
        )
        for row in rows
    )


def _goalposts(table: Table, row: Row) -> Goalposts:
    floor, goal = table.number(row, "floor"), table.number(row, "goal")
    scale = table.word(row, "scale").casefold()
    if scale not in SCALES:
        raise table.wrong(row, "scale", f'"{scale}" is no scale. Write linear or log.')
    if floor is None or goal is None:
        raise table.wrong(
            row,
            "floor" if floor is None else "goal",
            "it is empty. Write the value that scores 0 (floor) and 100 (goal).",
        )
    try:
        return Goalposts(floor, goal, SCALES[scale])
    except ValueError as why:
        raise table.wrong(row, "goal", str(why)) from why


def _above_zero(table: Table, row: Row, column: str, number: float | None) -> float:
    if number is not None and number <= 0:
        raise table.wrong(row, column, "a weight is above 0. Correct it, or take the indicator out.")
    return 1.0 if number is None else number


def _domain_weights(table: Table) -> dict[str, float]:
    weights: dict[str, float] = {}
    for row in table.rows:
        number = table.number(row, "domain_weight")
        if number is None:
            continue
        domain, weight = _domain(table, row), _above_zero(table, row, "domain_weight", number)
        if weights.setdefault(domain, weight) != weight:
            raise table.wrong(
                row,
                "domain_weight",
                f"{domain} has the weight {weights[domain]:g} above. Write one weight for each domain.",
            )
    return weights
