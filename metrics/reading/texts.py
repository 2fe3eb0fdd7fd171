"""CSV text line by line: its encoding by its mark, else UTF-8 if all of it is that, else what Windows writes."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from metrics.reading import refusing
from metrics.reading.refusing import LONGEST_CELL, MOST_COLUMNS
from raci.imports.reading import delimiter_of
from raci.imports.verdicts import Unreadable, say
from raci.spreadsheets import plain_cell

PIECE = 1024 * 1024
BEGINNING = 200_000  # bytes from which the sign between cells is told


def csv_lines(file: BinaryIO, name: str) -> tuple[str, bool, Callable[[], Iterator[tuple[int, list[str]]]]]:
    """The sign between cells, whether it is UTF-8, and what reads the lines that are not empty. Raises Unreadable."""
    encoding = _encoding(file, name)
    file.seek(0)
    beginning = file.read(BEGINNING).decode(encoding, "ignore")
    delimiter = delimiter_of(beginning)
    return delimiter, encoding.startswith("utf-8"), lambda: _lines(file, name, encoding, delimiter)


def _lines(file: BinaryIO, name: str, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            text_of = "".join(row)
            if len(text_of) > LONGEST_CELL or len(row) > MOST_COLUMNS:
                _check_width(row, begins, name)
            if text_of:
                yield begins, ([plain_cell(cell) for cell in row] if "'" in text_of else row)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(say(refusing.BROKEN_CSV, file=name, line=reader.line_num, error=error)) from error
    finally:
        text.detach()  # the file stays open: it is read again


def _check_width(row: list[str], line: int, name: str) -> None:
    """Raises Unreadable for a line that no table has."""
    if len(row) > MOST_COLUMNS or len(max(row, key=len, default="")) > LONGEST_CELL:
        facts = {"line": line, "columns": MOST_COLUMNS, "signs": LONGEST_CELL}
        raise Unreadable(say(refusing.TOO_WIDE, file=name, **facts))


def _encoding(file: BinaryIO, name: str) -> str:
    file.seek(0)
    mark = file.read(4)
    if mark.startswith(codecs.BOM_UTF8):
        _check(file, name, "utf-8-sig")
        return "utf-8-sig"
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _check(file, name, "utf-16")
        return "utf-16"
    try:
        _check(file, name, "utf-8")
    except UnicodeDecodeError:
        _check(file, name, "cp1252")
        return "cp1252"
    return "utf-8"


def _check(file: BinaryIO, name: str, encoding: str) -> None:
    """Reads the whole once. Raises UnicodeDecodeError for what is not UTF-8, Unreadable for what is no text at all."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(PIECE):
            if "\0" in decoder.decode(piece):
                raise Unreadable(say(refusing.NO_TEXT, file=name))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            raise
        raise Unreadable(say(refusing.NO_TEXT, file=name)) from error
