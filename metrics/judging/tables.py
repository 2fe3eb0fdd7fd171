"""Groups of a table against each other, judged by a method: n, k, rates, comparisons. Numbers, not words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metrics.cells import Cell
from metrics.judging.figures import Figures
from metrics.methods.in_force import Method
from metrics.models import IndicatorVersion
from metrics.values import Reading, reading

if TYPE_CHECKING:
    from metrics.statistics.disparity import Comparison
    from metrics.statistics.references import Counted


@dataclass(frozen=True)
class Line:
    """One group. `k` with the outcome; `favourable`: those whom the outcome serves (all others, where less is better)."""

    label: str
    key: str  # numbers of its groups, for addresses
    is_group: bool
    n: int | None
    k: int | None
    favourable: int | None
    read: Reading
    share: float | None  # of all people of the table
    comparison: Comparison | None = None
    is_reference: bool = False

    @property
    def counted(self) -> Counted:
        """As the statistics take it."""
        from metrics.statistics.references import Counted

        return Counted(self.label, self.favourable, self.n)


@dataclass(frozen=True)
class Judged:
    """A table with its comparisons. `note`: why there is no reference, or what weakens it."""

    lines: tuple[Line, ...]
    rule: str  # highest, rest, or the name of a group
    note: str = ""
    p_of_all: float | None = None  # that all groups share one rate

    @property
    def reference(self) -> Line | None:
        """The group that the others are compared with; None where each is compared with the rest."""
        return next((line for line in self.lines if line.is_reference), None)

    @property
    def compared(self) -> list[Line]:
        """The lines with a comparison."""
        return [line for line in self.lines if line.comparison is not None]

    @property
    def n(self) -> int | None:
        """All people of the table, those who did not say included; unknown where one line is."""
        known = [line.n for line in self.lines if line.n is not None]
        return sum(known) if len(known) == len(self.lines) else None

    @property
    def unknown_share(self) -> float | None:
        """The share of people whose group is not known."""
        apart = [line.n for line in self.lines if not line.is_group]
        if not self.n or any(n is None for n in apart):
            return None
        return sum(n or 0 for n in apart) / self.n

    def with_result(self, result: str) -> list[Line]:
        """The lines of one result."""
        return [line for line in self.compared if line.comparison and line.comparison.result == result]


def lines_of(figures: Figures, cells: Sequence[Cell], dimensions: Sequence[str]) -> list[Line]:
    """A line a cell."""
    known = [cell.n for cell in cells if cell.n is not None]
    total = sum(known) if known and len(known) == len(cells) else None
    less_is_better = figures.version.direction == IndicatorVersion.Direction.DOWN
    return [_line(figures, cell, dimensions, total, less_is_better=less_is_better) for cell in cells]


def _line(figures: Figures, cell: Cell, dimensions: Sequence[str], total: int | None, *, less_is_better: bool) -> Line:
    favourable = cell.k
    if less_is_better and cell.k is not None:
        favourable = None if cell.n is None else cell.n - cell.k
    return Line(
        label=figures.name(cell, dimensions),
        key="-".join(str(pk) for pk in cell.groups),
        is_group=figures.is_group(cell),
        n=cell.n,
        k=cell.k,
        favourable=favourable,
        read=reading(figures.version, cell),
        share=None if cell.n is None or not total else cell.n / total,
    )


def judge(lines: Sequence[Line], method: Method, against: str = "") -> Judged:
    """Each group against its reference by the method's rules; `against`: another rule ("rest", "highest") or a line's key."""
    from metrics.statistics.disparity import comparisons
    from metrics.statistics.overall import homogeneity
    from metrics.statistics.references import NoSuchGroup

    groups = [line for line in lines if line.is_group]
    rule = next((line.label for line in groups if line.key == against), against) or method.compares_with
    counted = [line.counted for line in groups]
    try:
        found = comparisons(counted, rule, method.rules)
    except NoSuchGroup:
        return Judged(tuple(lines), rule, note="absent")
    by_name = {one.group: one for one in found}
    name = reference_name(counted, rule, method)
    judged = tuple(
        replace(line, comparison=by_name.get(line.label) if line.is_group else None, is_reference=line.label == name)
        for line in lines
    )
    whole = homogeneity(counted)
    note = next((one.reasons["reference"] for one in found if "reference" in one.reasons), "")
    return Judged(judged, rule, "weak" if note else "", whole.p if whole else None)


def reference_name(counted: Sequence[Counted], rule: str, method: Method) -> str:
    """The group that is compared with; "" where each is compared with the rest."""
    from metrics.statistics.references import highest

    if rule == "rest":
        return ""
    if rule != "highest":
        return rule
    found = highest(counted, method.min_people, method.min_share).counted
    return found.name if found else ""
