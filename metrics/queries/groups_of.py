"""An indicator by the groups of one dimension: values, gaps to the best group with intervals, and how the gap changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite

from django.utils.translation import gettext as _

from metrics.cells import Cell, Groups, all_groups, cells_of, grouped
from metrics.models import Dimension, Group, IndicatorVersion, Target
from metrics.queries.followed import Followed, headline
from metrics.values import Reading, reading

Kind = IndicatorVersion.Value
LEAST = 30  # people below whom a group is no reference for the others


@dataclass(frozen=True)
class Gap:
    """A group against the reference, in the unit shown; an interval or ratio that cannot be told is None."""

    group: str
    difference: float
    difference_ci: tuple[float, float] | None
    ratio: float | None
    ratio_ci: tuple[float, float] | None


@dataclass(frozen=True)
class ByGroup:
    """One dimension of an indicator in its newest period that has groups."""

    dimension: Dimension
    cells: list[Cell]  # of that period, in the order of the dimension's groups
    groups: list[Group]
    readings: list[Reading]
    everybody: Reading
    reference: str
    gaps: list[Gap]
    period: Cell
    unknown_share: float | None  # of the people counted, those of whom the group is not known

    @property
    def named(self) -> list[tuple[str, Reading]]:
        """Each group with its value."""
        return [(group.name, read) for group, read in zip(self.groups, self.readings, strict=True)]


def dimensions_of(cells: Sequence[Cell], groups: Groups) -> list[Dimension]:
    """The dimensions that the values tell apart, in their order."""
    found = {pk for cell in cells for pk in cell.groups}
    by_code = {groups[pk].dimension.code: groups[pk].dimension for pk in found}
    return sorted(by_code.values(), key=lambda one: (one.order, one.code))


def all_cells(one: Followed) -> tuple[list[Cell], Groups]:
    """Every cell of one place, with the groups (2 queries, where the reader reads live figures)."""
    if not one.is_live:
        return [], Groups({})
    cells = headline(cells_of([one.indicator]))
    return cells, all_groups()


def by_group(one: Followed, cells: Sequence[Cell], groups: Groups, dimension: Dimension) -> ByGroup | None:
    """The newest period that tells this dimension apart."""
    found = grouped(cells, groups, [dimension.code])
    if not found:
        return None
    period = max(found, key=lambda cell: (cell.ends, cell.begins))
    place = {group.pk: at for at, group in enumerate(groups.of(dimension.code))}
    here = sorted((cell for cell in found if cell.period == period.period), key=lambda cell: place[cell.groups[0]])
    kept = [groups[cell.groups[0]] for cell in here]
    whole = next((cell for cell in grouped(cells, groups) if cell.period == period.period), None)
    reference, gaps = gaps_of(one.version, list(zip(kept, here, strict=True)))
    readings = [one.read(cell) for cell in here]
    share = _unknown(here, kept)
    return ByGroup(dimension, here, kept, readings, one.read(whole), reference, gaps, period, share)


def _unknown(cells: Sequence[Cell], groups: Sequence[Group]) -> float | None:
    if any(cell.n is None for cell in cells) or not (total := sum(cell.n or 0 for cell in cells)):
        return None
    unknown = sum(cell.n or 0 for cell, group in zip(cells, groups, strict=True) if group.kind != Group.Kind.GROUP)
    return unknown / total


# ---- gaps


def gaps_of(version: IndicatorVersion, rows: Sequence[tuple[Group, Cell]]) -> tuple[str, list[Gap]]:
    """Each group against the one with the best value; those who gave no answer are shown and not compared."""
    known = [
        (group, cell, read)
        for group, cell in rows
        if group.kind == Group.Kind.GROUP and (read := reading(version, cell)).value is not None
    ]
    large = [row for row in known if (row[2].n or 0) >= LEAST] or known
    if len(known) < 2:
        return "", []
    up = version.direction == IndicatorVersion.Direction.UP
    best = (max if up else min)(large, key=lambda row: row[2].value or 0)
    others = [row for row in known if row[0].pk != best[0].pk]
    return best[0].name, [_gap(version, group.name, read, best[2]) for group, _cell, read in others]


def _gap(version: IndicatorVersion, name: str, read: Reading, best: Reading) -> Gap:
    assert read.value is not None
    assert best.value is not None
    difference = float(read.value - best.value)
    ratio = float(read.value / best.value) if best.value else None
    if version.value_kind == Kind.RATE and read.k is not None and best.k is not None and read.n and best.n:
        return _of_counts(version, name, (read.k, read.n, best.k, best.n), difference, ratio)
    return Gap(name, difference, _facing(read, best), ratio, None)


def _of_counts(
    version: IndicatorVersion, name: str, counts: tuple[int, int, int, int], difference: float, ratio: float | None
) -> Gap:
    """Newcombe's interval of the difference, Katz's (or MOVER-R's) of the ratio."""
    from metrics.statistics.differences import newcombe
    from metrics.statistics.ratios import ratio_interval

    scale = float(version.scale)
    low, high = (float(limit) * scale for limit in newcombe(*counts))
    below, above = (float(limit) for limit in ratio_interval(*counts))
    return Gap(
        name, difference, (low, high), ratio, (below, above) if isfinite(below + above) and ratio is not None else None
    )


def _facing(read: Reading, best: Reading) -> tuple[float, float] | None:
    """Square-and-add of both values' own intervals."""
    if read.low is None or read.high is None or best.low is None or best.high is None:
        return None
    assert read.value is not None
    assert best.value is not None
    one, other = float(read.value), float(best.value)
    difference = one - other
    return (
        difference - hypot(one - read.low, best.high - other),
        difference + hypot(read.high - one, other - best.low),
    )


def targets_of_groups(targets: Sequence[Target], today: object) -> dict[int, Target]:
    """The next target of each group, or its last."""
    found: dict[int, Target] = {}
    for row in sorted(targets, key=lambda row: (row.ends_on, row.pk)):
        if row.group_id and (row.group_id not in found or found[row.group_id].ends_on < today):  # type: ignore[operator]
            found[row.group_id] = row
    return found


def no_groups() -> str:
    """What a page says where nothing tells groups apart."""
    return _("No value of this indicator tells groups apart yet.")
