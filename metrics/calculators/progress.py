"""How far measures have come and how gaps changed, from baseline, target, value and direction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from metrics.calculators.tables import Row, Table, Unreadable, read_table
from metrics.calculators.telling import told
from metrics.statistics.gaps import Pair, gap_change
from metrics.statistics.progress import Direction, progress

WAYS: dict[str, Direction] = {
    "up": "up", "higher": "up", "increase": "up", "more": "up", "+1": "up", "1": "up",
    "down": "down", "lower": "down", "decrease": "down", "less": "down", "-1": "down",
}  # fmt: skip
NUMBERS = ("baseline", "target", "value", "direction", "baseline_se", "value_se")


def progressed(path: Path, reference: str = "") -> dict[str, Any]:
    """`rows`, each with `progress` in per cent of the way; with a reference `gaps`, each other row against it.

    Raises Unreadable.
    """
    table = read_table(path)
    table.need("baseline", "target", "value", "direction")
    answer: dict[str, Any] = {"rows": [_row(table, row) for row in table.rows]}
    if reference:
        answer["reference"] = reference
        answer["gaps"] = _gaps(table, reference)
    return told(answer)  # type: ignore[no-any-return]


def _row(table: Table, row: Row) -> dict[str, Any]:
    baseline, target, value = (table.number(row, name) for name in ("baseline", "target", "value"))
    way = _way(table, row)
    found = progress(baseline, target, value, way)
    return {
        "row": row.number, "name": _name(table, row), "baseline": baseline, "target": target, "value": value, "direction": way,
        "progress": found.percent, "change": found.change, "better": found.better, "reached": found.reached,
        "reasons": {"progress": found.reason} if found.reason else {},
    }  # fmt: skip


def _way(table: Table, row: Row) -> Direction:
    word = table.word(row, "direction").casefold()
    if word not in WAYS:
        raise table.wrong(
            row, "direction", f'"{word}" is no direction. Write up where more is better, down where less is.'
        )
    return WAYS[word]


def _name(table: Table, row: Row) -> str:
    """The first column that is no number of ours, or the row's number."""
    named = next((column for column in table.columns if column not in NUMBERS), None)
    return table.word(row, named) if named else f"row {row.number}"


def _gaps(table: Table, reference: str) -> list[dict[str, Any]]:
    found = [row for row in table.rows if _name(table, row) == reference]
    if len(found) != 1:
        there = ", ".join(_name(table, row) for row in table.rows)
        raise Unreadable(f"{table.file}: {len(found)} rows are named {reference}; the reference is one of {there}.")
    others = [row for row in table.rows if row is not found[0]]
    return [_gap(table, row, found[0]) for row in others]


def _gap(table: Table, row: Row, other: Row) -> dict[str, Any]:
    numbers = _numbers(table, row) + _numbers(table, other)
    name = _name(table, row)
    if _way(table, row) != _way(table, other):
        raise table.wrong(
            row, "direction", f"it differs from that of {_name(table, other)}. Compare measures of one direction."
        )
    if None in (numbers[0], numbers[1], numbers[4], numbers[5]):
        return {"name": name, "reasons": {"gap": "A baseline or a value is not known."}}
    v0, v1, s0, s1, r0, r1, t0, t1 = (float("nan") if each is None else each for each in numbers)
    found = gap_change(Pair(v0, r0, s0, t0), Pair(v1, r1, s1, t1), _way(table, row))
    return {
        "name": name, "gap_before": found.before.gap, "gap_now": found.now.gap, "ratio_before": found.before.ratio,
        "ratio_now": found.now.ratio, "gap_change": found.absolute, "ratio_change": found.relative,
        "level_change_focal": found.group_change, "level_change_ref": found.reference_change, "z": found.z, "p": found.p,
        "movement": found.movement, "opposite": found.opposite,
        "reasons": {} if found.z == found.z else {"z": "The standard errors are not known (baseline_se, value_se)."},
    }  # fmt: skip


def _numbers(table: Table, row: Row) -> tuple[float | None, ...]:
    values = [table.number(row, name) for name in ("baseline", "value")]
    return (*values, *(table.number(row, name, 0) for name in ("baseline_se", "value_se")))
