"""A matrix goes out and comes back the same, through each format; what is wrong in a file is said with its place."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from raci.matrix import files
from raci.matrix.table import (
    Column,
    Heading,
    MatrixTable,
    Row,
    parse_codes,
    says_the_same,
    show_codes,
    unpublishable,
)
from raci.plainyaml.reading import Mistakes
from raci.spreadsheets import SafeWriter, is_risky, plain_cell, safe_cell

FORMATS = {
    "csv": (files.to_csv, files.from_csv),
    "xlsx": (files.to_xlsx, files.from_xlsx),
    "yaml": (files.to_yaml, files.from_yaml),
}
SMALL = MatrixTable(
    title="=1+1",
    source="'=quoted\nsecond line",
    label="",
    columns=(Column("EO", "Equity Officer", "EO"), Column("CAO", "-City Admin.", "CAO")),
    categories=(Heading("1", "@Standards"), Heading("4", "Own", is_procedure=True)),
    activities=(Row("1.10", "Set “standards”, équité", "1"), Row("4.1", " \t+plans", "4")),
    cells={("1.10", "EO"): "RC", ("1.10", "CAO"): "A", ("4.1", "CAO"): "RA"},
    adopted_by="Council",
    adopted_on="2025-01-31",
)

codes = st.text("0123456789.", min_size=1, max_size=8).filter(lambda text: text[0] != "." and text != "")
words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=40).filter(
    str.strip
)


@st.composite
def tables(draw: st.DrawFn) -> MatrixTable:
    columns = tuple(
        Column(code, draw(words), draw(words)[:40])
        for code in draw(
            st.lists(
                st.text("ABCDEF_", min_size=1, max_size=5).filter(lambda t: t[0] != "_"),
                min_size=1,
                max_size=4,
                unique=True,
            )
        )
    )
    headings = tuple(
        Heading(code, draw(words), draw(st.booleans()))
        for code in draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    )
    rows = []
    for number, heading in enumerate(headings):
        rows += [Row(f"{number}.{place}", draw(words), heading.code) for place in range(1, draw(st.integers(2, 4)))]
    letters = st.sampled_from(["", "R", "A", "C", "I", "RC", "RA", "CI", "RACI"])
    cells = {(row.code, column.code): draw(letters) for row in rows for column in columns}
    return MatrixTable(
        title=draw(words),
        source=draw(words),
        label=draw(words),
        columns=columns,
        categories=headings,
        activities=tuple(rows),
        cells={place: value for place, value in cells.items() if value},
    )


@pytest.mark.parametrize("name", FORMATS)
def test_matrix_files_round_trip_keeps_formulas_quotes_and_lines(name: str) -> None:
    write, read = FORMATS[name]
    assert read(write(SMALL)) == SMALL


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60)
@given(table=tables())
def test_matrix_files_round_trip_of_any_table(name: str, table: MatrixTable) -> None:
    write, read = FORMATS[name]
    assert read(write(table)) == table


@settings(max_examples=300)
@given(st.text())
def test_spreadsheets_safe_cell_comes_back(text: str) -> None:
    cell = safe_cell(text)
    assert plain_cell(cell) == text
    assert cell == "" or cell.lstrip()[:1] not in set("=+-@|%＝＋－＠")
    assert cell[:1] not in set("\t\r\n\0")


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0x", "＝1", "＋1", "－1", "＠x", "|x", "%x", "  =1"]
)
def test_spreadsheets_quote_what_would_run(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5.2, 0, None, "plain", "it's", "'quoted'", "a=b"])
def test_spreadsheets_leave_the_rest(value: object) -> None:
    assert safe_cell(value) == value


def test_spreadsheets_writer_quotes_every_field() -> None:
    file = io.StringIO()
    SafeWriter(file).writerow(["=1", -5.2, 'say "hi"'])
    assert file.getvalue() == '"\'=1","-5.2","say ""hi"""\r\n'


