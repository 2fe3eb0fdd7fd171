"""A CSV file or workbook as rows of plain text with their line numbers, within limits; nothing in it is run or believed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from raci.evidence.archives import check_office
from raci.evidence.verdicts import MEGABYTE, Unacceptable, _
from raci.imports.verdicts import NOTHING_TO_READ, Sentence, Unreadable, say
from raci.spreadsheets import plain_cell

MOST_BYTES = 5 * MEGABYTE
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 200, 10_000
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Sheet:
    """Rows with their line numbers, empty ones left out; how the file was read is said."""

    lines: tuple[tuple[int, tuple[str, ...]], ...]
    read_as: Sentence
    # line > columns whose formulas have no result in the file; such a line counts, though all its cells are empty
    uncomputed: Mapping[int, frozenset[int]] = field(default_factory=dict)


def read_sheet(content: bytes, file_name: str) -> Sheet:
    """The rows of a file, by what it is inside. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise Unreadable(say(_("“%(file)s” is larger than %(most)d MB. Split it."), file=file_name, most=most))
    sheet = _workbook(content, file_name) if content.startswith(b"PK\x03\x04") else _csv(content, file_name)
    if not sheet.lines:
        raise Unreadable(say(NOTHING_TO_READ, file=file_name))
    return sheet


# ---- CSV


def _csv(content: bytes, file_name: str) -> Sheet:
    text, encoding = decoded(content, file_name)
    delimiter = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = []
    try:
        begins = 1
        for row in reader:
            lines.append(_checked(begins, row, file_name))
            begins = reader.line_num + 1
            _check_count(len(lines), file_name)
    except csv.Error as error:
        raise Unreadable(
            say(
                _("“%(file)s” is no well-formed CSV near line %(line)d (%(error)s). Export it again."),
                file=file_name, line=reader.line_num, error=error,
            )
        ) from error  # fmt: skip
    named = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("bars")}[delimiter]
    read_as = say(_("Read as CSV in %(encoding)s, cells divided by %(sign)s."), encoding=encoding, sign=named)
    return Sheet(tuple(line for line in lines if any(line[1])), read_as)


def decoded(content: bytes, file_name: str) -> tuple[str, str]:
    """The text, and the name of its encoding: by its mark, else UTF-8 if it is that, else what Windows writes."""
    for mark, encoding, name in (
        (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            return _decode(content, encoding, file_name), name
    try:
        text = content.decode("utf-8")
        name = "UTF-8"
    except UnicodeDecodeError:
        text, name = _decode(content, "cp1252", file_name), "Windows-1252"
    if "\0" in text:
        raise Unreadable(_no_text(file_name))
    return text, name


def _decode(content: bytes, encoding: str, file_name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(_no_text(file_name)) from error


def _no_text(file_name: str) -> Sentence:
    return say(_("“%(file)s” is neither CSV text nor a workbook. Save it as “CSV UTF-8” or as .xlsx."), file=file_name)


def delimiter_of(text: str) -> str:
    """The sign that divides the first lines most evenly; a comma where none does."""
    first = [line for line in text[:20_000].splitlines() if line.strip()][:10]
    best, most = ",", 0
    for sign in DELIMITERS:
        rows = list(csv.reader(first, delimiter=sign))
        widths = sorted(len(row) for row in rows)
        if widths and (middle := widths[len(widths) // 2]) > 1 and middle > most:
            best, most = sign, middle
    return best


# ---- workbooks


def _workbook(content: bytes, file_name: str) -> Sheet:
    try:
        check_office(io.BytesIO(content), "xlsx", file_name)
    except Unacceptable as refusal:
        raise Unreadable(Sentence(refusal.sentence, refusal.facts)) from refusal
    try:
        results, formulas = (_visible(content, data_only=data_only) for data_only in (True, False))
        lines, uncomputed = _cells(results, formulas, file_name)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl lets whatever the XML parser raises through
        raise Unreadable(say(_("“%(file)s” cannot be read. Save it again as .xlsx."), file=file_name)) from error
    return Sheet(lines, say(_("Read as a workbook, its sheet “%(sheet)s”."), sheet=results.title), uncomputed)


def _visible(content: bytes, *, data_only: bool) -> Any:
    """The first sheet that is shown: the results of its formulas, or the formulas themselves."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    return next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])


def _cells(
    results: Any, formulas: Any, file_name: str
) -> tuple[tuple[tuple[int, tuple[str, ...]], ...], dict[int, frozenset[int]]]:
    lines, uncomputed = [], {}
    rows = zip(rows_of(results), rows_of(formulas, values_only=True), strict=True)
    for number, (row, written) in enumerate(rows, start=1):
        cells = _checked(number, ["" if cell is EMPTY_CELL else value_text(cell.value) for cell in row], file_name)
        missing = frozenset(at for at, text in enumerate(written) if text is not None and has_no_result(row[at]))
        if missing:
            uncomputed[number] = missing
        if any(cells[1]) or missing:
            lines.append(cells)
            _check_count(len(lines), file_name)
        if number > MOST_ROWS * 2:  # a sheet that claims a million empty rows
            break
    return tuple(lines), uncomputed


def rows_of(sheet: Any, *, values_only: bool = False) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet, one column wider than is read, so that a wider one is seen."""
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=values_only)
    return rows


def has_no_result(cell: Any) -> bool:
    """Whether the file keeps nothing of what a formula came to; an empty text is a result."""
    return cell.value is None and cell.data_type != "str"


def value_text(value: object) -> str:
    """A cell's value as its sheet shows it: 3, not 3.0; a day, not a moment."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


# ---- both


def _checked(number: int, row: list[str], file_name: str) -> tuple[int, tuple[str, ...]]:
    while row and not row[-1].strip():
        row = row[:-1]
    if len(row) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in row):
        raise Unreadable(
            say(
                _("Line %(line)d of “%(file)s” is wider than the portal reads (%(columns)d cells, %(signs)d signs each)."),
                line=number, file=file_name, columns=MOST_COLUMNS, signs=LONGEST_CELL,
            )
        )  # fmt: skip
    return number, tuple(_clean(cell) for cell in row)


def _clean(cell: str) -> str:
    """Without what nobody sees: blanks around, control signs, our own mark against formulas."""
    text = plain_cell(cell.strip())
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _check_count(count: int, file_name: str) -> None:
    if count > MOST_ROWS:
        raise Unreadable(say(_("“%(file)s” has more than %(most)d rows. Split it."), file=file_name, most=MOST_ROWS))
