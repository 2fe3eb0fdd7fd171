"""Whether the lines of a budget review come to what the city's reconciliation says, figure by figure. Pure; whole cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.reconciling import CHANGE, OPENING
from metrics.reconciling import Line as Reconciled

BASE, ADDITION, CUT = "base", "addition", "cut"
FIGURES = ("requested", "adopted", "spent")


@dataclass(frozen=True)
class Line:
    """A line of a review: `None` where a figure is not known yet."""

    kind: str
    requested: int
    adopted: int | None = None
    spent: int | None = None

    def figure(self, name: str) -> int | None:
        """One of FIGURES; what a cut takes away is below zero."""
        value: int | None = getattr(self, name)
        return -value if value is not None and self.kind == CUT else value


@dataclass(frozen=True)
class Gap:
    """Where a review and the reconciliation differ: "opening", "changes" or "total", and what each says."""

    what: str
    review: int
    reconciliation: int

    @property
    def by(self) -> int:
        """How much the review is above the reconciliation."""
        return self.review - self.reconciliation


def total(lines: Sequence[Line], name: str, kinds: Sequence[str] = (BASE, ADDITION, CUT)) -> int | None:
    """The sum of one figure over the lines of these kinds; None where one of them is not known."""
    values = [line.figure(name) for line in lines if line.kind in kinds]
    return None if None in values else sum(value for value in values if value is not None)


def gaps(lines: Sequence[Line], table: Sequence[Reconciled]) -> list[Gap]:
    """Each figure in which what was adopted is not what the reconciliation says; nothing until all of it is adopted."""
    if not table or not lines or total(lines, "adopted") is None:
        return []
    theirs = {
        "opening": sum(line.cents for line in table if line.kind == OPENING),
        "changes": sum(line.cents for line in table if line.kind == CHANGE),
        "total": table[-1].cents,
    }
    kinds = {"opening": (BASE,), "changes": (ADDITION, CUT), "total": (BASE, ADDITION, CUT)}
    ours = {what: total(lines, "adopted", kinds[what]) or 0 for what in theirs}
    return [Gap(what, ours[what], theirs[what]) for what in theirs if ours[what] != theirs[what]]