def test_matrix_files_csv_holds_no_cell_that_runs() -> None:
    rows = list(csv.reader(io.StringIO(files.to_csv(SMALL).decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if is_risky(cell) and not cell.startswith("'")]


def test_matrix_files_xlsx_opens_and_holds_no_formula() -> None:
    sheet = load_workbook(io.BytesIO(files.to_xlsx(SMALL))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells if cell.value == "=1+1"] == [True]
    assert sheet.page_setup.orientation == "landscape"


def test_matrix_files_xlsx_replaces_signs_a_workbook_cannot_hold() -> None:
    table = MatrixTable("a\x0bb", "", "", SMALL.columns, SMALL.categories, SMALL.activities)
    assert files.from_xlsx(files.to_xlsx(table)).title == "a\ufffdb"


def test_matrix_table_codes_are_a_set_in_one_order() -> None:
    assert [parse_codes(text) for text in ("A/R", "r, c", "RC", "", "I/C")] == ["RA", "RC", "RC", "", "CI"]
    assert [parse_codes(text) for text in ("X", "R/R", "R-C", "RACIX")] == [None] * 4
    assert show_codes("RC") == "R/C"


def test_matrix_table_says_what_keeps_it_from_publishing() -> None:
    table = MatrixTable(
        "t",
        "s",
        "",
        SMALL.columns,
        SMALL.categories,
        SMALL.activities,
        {("1.10", "CAO"): "A", ("4.1", "EO"): "RA", ("4.1", "CAO"): "A"},
    )
    assert unpublishable(table) == {"1.10": "no R", "4.1": "2 A instead of one"}
    assert says_the_same(SMALL, SMALL)
    assert not says_the_same(SMALL, table)


def edited_csv(old: str, new: str) -> bytes:
    text = files.to_csv(SMALL).decode("utf-8-sig")
    assert old in text
    return text.replace(old, new).encode()


@pytest.mark.parametrize(
    ("content", "line", "field", "word"),
    [
        (edited_csv('"R/C"', '"R/X"'), 10, "EO", "R/X"),
        (edited_csv('"activity","4.1"', '"activity","1.10"'), 12, "B", "twice"),
        (edited_csv('"category","4"', '"chapter","4"'), 11, "A", "chapter"),
        (b"", 0, "", "no activity"),
        (b"\xff\xfe", 0, "", "UTF-8"),
        (b'"a"b,"c', 0, "", "CSV"),
        (b"title,,x\n" * 600, 501, "", "at most"),
    ],
)
def test_matrix_files_csv_says_what_is_wrong_and_where(content: bytes, line: int, field: str, word: str) -> None:
    with pytest.raises(Mistakes) as caught:
        files.from_csv(content, file="edited.csv")
    found = [(mistake.file, mistake.line, mistake.field) for mistake in caught.value.mistakes]
    assert ("edited.csv", line, field) in found
    assert word in str(caught.value)


def formula_book() -> bytes:
    book = Workbook()
    book.active["C1"] = "=HYPERLINK(1)"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * (21 * 1024 * 1024))
    return file.getvalue()


def entity_book() -> bytes:
    file = io.BytesIO(files.to_xlsx(SMALL))
    whole = {}
    with zipfile.ZipFile(file) as parts:
        whole = {name: parts.read(name) for name in parts.namelist()}
    whole["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + whole["xl/workbook.xml"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name, content in whole.items():
            parts.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (formula_book(), "formula in cell C1"),
        (bomb(), "unpacks"),
        (b"PK\3\4 no", "workbook"),
        (entity_book(), "workbook"),
    ],
)
def test_matrix_files_xlsx_refuses_hostile_files(content: bytes, word: str) -> None:
    with pytest.raises(Mistakes) as caught:
        files.from_xlsx(content)
    assert word in str(caught.value)


def test_matrix_files_stand_apart_from_the_database() -> None:
    for name in (
        "matrix/files",
        "matrix/table",
        "matrix/yaml",
        "plainyaml/reading",
        "plainyaml/fields",
        "spreadsheets",
        "city/reading",
    ):
        source = (Path(files.__file__).parent.parent / f"{name}.py").read_text()
        assert "raci.models" not in source
        assert "django.db" not in source
