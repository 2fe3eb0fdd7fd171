"""The source's matrix, cell by cell: from the YAML, from the database, through each file format, and against the source text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.matrix import files
from raci.matrix.rows import table_of
from raci.matrix.table import MatrixTable, parse_codes, show_codes
from raci.models import Matrix

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "equity_portal" / "cities" / "portland"
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))

TOTALS = {"R": 21, "R/C": 5, "A": 10, "C": 29, "C/I": 1, "I": 24}
COLUMNS = {
    "EO": {"R": 7, "R/C": 2, "C": 1},
    "OEHR": {"R": 4, "R/C": 2, "C": 4},
    "CAO": {"A": 10},
    "ACA_DCA": {"R": 1, "C": 7, "I": 2},
    "CET": {"R": 3, "C": 6, "I": 1},
    "DIR": {"R": 1, "C": 1, "C/I": 1, "I": 7},
    "EM": {"R": 1, "R/C": 1, "C": 5, "I": 3},
    "ATTY": {"R": 3, "C": 5, "I": 2},
    "AUD": {"R": 1, "I": 9},
}
PROCEDURES = """
4.1 C C A C C R R I I
4.2 A R I I I R R I I
4.3 R R A C C I I C C
4.4 R R A R I R I I I
4.5 A R I I I I I C I
4.6 A/R R I C R I I I I
4.7 C I C I I I I C A/R
4.8 A R I I I R R I I
"""


def source_cells(table: MatrixTable) -> dict[tuple[str, str], str]:
    own = {heading.code for heading in table.categories if heading.is_procedure}
    rows = [row.code for row in table.activities if row.category not in own]
    return {(row, column.code): show_codes(table.cells[row, column.code]) for row in rows for column in table.columns}


def check(table: MatrixTable) -> None:
    cells = source_cells(table)
    assert len(cells) == 90
    assert Counter(cells.values()) == TOTALS
    for column, totals in COLUMNS.items():
        assert Counter(codes for (_row, role), codes in cells.items() if role == column) == totals, column
    assert [row.code for row in table.activities] == [
        *("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3"),
        *(f"4.{number}" for number in range(1, 9)),
    ]
    assert [heading.is_procedure for heading in table.categories] == [False, False, False, True]
    for line in PROCEDURES.strip().splitlines():
        code, *codes = line.split()
        assert table.row(code) == [parse_codes(cell) for cell in codes], code


@pytest.fixture(scope="module")
def written() -> MatrixTable:
    return read_city(FOLDER).matrix


def test_portland_checksums_hold_in_the_yaml(written: MatrixTable) -> None:
    check(written)
    assert written.label == "Example – For Illustrative Purposes Only"
    assert "November 5, 2024" in written.source
    assert (written.adopted_by, written.adopted_on) == ("", "")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["csv", "xlsx", "yaml"])
def test_portland_checksums_hold_in_the_database_and_through_each_format(written: MatrixTable, name: str) -> None:
    load_city(read_city(FOLDER))
    loaded = table_of(Matrix.objects.get())
    assert loaded == written
    there = getattr(files, f"to_{name}")(loaded)
    back = getattr(files, f"from_{name}")(there)
    assert back == loaded
    check(back)


def seed_table(text: str) -> tuple[list[str], list[tuple[str, str, list[str]]]]:
    """The roles' headings, and (category, activity, cells) of each row of the source's tab-separated table."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("\tEquity Officer\t"))
    headings = lines[start].split("\t")[1:]
    rows, category = [], ""
    for line in lines[start + 1 :]:
        title, *cells = line.split("\t")
        if not title.strip():
            break
        if any(cells):
            rows.append((category, title, cells))
        else:
            category = title
    return headings, rows


@pytest.mark.skipif(not SEEDS, reason="the source text is not beside this repository")
def test_portland_agrees_with_the_source_text_on_all_90_cells(written: MatrixTable) -> None:
    text = next(text for path in SEEDS if "\tEquity Officer\t" in (text := path.read_text(encoding="utf-8")))
    headings, rows = seed_table(text)
    assert headings == [column.short_name for column in written.columns]
    source = [heading for heading in written.categories if not heading.is_procedure]
    ours = [
        (f"{heading.code}. {heading.title}", row.title, [show_codes(codes) for codes in written.row(row.code)])
        for heading in source
        for row in written.rows_of(heading.code)
    ]
    assert rows == ours
    assert sum(len(cells) for _category, _title, cells in rows) == 90
    assert written.label in text


@pytest.mark.skipif(not SEEDS, reason="the source text is not beside this repository")
def test_portland_relations_are_the_source_text_word_for_word() -> None:
    text = SEEDS[0].read_text(encoding="utf-8").replace("**", "")
    relations = read_city(FOLDER).relations
    assert sorted({relation.code for relation in relations}) == ["H1", "H2", "H3", "H4", "H5", "H6"]
    assert all(f"- {relation.source_text}\n" in text for relation in relations)
    assert {relation.line for relation in relations} == {"operational", "functional"}
