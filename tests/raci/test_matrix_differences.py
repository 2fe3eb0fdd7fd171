"""Two versions apart, in words; a table as plain values; a table changed: none of it needs a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from raci.matrix.board import board
from raci.matrix.differences import cell_changes, in_force_words, text_changes
from raci.matrix.editing import (
    problems,
    with_activity,
    with_activity_called,
    with_category,
    with_cell,
    with_facts,
    without_activity,
    without_category,
)
from raci.matrix.plain import from_plain, to_plain
from raci.matrix.table import Column, Heading, MatrixTable, Row
from raci.refusals import NotReady

TABLE = MatrixTable(
    title="Equity",
    source="A paper",
    label="Example",
    columns=(Column("EO", "Equity Officer", "Officer"), Column("DIR", "Directors", "Directors")),
    categories=(Heading("1", "Strategy"), Heading("4", "Procedures", True)),
    activities=(Row("1.1", "Set standards", "1"), Row("1.4", "Comply", "1"), Row("4.1", "Plan", "4")),
    cells={("1.1", "EO"): "A", ("1.4", "EO"): "RA", ("1.4", "DIR"): "I", ("4.1", "DIR"): "RC"},
)


def test_plain_values_give_the_same_table_back():
    assert from_plain(to_plain(TABLE), TABLE.columns) == TABLE


def test_a_changed_cell_is_said_in_words():
    changed = with_cell(with_cell(TABLE, "1.4", "DIR", "r"), "4.1", "DIR", "")
    changes = cell_changes(TABLE, changed)
    assert [one.words for one in changes] == ["Directors on 1.4: R, was I", "Directors on 4.1: nothing, was R/C"]
    assert [(one.gained, one.lost) for one in changes] == [("R", "I"), ("", "RC")]
    assert cell_changes(TABLE, TABLE) == text_changes(TABLE, TABLE) == []


def test_who_decides_stands_first():
    moved = with_cell(with_cell(TABLE, "1.1", "EO", "C"), "1.1", "DIR", "A")
    words = in_force_words(cell_changes(TABLE, moved))
    assert words == "A of 1.1 is Directors, was Officer; Officer on 1.1: C, was A"
    assert in_force_words(cell_changes(TABLE, with_cell(TABLE, "1.1", "EO", ""))) == "A of 1.1 is nobody, was Officer"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: with_facts(table, {"label": "", "adopted_by": "Council"}), ["label", "adopted by"]),
        (lambda table: with_activity(table, "4.2", "Report", "4"), ["Activity 4.2"]),
        (lambda table: without_activity(table, "1.1"), ["Activity 1.1"]),
        (lambda table: with_activity_called(table, "1.1", "Set them", "1"), ["Activity 1.1"]),
        (
            lambda table: with_activity_called(table, "1.1", "Set standards", "4"),
            ["Activity 1.1", "order of the activities"],
        ),
        (lambda table: with_category(table, Heading("4", "Procedures")), ["Category 4"]),
        (lambda table: with_category(table, Heading("5", "More")), ["Category 5"]),
    ],
)
def test_what_else_differs_is_named(change, words: list[str]):
    assert [one.what for one in text_changes(TABLE, change(TABLE))] == words


def test_the_board_shows_what_is_new_what_moved_and_what_is_gone():
    new = with_activity(
        with_activity_called(without_activity(TABLE, "1.1"), "1.4", "Obey", "1"), "4.9", "Translate", "4"
    )
    drawn = board(new, TABLE)
    rows = {row.row.code: (row.note, row.is_gone) for group in drawn.groups for row in group.rows}
    assert rows == {"1.4": ("was “Comply”", False), "1.1": ("gone", True), "4.1": ("", False), "4.9": ("new", False)}
    assert not any(row.is_changed for group in board(TABLE).groups for row in group.rows)
    emptied = without_category(without_activity(TABLE, "4.1"), "4")
    assert [(group.heading.code, group.note) for group in board(emptied, TABLE).groups] == [("1", ""), ("4", "gone")]


@pytest.mark.parametrize(
    "change",
    [
        lambda: with_cell(TABLE, "9.9", "EO", "R"),
        lambda: with_cell(TABLE, "1.1", "CAO", "R"),
        lambda: with_cell(TABLE, "1.1", "EO", "RR"),
        lambda: with_activity(TABLE, "1.1", "Again", "1"),
        lambda: with_activity(TABLE, "a b", "Blank in it", "1"),
        lambda: with_activity(TABLE, "1.9", "", "1"),
        lambda: with_activity(TABLE, "1.9", "Nowhere", "7"),
        lambda: with_activity_called(TABLE, "7.7", "Nothing", "1"),
        lambda: without_category(TABLE, "4"),
        lambda: with_category(TABLE, Heading("5", " ")),
    ],
)
def test_what_cannot_be_is_refused(change):
    with pytest.raises(NotReady):
        change()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "}, {"title": "T" * 201}, {"label": "L" * 301}, {"adopted_on": "yesterday"},
        {"activities": (Row("1.1", "Set", "7"),)}, {"categories": (Heading("1 a", "Strategy"),)},
        {"activities": TABLE.activities[:1] * 2},
    ],
    ids=str,
)  # fmt: skip
def test_a_table_that_could_not_be_stored_says_why(wrong: dict[str, object]):
    assert list(problems(TABLE)) == []
    assert list(problems(replace(TABLE, **wrong)))
