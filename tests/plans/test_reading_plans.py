"""Plans as people write them are read row by row: each row of the source is one line, and what nobody understood is said."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from metrics.periods import Period
from plans.bringing.leading import Candidate, lead_of
from plans.bringing.reading.days import when
from plans.bringing.reading.lines import Line, Reading, Row, What
from plans.bringing.reading.money import cents
from plans.bringing.reading.owners import owners
from plans.bringing.reading.read import read_file, read_rows, read_text
from raci.imports.verdicts import Unreadable

PLAN = Period(date(2026, 1, 1), date(2027, 12, 31))


def read_book(book: Workbook, name: str = "plan.xlsx") -> Reading:
    file = io.BytesIO()
    book.save(file)
    return read_file(file, name, PLAN, 7)


def facts(line: Line) -> tuple[Any, ...]:
    return line.goal, line.outcome, line.title, line.owners, line.starts_on, line.due_on, line.cents


def messy_book() -> Workbook:
    """Titles above the headings, merged goals, a goal across the width, several owners, a total; a text; a hidden sheet."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Actions"
    rows: list[list[Any]] = [
        ["Parks equity plan 2026"], ["Prepared by the team"], [],
        ["#", "Goal", "Objective", "Action item", "Who is responsible?", "Timeline", "Est. Cost", "Photo"],
        ["1.1", "Goal 1: Everybody swims", "All learn", "1.1.1 Free lessons", "Aquatics manager; Rec Director", "Q3 FY26", 48000],
        ["1.2", None, None, "Interpreters", "TBD", "ongoing", "staff time", "x"],
        ["", None, None, "", "Second Owner", "", ""],
        ["Goal 2: Hire fairly"],
        ["2.1", None, "Mixed panels", "Train panels", "HR", date(2026, 6, 30), "$10-20k"],
        ["", "", "Only an outcome", "", "Somebody"],
        ["Total", "", "", "", "", "", "$48,000"], ["Note: a draft"], ["", "", "", "", "", "", "", "loose"],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("B5:B7")
    text: Any = book.create_sheet("More")
    for row in (
        ["Goal 3: Parks near all"],
        ["3.1 Open a park (Lead: Planner; by June 2026; $1.2M)"],
        ["Words of no kind."],
    ):
        text.append(row)
    hidden: Any = book.create_sheet("Old")
    hidden.append(["Goal", "Action", "Lead"])
    hidden.sheet_state = "hidden"
    return book


def test_a_messy_workbook() -> None:
    reading = read_book(messy_book())
    assert reading.title == "Parks equity plan 2026"
    assert [(line.sheet, line.row, line.what.value) for line in reading.lines] == [
        ("Actions", 1, "heading"), ("Actions", 2, "heading"), ("Actions", 4, "heading"), ("Actions", 5, "action"),
        ("Actions", 6, "action"), ("Actions", 7, "detail"), ("Actions", 8, "goal"), ("Actions", 9, "action"),
        ("Actions", 10, "outcome"), ("Actions", 11, "total"), ("Actions", 12, "note"), ("Actions", 13, "unclear"),
        ("More", 1, "goal"), ("More", 2, "action"), ("More", 3, "unclear"),
    ]  # fmt: skip
    swims, spoken, panels, park = reading.actions
    q3 = (date(2026, 1, 1), date(2026, 3, 31))
    assert facts(swims) == (
        "Everybody swims", "All learn", "Free lessons", ["Aquatics manager", "Rec Director"], *q3, 4_800_000
    )  # fmt: skip
    assert facts(spoken) == (
        "Everybody swims", "All learn", "Interpreters", ["Second Owner"], PLAN.begin, PLAN.end, 0
    )  # fmt: skip
    assert facts(panels)[:4] == ("Hire fairly", "Mixed panels", "Train panels", ["HR"])
    assert (panels.due_on, panels.cents) == (date(2026, 6, 30), None)
    assert facts(park) == ("Parks near all", "", "Open a park", ["Planner"], None, date(2026, 6, 30), 120_000_000)
    said = [(line.row, cell, text) for line, cell, text, _why in reading.not_understood()]
    assert said == [
        (4, "H4", "Photo"), (6, "E6", "TBD"), (6, "F6", "ongoing"), (9, "G9", "$10-20k"), (10, "E10", "Somebody"),
        (13, "", "loose"), (3, "", "Words of no kind."),
    ]  # fmt: skip


PASTED = """Parks Equity Plan
Our goals matter to us.
Goal 1: Everybody swims
  Outcome: Children of every district swim
  • Free lessons at 6 pools — Lead: Aquatics manager; Jan-Jun 2026; $48,000
  • Interpreters at hearings
    Lead: Equity manager and Clerk
    Due: December 2026
    and at events
Goal 2: Fair hiring
  2.1 Train panels (HR, Q1 2026, $5k)
Total $53,000
Note: figures are rounded
Thanks to all"""


def test_a_messy_text() -> None:
    reading = read_text(PASTED, PLAN, 7)
    kinds = [line.what.value for line in reading.lines]
    assert kinds == [
        "heading", "unclear", "goal", "outcome", "action", "action", "detail", "detail", "detail", "goal", "action", "total",
        "note", "unclear",
    ]  # fmt: skip
    lessons, hearings, panels = reading.actions
    swims = ("Everybody swims", "Children of every district swim")
    assert facts(lessons) == (
        *swims, "Free lessons at 6 pools", ["Aquatics manager"], date(2026, 1, 1), date(2026, 6, 30), 4_800_000
    )  # fmt: skip
    assert facts(hearings)[:4] == (*swims, "Interpreters at hearings and at events", ["Equity manager", "Clerk"])
    assert (panels.title, panels.due_on, panels.cents) == ("Train panels", date(2026, 3, 31), 500_000)
    assert [text for _line, _cell, text, _why in reading.not_understood()] == [
        "Our goals matter to us.", "HR", "Thanks to all"
    ]  # fmt: skip


def test_numbers_say_what_is_below_what() -> None:
    reading = read_text("1. Swim\n1.1 Children\n1.1.1 Lessons\n2 Hire\n2.1 Panels\n2.1.1 Train", PLAN, 7)
    assert [facts(line)[:3] for line in reading.actions] == [
        ("Swim", "Children", "Lessons"),
        ("Hire", "Panels", "Train"),
    ]
    assert [line.title for line in read_text("1. Swim\n2. Hire", PLAN, 7).actions] == ["Swim", "Hire"]


def test_a_table_out_of_a_spreadsheet() -> None:
    reading = read_text(
        'Goal\tAction\tLead\tDue\nSwim\t"Lessons\nat night"\tAnn\tJune 2026\n\tPools\tBob\t2026-12-31\n', PLAN, 7
    )
    assert [(line.row, line.goal, line.title) for line in reading.actions] == [
        (2, "Swim", "Lessons at night"),
        (4, "Swim", "Pools"),
    ]


@pytest.mark.parametrize(
    ("text", "starts", "due"),
    [
        ("Q3 FY26", "2026-01-01", "2026-03-31"), ("FY26 Q1-Q2", None, None), ("Q1-Q2 FY26", "2025-07-01", "2025-12-31"),
        ("FY25-26", "2025-07-01", "2026-06-30"), ("FY 2025-2027", "2024-07-01", "2027-06-30"),
        ("Jan-Jun", "2026-01-01", "2026-06-30"), ("Jan–Jun 2027", "2027-01-01", "2027-06-30"),
        ("Nov-Feb", "2026-11-01", "2027-02-28"), ("Sept 2025 – Mar 2026", "2025-09-01", "2026-03-31"),
        ("by June 30, 2026", None, "2026-06-30"), ("end of 2026", None, "2026-12-31"), ("6/30/26", "2026-06-30", "2026-06-30"),
        ("December", "2026-12-01", "2026-12-31"), ("ongoing", "2026-01-01", "2027-12-31"),
        ("2026-2027", "2026-01-01", "2027-12-31"),
        ("3/4/2026", None, None), ("TBD", None, None), ("Year 1", None, None), ("February 30, 2026", None, None),
        ("Jun 2027 - Jan 2026", None, None), ("0001-01-01", None, None),
    ],
)  # fmt: skip
def test_times(text: str, starts: str | None, due: str | None) -> None:
    found = when(text, PLAN, 7)
    said = tuple(day.isoformat() if day else None for day in (found.starts_on, found.due_on))
    assert said == (starts, due)
    assert (due is None) <= (found.why is not None), "what is not understood is said"


def test_a_month_without_a_year_needs_the_plans() -> None:
    assert when("June", None, 7).why
    assert when("June", Period(date(2026, 8, 1), date(2026, 12, 31)), 7).why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$48,000", 4_800_000), ("48k", 4_800_000), ("$1.2 million", 120_000_000), ("1,200.50", 120_050), ("staff time", 0),
        ("N/A", 0), ("-", 0), ("", None), ("TBD", None), ("$10-20k", None), ("$5k and $6k", None), ("(500)", None),
        ("0.001", None),
        ("9" * 40, None),
    ],
)  # fmt: skip
def test_money(text: str, expected: int | None) -> None:
    found, why = cents(text)
    assert found == expected
    assert (found is None and bool(text)) == (why is not None)


