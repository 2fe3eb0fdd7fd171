"""`manage.py matrix_check`: without a database, on files that nobody of us wrote, on our own, and on hostile ones."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from raci.matrix.files import to_csv, to_xlsx, to_yaml
from raci.matrix.markdown import to_markdown
from raci.matrix.reading.reading import read_matrix_file
from raci.matrix.table import Column, Heading, MatrixTable, Row
from raci.matrix.yaml import read_matrix
from raci.plainyaml.reading import read_file

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared" / "data"
CITY = ROOT / "equity_portal" / "cities" / "portland"
KEYS = [
    "activities",
    "roles",
    "cells",
    "findings",
    "not_understood",
    "notes",
    "proposed",
]  # the last two: more than was asked
real = pytest.mark.skipif(not (SHARED / "raci").exists(), reason="the files others wrote are not in this checkout")

CELLS = {"R": 21, "R/C": 5, "A": 10, "C": 29, "C/I": 1, "I": 24}
COLUMNS = {
    "Equity Officer": {"R": 7, "R/C": 2, "C": 1},
    "Office of Equity & Human Rights": {"R": 4, "R/C": 2, "C": 4},
    "City Admin.": {"A": 10},
    "ACA & DCAs": {"R": 1, "C": 7, "I": 2},
    "Citywide Equity Team": {"R": 3, "C": 6, "I": 1},
    "Directors": {"R": 1, "C": 1, "C/I": 1, "I": 7},
    "Equity Managers": {"R": 1, "R/C": 1, "C": 5, "I": 3},
    "City Attorney": {"R": 3, "C": 5, "I": 2},
    "City Auditor": {"R": 1, "I": 9},
}


def check(path: Path, *options: str) -> dict:
    out = io.StringIO()
    with contextlib.suppress(CommandError):
        call_command("matrix_check", str(path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def refusal(path: Path, *options: str) -> CommandError:
    with pytest.raises(CommandError) as refused:
        call_command("matrix_check", str(path), *options, stdout=io.StringIO())
    return refused.value


def counted(told: dict, role: str = "") -> dict[str, int]:
    return dict(Counter("/".join(one["codes"]) for one in told["cells"] if role in ("", one["role"])))


# ---- the Portland checksums, through every format


def portland() -> MatrixTable:
    node = read_file(CITY / "matrix.yaml")
    told = read_file(CITY / "roles.yaml").value["roles"].value
    roles = {}
    for one in (role.value for role in told):
        name = one["name"].value
        short = one["short_name"].value if "short_name" in one else name
        roles[one["code"].value] = Column(one["code"].value, name, short)
    return read_matrix(node, mistakes=[], roles=roles)


def as_plain_csv(table: MatrixTable) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Activity", *(column.short_name for column in table.columns)])
    for heading in table.categories:
        writer.writerow([f"{heading.code}. {heading.title}", *("" for _column in table.columns)])
        for row in table.rows_of(heading.code):
            writer.writerow([row.title, *(" , ".join(codes).lower() for codes in table.row(row.code))])
    return file.getvalue().encode()


FORMATS = {
    "own.csv": to_csv,
    "own.xlsx": to_xlsx,
    "own.yaml": to_yaml,
    "plain.csv": as_plain_csv,
    "page.md": to_markdown,
}


@pytest.mark.parametrize("name", FORMATS)
def test_portland_checksums_hold_through_every_format(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FORMATS[name](portland()))
    assert_portland(check(tmp_path / name))


def test_a_page_keeps_signs_that_markdown_would_take() -> None:
    signs = "a|b *c* _d_ [e](f) `g` # h & i \\ ~~j~~ \u201ck\u201d"
    table = MatrixTable(
        title="T", source="", label="", columns=(Column("X", "X", f"Role {signs}"), Column("Y", "Clerk", "Clerk")),
        categories=(Heading("1", signs),), activities=(Row("1.1", f"Do {signs}", "1"), Row("1.2", "Other", "1")),
        cells={("1.1", "X"): "A", ("1.1", "Y"): "R", ("1.2", "X"): "RA"},
    )  # fmt: skip
    (read,) = read_matrix_file(to_markdown(table), "x.md").tables
    assert read.activities[0].title == f"Do {signs}"
    assert read.activities[0].category == f"1. {signs}"
    assert read.roles[0].name == f"Role {signs}"


@real
def test_portland_checksums_of_the_source_itself() -> None:
    assert_portland(check(SHARED / "raci" / "portland_seed_raci.txt"))


def assert_portland(told: dict) -> None:
    assert list(told) == KEYS
    assert [one["id"] for one in told["activities"]] == [
        "1.1",
        "1.2",
        "1.3",
        "1.4",
        "2.1",
        "2.2",
        "2.3",
        "3.1",
        "3.2",
        "3.3",
    ]
    assert {one["category"] for one in told["activities"]} == {
        "1. Policy and Standards Development",
        "2. Implementation and Operational Oversight",
        "3. Accountability, Engagement, and Reporting",
    }
    assert told["roles"] == list(COLUMNS)
    assert counted(told) == CELLS
    assert {role: counted(told, role) for role in COLUMNS} == COLUMNS
    assert told["findings"] == told["not_understood"] == []


# ---- files that others wrote (what is expected: /data/README.md, section raci)


@real
@pytest.mark.parametrize(
    ("name", "activities", "roles", "cells", "findings"),
    [
        ("iso27001_raci_en.csv", 19, 7, {"I": 50, "C": 39, "R": 25, "A": 15, "R/A": 4}, []),
        ("ocp_ci_raci.md", 14, 5, {"": 33, "R": 14, "A": 12, "I": 8, "C": 3},
         ["no_a 1", "no_a 4", "no_a 7", "two_a 14"]),
        ("packt_raci.xlsx", 8, 6, {"C": 24, "I": 10, "A": 8, "R": 6},
         ["all_others_c 1", "no_r 2", "all_others_c 2", "no_r 7"]),
        ("packt_tpm_raci.xlsx", 11, 1, {"A": 4, "R/A": 3, "C": 2, "R/C": 1, "R": 1},
         ["no_r 1.1", "no_a 1.3", "no_a 1.4", "no_r 1.4", "no_a 2.2", "no_r 2.2", "no_r 2.3", "no_a 2.4", "no_r 3.1",
          "no_r 3.3"]),
    ],
)  # fmt: skip
def test_files_that_others_wrote_are_read_whole(
    name: str, activities: int, roles: int, cells: dict[str, int], findings: list[str]
) -> None:
    told = check(SHARED / "raci" / name)
    assert (len(told["activities"]), len(told["roles"])) == (activities, roles)
    assert counted(told) == cells
    assert [f"{one['rule']} {one['where']}" for one in told["findings"]] == findings
    assert told["not_understood"] == []


@real
def test_iso_cells_are_those_of_the_file_itself() -> None:
    with (SHARED / "raci" / "iso27001_raci_en.csv").open() as file:
        heading, *rows = csv.reader(file)
    told = check(SHARED / "raci" / "iso27001_raci_en.csv")
    titles = {one["id"]: one["title"] for one in told["activities"]}
    assert {(titles[one["activity"]], one["role"]): one["raw"] for one in told["cells"]} == {
        (row[0], role): cell for row in rows[:-1] for role, cell in zip(heading[1:], row[1:], strict=True)
    }


@real
def test_categories_fill_down_and_links_are_their_texts() -> None:
    told = check(SHARED / "raci" / "packt_tpm_raci.xlsx")
    assert Counter(one["category"] for one in told["activities"]) == {
        "Planning": 4, "Stakeholder Management": 4, "Risk Management": 3,
    }  # fmt: skip
    titles = [one["title"] for one in check(SHARED / "raci" / "ocp_ci_raci.md")["activities"]]
    assert titles[:2] == ["Prerequisites", "Kick-off"]
    assert "Containerized LP OCP Interop Tests" in titles


@real
def test_words_that_are_no_letters_are_asked_for_and_read_once_mapped() -> None:
    path = SHARED / "raci" / "rykaj_agile_responsibility.md"
    assert "--map" in str(refusal(path))
    assert refusal(path).returncode == 1
    told = check(path)
    assert (len(told["activities"]), len(told["roles"]), len(told["not_understood"])) == (56, 11, 511)
    assert counted(told) == {"": 105}
    mapped = check(path, "--map", "Owns=A", "--map", "Execute=R", "--map", "Helps=C", "--map", "Coordinates=R")
    assert mapped["not_understood"] == []
    assert counted(mapped) == {"": 105, "C": 294, "A/C": 118, "R/A": 85, "A": 9, "R": 5}


@real
def test_a_folder_gives_one_object_a_table() -> None:
    told = check(SHARED / "raci")
    assert [(one["file"], list(one)[:2]) for one in told] == [
        (path.name, ["file", "table"]) for path in sorted((SHARED / "raci").iterdir())
    ]
    assert all(list(one)[2:] == KEYS for one in told)


# ---- the command


def test_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("Activity,Mayor,Clerk\nSet,A,R\nKeep,I,A/R\n")
    ran = subprocess.run(
        [sys.executable, "manage.py", "matrix_check", str(tmp_path / "one.csv"), "--json"],
        cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "activities": [{"id": "1", "category": "", "title": "Set"}, {"id": "2", "category": "", "title": "Keep"}],
        "roles": ["Mayor", "Clerk"],
        "cells": [
            {"activity": "1", "role": "Mayor", "codes": ["A"], "raw": "A"},
            {"activity": "1", "role": "Clerk", "codes": ["R"], "raw": "R"},
            {"activity": "2", "role": "Mayor", "codes": ["I"], "raw": "I"},
            {"activity": "2", "role": "Clerk", "codes": ["R", "A"], "raw": "A/R"},
        ],
        "findings": [
            {"level": "warning", "where": "Clerk", "rule": "r_everywhere",
             "text": "“Clerk” has an R in all 2 activities. Who could do some of them instead?"},
        ],
        "not_understood": [],
        "notes": ["Headings: line 1.", "The file gives no ids to its activities; they were numbered by their place."],
        "proposed": {},
    }  # fmt: skip


def test_says_it_in_words_too(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("Activity,Mayor,Clerk\nSet,A,Boss\nKeep,A,R\nDo,A,A\n")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 thing was not understood") as partly:
        call_command("matrix_check", str(tmp_path / "one.csv"), stdout=out)
    assert partly.value.returncode == 1
    said = out.getvalue()
    assert "warning: “Set” has no R in the cells that were understood" in said
    assert "3 activities, 2 roles, 5 cells with letters" in said
    assert "error: “Do” has 2 A (Mayor, Clerk)" in said
    assert "“Boss” in 1 cell" in said
    assert "one.csv, line 2, column 3" in said


def test_words_that_usually_mean_a_letter_are_proposed_and_never_taken(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Activity,Mayor,Clerk,Board\nSet,Approves,Does,Consulted?\nKeep,Owns,R,Supports\n")
    told = check(path)
    assert told["proposed"] == {"Approves": "A", "Does": "R", "Consulted?": "C", "Owns": "A"}
    assert counted(told) == {"R": 1}
    assert "Usually “Approves” means A: confirm that" in told["not_understood"][0]["text"]
    options = ["--map", "Approves=A", "--map", "Does=R", "--map", "Consulted?=C", "--map", "Owns=A"]
    assert "--map Approves=A --map Does=R --map 'Consulted?=C' --map Owns=A" in str(refusal(path))
    assert counted(check(path, *options)) == {"A": 2, "R": 2, "C": 1}


def test_columns_of_a_legend_are_said_to_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(
        "Activity,Mayor,Clerk,,\nSet,A,R,R,Responsible\nKeep,A,R,A,Accountable\nTell,A,R,C,Consulted\n"
    )
    told = check(tmp_path / "l.csv")
    assert "The legend stands beside the table: column 4, 5, left out." in told["notes"]
    assert told["roles"] == ["Mayor", "Clerk"]


def test_refused_files_leave_the_others_of_a_folder_and_a_code(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Activity,Mayor,Clerk\nSet,A,R\n")
    (tmp_path / "b.txt").write_text("nothing here\n")
    (tmp_path / "c.png").write_bytes(b"no table")
    told = check(tmp_path)
    assert [(one["file"], len(one["activities"]), len(one["not_understood"])) for one in told] == [
        ("a.csv", 1, 0), ("b.txt", 0, 1),
    ]  # fmt: skip
    assert refusal(tmp_path).returncode == 1


@pytest.mark.parametrize(("name", "options", "code"), [("none.csv", [], 1), ("one.csv", ["--map", "Owns"], 2)])
def test_no_file_and_no_mapping(name: str, options: list[str], code: int, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("Activity,Mayor,Clerk\nSet,A,R\n")
    assert refusal(tmp_path / name, *options).returncode == code


# ---- hostile files


def workbook(**parts: bytes) -> bytes:
    """A sound workbook with parts of its own in place of its sheet, or besides."""
    book = Workbook()
    for row in (["Activity", "Mayor", "Clerk"], ["Set", "A", "R"], ["Keep", "A", "R"]):
        book.active.append(row)
    file, changed = io.BytesIO(), io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            for place, change in parts.items():
                if place in entry.filename:
                    content = change(content)
            new.writestr(entry.filename, content)
    return changed.getvalue()


HOSTILE = {
    "bomb.xlsx": lambda: workbook(sheet1=lambda sheet: sheet + b" " * 120_000_000),
    "doctype.xlsx": lambda: workbook(sheet1=lambda sheet: b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet),
    "cut.xlsx": lambda: workbook()[:900],
    "wide.csv": lambda: b"Activity" + b",x" * 300 + b"\nSet" + b",R" * 300 + b"\n",
    "long.csv": lambda: b"Activity,Mayor\n" + b"Set,A\n" * 3_000,
    "signs.csv": lambda: b"Activity,Mayor\n" + b"x" * 200_000 + b",A\n",
    "huge.csv": lambda: b"x" * (5 * 1024 * 1024 + 1),
    "noise.csv": lambda: bytes(range(256)) * 4,
    "quote.csv": lambda: b'Activity,Mayor\n"Set,A\n',
    "alias.yaml": lambda: b"a: &a [1]\nb: *a\n",
    "many.md": lambda: b"<table>" + b"<tr><td>x" * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name]())
    refused = refusal(tmp_path / name)
    assert refused.returncode == 1
    assert name in str(refused)
    assert check(tmp_path / name)["not_understood"][0]["text"]


def test_a_merged_cell_that_claims_billions_costs_nothing(tmp_path: Path) -> None:
    claim = b'<mergeCells count="1"><mergeCell ref="A4:XFD1048576"/></mergeCells></worksheet>'
    (tmp_path / "m.xlsx").write_bytes(workbook(sheet1=lambda sheet: sheet.replace(b"</worksheet>", claim)))
    assert len(check(tmp_path / "m.xlsx")["cells"]) == 4


def test_spans_that_claim_billions_cost_nothing(tmp_path: Path) -> None:
    (tmp_path / "m.html").write_text(
        "<table><tr><th>Activity<th>Mayor<th>Clerk"
        + "<tr><td>Set<td>A<td rowspan=99999>R" * 2 + "<tr><td colspan=999999999>x</table>"
    )  # fmt: skip
    assert [one["codes"] for one in check(tmp_path / "m.html")["cells"]][:2] == [["A"], ["R"]]


def test_formulas_are_not_run_and_said(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Activity", "Mayor", "Clerk"], ["Set", "A", "R"], ["=1+1", '=IF(1,"A","R")', "R"]):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    told = check(tmp_path / "f.xlsx")
    assert told["activities"][1]["title"] == "=1+1"
    assert [(one["where"], one["raw"]) for one in told["not_understood"]] == [
        ("f.xlsx, sheet “Sheet”, cell B3", '=IF(1,"A","R")')
    ]


@real
@pytest.mark.parametrize("shape", ["csv", "md", "xlsx"])
def test_naughty_strings_are_text(shape: str) -> None:
    naughty = [text for text in json.loads((SHARED / "text" / "blns.json").read_text()) if text.strip()][:500]
    rows = [["Activity", "Mayor", "Clerk"], *([text, "A", "R"] for text in naughty)]
    (table,) = read_matrix_file(_written(rows, shape), f"n.{shape}").tables
    assert len(table.activities) + len(table.not_understood) + len(table.notes) > len(naughty) * 0.95
    assert all(one.title.isprintable() for one in table.activities)
    rows = [
        ["Activity", "Mayor", "Clerk"],
        ["Set", "A", "R"],
        *([f"Keep {at}", "A", text if at % 2 else "R"] for at, text in enumerate(naughty)),
    ]
    (table,) = read_matrix_file(_written(rows, shape), f"n.{shape}").tables
    assert {cell.codes for cell in table.cells} <= {"A", "R", "", "I", "C"}
    assert len(table.not_understood) > len(naughty) * 0.4
    assert len(table.activities) == len(naughty) + 1


def _written(rows: list[list[str]], shape: str) -> bytes:
    if shape == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        return text.getvalue().encode("utf-8", "replace")
    if shape == "md":
        lines = ["| " + " | ".join(" ".join(one.replace("|", "\\|").split()) for one in row) + " |" for row in rows]
        return "\n".join([lines[0], "|-|-|-|", *lines[1:]]).encode("utf-8", "replace")
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for at, text in enumerate(row, start=1):
            cell = book.active.cell(number, at)
            cell.value = "".join(sign if sign.isprintable() and sign not in "\ufffe\uffff" else "?" for sign in text)
            cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
