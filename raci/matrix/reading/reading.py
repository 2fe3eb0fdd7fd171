"""Any file with a RACI matrix in it, read: each matrix it holds, or why it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.matrix.reading.arranged import Arranged, arrange
from raci.matrix.reading.grids import Grid, Unreadable
from raci.matrix.reading.layouts import Layout, Shapes, find
from raci.matrix.reading.notation import Notation, fold, other_set
from raci.matrix.reading.opening import open_file
from raci.matrix.reading.pivots import pivot
from raci.matrix.reading.tables import ReadTable, of_matrix, understand
from raci.matrix.table import parse_codes

FEWEST_LETTERS = 2  # cells with letters that make a table a matrix


@dataclass(frozen=True)
class Reading:
    """What a file holds. `set_aside`: tables that are no matrix, by the place they begin in."""

    tables: tuple[ReadTable, ...]
    set_aside: tuple[str, ...] = ()


def read_matrix_file(content: bytes, file: str, terms: Mapping[str, str] | None = None) -> Reading:
    """Every matrix in a file. `terms`: word or letter of the file > codes, as the person said (`mapping` checks them).

    Raises Unreadable, and Mistakes of our own formats.
    """
    opened = open_file(content, file)
    if opened.own is not None:
        return Reading((of_matrix(opened.own, file),))
    known = {fold(term): codes for term, codes in (terms or {}).items()}
    candidates = [_Candidate.of(grid, Notation(known)) for grid in opened.grids if grid.lines]
    readable = [one for one in candidates if one.is_readable]
    chosen = [one for one in readable if one.is_sure] or readable[:1]
    tables = tuple(table for one in chosen if (table := one.table(known)).activities)
    if not tables:
        raise Unreadable(_no_matrix(file))
    aside = (one.grid.place(one.grid.lines[0].number) for one in candidates if one not in chosen)
    return Reading(tables, tuple(str(place) for place in aside))


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A table that may be a matrix."""

    grid: Grid
    shapes: Shapes
    layout: Layout | None
    pivoted: Arranged | None = None

    @classmethod
    def of(cls, grid: Grid, notation: Notation) -> _Candidate:
        shapes = Shapes(grid, notation)
        pivoted = pivot(grid, notation)
        return cls(grid, shapes, None if pivoted else find(grid, shapes), pivoted)

    @property
    def is_readable(self) -> bool:
        return bool(self.layout or self.pivoted)

    @property
    def is_sure(self) -> bool:
        """A matrix for sure has letters under its roles, of ours or of another known set."""
        if self.layout is None:
            return self.pivoted is not None
        below = self.grid.lines[self.layout.headings[-1] + 1 :]
        texts = [line.text(at) for line in below for at in self.layout.roles]
        return sum(self.shapes.is_ours(text) for text in texts) >= FEWEST_LETTERS or bool(other_set(texts))

    def table(self, terms: Mapping[str, str]) -> ReadTable:
        if self.pivoted:
            return understand(self.grid, self.pivoted, terms)
        assert self.layout is not None
        return understand(self.grid, arrange(self.grid, self.layout), terms)


def _no_matrix(file: str) -> str:
    text = _(
        "There is no matrix in “%(file)s”: no table with roles in its headings, activities below and letters in between. "
        "Put the roles into one line, each activity into a line below, and R, A, C or I where they meet."
    )
    return text % {"file": file}


def mapping(pairs: Iterable[str]) -> dict[str, str]:
    """ "Owns=A" and "Skips=" as word > codes. Raises Unreadable where it is none."""
    found = {}
    for pair in pairs:
        term, sign, codes = pair.rpartition("=")
        read = parse_codes(codes)
        if not sign or not term.strip() or read is None:
            text = _("“%(pair)s” maps nothing. Write it as Owns=A, Execute=R, Both=A/R, or Skips= for no part.")
            raise Unreadable(text % {"pair": pair})
        found[term.strip()] = read
    return found
