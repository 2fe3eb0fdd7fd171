"""People who may select several: the directive's three approaches on one small table, and what holds of every table."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.groupings import (
    ANY,
    APPROACHES,
    COMBINED,
    FREQUENT,
    OTHERS,
    Answers,
    Overlaps,
    alike,
    code_of,
    gather,
    in_categories_of,
    retell,
    set_of,
    tabulate,
)
from metrics.standards import shipped
from metrics.standards.comparing import Unlike
from metrics.standards.facts import UNANSWERED_CODES

KNOWN = shipped()
RACE = KNOWN.dimensions["race-ethnicity-2024"]
TO_1997 = KNOWN.crosswalks["spd15-2024-to-1997"]
# Twenty-four respondents; every figure below is counted by hand.
TWENTY_FOUR = {
    "white": 9, "black": 3, "hispanic": 2, "asian": 2, "aian": 1, "white+hispanic": 2, "white+black": 1, "aian+hispanic": 1,
    "white+asian": 1, "mena": 1, "nhpi+asian": 1,
}  # fmt: skip


def answers(**unanswered: int) -> Answers:
    people = [set_of(code) for code, count in TWENTY_FOUR.items() for _each in range(count)]
    return gather(RACE, [*people, *([reason] for reason, count in unanswered.items() for _each in range(count))])


def counted(table) -> dict[str, int]:
    return {row.level: row.people for row in table.rows}


def test_alone_or_in_combination_counts_thirty_times_among_twenty_four_and_has_no_sum():
    table = tabulate(KNOWN, answers(declined=3), ANY)
    assert counted(table) == {"aian": 2, "asian": 4, "black": 4, "hispanic": 5, "mena": 1, "nhpi": 1, "white": 13}
    assert table.n == 24
    assert table.row("white").share == Fraction(13, 24)
    assert table.unanswered == {"unknown": 0, "declined": 3, "not_asked": 0}
    with pytest.raises(Overlaps):
        table.total()


def test_combined_has_everybody_once():
    table = tabulate(KNOWN, answers(), COMBINED)
    assert counted(table) == {
        "aian": 1, "asian": 2, "black": 3, "hispanic": 2, "mena": 1, "nhpi": 0, "white": 9, "multi": 6
    }  # fmt: skip
    assert table.total() == table.n == 24
    assert table.row("multi").share == Fraction(1, 4)


def test_the_most_frequent_combinations_and_one_row_for_the_others():
    every = counted(tabulate(KNOWN, answers(), FREQUENT))
    assert every["hispanic+white"] == 2
    assert len(every) == 7 + 5
    assert OTHERS not in every
    some = tabulate(KNOWN, answers(), FREQUENT, least=2)
    assert counted(some)[OTHERS] == 4
    assert some.total() == 24
    assert counted(tabulate(KNOWN, answers(), FREQUENT, most=1)) == counted(some)


def test_in_the_categories_of_1997_hispanic_comes_first_and_middle_eastern_counts_as_white():
    table = in_categories_of(KNOWN, answers(), TO_1997)
    assert counted(table) == {
        "hispanic": 5, "white": 10, "black": 3, "asian": 2, "nhpi": 0, "aian": 1, "two-or-more": 3
    }  # fmt: skip
    assert TO_1997.level_of(frozenset({"white", "mena"})) == "white"
    legacy = retell(KNOWN, table, KNOWN.crosswalks["eeo-1997-to-ugesp"])
    assert counted(legacy)["asian-pacific"] == 2
    assert (legacy.total(), legacy.standard) == (24, "ugesp-1978")


def test_tables_of_unlike_standards_or_approaches_do_not_stand_side_by_side():
    every, combined = (tabulate(KNOWN, answers(), approach) for approach in (FREQUENT, COMBINED))
    old = in_categories_of(KNOWN, answers(), TO_1997)
    told, same = alike(KNOWN, every, old)
    assert counted(told) == counted(same) == counted(old)
    assert [counted(table) for table in alike(KNOWN, every, combined)] == [counted(combined)] * 2
    with pytest.raises(Unlike, match="count by different rules"):
        alike(KNOWN, combined, old)
    with pytest.raises(Unlike, match="by one approach"):
        alike(KNOWN, tabulate(KNOWN, answers(), ANY), combined)
    with pytest.raises(Unlike, match="List them all"):
        alike(KNOWN, tabulate(KNOWN, answers(), FREQUENT, least=2), old)
    with pytest.raises(Unlike):
        in_categories_of(KNOWN, answers(), KNOWN.crosswalks["acs-to-common"])


def test_what_nobody_can_have_selected_is_refused():
    for selections, says in ((["martian"], "martian"), (["white", "declined"], "declined"), (["multi"], "multi")):
        with pytest.raises(ValueError, match=says):
            gather(RACE, [selections])
    with pytest.raises(ValueError, match="only one"):
        gather(KNOWN.dimensions["sex"], [["female", "male"]])
    assert gather(RACE, [[]]).unanswered["unknown"] == 1


selections = st.one_of(
    st.sets(st.sampled_from(RACE.choices), max_size=7), st.sampled_from(UNANSWERED_CODES).map(lambda reason: {reason})
)


@given(st.lists(selections, max_size=60), st.integers(1, 5), st.one_of(st.none(), st.integers(0, 4)))
@settings(max_examples=100, derandomize=True)
def test_exclusive_tables_hold_everybody_once_and_overlapping_ones_claim_no_sum(people, least, most):
    given_ = gather(RACE, people)
    tables = {one: tabulate(KNOWN, given_, one, least=least, most=most) for one in APPROACHES}
    for table in (tables[FREQUENT], tables[COMBINED], in_categories_of(KNOWN, given_, TO_1997)):
        assert table.total() == table.n
        assert table.n + sum(table.unanswered.values()) == len(people)
    by_hand = {code: sum(code in selected for selected in people) for code in RACE.choices}
    assert counted(tables[ANY]) == by_hand
    assert not tables[ANY].adds_up
    assert all(tables[ANY].row(code).people >= tables[COMBINED].row(code).people for code in RACE.choices)
    assert all(set_of(code_of(selected)) == selected for selected in given_.sets)
    assert all((row.share is None) == (table.n == 0) for table in tables.values() for row in table.rows)
