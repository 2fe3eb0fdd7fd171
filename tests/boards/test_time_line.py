"""The picture of a board's seats says on its day what the table says, and its bars do not lie on each other."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from boards.standing import Clause, Place, State, Term, seat_on
from boards.time_line import time_line
from tests.boards.test_standing import boards, days

DAY = date(2026, 3, 1)


@given(boards(), days, st.sampled_from(Clause))
def test_the_bar_of_the_day_is_the_state_of_the_seat(board, day, clause):
    places, terms = board
    there = [one for one in places if one.there_on(day)]
    line = time_line(day, there, terms, clause)
    for place, bars in zip(there, line.rows, strict=True):
        mine = [one for one in terms if one.seat == place.key]
        states = [bar.state for bar in bars if bar.begins <= day <= bar.ends]
        now = seat_on(day, place, mine, clause).state
        # before the first term of an old seat nothing is drawn: nobody knows who had it
        assert states == [now] or (states == [] and now is State.VACANT and min(one.serves_from for one in mine) > day)
        ordered = sorted(bars, key=lambda bar: bar.begins)
        assert all(before.ends < after.begins for before, after in pairwise(ordered))
        assert all(line.first <= bar.begins <= bar.ends <= line.last for bar in bars)


def test_nothing_is_said_of_a_seat_before_its_first_known_term():
    old = Place("a", date(2001, 7, 1))
    [bars] = time_line(DAY, [old], [Term("a", "Nora", date(2025, 1, 1), date(2027, 1, 1))], Clause.NO).rows
    assert [(bar.state, bar.begins) for bar in bars] == [(State.FILLED, date(2025, 1, 1))]
    new = Place("a", date(2024, 7, 1))
    [bars] = time_line(DAY, [new], [Term("a", "Nora", date(2025, 1, 1), date(2027, 1, 1))], Clause.NO).rows
    assert [(bar.state, bar.begins) for bar in bars] == [(State.VACANT, new.from_on), (State.FILLED, date(2025, 1, 1))]
