"""A matrix table as CSV, XLSX and YAML, out and in. Pure: no database.

Each format holds everything of the table, so reading back what was written gives an equal table. (Signs that a workbook
cannot hold, control characters, are the one exception: they become U+FFFD there.)
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font

from raci.matrix.markdown import to_markdown
from raci.matrix.table import FACTS, PROCEDURE, Column, Heading, MatrixTable, Row, parse_codes, show_codes
from raci.matrix.yaml import from_yaml, to_yaml
from raci.plainyaml.reading import Mistake, Mistakes
from raci.spreadsheets import SafeWriter, plain_cell, text_cell

__all__ = [
    "READERS",
    "WRITERS",
    "from_csv",
    "from_rows",
    "from_xlsx",
    "from_yaml",
    "to_csv",
    "to_rows",
    "to_xlsx",
    "to_yaml",
]

MOST_ROWS, MOST_COLUMNS = 500, 60
MOST_UNPACKED = 20 * 1024 * 1024

# ---- rows: the shape that CSV and the workbook share

_COLUMN_FACTS = ("role_code", "role_name", "role_short_name")


def to_rows(table: MatrixTable) -> list[list[str]]:
    """One kind of line a row: the facts, the roles' codes and names, then each category with its activities."""
    rows = [[fact, "", getattr(table, fact), ""] for fact in FACTS]
    rows += [
        [fact, "", "", "", *(getattr(column, fact.removeprefix("role_")) for column in table.columns)]
        for fact in _COLUMN_FACTS
    ]
    for heading in table.categories:
        rows.append(["category", heading.code, heading.title, PROCEDURE if heading.is_procedure else "source"])
        rows += [
            ["activity", row.code, row.title, "", *map(show_codes, table.row(row.code))]
            for row in table.rows_of(heading.code)
        ]
    width = 4 + len(table.columns)
    return [row + [""] * (width - len(row)) for row in rows]


def from_rows(rows: Iterable[Sequence[str]], *, file: str) -> MatrixTable:
    """The table that `to_rows` wrote, edited or not. Raises Mistakes with the number of each line."""
    reader = _Rows(file)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            text = _("A matrix has at most %(rows)d lines and %(columns)d columns.")
            raise Mistakes([Mistake(file, number, "", text % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})])
        reader.read(number, [*row, "", "", "", ""][: max(4, len(row))])
    return reader.table()


class _Rows:
    def __init__(self, file: str) -> None:
        self.file = file
        self.facts: dict[str, str] = {}
        self.role_facts: dict[str, list[str]] = {}
        self.categories: dict[str, Heading] = {}
        self.activities: dict[str, Row] = {}
        self.cells: dict[tuple[str, str], str] = {}
        self.mistakes: list[Mistake] = []

    def read(self, number: int, row: list[str]) -> None:
        kind, code, title, note = row[:4]
        if kind in FACTS:
            self.facts[kind] = title
        elif kind in _COLUMN_FACTS:
            self.role_facts[kind] = _without_empty_end(row[4:])
        elif kind == "category":
            self.new(number, code, self.categories)
            self.categories[code] = Heading(code, title, note == PROCEDURE)
        elif kind == "activity":
            self.activity(number, code, title, row[4:])
        elif any(row):
            text = _("“%(kind)s” is no kind of line. The first column says one of: %(kinds)s.")
            kinds = ", ".join((*FACTS, *_COLUMN_FACTS, "category", "activity"))
            self.wrong(number, "A", text % {"kind": kind, "kinds": kinds})

    def activity(self, number: int, code: str, title: str, cells: list[str]) -> None:
        self.new(number, code, self.activities)
        if not self.categories:
            self.wrong(number, "A", _("An activity stands under a category. Put the category's line above it."))
            return
        self.activities[code] = Row(code, title, list(self.categories)[-1])
        roles = self.role_facts.get("role_code", [])
        for place, cell in enumerate(_without_empty_end(cells)):
            codes = parse_codes(cell)
            if place >= len(roles):
                self.wrong(number, str(place + 5), _("There is no role above this cell. Name it in line “role_code”."))
            elif codes is None:
                text = _("“%(cell)s” is no set of codes. Write R, A, C, I or several, as R/C.")
                self.wrong(number, roles[place], text % {"cell": cell[:40]})
            elif codes:
                self.cells[code, roles[place]] = codes

    def new(self, number: int, code: str, known: Mapping[str, object]) -> None:
        if not code:
            self.wrong(number, "B", _("The code is missing. Give this line one, such as 1.1."))
        elif code in known:
            self.wrong(number, "B", _("The code %(code)s is used twice. Give each line its own.") % {"code": code})

    def wrong(self, number: int, place: str, text: str) -> None:
        self.mistakes.append(Mistake(self.file, number, place, text))

    def columns(self) -> tuple[Column, ...]:
        codes = self.role_facts.get("role_code", [])
        if not codes or len(set(codes)) != len(codes) or "" in codes:
            self.wrong(0, "role_code", _("One line “role_code” names each column's role once, with no gap."))
        names = [_padded(self.role_facts.get(fact, []), len(codes)) for fact in _COLUMN_FACTS[1:]]
        return tuple(
            Column(code, name or code, short or name or code) for code, name, short in zip(codes, *names, strict=True)
        )

    def table(self) -> MatrixTable:
        columns = self.columns()
        if not self.activities:
            self.wrong(0, "", _("There is no activity in this file. Export a matrix to see the shape."))
        if self.mistakes:
            raise Mistakes(self.mistakes)
        facts = {fact: self.facts.get(fact, "") for fact in FACTS}
        return MatrixTable(
            **facts,
            columns=columns,
            categories=tuple(self.categories.values()),
            activities=tuple(self.activities.values()),
            cells=self.cells,
        )


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _padded(values: list[str], width: int) -> list[str]:
    return (values + [""] * width)[:width]


