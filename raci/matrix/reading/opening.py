"""A file by what it is inside: its tables, or a matrix in one of our own formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.matrix.files import from_rows
from raci.matrix.reading.grids import MOST_BYTES, Grid, Unreadable
from raci.matrix.reading.pages import page_grids
from raci.matrix.reading.texts import csv_grid, tabbed_grids, text_of
from raci.matrix.reading.workbooks import workbook_grids
from raci.matrix.table import Column, MatrixTable
from raci.matrix.yaml import read_matrix
from raci.plainyaml.reading import Mistake, Mistakes, read_bytes

SUFFIXES = (".csv", ".tsv", ".xlsx", ".md", ".markdown", ".html", ".htm", ".txt", ".yaml", ".yml")
_PAGES = (".md", ".markdown", ".html", ".htm")
_OLD = b"\xd0\xcf\x11\xe0"  # a workbook as Excel wrote it until 2003


@dataclass(frozen=True)
class Opened:
    """What a file holds: its tables, or our own matrix."""

    grids: tuple[Grid, ...] = ()
    own: MatrixTable | None = None


def open_file(content: bytes, file: str) -> Opened:
    """Raises Unreadable, and Mistakes where it is our own format and has some."""
    if len(content) > MOST_BYTES:
        text = _("“%(file)s” is larger than %(most)d MB. Keep only the matrix in it.")
        raise Unreadable(text % {"file": file, "most": MOST_BYTES // 1024 // 1024})
    if content.startswith(b"PK\x03\x04"):
        return _ours(workbook_grids(content, file), file)
    if content.startswith((_OLD, b"%PDF-")):
        text = _("“%(file)s” is a PDF or an old workbook. Save the table as .xlsx or as “CSV UTF-8”.")
        raise Unreadable(text % {"file": file})
    if file.lower().endswith((".yaml", ".yml")):
        return Opened(own=_own_yaml(content, file))
    return _text(text_of(content, file), file)


def _text(text: str, file: str) -> Opened:
    name = file.lower()
    if name.endswith(_PAGES):
        return Opened(tuple(page_grids(text, file)))
    if name.endswith((".csv", ".tsv")):
        return _ours([csv_grid(text, file)], file)
    grids = page_grids(text, file) or tabbed_grids(text, file)
    return Opened(tuple(grids)) if grids else _ours([csv_grid(text, file)], file)


def _ours(grids: list[Grid], file: str) -> Opened:
    """Our own lines ("role_code", "activity", ...) in the first sheet, or anybody's table."""
    if grids and any(line.text(0) == "role_code" for line in grids[0].lines):
        return Opened(own=from_rows(_in_place(grids[0]), file=file))
    return Opened(tuple(grids))


def _in_place(grid: Grid) -> list[list[str]]:
    """The rows with the empty lines between them, so that each stands at its number."""
    rows: list[list[str]] = []
    for line in grid.lines:
        rows.extend([] for _gap in range(line.number - 1 - len(rows)))
        rows.append(list(line.cells))
    return rows


class _AnyRole(Mapping[str, Column]):
    """The roles of a file that gives their codes only: each is called by its code."""

    def __getitem__(self, code: str) -> Column:
        return Column(code, code, code)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True


def _own_yaml(content: bytes, file: str) -> MatrixTable:
    mistakes: list[Mistake] = []
    table = read_matrix(read_bytes(content, file=file), mistakes=mistakes, roles=_AnyRole())
    if mistakes:
        raise Mistakes(mistakes)
    return table
