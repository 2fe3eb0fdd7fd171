"""A CSV file in blocks of rows: where each field lies, found for a whole block at once. A million rows take about a second.

Only what is asked for becomes text or a number. Rows lie in memory a block at a time and are written nowhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from metrics.calculators.tables import NUMBER, UNKNOWN
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, Unreadable, say

BLOCK = 2**21  # bytes read at a time
LONGEST = 2**24  # bytes of one row
PAD = 64  # zeros behind the text, so that every field can be looked at in words
QUOTE, RETURN, NEWLINE = b'"\r\n'
NUMERIC = np.isin(np.arange(256), list(b"0123456789+-.eE\0"))
MASKS = np.array([2 ** (8 * size) - 1 for size in range(9)], dtype=np.uint64)  # keeps so many first bytes of a word
MIX = np.uint64(0x9E3779B97F4A7C15)

EMPTY = _("The file is empty. Choose the one with the rows.")
NO_COLUMN = _("There is no column “%(column)s”. The headings are: %(headings)s.")
TWICE = _("Two columns are headed “%(column)s”. Rename one, or take it out.")
NOT_UTF8 = _("Near line %(line)d the file is not UTF-8 text. Save it as “CSV UTF-8”.")
OPEN_QUOTE = _("The quotation mark in or after line %(line)d is never closed. Close it.")
CELLS = _("Line %(line)d has %(cells)d cells and the headings %(columns)d. Put quotation marks about a cell that holds the sign"
          " between cells, or fill the row up.")  # fmt: skip

Places = NDArray[np.intp]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Fault:
    """What has to be mended: the line of the file (the headings are line 1), the column's heading, and why."""

    line: int
    column: str
    reason: Sentence


