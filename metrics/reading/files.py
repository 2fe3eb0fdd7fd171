"""A file of figures as lines of plain cells, one after the other, within limits; nothing in it is run or believed.

`open_table(file, name)` looks at the beginning; `Table.lines()` reads the whole, as often as it is asked, in little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, islice
from pathlib import PurePath
from typing import BinaryIO

from metrics.reading import refusing
from metrics.reading.mapping import fingerprint
from raci.evidence.verdicts import MEGABYTE
from raci.imports.verdicts import Unreadable, say

MOST_BYTES = 1024 * MEGABYTE  # of CSV and Parquet, which are read piece by piece
LOOKED_AT, CELLS_LOOKED_AT = 20_000, 400_000  # lines that a proposal looks at, and cells in them
TITLES = 20  # lines in which the headings are looked for

Line = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Table:
    """A file that can be read: its headings, its first lines, and all of them by `lines()`."""

    name: str
    headings: tuple[str, ...]
    labels: tuple[str, ...]  # the second row of headings, where there are two (data.census.gov)
    sample: tuple[Line, ...]
    whole: bool  # whether the sample is all there is
    read_as: str  # "csv", "xlsx", "parquet"
    delimiter: str
    first: int  # the line of the headings
    _lines: Callable[[], Iterator[Line]]
    plain: BinaryIO | None = None  # the file itself, where it is CSV in UTF-8

    @property
    def fingerprint(self) -> str:
        """What a mapping of this file is remembered by."""
        return fingerprint(self.headings)

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return PurePath(self.name.replace("\\", "/")).stem

    def lines(self) -> Iterator[Line]:
        """Every line below the headings that is not empty, with its number. Raises Unreadable where one cannot be read."""
        last = self.first + (1 if self.labels else 0)
        return dropwhile(lambda line: line[0] <= last, self._lines())

    def cells(self, at: int) -> list[str]:
        """A column of the sample."""
        return [cells[at].strip() if at < len(cells) else "" for _number, cells in self.sample]


def open_table(file: BinaryIO, name: str) -> Table:
    """The table in a file. Raises Unreadable, with one sentence that says why and what to do."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(4096)
    if not head.strip():
        raise Unreadable(say(refusing.EMPTY, file=name))
    refusing.foreign(head, name)
    if size > MOST_BYTES:
        raise Unreadable(say(refusing.TOO_LARGE, file=name, most=MOST_BYTES // MEGABYTE))
    read_as, delimiter, is_plain, lines = _reader(file, name, head)
    table = _table(name, read_as, delimiter, lines)
    return replace(table, plain=file) if is_plain else table


def _reader(file: BinaryIO, name: str, head: bytes) -> tuple[str, str, bool, Callable[[], Iterator[Line]]]:
    if head.startswith(b"PK\x03\x04"):
        from metrics.reading.workbooks import workbook_lines

        return "xlsx", "", False, workbook_lines(file, name)
    if head.startswith(b"PAR1"):
        from metrics.reading.parquet import parquet_lines

        return "parquet", "", False, parquet_lines(file, name)
    from metrics.reading.texts import csv_lines

    return "csv", *csv_lines(file, name)


def _table(name: str, read_as: str, delimiter: str, lines: Callable[[], Iterator[Line]]) -> Table:
    begun, most = _begun(lines)
    if not begun:
        raise Unreadable(say(refusing.EMPTY, file=name))
    at = _headings(begun)
    headings = _trimmed(begun[at][1])
    if len(headings) < 2 and not any(len(cells) > 1 for _number, cells in begun):
        raise Unreadable(say(refusing.NO_TABLE, file=name))
    below = begun[at + 1 :]
    labels: tuple[str, ...] = ()
    if below and any("!!" in cell for cell in below[0][1]) and not any("!!" in cell for cell in headings):
        labels, below = _trimmed(below[0][1]), below[1:]
    if not below:
        raise Unreadable(say(refusing.NO_ROWS, file=name))
    return Table(name, headings, labels, tuple(below), len(begun) < most, read_as, delimiter, begun[at][0], lines)


def _begun(lines: Callable[[], Iterator[Line]]) -> tuple[list[Line], int]:
    """The first lines, and how many were asked for: the wider they are, the fewer."""
    running = lines()
    begun = list(islice(running, TITLES + 2))
    width = max((len(cells) for _number, cells in begun), default=1) or 1
    most = max(200, min(LOOKED_AT, CELLS_LOOKED_AT // width))
    begun += islice(running, most - len(begun))
    running.close()  # type: ignore[attr-defined]
    return begun, most


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    width = max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)
    return tuple(" ".join(cell.replace("\ufeff", "").split()) for cell in cells[:width])


def _headings(begun: list[Line]) -> int:
    """Which of the first lines names the columns: the first as wide as most are; titles above it hold one or two cells."""
    widths = sorted(sum(bool(cell.strip()) for cell in cells) for _number, cells in begun[: TITLES * 2])
    usual = widths[len(widths) // 2]
    for at, (_number, cells) in enumerate(begun[:TITLES]):
        if sum(bool(cell.strip()) for cell in cells) >= max(2, min(usual, len(cells)) * 0.6):
            return at
    return 0
