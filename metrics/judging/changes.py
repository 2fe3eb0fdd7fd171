"""A table twice: in two periods, or in two units or places; the gaps between groups in each, absolutely and relatively."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from metrics.cells import Cell
from metrics.judging.figures import Figures
from metrics.judging.tables import Line, lines_of, reference_name
from metrics.methods.in_force import Method
from metrics.models import IndicatorVersion
from metrics.values import NORMAL, UNKNOWN, Reading

if TYPE_CHECKING:
    from metrics.statistics.gaps import GapChange

DOWN = IndicatorVersion.Direction.DOWN


@dataclass(frozen=True)
class Twice:
    """A group in the first and in the second; `gap`: how its gap to the reference changed, where all four values are known."""

    label: str
    is_group: bool
    first: Reading
    second: Reading
    n: tuple[int | None, int | None]
    gap: GapChange | None = None
    is_reference: bool = False

    @property
    def change(self) -> float | None:
        """Second less first, in the unit shown."""
        if self.first.value is None or self.second.value is None:
            return None
        return float(self.second.value - self.first.value)

    @property
    def ratio(self) -> float | None:
        """Second over first."""
        if not self.first.value or self.second.value is None:
            return None
        return float(self.second.value / self.first.value)


@dataclass(frozen=True)
class Compared:
    """Both sides, and the group whose gap is told: the one that stands furthest behind its reference in the second."""

    rows: tuple[Twice, ...]
    reference: str

    @property
    def gaps(self) -> list[Twice]:
        """The groups with a gap in both."""
        return [row for row in self.rows if row.gap is not None]


def compare_twice(
    figures: Figures, first: Sequence[Cell], second: Sequence[Cell], dimensions: Sequence[str], method: Method
) -> Compared:
    """Groups in the order of their dimension. The reference is chosen in the first, so that both gaps are to the same group."""
    before, after = (lines_of(figures, cells, dimensions) for cells in (first, second))
    name = _reference(before, figures.version, method)
    by_key = [{line.key: line for line in lines} for lines in (before, after)]
    known = {**by_key[0], **by_key[1]}
    other = [next((line for line in lines if line.label == name), None) for lines in (before, after)]
    rows = [_twice(line, by_key[0].get(key), by_key[1].get(key), other, figures.version) for key, line in known.items()]
    return Compared(tuple(rows), name)


def _reference(lines: Sequence[Line], version: IndicatorVersion, method: Method) -> str:
    groups = [line for line in lines if line.is_group]
    if version.value_kind == IndicatorVersion.Value.RATE and all(line.n is not None for line in groups):
        rule = method.compares_with if method.compares_with != "rest" else "highest"
        return reference_name([line.counted for line in groups], rule, method)
    known = [line for line in groups if line.read.value is not None]
    large = [line for line in known if line.n is None or line.n >= method.min_people]
    if not large:
        return ""
    sign = -1 if version.direction == DOWN else 1
    return max(large, key=lambda line: sign * Fraction(line.read.value or 0)).label


def _twice(
    line: Line, first: Line | None, second: Line | None, other: Sequence[Line | None], version: IndicatorVersion
) -> Twice:
    read = [one.read if one else UNKNOWN for one in (first, second)]
    is_reference = any(one is not None and one.label == line.label for one in other)
    return Twice(
        line.label,
        line.is_group,
        read[0],
        read[1],
        (first.n if first else None, second.n if second else None),
        None if is_reference or not line.is_group else _gap(read, other, version),
        is_reference,
    )


def _gap(read: Sequence[Reading], other: Sequence[Line | None], version: IndicatorVersion) -> GapChange | None:
    from metrics.statistics.gaps import Pair, gap_change

    pairs = []
    for mine, theirs in zip(read, other, strict=True):
        if mine.value is None or theirs is None or theirs.read.value is None:
            return None
        errors = (standard_error(mine), standard_error(theirs.read))
        pairs.append(Pair(float(mine.value), float(theirs.read.value), *errors))
    return gap_change(pairs[0], pairs[1], "down" if version.direction == DOWN else "up")


def standard_error(read: Reading) -> float:
    """In the unit shown, from the width of the interval; NaN where there is none."""
    if read.low is None or read.high is None:
        return float("nan")
    return (read.high - read.low) / (2 * NORMAL)
