"""The sheets of a workbook that are shown, row by row: the results of its formulas, never the formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from metrics.reading import refusing
from metrics.reading.refusing import LONGEST_CELL, MOST_COLUMNS, UNCOMPUTED
from raci.evidence.archives import check_office
from raci.evidence.verdicts import Unacceptable
from raci.imports.reading import has_no_result, value_text
from raci.imports.verdicts import Sentence, Unreadable, say


def workbook_lines(file: BinaryIO, name: str) -> Callable[[], Iterator[tuple[int, list[str]]]]:
    """What reads the rows of the first sheet that are not empty. Raises Unreadable for what is no workbook, or none that is
    safe to open.
    """
    _check(file, name)
    return lambda: _lines(file, name)


def every_sheet(file: BinaryIO, name: str) -> list[tuple[str, Callable[[], Iterator[tuple[int, list[str]]]]]]:
    """Each sheet that is shown, by its title, with what reads its rows that are not empty. Raises Unreadable likewise."""
    _check(file, name)
    try:
        titles = [sheet.title for sheet in _shown(_book(file, data_only=True))]
    except Exception as error:  # openpyxl lets whatever the XML parser raises through
        raise Unreadable(say(refusing.DAMAGED, file=name)) from error
    return [(title, partial(_lines, file, name, at)) for at, title in enumerate(titles)]


def _check(file: BinaryIO, name: str) -> None:
    try:
        check_office(file, "xlsx", name)
    except Unacceptable as refusal:
        raise Unreadable(Sentence(refusal.sentence, refusal.facts)) from refusal


def _lines(file: BinaryIO, name: str, at: int = 0) -> Iterator[tuple[int, list[str]]]:
    try:
        results, formulas = (_sheet(file, at, data_only=data_only) for data_only in (True, False))
        written, width = formulas.iter_rows(values_only=True), 0
        for number, row in enumerate(results.iter_rows(), start=1):
            cells = [_text(cell, text) for cell, text in zip(row, next(written, ()), strict=False)]
            width = max(width, len(cells))
            if len(cells) > MOST_COLUMNS or len(max(cells, key=len, default="")) > LONGEST_CELL:
                facts = {"line": number, "columns": MOST_COLUMNS, "signs": LONGEST_CELL}
                raise Unreadable(say(refusing.TOO_WIDE, file=name, **facts))
            if any(cells):
                yield number, cells + [""] * (width - len(cells))  # a row in a workbook ends with its last cell
    except Unreadable:
        raise
    except Exception as error:  # openpyxl lets whatever the XML parser raises through
        raise Unreadable(say(refusing.DAMAGED, file=name)) from error


def _sheet(file: BinaryIO, at: int, *, data_only: bool) -> Any:
    sheet = _shown(_book(file, data_only=data_only))[at]
    sheet.reset_dimensions()  # what a sheet says of its own size is not believed
    return sheet


def _book(file: BinaryIO, *, data_only: bool) -> Any:
    file.seek(0)
    return load_workbook(file, read_only=True, data_only=data_only, keep_links=False)


def _shown(book: Any) -> list[Any]:
    return [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets[:1]


def _text(cell: Any, written: object) -> str:
    if cell is EMPTY_CELL:
        return ""
    if written is not None and has_no_result(cell):
        return UNCOMPUTED
    return value_text(cell.value)
