"""A budget adds up, or the line that breaks it is named; a zero at its end says where everything went."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.city.figures import read_figures
from metrics.reconciling import CHANGE, FIGURES, OPENING, SUBTOTAL, Line, broken, reconcile, why_zero

ANCHORAGE = Path(__file__).parents[2] / "equity_portal" / "cities" / "anchorage"


@pytest.fixture(scope="module")
def table() -> tuple[Line, ...]:
    (one,) = read_figures(ANCHORAGE).reconciliations
    return one.lines


def changed(table: tuple[Line, ...], number: int, **figures: int) -> tuple[Line, ...]:
    return tuple(replace(line, **figures) if at == number else line for at, line in enumerate(table))


def test_the_shipped_table_adds_up_to_zero_and_says_why(table):
    finding = reconcile(table)
    assert (finding.adds_up, finding.ends_at_zero) == (True, True)
    assert [line.cents // 100 for line in table] == [243917, 42901, -43670, 243148, -243148, 0]
    assert [line.full_time for line in table] == [3, 0, -1, 2, -2, 0]
    assert why_zero(finding) == (
        "The budget ends at 0: 2 positions (243,148) moved to Municipal Manager; 1 position (43,670) now paid from Alcohol Tax."
    )


@pytest.mark.parametrize(
    ("number", "figures", "line", "expected", "found", "suspects"),
    [
        (1, {"cents": 42911_00}, 3, 243158_00, 243148_00, (0, 1, 2)),  # a change: what follows confirms the subtotal
        (0, {"cents": 243971_00}, 3, 243202_00, 243148_00, (0, 1, 2)),
        (3, {"cents": 243149_00}, 3, 243148_00, 243149_00, (3,)),  # the subtotal itself: what follows knows better
        (4, {"cents": -243147_00}, 5, 1_00, 0, (3, 4, 5)),
        (5, {"full_time": 1}, 5, 0, 1, (3, 4, 5)),
        (2, {"full_time": 0, "part_time": -1}, 3, 3, 2, (0, 1, 2)),  # a position of the wrong kind
    ],
)
def test_a_changed_digit_is_named(table, number, figures, line, expected, found, suspects):
    wrong = changed(table, number, **figures)
    finding = reconcile(wrong)
    first = finding.breaks[0]
    assert {one.line for one in finding.breaks} == {line}
    assert (first.label, first.expected, first.found, first.suspects) == (table[line].label, expected, found, suspects)
    assert number in first.suspects
    assert why_zero(finding) == ""


def test_the_sentence_names_line_figures_and_where_to_look(table):
    wrong = changed(table, 3, cents=243149_00)
    (one,) = reconcile(wrong).breaks
    assert broken(one, wrong) == (
        "“2022 Continuation Level” does not add up in direct costs: the lines above it come to 243,148, and it says 243,149."
        " What follows adds up from the figure expected, so correct this line."
    )
    (one,) = reconcile(changed(table, 1, cents=42901_50)).breaks
    assert "come to 243,148.50" in broken(one, table)
    assert "Look at: “2021 Revised Budget”; “Salaries" in broken(one, table)


def test_where_nothing_says_where_it_went_the_sentence_says_so():
    lines = [
        Line("Before", OPENING, 500_00, full_time=1),
        Line("Cut", CHANGE, -500_00, full_time=-1),
        Line("After", SUBTOTAL),
    ]
    assert why_zero(reconcile(lines)) == "The budget ends at 0: 1 position (500), of which no line says where it went."
    assert (
        why_zero(reconcile([Line("Before", OPENING), Line("After", SUBTOTAL)])) == "The budget ends at 0, as it began."
    )


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([Line("a", CHANGE), Line("b", SUBTOTAL)], "first line"),
        ([Line("a", OPENING), Line("b", OPENING), Line("c", SUBTOTAL)], "first line"),
        ([Line("a", OPENING), Line("b", CHANGE)], "last line"),
        ([Line("a", OPENING), Line("b", "total"), Line("c", SUBTOTAL)], "“b” is neither"),
        ([], "first line"),
    ],
)
def test_what_is_no_reconciliation_is_not_judged(lines, says):
    finding = reconcile(lines)
    assert says in finding.unordered
    assert not finding.adds_up


amounts = st.tuples(*[st.integers(-(10**11), 10**11)] * len(FIGURES))


@st.composite
def budgets(draw) -> list[Line]:
    """A table that adds up, of one to four stretches."""
    at = list(draw(amounts))
    lines = [Line("opening", OPENING, *at)]
    for stretch in range(draw(st.integers(1, 4))):
        for change in draw(st.lists(amounts, max_size=4)):
            lines.append(Line(f"change {stretch}", CHANGE, *change))
            at = [one + other for one, other in zip(at, change, strict=True)]
        lines.append(Line(f"subtotal {stretch}", SUBTOTAL, *at))
    return lines


@given(budgets(), st.data())
@settings(max_examples=80, derandomize=True)
def test_one_wrong_figure_breaks_one_line_and_is_among_its_suspects(lines, data):
    assert reconcile(lines).adds_up
    number = data.draw(st.integers(0, len(lines) - 1))
    name = data.draw(st.sampled_from(FIGURES))
    off = data.draw(st.integers(-99, 99).filter(bool))
    wrong = changed(tuple(lines), number, **{name: lines[number].figure(name) + off})
    (one,) = reconcile(wrong).breaks
    assert one.figure == name
    assert number in one.suspects
    assert abs(one.expected - one.found) == abs(off)
