"""A matrix is read as people write it; what nobody could know is said with its place and never guessed."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from raci.matrix.reading.grids import Unreadable
from raci.matrix.reading.notation import Notation, fold
from raci.matrix.reading.reading import mapping, read_matrix_file
from raci.matrix.reading.tables import ReadTable


def read(text: str, name: str = "matrix.csv", **terms: str) -> ReadTable:
    (table,) = read_matrix_file(text.encode(), name, terms).tables
    return table


def sheet(fill: Callable[[object], None], **terms: str) -> ReadTable:
    book = Workbook()
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    (table,) = read_matrix_file(file.getvalue(), "matrix.xlsx", terms).tables
    return table


def cells(table: ReadTable) -> dict[str, str]:
    """Activity's title > its cells in the roles' order: "A R/C -"."""
    said = {(cell.activity, cell.role): "/".join(cell.codes) for cell in table.cells}
    return {
        one.title: " ".join(said.get((one.id, role.name), "") or "-" for role in table.roles)
        for one in table.activities
    }


def roles(table: ReadTable) -> list[str]:
    return [role.name for role in table.roles]


def puzzles(table: ReadTable) -> list[tuple[str, str]]:
    return [(str(one.place), one.raw) for one in table.not_understood]


# ---- cells


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("R", "R"), ("r", "R"), (" R/C ", "RC"), ("C/R", "RC"), ("A,R", "RA"), ("A / R", "RA"), ("RA", "RA"), ("ar", "RA"),
        ("R & C", "RC"), ("R;A", "RA"), ("R+A", "RA"), ("R | A", "RA"), ("R\\A", "RA"), ("R-A", "RA"), ("R–A", "RA"),
        ("R and C", "RC"), ("A R", "RA"), ("R.A.", "RA"), ("RACI", "RACI"), ("(R)", "R"), ("[A/R]", "RA"), ("R*", "R"),
        ("Responsible", "R"), ("accountable", "A"), ("CONSULTED", "C"), ("Informed", "I"), ("Consult", "C"),
        ("Responsible/Accountable", "RA"), ("Responsible & Consulted", "RC"), ("Responsible, Informed", "RI"),
        ("R (Responsible)", "R"), ("R - Responsible", "R"), ("R = Responsible", "R"), ("Ｒ", "R"),
        ("", ""), ("  ", ""), ("N/A", ""), ("n/a", ""), ("NA", ""), ("-", ""), ("–", ""), ("—", ""), ("none", ""),
    ],
)  # fmt: skip
def test_codes_in_any_usual_notation(text: str, codes: str) -> None:
    assert Notation().read(text).codes == codes


@pytest.mark.parametrize(
    "text",
    ["X", "S", "R/S", "RS", "D", "Owns", "OWNs/Execute", "R or A", "R?", "TBD", "?", "R (lead)", "Reviewer", "R1", "✓", "1",
     "RR", "R/R", "Responsible/R/R", "Reponsible", "A = Approver", "yes", "=R", "R\u200bA"],
)  # fmt: skip
def test_codes_that_are_not_guessed(text: str) -> None:
    said = Notation().read(text)
    assert said.codes is None
    assert said.unknown


def test_no_part_is_told_from_an_empty_cell() -> None:
    notation = Notation()
    assert notation.read("N/A").is_no_part
    assert notation.read("—").is_no_part
    assert not notation.read("").is_no_part


def test_words_mapped_by_the_person_count_and_win() -> None:
    notation = Notation({"owns": "A", "execute": "R", "helps": "", "s": "R", "i": "C"})
    assert notation.read("OWNs/Execute").codes == "RA"
    assert notation.read("Owns and helps").codes == "A"
    assert notation.read("S/A").codes == "RA"
    assert notation.read("AS").codes == "RA"
    assert notation.read("i").codes == "C"
    assert notation.read("Owns/Leads").unknown == ("Leads",)


@pytest.mark.parametrize("pair", ["Owns", "=A", "Owns=X", "Owns=AA", " =R"])
def test_a_mapping_that_maps_nothing_is_refused(pair: str) -> None:
    with pytest.raises(Unreadable, match="Write it as"):
        mapping([pair])


def test_a_mapping_may_hold_the_sign_and_may_say_no_part() -> None:
    assert mapping(["a=b=R/A", "Skips=", " Owns = a"]) == {"a=b": "RA", "Skips": "", "Owns": "A"}


# ---- shapes of tables


def test_plain_table_without_ids_is_numbered_and_that_is_said() -> None:
    table = read("Activity,Mayor,Clerk\nPlan,A,R\nTell,I,A/R\n")
    assert [one.id for one in table.activities] == ["1", "2"]
    assert cells(table) == {"Plan": "A R", "Tell": "I R/A"}
    assert any("numbered" in note for note in table.notes)


def test_ids_and_categories_in_columns_of_their_own_fill_down() -> None:
    table = read("Ref,Phase,Task,Mayor,Clerk\nA-1,Plan,Draft,A,R\nA-2,,Check,A,R\nB-1,Do,Act,R,A\n")
    assert [(one.id, one.category, one.title) for one in table.activities] == [
        ("A-1", "Plan", "Draft"), ("A-2", "Plan", "Check"), ("B-1", "Do", "Act"),
    ]  # fmt: skip
    assert roles(table) == ["Mayor", "Clerk"]


def test_category_lines_head_the_activities_below() -> None:
    table = read(",Mayor,Clerk\n1. Rules,,\nSet,A,R\nKeep,A,R\n\n2. Work,,\nDo,A,R\n")
    assert [(one.id, one.category, one.title) for one in table.activities] == [
        ("1.1", "1. Rules", "Set"), ("1.2", "1. Rules", "Keep"), ("2.1", "2. Work", "Do"),
    ]  # fmt: skip


def test_numbers_before_all_titles_are_the_ids() -> None:
    table = read("Activity,Mayor,Clerk\n1.1 Set rules,A,R\n1.2. Keep them,A,R\n")
    assert [(one.id, one.title) for one in table.activities] == [("1.1", "Set rules"), ("1.2", "Keep them")]


def test_numbered_category_lines_in_the_id_column() -> None:
    table = read("No,Activity,Mayor,Clerk\n1,Rules,,\n1.1,Set,A,R\n1.2,Keep,A,R\n2,Work,,\n2.1,Do,A,R\n")
    assert [(one.id, one.category) for one in table.activities] == [
        ("1.1", "1 Rules"),
        ("1.2", "1 Rules"),
        ("2.1", "2 Work"),
    ]


def test_an_activity_without_letters_is_an_activity() -> None:
    table = read("Ref,Activity,Mayor,Clerk\n1,Set,A,R\n2,Keep,,\n3,Do,A,R\n")
    assert cells(table)["Keep"] == "- -"
    assert [(one.rule, one.where) for one in table.findings()] == [("no_a", "2"), ("no_r", "2")]
    assert cells(read("Activity,Mayor,Clerk\nSet,A,R\nKeep,,\n")) == {"Set": "A R", "Keep": "- -"}


def test_title_lines_above_and_notes_below_are_no_activities() -> None:
    table = read(
        "City of Bend,,\nRACI of 2027,,\n\nActivity,Mayor,Clerk\nSet,A,R\n\n* Clerk: or the deputy\nSource: Council,,\n"
    )
    assert cells(table) == {"Set": "A R"}
    assert not table.not_understood


@pytest.mark.parametrize(
    "legend",
    [
        "Legend,R = Responsible,A = Accountable",
        "R = Responsible,,",
        "R,Responsible,",
        "\nLegend,,\nR,Responsible,\nA,Accountable,\nC,Consulted,\nI,Informed,",
        '"R - Responsible, A - Accountable",,',
    ],
)
def test_a_legend_below_is_no_activity(legend: str) -> None:
    table = read(f"Activity,Mayor,Clerk\nSet,A,R\nKeep,A,R\n{legend}\n")
    assert list(cells(table)) == ["Set", "Keep"]
    assert not table.not_understood


@pytest.mark.parametrize(
    "rows",
    [
        ["Activity,Mayor,Clerk,,Legend", "Set,A,R,,R = Responsible", "Keep,A,R,,A = Accountable"],
        ["Activity,Mayor,Clerk,,R,Responsible", "Set,A,R,,A,Accountable", "Keep,A,R,,C,Consulted", ",,,,I,Informed"],
        ["Activity,Mayor,Clerk,,Key,", "Set,A,R,,R,Responsible", "Keep,A,R,,A,Accountable", ",,,,C,Consulted"],
    ],
)
def test_a_legend_beside_the_table_is_no_role(rows: list[str]) -> None:
    table = read("\n".join(rows) + "\n")
    assert roles(table) == ["Mayor", "Clerk"]
    assert cells(table) == {"Set": "A R", "Keep": "A R"}
    assert not table.not_understood


def test_columns_of_notes_are_left_out_and_said() -> None:
    table = read("Activity,Mayor,Clerk,Notes,Tool used\nSet,A,R,see the charter of 1999,spreadsheets and paper forms\n"
                 "Keep,A,R,as before and so on,\n")  # fmt: skip
    assert roles(table) == ["Mayor", "Clerk"]
    assert any("Notes" in note for note in table.notes)
    assert puzzles(table) == [("matrix.csv, column 5", "spreadsheets and paper forms")]


def test_a_column_without_heading_is_said() -> None:
    table = read("Activity,Mayor,Clerk,\nSet,A,R,C\nKeep,A,R,I\n")
    assert roles(table) == ["Mayor", "Clerk"]
    assert puzzles(table) == [("matrix.csv, column 4", "C; I")]


def test_a_role_without_a_letter_keeps_its_column() -> None:
    table = read("Activity,Mayor,Clerk,Auditor\nSet,A,R,\nKeep,A,R,\n")
    assert roles(table) == ["Mayor", "Clerk", "Auditor"]
    assert [(one.rule, one.where) for one in table.findings() if one.rule == "no_cell"] == [("no_cell", "Auditor")]


def test_two_lines_of_headings_groups_above_roles() -> None:
    table = read(",Office,,Council,\nActivity,Mayor,Clerk,Chair,Member\nSet,A,R,C,I\nKeep,A,R,C,I\n")
    assert roles(table) == ["Mayor", "Clerk", "Chair", "Member"]
    assert cells(table)["Set"] == "A R C I"


def test_two_lines_of_headings_tell_roles_of_one_name_apart() -> None:
    def fill(page: object) -> None:
        page.append(["Activity", "Parks", None, "Roads", None])
        page.append([None, "Director", "Manager", "Director", "Manager"])
        page.append(["Set", "A", "R", "C", "I"])
        page.append(["Keep", "A", "R", "C", "I"])
        page.merge_cells("A1:A2")
        page.merge_cells("B1:C1")
        page.merge_cells("D1:E1")

    table = sheet(fill)
    assert roles(table) == ["Parks: Director", "Parks: Manager", "Roads: Director", "Roads: Manager"]
    assert [one.title for one in table.activities] == ["Set", "Keep"]


def test_groups_reach_over_the_empty_headings_beside_them() -> None:
    table = read(",,Executive,,Operations,\n,,Head,Deputy,Head,Deputy\n1,Set,A,R,C,I\n2,Keep,I,I,A,R\n")
    assert roles(table) == ["Executive: Head", "Executive: Deputy", "Operations: Head", "Operations: Deputy"]


def test_headings_of_two_letters_are_roles() -> None:
    table = read(
        "RACI of a project\n\nPhase,Task,PM,Dev,QA\nBegin,,,,\n,Charter,A,R,C\n,Scope,A/R,C,I\nEnd,,,,\n,Test,A,C,R\n"
    )
    assert roles(table) == ["PM", "Dev", "QA"]
    assert [(one.category, one.title) for one in table.activities] == [
        ("Begin", "Charter"), ("Begin", "Scope"), ("End", "Test"),
    ]  # fmt: skip


def test_three_columns_of_labels_whose_texts_look_like_letters() -> None:
    table = read("Process Area,Sub-process,Activity,Mayor,Clerk\nFin,AR,Set,A,R\n,AP,Keep,A,R\n")
    assert roles(table) == ["Mayor", "Clerk"]
    assert cells(table) == {"Set": "A R", "Keep": "A R"}


def test_a_second_line_that_heads_the_activities_is_no_category() -> None:
    table = read("Roles,Mayor,Clerk\nActivities,,\nSet,A,R\nKeep,I,A/R\n")
    assert [(one.category, one.title) for one in table.activities] == [("", "Set"), ("", "Keep")]


def test_two_lines_of_headings_names_and_codes() -> None:
    table = read("Activity,Equity Officer,City Auditor\n,EO,AUD\nSet,A,R\nKeep,A,R\n")
    assert [(role.name, role.code) for role in table.roles] == [("Equity Officer", "EO"), ("City Auditor", "AUD")]


def test_merged_cells_of_a_workbook() -> None:
    def fill(page: object) -> None:
        page.append(["Who does what", None, None, None])
        page.merge_cells("A1:D1")
        page.append(["Area", "Activity", "Mayor", "Clerk"])
        page.append(["Rules", "Set", "A", "R"])
        page.append([None, "Keep", "A", "R"])
        page.merge_cells("A3:A4")
        page.append(["Work", None, None, None])
        page.merge_cells("A5:D5")
        page.append([None, "Do", "A/R", None])
        page.merge_cells("C6:D6")

    table = sheet(fill)
    assert [(one.category, one.title) for one in table.activities] == [
        ("Rules", "Set"),
        ("Rules", "Keep"),
        ("Work", "Do"),
    ]
    assert cells(table)["Do"] == "R/A R/A"
    assert [str(cell.place) for cell in table.cells][-1] == "matrix.xlsx, sheet “Sheet”, cell D6"


def test_columns_of_one_name_are_told_apart_and_said() -> None:
    table = read("Activity,Mayor,Clerk,Clerk\nSet,A,R,C\nKeep,A,R,I\n")
    assert roles(table) == ["Mayor", "Clerk", "Clerk (column 4)"]
    assert puzzles(table) == [("matrix.csv, line 1, column 4", "Clerk")]


def test_an_id_that_is_used_twice_is_said_and_no_cell_is_lost() -> None:
    table = read("Ref,Activity,Mayor,Clerk\n1,Set,A,R\n1,Keep,R,A\n")
    assert [one.id for one in table.activities] == ["1", "1-2"]
    assert cells(table) == {"Set": "A R", "Keep": "R A"}
    assert puzzles(table) == [("matrix.csv, line 3, column 2", "Keep")]


def test_a_cell_that_is_not_understood_has_its_place_and_its_row_is_told_as_a_warning() -> None:
    table = read("Activity,Mayor,Clerk,Chair\nSet,A,R,C\nKeep,Boss,C,R\n")
    assert puzzles(table) == [("matrix.csv, line 3, column 2", "Boss")]
    assert table.terms == {"Boss": 1}
    assert [(str(one.level), one.rule, one.where) for one in table.findings()] == [("warning", "no_a", "2")]
    assert cells(read("Activity,Mayor,Clerk,Chair\nSet,A,R,C\nKeep,Boss,C,R\n", Boss="A"))["Keep"] == "A C R"


def test_a_second_heading_further_down_is_no_activity() -> None:
    table = read("Activity,Mayor,Clerk\nSet,A,R\nActivity,Mayor,Clerk\nKeep,A,R\n")
    assert list(cells(table)) == ["Set", "Keep"]


def test_semicolons_tabs_and_other_encodings() -> None:
    for content in (
        "Activity;Mayor;Clerk\nÉtat;A;R\nSet;A;R, C\n".encode("utf-16"),
        "Activity\tMayor\tClerk\nÉtat\tA\tR\nSet\tA\tR, C\n".encode("cp1252"),
    ):
        (table,) = read_matrix_file(content, "matrix.csv").tables
        assert cells(table) == {"État": "A R", "Set": "A R/C"}


# ---- other arrangements


def test_a_line_for_each_role_of_an_activity() -> None:
    table = read(
        "Phase,Activity,Role,RACI\nBegin,Set,Mayor,A\n,,Clerk,R\n,Keep,Mayor,A\nEnd,Do,Clerk,Boss\n,,Mayor,a/r\n"
    )
    assert roles(table) == ["Mayor", "Clerk"]
    assert cells(table) == {"Set": "A R", "Keep": "A -", "Do": "R/A -"}
    assert [one.category for one in table.activities] == ["Begin", "Begin", "End"]
    assert puzzles(table) == [("matrix.csv, line 5, column 4", "Boss")]


@pytest.mark.parametrize(
    "headings",
    ["Responsible,Accountable,Consulted,Informed", "R,A,C,I", "R - Responsible,A - Accountable,Consulted (C),I"],
)
def test_a_column_for_each_letter_with_roles_in_the_cells(headings: str) -> None:
    table = read(f"Activity,{headings}\nSet,Clerk,Mayor,Council; Law & Order,n/a\nKeep,Clerk,Clerk,,Council\n")
    assert roles(table) == ["Clerk", "Mayor", "Council", "Law & Order"]
    assert cells(table) == {"Set": "R A C C", "Keep": "R/A - I -"}


# ---- pages


def test_pipes_links_emphasis_and_trailing_bars() -> None:
    table = read(
        "# Who does what\n\n| Work | [Mayor](m.md) | **Clerk**\n|---|:-:|--:|\n| [Set](a_(b).md \"t\") rules | **A** | `R` |\n"
        "| Keep \\| hold | A<br>R | n/a |\n\n```\n| no | table |\n|--|--|\n| R | A |\n```\n",
        "page.md",
    )  # fmt: skip
    assert table.name == "Who does what"
    assert roles(table) == ["Mayor", "Clerk"]
    assert cells(table)["Keep | hold"] == "R/A -"
    assert len(table.activities) == 2


def test_html_tables_with_spans_and_missing_ends() -> None:
    table = read(
        "<table><tr><th rowspan=2>Area<th rowspan=2>Item<th colspan=2>Roles<tr><th>Mayor<th>Clerk"
        "<tr><td rowspan=2>Rules<td>Set<td>A<td>R<tr><td>Keep<td colspan=2>A/R"
        "<tr><td>Work<td>&lt;b&gt;**Do**&lt;/b&gt;<td>R<td>A</table>",
        "page.md",
    )
    assert roles(table) == ["Mayor", "Clerk"]
    assert [(one.category, one.title) for one in table.activities] == [
        ("Rules", "Set"),
        ("Rules", "Keep"),
        ("Work", "Do"),
    ]
    assert cells(table) == {"Set": "A R", "Keep": "R/A R/A", "Do": "R A"}


def test_several_tables_of_a_page_are_several_matrices_and_others_are_set_aside() -> None:
    one = "| Activity | Mayor | Clerk |\n|-|-|-|\n| Set | A | R |\n| Keep | A | R |\n"
    reading = read_matrix_file(f"## One\n{one}\n## Prices\n|a|b|\n|-|-|\n|1|2|\n\n## Two\n{one}".encode(), "page.md")
    assert [table.name for table in reading.tables] == ["One", "Two"]
    assert reading.set_aside == ("page.md, line 8",)


# ---- other sets of letters


def test_rasci_support_is_not_guessed_and_the_rest_is_read() -> None:
    text = "Activity,Mayor,Clerk,Chair\nSet,A,R,S\nKeep,A,R/S,I\n"
    table = read(text)
    assert [raw for _place, raw in puzzles(table)] == ["S", "R/S"]
    assert cells(table)["Set"] == "A R -"
    assert cells(read(text, S="R"))["Set"] == "A R R"


@pytest.mark.parametrize(
    "text",
    [
        "Activity,Mayor,Clerk,Chair\nSet,D,A,C\nKeep,A,D,I\n",  # DACI
        "Activity,Mayor,Clerk,Chair\nSet,R,A,P\nKeep,I,D,A\n",  # RAPID
    ],
)
def test_letters_of_another_set_are_not_taken_for_ours(text: str) -> None:
    table = read(text)
    assert not table.has_letters
    assert len(table.not_understood) == 6
    assert cells(read(text, D="R", A="A", C="C", I="I", R="C", P="R"))


def test_letters_that_the_legend_explains_otherwise_are_not_taken_for_ours() -> None:
    table = read("Activity,Mayor,Clerk\nSet,A,R\nKeep,R,A\nLegend,A = Approver,R = Responsible\n")
    assert cells(table) == {"Set": "- R", "Keep": "R -"}
    assert "Approver" in table.not_understood[0].text


def test_owns_and_helps_are_asked_for() -> None:
    text = "Item,Mayor,Clerk,Chair\nSet,Owns,Helps,N/A\nKeep,Owns,Helps,N/A\nDo,N/A,Owns/Helps,Helps\nSee,Helps,Owns,\n"
    table = read(text)
    assert not table.has_letters
    assert {fold(term) for term in table.terms} == {"owns", "helps"}
    assert cells(read(text, owns="A", helps="C"))["Do"] == "- A/C C"


# ---- refusals


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"Just a letter to the Mayor.\n", "letter.txt"),
        (b"Name,Age\nDana,40\nEli,50\n", "people.csv"),
        (b"A,R\nR,A\n", "no_headings.csv"),
        (b"# A page\n\nwithout a table\n", "page.md"),
        (b"\x00\x01\x02\x03", "noise.csv"),
        (b"%PDF-1.7\n", "matrix.pdf"),
        (b"\xd0\xcf\x11\xe0", "old.xls"),
        (b"PK\x03\x04 but no workbook", "matrix.xlsx"),
        (b"title: x\n", "matrix.yaml"),
    ],
)
def test_what_holds_no_matrix_is_refused_with_what_to_do(content: bytes, name: str) -> None:
    with pytest.raises(Exception, match=name) as refused:
        read_matrix_file(content, name)
    assert type(refused.value).__name__ in ("Unreadable", "Mistakes")
    assert str(refused.value).endswith(".")
