"""Lists from files, before any database: encodings, headings, limits, and which unit stands where."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from raci.imports.columns import PEOPLE_FIELDS, UNIT_FIELDS, Column, columns, tabulate
from raci.imports.people import Known as KnownPerson
from raci.imports.people import plan_people
from raci.imports.reading import MOST_BYTES, read_sheet
from raci.imports.units import Known, plan_units
from raci.imports.verdicts import Choice, Fate, Plan, Unreadable

CITY = Known("bay", "City of Bay", "city", "", "/bay/")
ROSTER = Path(__file__).resolve().parents[3] / "shared/data/rosters/nyc_governance_organizations.csv"

SMALL = """Our organisation,,,
as of June,,,
Unit Name,Type,Reports To,Abbr.
Culture,Service area,,CUL
Parks & Recreation,Department,Culture,
The Library,Bureau,culture,
Arts Council,Board,CUL,
Harbor,Bureau,Culture;Library,
Ferries,Bureau,Docks,
Night ferries,Bureau,Ferries,
Ring A,Bureau,Ring B,
Ring B,Bureau,Ring A,
Twin,Bureau,,
Twin,Office,,
,Bureau,,
Other City,City,,
"""


def units(text: str | bytes, known: list[Known] | None = None) -> Plan:
    content = text.encode() if isinstance(text, str) else text
    return plan_units(tabulate(read_sheet(content, "units.csv"), UNIT_FIELDS), [CITY, *(known or [])])


def known_after(plan: Plan) -> list[Known]:
    return [
        Known(**{name: row.values[name] for name in ("code", "name", "kind", "parent", "path")})
        for row in plan.of(Fate.NEW)
    ]


def workbook(rows: list[list[object]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(file)
    return file.getvalue()


# ---- units


def test_every_row_is_placed_or_says_why_not():
    plan = units(SMALL)
    said = {row.line: (row.fate.value, " ".join(map(str, row.reasons))) for row in plan.rows}
    assert said == {
        4: ("new", "No parent is named: directly below the city."),
        5: ("new", ""),
        6: ("new", "“culture” was read as “Culture”: the only name with these letters."),
        7: (
            "new",
            "Its kind “Board” is none of ours; taken as a bureau. "
            "“CUL” was read as “Culture”: the only one also called so.",
        ),
        8: ("refused", "It names 2 parents: Culture; Library. A unit stands below one."),
        9: ("refused", "Its parent “Docks” is neither in the file nor in the portal."),
        10: ("refused", "Its parent “Ferries” (line 9) does not come in."),
        11: ("refused", "They stand below each other: Ring A › Ring B › Ring A."),
        12: ("refused", "They stand below each other: Ring A › Ring B › Ring A."),
        13: ("refused", "This name stands in lines 13, 14."),
        14: ("refused", "This name stands in lines 13, 14."),
        15: ("refused", "There is no name."),
        16: ("refused", "There is one city, “City of Bay”; this is another."),
    }  # fmt: skip
    parks = next(row for row in plan.rows if row.line == 5)
    assert parks.values == {
        "code": "parks-and-recreation", "name": "Parks & Recreation", "kind": "bureau", "parent": "culture",
        "path": "/bay/culture/parks-and-recreation/",
    }  # fmt: skip


def test_the_same_list_again_changes_nothing_and_a_new_name_is_a_change():
    first = units(SMALL)
    again = units(SMALL, known_after(first))
    assert again.count(Fate.NEW) == 0
    assert again.count(Fate.SAME) == first.count(Fate.NEW) == 4
    renamed = units("code,name,parent\nculture,Culture & Arts,The Library\n", known_after(first))
    (row,) = renamed.rows
    assert row.fate is Fate.CHANGED
    assert "Name: Culture › Culture & Arts." in str(row.reasons[0])
    assert "not moved, since that changes who may do what" in str(row.reasons[1])
    assert renamed.brings_in(Choice.SKIP) == []
    assert len(renamed.brings_in(Choice.UPDATE)) == 1


def test_a_name_that_may_be_several_is_no_parent():
    plan = units("name,parent\nArts,\nARTS!,\nStage,arts\n")
    assert [row.fate for row in plan.rows] == [Fate.NEW, Fate.NEW, Fate.REFUSED]
    assert "may be several" in str(plan.rows[2].reasons[0])


@pytest.mark.parametrize(
    ("here", "there"), [("Bend", "City of Bend"), ("City of Bend", "Bend"), ("Bend", "the city of bend")]
)
def test_the_city_is_found_with_and_without_city_of(here: str, there: str):
    text = f"name,kind,parent\n{there},city,\nParks,bureau,{there}\n"
    plan = plan_units(tabulate(read_sheet(text.encode(), "u.csv"), UNIT_FIELDS), [replace(CITY, name=here)])
    assert [(row.fate, row.name) for row in plan.rows] == [(Fate.SAME, here), (Fate.NEW, "Parks")]
    assert plan.rows[1].values["path"] == "/bay/parks/"
    assert plan.rows[1].below == here


def test_a_unit_called_as_the_city_is_a_unit():
    plan = units("name,kind,parent\nBay,bureau,\nParks,bureau,Bay\n")
    assert [row.values["path"] for row in plan.rows] == ["/bay/bay-2/", "/bay/bay-2/parks/"]


def test_units_that_are_no_more_stay_out_and_so_does_what_stands_below_them():
    plan = units("name,status,parent\nOld,Dissolved,\nBelow,Active,Old\n")
    assert [row.fate for row in plan.rows] == [Fate.SKIPPED, Fate.REFUSED]
    assert [str(row.reasons[0]) for row in plan.rows] == [
        "Its status is “Dissolved”.",
        "Its parent “Old” (line 2) does not come in.",
    ]


def test_nothing_comes_in_where_the_choice_is_to_stop():
    plan = units(SMALL)
    assert plan.brings_in(Choice.STOP) == []
    assert len(plan.brings_in(Choice.SKIP)) == 4


@pytest.mark.skipif(not ROSTER.exists(), reason="the roster is not in this checkout")
def test_the_roster_of_new_york_is_placed_or_listed(capsys):
    plan = units(ROSTER.read_bytes())
    placed, listed = plan.of(Fate.NEW), [*plan.of(Fate.SKIPPED), *plan.of(Fate.REFUSED)]
    assert len(plan.rows) == 444 == len(placed) + len(listed)
    assert all(row.reasons for row in listed)
    assert len({row.values["path"] for row in placed}) == len(placed)
    codes = {row.values["code"] for row in placed} | {"bay"}
    assert all(row.values["parent"] in codes for row in placed)
    guessed = [row for row in placed if any("was read as" in one.text for one in row.reasons)]
    print(
        f"\nroster: 444 = {len(placed)} placed + {len(listed)} listed "
        f"({plan.count(Fate.SKIPPED)} no longer there, {plan.count(Fate.REFUSED)} to mend), {len(guessed)} read by likeness"
    )
    assert units(ROSTER.read_bytes(), known_after(plan)).count(Fate.NEW) == 0


# ---- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str):
    sheet = read_sheet("name;e-mail\nZoë Müller;zoe@city.gov\n".encode(encoding), "people.csv")
    assert sheet.lines[1] == (2, ("Zoë Müller", "zoe@city.gov"))
    named = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}.get(encoding, encoding.upper())
    assert str(sheet.read_as) == f"Read as CSV in {named}, cells divided by semicolons."


def test_a_workbook_is_read_with_its_line_numbers_and_numbers_as_text():
    content = workbook(
        [["Staff"], [], ["Name", "Email address"], ["Ann", "ann@city.gov"], [None, None], [7, "n@city.gov"]]
    )
    table = tabulate(read_sheet(content, "people.xlsx"), PEOPLE_FIELDS)
    assert table.heading_line == 3
    assert table.rows == ((4, {"name": "Ann", "email": "ann@city.gov"}), (6, {"name": "7", "email": "n@city.gov"}))


def test_a_row_of_formulas_without_results_is_listed_as_not_read():
    content = workbook(
        [
            ["Name", "Kind", "Stands below", "Sum"],
            ["Parks", "bureau", "", "=1+1"],
            ['="Har"&"bor"', '="bureau"'],
            ["Ferries", '="bureau"', ""],
            [None, None, None, "=SUM(D2:D4)"],
            ["Library", "office", ""],
        ]
    )
    plan = units(content)
    assert [(row.line, row.name, row.fate.value) for row in plan.rows] == [
        (2, "Parks", "new"), (3, "", "refused"), (4, "Ferries", "refused"), (6, "Library", "new"),
    ]  # fmt: skip
    assert "formulas without their results" in str(plan.rows[1].reasons[0])
    assert [row.fate for row in units(workbook([["Name"], ['="Har"&"bor"']])).rows] == [Fate.REFUSED]


def test_a_formula_whose_result_is_empty_is_an_empty_cell():
    with zipfile.ZipFile(io.BytesIO(workbook([["Name", "Kind"], ["Parks", '=""']]))) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    sheet = held["xl/worksheets/sheet1.xml"]
    held["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="B2">', b'<c r="B2" t="str">')
    assert held["xl/worksheets/sheet1.xml"] != sheet
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name, part in held.items():
            parts.writestr(name, part)
    assert [row.fate for row in units(file.getvalue()).rows] == [Fate.NEW]


def test_lines_are_counted_as_the_file_has_them():
    rows = tabulate(read_sheet(b'name,kind\n"Two\nlines",bureau\n\nNext,office\n', "u.csv"), UNIT_FIELDS).rows
    assert rows == ((2, {"name": "Two lines", "kind": "bureau"}), (5, {"name": "Next", "kind": "office"}))


def test_without_a_heading_the_columns_stand_as_in_the_template():
    table = tabulate(read_sheet(b"Parks,bureau,Culture\nCulture,service area\n", "typed"), UNIT_FIELDS, typed=True)
    assert table.heading_line == 0
    assert table.rows[0] == (1, {"name": "Parks", "kind": "bureau", "parent": "Culture"})


def test_the_person_says_which_column_is_which():
    sheet = read_sheet(b"x,name\nParks,ignored\n", "u.csv")
    assert tabulate(sheet, UNIT_FIELDS, told={"name": 0, "kind": None}).rows == ((2, {"name": "Parks"}),)
    with pytest.raises(Unreadable, match="Say which column holds: Name"):
        tabulate(sheet, UNIT_FIELDS, told={"kind": 0})
    with pytest.raises(Unreadable, match="Say which column holds: Name"):
        tabulate(read_sheet(b"first,second\nParks,x\n", "u.csv"), UNIT_FIELDS)


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "x")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "has no row"),
        (b"name,kind\n", "has no row"),
        (b"x" * (MOST_BYTES + 1), "larger than 5 MB"),
        (b"name\n" + b"a\n" * 20_001, "more than 20000 rows"),
        (b"," * 300 + b"x", "wider than the portal reads"),
        (b"\x00\x01\x02\x03name\xff", "neither CSV text nor a workbook"),
        (b'name\n"never closed', "no well-formed CSV"),
        (b"PK\x03\x04 nothing", "damaged or incomplete"),
        (bomb(), "unpacks to more than the portal opens"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, words: str):
    with pytest.raises(Unreadable, match=words):
        tabulate(read_sheet(content, "list.csv"), UNIT_FIELDS, file_name="list.csv")


def test_columns_that_are_not_used_are_named_and_guesses_are_marked():
    table = tabulate(
        read_sheet(
            b"Department Name,Type of Org,Svc Area,Notes\nCulture,Service area,,\nParks,Bureau,Culture,big\nX,,,\n",
            "u.csv",
        ),
        UNIT_FIELDS,
    )
    assert table.mapping == {"name": 0, "kind": 1, "parent": 2}
    assert [table.columns[at].heading for at in table.unused] == ["Notes"]
    culture, parks, guess = plan_units(table, [CITY]).rows
    assert (parks.below, parks.guessed, parks.values["kind"]) == ("Culture", frozenset(), "bureau")
    assert (culture.below, culture.guessed) == ("City of Bay", {"parent"})
    assert guess.guessed == {"kind", "parent"}


def test_the_heading_of_people_is_known_by_the_addresses_below_it():
    sheet = read_sheet(b"Full name ;E-Mail Addr;Dept\nAnn Ash;ann@city.gov;Parks\n", "p.csv")
    table = tabulate(sheet, PEOPLE_FIELDS)
    assert (table.heading_line, table.mapping, table.unused) == (1, {"name": 0, "email": 1}, [2])
    odd = read_sheet(b"Whoever;Reach;Dept\nAnn Ash;ann@city.gov;Parks\n", "p.csv")
    with pytest.raises(Unreadable, match="Say which column holds: Name"):
        tabulate(odd, PEOPLE_FIELDS)
    assert columns(odd, PEOPLE_FIELDS)[:2] == (Column("Whoever", "Ann Ash"), Column("Reach", "ann@city.gov"))
    told = tabulate(odd, PEOPLE_FIELDS, told={"name": 0, "email": 1})
    assert told.rows == ((2, {"name": "Ann Ash", "email": "ann@city.gov"}),)
    typed = tabulate(read_sheet(b"No Address\nAnn, ann@city.gov\n", "typed"), PEOPLE_FIELDS, typed=True)
    assert (typed.heading_line, len(typed.rows)) == (0, 2)


# ---- people


def test_people_are_told_apart_by_address():
    known = {
        "old@city.gov": KnownPerson("Old Name", has_signed_in=True),
        "new@city.gov": KnownPerson("Nev"),
        "gone@city.gov": KnownPerson("Gone", may_sign_in=False),
        "same@city.gov": KnownPerson("Same"),
    }
    text = (
        "Full name,E-mail\nAda,ADA@city.gov\nOlder,old@city.gov\nNew,new@city.gov\nGone,gone@city.gov\nSame,same@city.gov\n"
        "Bad,bad at city\nNone,\n,x@city.gov\nTwin,t@city.gov\nTwin,T@city.gov\nBot,x@service.invalid\n"
    )
    table = tabulate(read_sheet(text.encode(), "people.csv"), PEOPLE_FIELDS)
    plan = plan_people(table, known, closed="service.invalid")
    fates = [row.fate.value for row in plan.rows]
    assert fates == ["new", "skipped", "changed", "skipped", "same", *["refused"] * 3, "new", "skipped", "refused"]
    assert str(plan.rows[9].reasons[0]) == "The same as line 10."
    assert plan.rows[0].values["email"] == "ada@city.gov"
    assert "everybody keeps their own name" in str(plan.rows[1].reasons[0])
    assert all(row.reasons for row in plan.rows if row.fate is Fate.REFUSED)


def people(text: str, *, typed: bool = False) -> Plan:
    return plan_people(tabulate(read_sheet(text.encode(), "people"), PEOPLE_FIELDS, typed=typed), {})


def test_one_address_with_two_names_is_refused_and_says_what_to_do():
    plan = people("name,email\nAnn,a@city.gov\nAnn,a@city.gov\nBen,A@city.gov\n,a@city.gov\nCy,c@city.gov\n")
    assert [row.fate.value for row in plan.rows] == ["refused"] * 4 + ["new"]
    assert str(plan.rows[0].reasons[0]) == (
        "This address stands in lines 2, 3, 4 with different names. Leave one of them."
    )


def test_a_name_with_its_address_in_angle_brackets_is_read():
    typed = people(
        "Eve Quill <Eve@bend.gov>\nDana Reyes, dana@bend.gov\nLee, Lee Park <lee@bend.gov>\n<no@bend.gov>\n", typed=True
    )
    assert [(row.fate.value, row.values["name"], row.values["email"]) for row in typed.rows] == [
        ("new", "Eve Quill", "eve@bend.gov"),
        ("new", "Dana Reyes", "dana@bend.gov"),
        ("new", "Lee", "lee@bend.gov"),
        ("refused", "", "no@bend.gov"),
    ]
    (alone,) = people("Eve Quill <eve@bend.gov>", typed=True).rows
    assert (alone.fate, alone.name) == (Fate.NEW, "Eve Quill")
    several = people("Eve <eve@bend.gov>; Ann <ann@bend.gov>", typed=True).rows
    assert [str(row.reasons[0]) for row in several] == [
        "Several people stand in this line. Give each a line of their own."
    ]
