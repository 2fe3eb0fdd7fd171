"""The sheets of a workbook as tables: merged cells filled in, results instead of formulas, nothing run or believed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.cell import range_boundaries

from raci.evidence.archives import check_office
from raci.evidence.verdicts import Unacceptable
from raci.imports.reading import has_no_result, rows_of, value_text
from raci.matrix.reading.grids import MOST_COLUMNS, MOST_LINES, Grid, Line, Unreadable, check_count, checked

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
MOST_MERGED = 5_000
Span = tuple[int, int, int, int]  # first column, first row, last column, last row; from 1


def workbook_grids(content: bytes, file: str) -> list[Grid]:
    """Each visible sheet. Raises Unreadable."""
    try:
        check_office(io.BytesIO(content), "xlsx", file)
    except Unacceptable as refusal:
        raise Unreadable(_(refusal.sentence) % refusal.facts) from refusal
    try:
        _refuse_document_types(content)
        return list(_sheets(content, file))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl lets whatever the XML parser raises through
        raise Unreadable(_("“%(file)s” cannot be read. Save it again as .xlsx.") % {"file": file}) from error


def _refuse_document_types(content: bytes) -> None:
    """Document types are the door of entity bombs, whichever XML parser is installed."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if any(b"<!DOCTYPE" in parts.read(part).replace(b"\0", b"") for part in parts.infolist()):
            raise ValueError("document type")


def _sheets(content: bytes, file: str) -> Iterator[Grid]:
    results, formulas = (
        load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
        for data_only in (True, False)
    )
    for sheet, written in zip(results.worksheets, formulas.worksheets, strict=True):
        if sheet.sheet_state == "visible":
            lines, without = _lines(sheet, written, _merged(content, sheet), file)
            yield Grid(file, sheet.title, lines, sheet=sheet.title, without_result=without)


def _merged(content: bytes, sheet: Any) -> list[Span]:
    """The merged cells within a matrix's limits: read from the sheet's own part, since a sheet may claim billions."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        found = _MERGED.findall(parts.read(sheet._worksheet_path))[:MOST_MERGED]
    spans = []
    for one in found:
        left, top, right, bottom = range_boundaries(one.decode())
        spans.append(
            (int(left or 1), int(top or 1), min(int(right or 1), MOST_COLUMNS), min(int(bottom or 1), MOST_LINES))
        )
    return spans


def _lines(
    sheet: Any, written: Any, spans: list[Span], file: str
) -> tuple[tuple[Line, ...], frozenset[tuple[int, int]]]:
    texts: list[list[str]] = []
    without = set()
    rows = zip(rows_of(sheet), rows_of(written, values_only=True), strict=True)
    for number, (cells, formulas) in enumerate(rows, start=1):
        texts.append(["" if cell is EMPTY_CELL else value_text(cell.value) for cell in cells])
        for at, formula in enumerate(formulas):
            if formula is not None and has_no_result(cells[at]):
                without.add((number, at))
                texts[-1][at] = str(formula)
        if number > MOST_LINES * 2:  # a sheet that claims a million empty rows
            break
    merged = _fill(texts, spans)
    return _numbered(texts, merged, file), frozenset(without)


def _fill(texts: list[list[str]], spans: list[Span]) -> dict[int, dict[int, int]]:
    """Row > column > the column whose merged cell reaches into it."""
    merged: dict[int, dict[int, int]] = {}
    for left, top, right, bottom in spans:
        if top > len(texts):
            continue
        text = texts[top - 1][left - 1] if left <= len(texts[top - 1]) else ""
        for row in range(top, min(bottom, len(texts)) + 1):
            line = texts[row - 1]
            line.extend([""] * (right - len(line)))
            for column in range(left, right + 1):
                line[column - 1] = text
                if (row, column) != (top, left):
                    merged.setdefault(row, {})[column - 1] = left - 1
    return merged


def _numbered(texts: list[list[str]], merged: dict[int, dict[int, int]], file: str) -> tuple[Line, ...]:
    found: list[Line] = []
    for number, cells in enumerate(texts, start=1):
        line = Line(number, checked(number, cells, file), merged.get(number, {}))
        if any(line.cells):
            found.append(line)
            check_count(len(found), file)
        elif found:
            found[-1] = Line(found[-1].number, found[-1].cells, found[-1].merged, is_followed_by_gap=True)
    return tuple(found)
