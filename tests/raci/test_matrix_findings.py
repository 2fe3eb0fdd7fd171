"""Each finding has a matrix that triggers it and one that nearly does."""

from __future__ import annotations

import pytest

from raci.matrix.findings import Finding, Level, by_activity, findings
from raci.matrix.table import Column, Heading, MatrixTable, Row, parse_codes


def matrix(*rows: str) -> MatrixTable:
    """`matrix("A R -", "R A I")`: an activity a line, a role a column."""
    cells = [line.replace("-", "").split(" ") for line in rows]
    columns = tuple(Column(f"P{at}", f"Role {at}", f"r{at}") for at in range(1, len(cells[0]) + 1))
    activities = tuple(Row(f"1.{number}", f"Activity {number}", "1") for number in range(1, len(rows) + 1))
    return MatrixTable(
        title="", source="", label="", columns=columns, categories=(Heading("1", "All"),), activities=activities,
        cells={
            (row.code, column.code): parse_codes(codes) or ""
            for row, line in zip(activities, cells, strict=True)
            for column, codes in zip(columns, line, strict=True) if codes
        },
    )  # fmt: skip


def rules(table: MatrixTable, **kwargs: object) -> list[tuple[str, str]]:
    return [(one.rule, one.where) for one in findings(table, **kwargs)]


@pytest.mark.parametrize(
    ("rule", "where", "level", "triggers", "nearly"),
    [
        ("no_a", "1.2", "error", ["A R I", "R R I"], ["A R I", "R R A"]),
        ("two_a", "1.1", "error", ["A R A", "R A I"], ["A R R", "R A I"]),
        ("no_r", "1.1", "error", ["A I C", "R A I"], ["A I C/R", "R A I"]),
        ("every_c", "1.1", "warning", ["C C C", "R A I"], ["C C -", "R A I"]),
        ("every_c", "1.1", "warning", ["A/C R/C C", "R A I"], ["A R/C C", "R A I"]),
        ("every_c", "1.1", "warning", ["A/C R/C C", "R A I"], ["A/C R/C I", "R A I"]),
        ("all_others_c", "1.1", "hint", ["A R C C C C", "R A I I I I"], ["A R C C C I", "R A I I I I"]),
        ("all_others_c", "1.1", "hint", ["A R C C C C", "R A I I I I"], ["A R C C C -", "R A I I I I"]),
        ("all_others_c", "1.1", "hint", ["A R C C C C", "R A I I I I"], ["A R C C C R", "R A I I I I"]),
        ("r_everywhere", "P2", "warning", ["A R C", "A R I"], ["A R C", "A I R"]),
        ("no_cell", "P3", "warning", ["A R -", "R A -"], ["A R -", "R A I"]),
    ],
)
def test_finding_is_told_where_it_is_and_not_where_it_nearly_is(
    rule: str, where: str, level: str, triggers: list[str], nearly: list[str]
) -> None:
    found = [one for one in findings(matrix(*triggers)) if one.rule == rule]
    assert [(one.where, one.level) for one in found] == [(where, level)]
    assert rule not in [one.rule for one in findings(matrix(*nearly))]


def test_nothing_is_found_in_a_sound_matrix() -> None:
    assert findings(matrix("A R C", "R A I", "I R/C A")) == []


def test_several_r_are_no_fault() -> None:
    assert rules(matrix("A R R", "R A I")) == []


def test_texts_name_the_activity_and_the_roles_and_say_what_to_do() -> None:
    (found,) = findings(matrix("A R A", "R A I"))
    assert found == Finding(
        Level.ERROR,
        "1.1",
        "two_a",
        "“Activity 1” has 2 A (r1, r3): nobody knows who decides. Leave one of them the A.",
        activity="1.1",
    )


def test_of_a_row_that_was_understood_in_part_the_rest_is_told_as_a_warning() -> None:
    table = matrix("- R -", "R A -")
    assert rules(table) == [("no_a", "1.1"), ("no_cell", "P3")]
    assert rules(table, unread={("1.1", "P3")}) == [("no_a", "1.1")]
    assert rules(table, unread={("1.1", "P1")}) == [("no_a", "1.1"), ("no_cell", "P3")]
    assert rules(matrix("A A R -", "R A I I"), unread={("1.1", "P4")}) == [("two_a", "1.1")]
    (found,) = findings(table, {("1.1", "P3")})
    assert (found.level, "in the cells that were understood" in found.text) == (Level.WARNING, True)
    assert rules(matrix("- - -", "R A I"), unread={("1.1", "P3")}) == []  # nothing of the row was understood


def test_one_role_or_one_activity_is_no_everywhere() -> None:
    assert ("r_everywhere", "P1") not in rules(matrix("A/R", "A/R"))
    assert ("r_everywhere", "P1") not in rules(matrix("R A"))
    assert ("every_c", "1.1") not in rules(matrix("C", "A/R"))


def test_an_empty_matrix_has_no_findings() -> None:
    assert findings(MatrixTable("", "", "", (Column("P", "Role", "r"),), (), ())) == []


def test_margin_of_a_row_holds_its_own_findings() -> None:
    rows = by_activity(findings(matrix("- R -", "A A -")))
    assert {code: [one.rule for one in found] for code, found in rows.items()} == {
        "1.1": ["no_a"],
        "1.2": ["two_a", "no_r"],
    }
