"""A table of lines with their total, as a page counts people: which of its numbers are withheld from readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.suppression.cells import Cells, Outcome
from metrics.suppression.releases import N, Release, Rule
from metrics.suppression.suppressor import suppress

LINE = "line"


@dataclass(frozen=True)
class Lines:
    """The table with what is withheld in it."""

    release: Release

    def hides(self, line: str | None, part: str = N) -> bool:
        """Whether this line's count, or that of a part of it, is withheld; None: of the total."""
        return self.release.hides((line,), part)


def withheld(
    counts: Mapping[str, int], parts: Mapping[str, Mapping[str, int]] | None = None, rule: Rule | None = None
) -> Lines:
    """Small counts are withheld, and as many others as would tell them. `parts`: of each line's people, how many are so."""
    outcomes = tuple(Outcome(name, tuple(part[line] for line in counts)) for name, part in (parts or {}).items())
    cells = Cells((LINE,), tuple((line,) for line in counts), tuple(counts.values()), outcomes)
    names = tuple(one.name for one in outcomes)
    return Lines(suppress(Release("lines", cells, ((), (LINE,)), outcomes=names, rule=rule or Rule())))