class Faulty(Exception):
    """Rows that cannot be counted; nothing of the file was used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"line {one.line}, {one.column}: {one.reason}" for one in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Block:
    """Rows one after the other: each field of `text` from its start up to its end, and the line each row begins on."""

    text: NDArray[np.uint8]
    starts: NDArray[np.int64]  # rows x columns
    ends: NDArray[np.int64]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def _bytes(self) -> bytes:
        return self.text.tobytes()

    @cached_property
    def _words(self) -> NDArray[np.uint64]:
        """The eight bytes from each place on as one number."""
        return np.ndarray((len(self.text) - 7,), dtype="<u8", buffer=self.text, strides=(1,))

    def field(self, row: int, column: int) -> str:
        """A field as text, without spaces about it. Raises Unreadable where it is not UTF-8."""
        found = self._bytes[self.starts[row, column] : self.ends[row, column]]
        try:
            return found.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            raise Unreadable(say(NOT_UTF8, line=int(self.lines[row]))) from error

    def written(self, rows: Places, columns: Sequence[int]) -> list[Any]:
        """What rows hold in these columns, as it stands in the file: a key for each; one kind may be written in two ways."""
        ordered = sorted(set(columns))
        begun = [at for at in ordered if at - 1 not in ordered]
        ended = [at for at in ordered if at + 1 not in ordered]
        parts = []
        for first, last in zip(begun, ended, strict=True):
            starts, ends = self.starts[rows, first].tolist(), self.ends[rows, last].tolist()
            parts.append([self._bytes[start:end] for start, end in zip(starts, ends, strict=True)])
        return parts[0] if len(parts) == 1 else list(zip(*parts, strict=True))

    def alike(self, columns: Sequence[int]) -> tuple[Places, Places]:
        """Rows that hold the same in these columns: the first row of each kind, and for each row the number of its kind."""
        seen: list[NDArray[np.uint64]] = []
        mixed = np.zeros(len(self), dtype=np.uint64)
        for column in columns:
            starts, widths = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
            longest = int(widths.max(initial=0))
            if longest > PAD:
                return self._alike_by_text(columns)
            seen.append(widths.astype(np.uint64))
            for at in range(0, longest, 8):
                word = self._words[np.minimum(starts + at, len(self._words) - 1)]
                seen.append(word & MASKS[np.clip(widths - at, 0, 8)])
        for part in seen:
            mixed = (mixed ^ part) * MIX
            mixed ^= mixed >> np.uint64(29)
        _kinds, first, places = np.unique(mixed, return_index=True, return_inverse=True)
        if all((part == part[first][places]).all() for part in seen):
            return first, places
        return self._alike_by_text(columns)  # two kinds with one sum: never seen, and never counted together

    def _alike_by_text(self, columns: Sequence[int]) -> tuple[Places, Places]:
        kinds: dict[Any, int] = {}
        written = self.written(np.arange(len(self)), columns)
        places = np.array([kinds.setdefault(key, len(kinds)) for key in written], dtype=np.intp)
        return np.unique(places, return_index=True)[1], places

    def numbers(self, column: int) -> tuple[Numbers, list[int]]:
        """A column as numbers, NaN where a field says that it is unknown; and the rows of which it says neither."""
        starts, widths = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
        longest = int(widths.max(initial=1))
        if longest > PAD:
            return self._by_text(column, range(len(self)), np.zeros(len(self)))
        signs = self.text[starts[:, None] + np.arange(max(longest, 1))]
        signs[np.arange(signs.shape[1]) >= widths[:, None]] = 0
        odd = np.flatnonzero((widths == 0) | ~NUMERIC[signs].all(axis=1))
        signs[odd] = 0
        signs[odd, 0] = ord("0")
        try:
            found = np.ascontiguousarray(signs).view(f"S{signs.shape[1]}").ravel().astype(np.float64)
        except ValueError:
            return self._by_text(column, range(len(self)), np.zeros(len(self)))
        odd = np.union1d(odd, np.flatnonzero(~np.isfinite(found)))
        return self._by_text(column, odd.tolist(), found)

    def _by_text(self, column: int, rows: Sequence[int], found: Numbers) -> tuple[Numbers, list[int]]:
        wrong = []
        for row in rows:
            word = self.field(row, column)
            known = NUMBER.fullmatch(word)
            found[row] = float(word) if known else np.nan
            if not (np.isfinite(found[row]) if known else word.casefold() in UNKNOWN):
                wrong.append(row)
        return found, wrong


class Rows:
    """A CSV file with headings: UTF-8, with comma, semicolon, tab or bar between cells. Raises Unreadable."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        first = file.read(BLOCK).removeprefix(b"\xef\xbb\xbf")
        if not first.strip():
            raise Unreadable(say(EMPTY))
        line = first.partition(b"\n")[0]
        self.delimiter = max(",;\t|", key=lambda sign: line.count(sign.encode()))
        text = io.StringIO(first.decode("utf-8", "replace"), newline="")
        reader = csv.reader(text, delimiter=self.delimiter)
        self.headings = tuple(" ".join(cell.split()) for cell in next(reader))
        self._line = reader.line_num + 1
        self._begun = first.split(b"\n", reader.line_num)[-1] if first.count(b"\n") >= reader.line_num else b""

    def column(self, heading: str) -> int:
        """Where a column stands. Raises Unreadable where there is none, or two."""
        found = [at for at, one in enumerate(self.headings) if one == heading]
        if len(found) != 1:
            headings = ", ".join(self.headings)
            raise Unreadable(say(TWICE if found else NO_COLUMN, column=heading, headings=headings))
        return found[0]

    def blocks(self) -> Iterator[Block]:
        """All rows below the headings, once."""
        for data in self._pieces():
            if b"\0" in data:
                raise Unreadable(say(NOT_UTF8, line=self._line + data[: data.index(b"\0")].count(b"\n")))
            block = self._plain(data)
            if block is None:
                block = self._quoted(data)
            self._line += data.count(b"\n")
            if len(block):
                yield block

    def _pieces(self) -> Iterator[bytes]:
        """The file in pieces that end with a row."""
        rest = self._begun
        while read := self._file.read(BLOCK):
            rest += read
            end = _end_of_rows(rest)
            if not end and len(rest) > LONGEST:
                raise Unreadable(say(OPEN_QUOTE, line=self._line))
            if end:
                yield rest[:end]
                rest = rest[end:]
        if rest.strip():
            yield rest.rstrip(b"\r\n") + b"\n"

    def _plain(self, data: bytes) -> Block | None:
        """Rows without a sign between cells, a line's end or a quotation mark inside a cell; None where there is one."""
        text = np.frombuffer(data + bytes(PAD + 8), dtype=np.uint8)
        newlines = text == NEWLINE
        found = np.flatnonzero(newlines | (text == ord(self.delimiter)))
        rows, columns = int(newlines.sum()), len(self.headings)
        if len(found) != rows * columns or not newlines[found[columns - 1 :: columns]].all():
            return None
        starts = np.concatenate(([0], found[:-1] + 1)).reshape(rows, columns)
        ends = found.reshape(rows, columns)
        last = ends[:, -1]
        last -= (last > starts[:, -1]) & (text[last - 1] == RETURN)
        if b'"' in data:
            about = (ends - starts >= 2) & (text[starts] == QUOTE) & (text[ends - 1] == QUOTE)
            if data.count(b'"') != 2 * int(about.sum()):
                return None
            starts, ends = starts + about, ends - about
        return Block(text, starts, ends, self._line + np.arange(rows))

    def _quoted(self, data: bytes) -> Block:
        """Any rows, by the library, laid out anew."""
        cells: list[bytes] = []
        lines: list[int] = []
        try:
            reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=self.delimiter, strict=True)
            line = self._line
            for row in reader:
                if len(row) != len(self.headings) and row:
                    raise Unreadable(say(CELLS, line=line, cells=len(row), columns=len(self.headings)))
                if row:
                    cells.extend(map(str.encode, row))
                    lines.append(line)
                line = self._line + reader.line_num
        except UnicodeDecodeError as error:
            near = self._line + data[: error.start].count(b"\n")
            raise Unreadable(say(NOT_UTF8, line=near)) from error
        except csv.Error as error:
            raise Unreadable(say(OPEN_QUOTE, line=line)) from error
        widths = np.fromiter(map(len, cells), np.int64, len(cells))
        ends = np.cumsum(widths + 1) - 1  # a zero, which no text holds, stands between cells
        starts, shape = ends - widths, (len(lines), len(self.headings))
        text: Any = np.frombuffer(b"\0".join(cells) + bytes(PAD + 8), dtype=np.uint8)
        return Block(text, starts.reshape(shape), ends.reshape(shape), np.array(lines, dtype=np.int64))


def _end_of_rows(data: bytes) -> int:
    """Behind the last line's end that is not between quotation marks; 0 where there is none."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    text = np.frombuffer(data, dtype=np.uint8)
    quotes, newlines = np.flatnonzero(text == QUOTE), np.flatnonzero(text == NEWLINE)
    outside = newlines[np.searchsorted(quotes, newlines) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0