# ---- CSV


def to_csv(table: MatrixTable) -> bytes:
    """UTF-8 with a byte-order mark (spreadsheets need it), every field quoted, nothing that runs as a formula."""
    file = io.StringIO(newline="")
    SafeWriter(file).writerows(to_rows(table))
    return file.getvalue().encode("utf-8-sig")


def from_csv(content: bytes, *, file: str = "matrix.csv") -> MatrixTable:
    """Raises Mistakes."""
    try:
        text = content.decode("utf-8-sig")
        rows = [[plain_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except UnicodeDecodeError as error:
        raise Mistakes([Mistake(file, 0, "", _("This is not UTF-8 text. Save it as “CSV UTF-8”."))]) from error
    except csv.Error as error:
        message = _("This is not well-formed CSV (%(error)s). Export it again from the spreadsheet.")
        raise Mistakes([Mistake(file, 0, "", message % {"error": error})]) from error
    return from_rows(rows, file=file)


# ---- XLSX


def to_xlsx(table: MatrixTable) -> bytes:
    """A workbook of one sheet, every cell text (never a formula), headings bold, roles and codes kept in view."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Matrix"
    rows = to_rows(table)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value:
                _fill(sheet.cell(number, place), value, bold=row[0] not in ("activity", *FACTS))
    sheet.freeze_panes = f"D{len(FACTS) + len(_COLUMN_FACTS) + 1}"
    sheet.column_dimensions["C"].width = 60
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(cell: Cell | Any, text: str, *, bold: bool) -> None:
    text_cell(cell, text)
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def from_xlsx(content: bytes, *, file: str = "matrix.xlsx") -> MatrixTable:
    """Raises Mistakes. The first sheet counts; formulas are refused with their cell."""
    _refuse_hostile(content, file)
    try:
        # read as a stream: a sheet that claims billions of merged cells costs nothing
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        lines = book.worksheets[0].iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
        rows = [_without_empty_end([_cell_text(cell, file) for cell in cells]) for cells in lines]
    except Mistakes:
        raise
    except Exception as error:  # openpyxl lets whatever the XML parser raises through
        raise Mistakes([_no_workbook(file)]) from error
    return from_rows(rows, file=file)


def _no_workbook(file: str) -> Mistake:
    return Mistake(file, 0, "", _("This is not a workbook that can be read. Save it as .xlsx and try again."))


def _refuse_hostile(content: bytes, file: str) -> None:
    """Sizes first, from the index; then document types, the door of entity bombs, whichever XML parser is installed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                text = _("This workbook unpacks to more than %(most)d MB. Keep only the matrix in it.")
                raise Mistakes([Mistake(file, 0, "", text % {"most": MOST_UNPACKED // 1024 // 1024})])
            if any(b"<!DOCTYPE" in parts.read(part).replace(b"\0", b"") for part in parts.infolist()):
                raise Mistakes([_no_workbook(file)])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Mistakes([_no_workbook(file)]) from error


def _cell_text(cell: Any, file: str) -> str:
    if cell.data_type == "f":
        text = _("There is a formula in cell %(cell)s. Put its value there.") % {"cell": cell.coordinate}
        raise Mistakes([Mistake(file, cell.row, cell.coordinate, text)])
    return "" if cell.value is None else str(cell.value)


# ---- by the ending of a file's name

READERS = {"csv": from_csv, "xlsx": from_xlsx, "yaml": from_yaml, "yml": from_yaml}
WRITERS = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "yaml": (to_yaml, "application/yaml; charset=utf-8"),
    "md": (to_markdown, "text/markdown; charset=utf-8"),
}
