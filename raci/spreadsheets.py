"""CSV and workbook cells that are safe to open in a spreadsheet: text that would run as a formula is quoted."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

# What a spreadsheet may take for a formula or a command: the first sign after blanks (and after quotes we put there).
_RUNS = re.compile(r"'*(?:[\t\r\n\0]|\s*[=+\-@|%＝＋－＠])")
# Signs that the XML of a workbook cannot hold.
_CANNOT_HOLD = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might run this text instead of showing it."""
    return _RUNS.match(text) is not None


def safe_cell(value: Any) -> Any:
    """The value as a CSV cell: risky text with a leading apostrophe; numbers, dates and None as they are."""
    return f"'{value}" if isinstance(value, str) and is_risky(value) else value


def plain_cell(cell: str) -> str:
    """The text that `safe_cell` made this cell from."""
    return cell[1:] if cell.startswith("'") and is_risky(cell[1:]) else cell


def text_cell(cell: Any, text: str) -> Any:
    """A workbook's cell filled with text, which it stays even where it begins with "="; what cannot be held is U+FFFD."""
    cell.value = _CANNOT_HOLD.sub("\ufffd", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = is_risky(text)
    return cell


class SafeWriter:
    """A CSV writer: every field quoted, CRLF line ends, risky text made safe."""

    def __init__(self, file: TextIO | Any) -> None:
        self._writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")

    def writerow(self, row: Sequence[Any]) -> Any:
        """Write one row; returns what the file's write returned (for streaming responses)."""
        return self._writer.writerow([safe_cell(value) for value in row])

    def writerows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write each row."""
        for row in rows:
            self.writerow(row)


class Echo:
    """A file that hands back what is written: `SafeWriter(Echo()).writerow(...)` is the line, for streaming."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text
