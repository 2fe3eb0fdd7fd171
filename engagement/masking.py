"""Counts of people by group as anybody may read them: what is small is hidden by the gate of metrics, with what would tell it."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.suppression.cells import Cells, Grouping
from metrics.suppression.released import Released, released
from metrics.suppression.releases import Release
from metrics.suppression.suppressor import suppress


def masked(cells: Cells, groupings: Sequence[Grouping], name: str = "") -> Released:
    """These tables, judged together. Raises `NotSafe` where even hiding all that can be hidden would tell something."""
    return released(suppress(Release(name, cells, tuple(groupings))))[0]


def masked_counts(named: Sequence[tuple[str, int]]) -> tuple[list[int | None], int | None]:
    """One count a group, and the total of them; None is the mark. Groups are told apart by their place."""
    if not named:
        return [], 0
    levels = tuple((str(place),) for place, _count in enumerate(named))
    cells = Cells(("group",), levels, tuple(count for _name, count in named))
    table, total = masked(cells, (("group",), ())).tables
    found = {cell.key[0]: cell.n for cell in table.cells}
    return [found[level[0]] for level in levels], total.cells[0].n