def test_who() -> None:
    assert owners("Lead: Ann Lee; Bob / Cy & Ann Lee\nTBD") == ["Ann Lee", "Bob", "Cy"]
    posts = [
        Candidate("a", "Aquatics manager", "Parks", True, ("Ann Lee",)), Candidate("b", "Director", "Parks", True),
        Candidate("c", "Director", "Water", False), Candidate("d", "Director", "Housing", False),
    ]  # fmt: skip
    assert [lead_of([name], posts) for name in ("aquatics MANAGER", "Ann Lee", "Aquatics", "Director", "Water Director")] == [
        "a", "a", "a", "b", "c"
    ]  # fmt: skip
    assert [lead_of([name], [posts[2], posts[3]]) for name in ("Director", "Nobody", "an")] == ["", "", ""]


# ---- every row is accounted for

CELL = st.one_of(
    st.sampled_from(["", "", "Goal", "Action", "Lead", "Due", "Goal 2: Hire", "1.1 Do it", "• that", "Total", "Note", "Q3 FY26",
                     "$5k", "TBD", "ongoing", "Lead: Ann", "Outcome: less", "and so on", "(a; b; c)"]),
    st.text(max_size=30),
)  # fmt: skip
ROWS = st.lists(st.tuples(st.sampled_from(["", "A", "B"]), st.lists(CELL, min_size=1, max_size=6)), max_size=25)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_each_row_of_the_source_is_exactly_one_line(told: list[tuple[str, list[str]]]) -> None:
    rows = [Row(sheet, at, tuple(cells)) for at, (sheet, cells) in enumerate(sorted(told, key=lambda one: one[0]), 1)]
    rows = [row for row in rows if row.said]
    reading = read_rows(rows, PLAN, 7)
    assert [(line.sheet, line.row, line.text) for line in reading.lines] == [
        (row.sheet, row.number, row.text) for row in rows
    ]
    listed = {id(line) for line, *_rest in reading.not_understood()}
    for line in reading.lines:
        assert line.what is not What.UNCLEAR or id(line) in listed
        if line.starts_on and line.due_on and not line.remarks:
            assert date(1900, 1, 1) <= line.starts_on


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = read_text(text, PLAN, 7)
    except Unreadable:
        return
    assert len(reading.lines) >= 1


# ---- hostile


def test_hostile_files_are_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x>" + b"0" * 300_000_000)
    files = {"bomb.xlsx": bomb, "no.xlsx": io.BytesIO(b"PK\x03\x04nothing"), "old.xlsx": io.BytesIO(b"\xd0\xcf\x11\xe0"),
             "nothing.csv": io.BytesIO(b" "), "long.csv": io.BytesIO(b"a,b\n" * 4_000)}  # fmt: skip
    for name, file in files.items():
        with pytest.raises(Unreadable):
            read_file(file, name, PLAN, 7)
    with pytest.raises(Unreadable):
        read_text('a\t"' + "b" * 140_000 + '"', PLAN, 7)


def test_a_formula_without_its_result_is_said_and_none_is_run() -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (["Goal", "Action", "Budget"], ["Swim", "=HYPERLINK(A1)", "=1+1"], ["", "Lessons", "=2+2"]):
        sheet.append(row)
    reading = read_book(book)
    assert "=" not in "".join(line.text + line.title for line in reading.lines)
    assert [(cell, text) for _line, cell, text, _why in reading.not_understood()] == [
        ("B2", ""),
        ("C2", ""),
        ("C3", ""),
    ]
    assert [line.title for line in reading.actions] == ["Lessons"]
