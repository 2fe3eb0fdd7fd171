"""What a reader may see of a release. The only way to it leads through the gate, and whatever is derived begins here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.suppression.audit import Audit, Progress, audit
from metrics.suppression.cells import Grouping, Key
from metrics.suppression.releases import N, Release

MARK = None  # one mark for every hidden number, whatever the reason


class NotSafe(Exception):
    """The release would let a reader find out something small; `verdict` says what."""

    def __init__(self, verdict: Audit) -> None:
        super().__init__(str(verdict))
        self.verdict = verdict


@dataclass(frozen=True)
class ReleasedCell:
    """One line of a table: whom it is for, how many, and each outcome in the release's order; None is the mark."""

    key: Key
    n: int | None
    outcomes: tuple[int | None, ...]


@dataclass(frozen=True)
class ReleasedTable:
    """One grouping, without its totals: those are tables of their own."""

    grouping: Grouping
    cells: tuple[ReleasedCell, ...]


@dataclass(frozen=True)
class Released:
    """A release that has passed: rates, ratios, intervals, charts and files are computed from this and nothing else."""

    name: str
    dimensions: tuple[str, ...]
    outcomes: tuple[str, ...]
    threshold: int
    tables: tuple[ReleasedTable, ...]


def released(
    release: Release, earlier: Sequence[Release] = (), progress: Progress = lambda _done, _total: None
) -> tuple[Released, Audit]:
    """The tables with their marks, and the verdict with all earlier live releases; raises NotSafe where it does not pass."""
    verdict = audit(release, earlier, progress)
    if not verdict.passes:
        raise NotSafe(verdict)
    tables = tuple(ReleasedTable(grouping, _cells(release, grouping)) for grouping in release.groupings)
    found = Released(release.name, release.cells.dimensions, release.outcomes, release.rule.threshold, tables)
    return found, verdict


def _cells(release: Release, grouping: Grouping) -> tuple[ReleasedCell, ...]:
    return tuple(_cell(release, key, rows) for key, rows in release.rows_of(grouping).items())


def _cell(release: Release, key: Key, rows: list[int]) -> ReleasedCell:
    def told(measure: str, counts: Sequence[int]) -> int | None:
        return MARK if release.hides(key, measure) else sum(counts[row] for row in rows)

    outcomes = tuple(told(name, release.cells.outcome(name).k) for name in release.outcomes)
    return ReleasedCell(key, told(N, release.cells.n), outcomes)
