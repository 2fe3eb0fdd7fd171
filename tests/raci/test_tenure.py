"""Who held a post through time: gaps, overlaps, acting periods, in words and as a picture; against a count day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from raci.tenure import Span, between, picture, stretches

TODAY = date(2026, 11, 28)


def d(text: str) -> date:
    return date.fromisoformat(text)


def test_a_gap_is_said_with_its_days():
    spans = [Span("Ada", d("2026-01-01"), d("2026-11-02")), Span("Ben", d("2026-12-09"), None)]
    assert [one.sentence for one in stretches(spans)] == [
        "Ada 1 Jan to 2 Nov 2026",
        "vacant 3 Nov to 8 Dec 2026 (36 days)",
        "Ben from 9 Dec 2026",
    ]


def test_an_overlap_names_both_and_an_acting_holder_is_acting():
    spans = [Span("Ada", d("2026-01-01"), d("2026-05-05")), Span("Ben", d("2026-05-01"), None, acting=True)]
    assert [one.sentence for one in stretches(spans)] == [
        "Ada 1 Jan to 30 Apr 2026",
        "2 holders 1 to 5 May 2026: Ada, Ben (acting)",
        "Ben (acting) from 6 May 2026",
    ]


def test_a_post_that_was_left_is_vacant_from_the_day_after():
    (held, gap) = stretches([Span("Ada", d("2026-01-01"), d("2026-01-01"))])
    assert (held.sentence, gap.sentence) == ("Ada on 1 Jan 2026", "vacant from 2 Jan 2026")
    assert between(d("2025-12-30"), d("2026-01-02")) == "30 Dec 2025 to 2 Jan 2026"


DAYS = st.integers(0, 60)
SPANS = st.lists(
    st.tuples(st.sampled_from("ABC"), DAYS, st.one_of(st.none(), DAYS)).map(
        lambda told: Span(
            told[0],
            d("2026-01-01") + timedelta(days=told[1]),
            None if told[2] is None else d("2026-01-01") + timedelta(days=told[1] + told[2]),
        )
    ),
    min_size=1,
    max_size=6,
)


@given(SPANS)
@settings(max_examples=200, database=None)
def test_stretches_say_of_each_day_who_held_it(spans: list[Span]):
    found = stretches(spans)
    day = min(span.begins for span in spans)
    for _ in range(140):
        (one,) = [s for s in found if s.begins <= day and (s.ends is None or day <= s.ends)]
        assert set(one.holders) == {span for span in spans if span.covers(day)}
        day += timedelta(days=1)


@given(SPANS)
@settings(max_examples=100, database=None)
def test_the_picture_stays_in_its_frame(spans: list[Span]):
    found = picture(spans, TODAY)
    assert found is not None
    assert 0 <= found.today <= 100
    for line in found.lines:
        assert all(0 <= bar.left <= 100 and bar.width > 0 and bar.left + bar.width <= 101 for bar in line.bars)
    assert any(line.name == "Vacant" for line in found.lines) == any(one.is_gap for one in stretches(spans))
