"""How seats stand on a day: examples a clerk would count by hand, and what holds of every board."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.standing import Clause, Place, State, Term, add_months, board_on, seat_on

DAY = date(2026, 3, 1)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
maybe = st.none() | days


def on(term: Term | None, clause: Clause = Clause.NO, from_on: date | None = None):
    return seat_on(DAY, Place("a", from_on), [term] if term else [], clause)


@pytest.mark.parametrize(
    ("ends", "clause", "state", "since"),
    [
        (DAY, Clause.NO, State.FILLED, date(2024, 3, 2)),  # the last day of a term is in it
        (date(2026, 2, 28), Clause.YES, State.HOLDOVER, DAY),
        (date(2026, 2, 28), Clause.NO, State.EXPIRED, DAY),
        (date(2026, 2, 28), Clause.NOT_KNOWN, State.EXPIRED, DAY),
        (None, Clause.NO, State.FILLED, date(2024, 3, 2)),
    ],
)
def test_a_seat_is_what_its_term_and_the_law_say(ends, clause, state, since):
    one = on(Term("a", "Nora", date(2024, 3, 2), ends), clause)
    assert (one.state, one.since) == (state, since)
    assert one.is_filled == (state in (State.FILLED, State.HOLDOVER))


def test_a_vacant_seat_counts_its_days_from_the_day_after_the_last_one_left():
    one = on(Term("a", "Nora", None, date(2026, 12, 31), date(2025, 12, 7)))
    assert (one.state, one.since, one.days) == (State.VACANT, date(2025, 12, 8), 84)


def test_a_new_seat_is_vacant_since_it_came_to_be_and_of_others_nobody_knows():
    assert on(None, from_on=date(2026, 2, 28)).days == 2
    assert on(None).days is None


def test_who_takes_the_seat_tomorrow_does_not_fill_it_today():
    assert on(Term("a", "Nora", DAY + timedelta(days=1))).state is State.VACANT


def test_quorum_is_lacking_or_would_be_once_terms_end():
    places = [Place(n) for n in range(5)]
    ends = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2027, 3, 1)]
    terms = [Term(n, f"member {n}", date(2025, 1, 1), end) for n, end in enumerate(ends)]
    board = board_on(DAY, places, terms, clause=Clause.NO, quorum=3)
    assert (board.total, board.filled, board.vacant) == (5, 4, 1)
    assert board.ending == {6: 2, 12: 4}
    assert (board.lacks_quorum, board.may_lose_quorum) == (False, True)
    assert board_on(DAY, places, terms[:2], clause=Clause.NO, quorum=3).lacks_quorum
    assert not board_on(DAY, places, terms, clause=Clause.NO, quorum=None).may_lose_quorum


@given(days, st.integers(-30, 60))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@st.composite
def boards(draw):
    """Seats with terms that do not overlap in a seat, as the database holds them."""
    places, terms = [], []
    for seat in range(draw(st.integers(0, 6))):
        places.append(Place(seat, draw(maybe), draw(maybe)))
        edges = sorted(draw(st.lists(days, max_size=6, unique=True)))
        for at in range(0, len(edges) - 1, 2):
            terms.append(Term(seat, draw(st.integers(0, 9)), edges[at], draw(maybe), edges[at + 1]))
    return places, terms


@given(boards(), days, st.sampled_from(Clause), st.none() | st.integers(1, 6))
def test_each_seat_is_counted_once_and_nobody_is_in_it_twice(board, day, clause, quorum):
    places, terms = board
    found = board_on(day, places, terms, clause=clause, quorum=quorum)
    assert found.total == found.filled + found.vacant == sum(one.there_on(day) for one in places)
    assert found.holdover <= found.filled
    assert found.expired <= found.vacant
    assert [one.seat for one in found.seats] == [one.key for one in places if one.there_on(day)]
    sitting = [one.term for one in found.seats if one.term is not None]
    there = {one.seat for one in found.seats}
    assert sorted(sitting, key=terms.index) == [one for one in terms if one.covers(day) and one.seat in there]
    if clause is not Clause.YES:
        assert found.holdover == 0
    assert not (found.lacks_quorum and found.may_lose_quorum)


@given(boards(), days, st.sampled_from(Clause))
def test_a_seat_has_been_as_it_is_on_each_day_since(board, day, clause):
    places, terms = board
    for one in board_on(day, places, terms, clause=clause).seats:
        if one.since is None or (day - one.since).days > 400:
            continue
        mine = [term for term in terms if term.seat == one.seat]
        place = next(place for place in places if place.key == one.seat)
        between = [one.since + timedelta(days=n) for n in range((day - one.since).days + 1)]
        assert {seat_on(then, place, mine, clause).state for then in between} == {one.state}
        assert one.days == len(between)
