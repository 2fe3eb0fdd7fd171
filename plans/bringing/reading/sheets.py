"""A file or a pasted text as rows of plain cells, within limits; the hostile ones are refused by the readers of figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from metrics.reading import refusing
from metrics.reading.refusing import LONGEST_CELL, MOST_COLUMNS, UNCOMPUTED
from metrics.reading.texts import csv_lines
from metrics.reading.workbooks import every_sheet
from plans.bringing.reading.lines import Row
from raci.evidence.verdicts import _
from raci.imports.verdicts import Unreadable, say

MOST_ROWS = 3_000  # a plan, not a register
TEXTS = (".txt", ".md")


def rows_of(file: BinaryIO, name: str) -> list[Row]:
    """Every row that is not empty, of every sheet that is shown. Raises Unreadable."""
    file.seek(0)
    head = file.read(4096)
    if not head.strip():
        raise Unreadable(say(refusing.EMPTY, file=name))
    refusing.foreign(head, name)
    if head.startswith(b"PK\x03\x04"):
        return _counted((Row(*one) for one in _workbook(file, name)), name)
    if name.casefold().endswith(TEXTS):
        file.seek(0)
        return text_rows(file.read().decode("utf-8-sig", "replace"), name)
    _delimiter, _is_utf8, lines = csv_lines(file, name)
    return _counted((Row("", number, tuple(cells)) for number, cells in lines()), name)


def _workbook(file: BinaryIO, name: str) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    for title, lines in every_sheet(file, name):
        for number, cells in lines():
            if any(cell.strip() for cell in cells):
                yield (
                    title,
                    number,
                    tuple(cell if cell == UNCOMPUTED else cell.replace("\0", "\ufffd") for cell in cells),
                )


def text_rows(text: str, name: str = "") -> list[Row]:
    """The lines of a text; where it was copied out of a spreadsheet, tabs divide its cells."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    numbered = [(number, line) for number, line in enumerate(plain.split("\n"), start=1) if line.strip()]
    tabbed = sum("\t" in line.strip() for _number, line in numbered)
    if tabbed * 2 > len(numbered):
        return _counted(_tabbed(plain, name), name)
    return _counted((Row("", number, (line.strip(),)) for number, line in numbered), name)


def _tabbed(text: str, name: str) -> Iterator[Row]:
    """Cells with line ends in them stand in quotes, as spreadsheets copy them; where quotes do not match, none counts."""
    quotes, file, begins = text.count('"') % 2 == 0, io.StringIO(text, newline=""), 1
    reader = csv.reader(file, delimiter="\t") if quotes else csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row("", begins, tuple(cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(say(refusing.BROKEN_CSV, file=name, line=reader.line_num, error=error)) from error


def _counted(rows: Iterator[Row], name: str) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        if len(found) == MOST_ROWS:
            raise Unreadable(say(TOO_LONG, file=name, most=MOST_ROWS))
        if len(row.cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in row.cells):
            facts = {"line": row.number, "columns": MOST_COLUMNS, "signs": LONGEST_CELL}
            raise Unreadable(say(refusing.TOO_WIDE, file=name, **facts))
        if row.said:
            found.append(row)
    if not found:
        raise Unreadable(say(refusing.EMPTY, file=name))
    return found


TOO_LONG = _("“%(file)s” has more than %(most)d rows, which no plan has. Take out what does not belong to it.")
