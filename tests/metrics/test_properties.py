"""What holds for every table: parity is 1, swapping inverts the ratio, margins sum, and the order of rows does not matter."""

from __future__ import annotations

import math
import os
import random
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.statistics import fourfifths, inequality
from metrics.statistics.comparisons import compare
from metrics.statistics.cube import Cells, cube, gather
from metrics.statistics.disparity import compare_pair
from metrics.statistics.exact import fisher
from metrics.statistics.gaps import Pair, gap_change
from metrics.statistics.index import Goalposts, Indicator, Member, score_index
from metrics.statistics.multiplicity import benjamini_hochberg, holm
from metrics.statistics.progress import progress
from metrics.statistics.ratios import mover_r
from metrics.statistics.references import Counted, Reference, highest
from metrics.statistics.shrinkage import stabilise
from tests.metrics.nearness import approx_all, near
from tests.metrics.tables import told

LONG = int(os.environ.get("STATISTICS", "1"))  # times as many examples as the suite has time for
often = settings(max_examples=60 * LONG, derandomize=LONG == 1)
seldom = settings(max_examples=10 * LONG, derandomize=LONG == 1)
approx = pytest.approx


@st.composite
def counts(draw: Any, most: int = 400) -> tuple[int, int]:
    """k of n."""
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@st.composite
def tables(draw: Any) -> list[tuple[str, int, int]]:
    """Two to six named groups: name, n, k."""
    rows = draw(st.lists(counts(), min_size=2, max_size=6))
    return [(f"g{at}", n, k) for at, (k, n) in enumerate(rows)]


def asked(lines: list[tuple[Any, ...]], header: str = "group,n,k", *options: str, command: str = "disparity") -> Any:
    with tempfile.TemporaryDirectory() as folder:
        return told(command, Path(folder) / "t.csv", header, lines, *options)


def pair(limits: Any) -> list[float]:
    return [float(limit) for limit in limits]


@often
@given(counts())
def test_parity_is_1(one: tuple[int, int]):
    k, n = one
    found = compare(k, n, 3 * k, 3 * n)
    assert (float(found.ratio) if k else 1.0) == approx(1)
    assert (float(found.difference), float(found.h)) == approx((0, 0))
    assert not found.below
    assert fourfifths.flips(k, n, k, n) in (False, None)
    assert fourfifths.shortfall(k, n, k, n) == approx(0)
    if 0 < k < n:
        assert float(found.p_z) == approx(1)
        assert fisher(k, n, k, n).two_sided == approx(1)


@often
@given(counts(), counts())
def test_swapping_inverts_the_ratio_and_turns_the_difference(one: tuple[int, int], other: tuple[int, int]):
    here, back = compare(*one, *other), compare(*other, *one)
    if one[0] and other[0]:
        assert float(here.ratio * back.ratio) == approx(1)
        assert [float(limit) for limit in here.ratio_limits] == approx(
            [1 / float(limit) for limit in back.ratio_limits[::-1]]
        )
        assert [float(each) for each in mover_r(*one, *other)] == approx(
            [1 / float(each) for each in mover_r(*other, *one)[::-1]]
        )
    assert [float(limit) for limit in here.difference_limits] == approx(
        [-float(limit) for limit in back.difference_limits[::-1]]
    )
    assert float(here.z) == approx(-float(back.z), nan_ok=True)
    assert fisher(*one, *other).two_sided == approx(fisher(*other, *one).two_sided, rel=1e-7)
    assert fourfifths.flips(*one, *other) == fourfifths.flips(*other, *one)


@often
@given(counts(), counts())
def test_limits_hold_what_they_are_of_and_stay_where_it_can_be(one: tuple[int, int], other: tuple[int, int]):
    found = compare(*one, *other)
    tiny = 1e-12
    assert 0 <= found.rate_limits[0] <= found.rate + tiny
    assert found.rate - tiny <= found.rate_limits[1] <= 1
    assert -1 - tiny <= found.difference_limits[0] <= found.difference + tiny
    assert found.difference - tiny <= found.difference_limits[1] <= 1 + tiny
    low, high = found.ratio_limits
    assert 0 <= low <= high
    if other[0]:
        assert low <= found.ratio * (1 + 1e-9)
        assert found.ratio <= high * (1 + 1e-9)
    exact = fisher(*one, *other)
    assert 0 <= exact.mid_p <= exact.two_sided <= 1


@often
@given(counts(), counts())
def test_four_fifths_and_what_it_lacks_agree_with_fractions(one: tuple[int, int], other: tuple[int, int]):
    (k1, n1), (k0, n0) = one, other
    verdict = fourfifths.four_fifths(k1, n1, k0, n0)
    if not k0:
        assert verdict == "undefined"
        return
    ratio = Fraction(k1, n1) / Fraction(k0, n0)
    assert verdict == ("at" if ratio == Fraction(4, 5) else "below" if ratio < Fraction(4, 5) else "above")
    more = fourfifths.whole_persons_to_80(k1, n1, k0, n0)
    assert more is not None
    assert (more > 0) == (verdict == "below")
    assert fourfifths.four_fifths(k1 + more, n1, k0, n0) != "below"
    assert not more or fourfifths.four_fifths(k1 + more - 1, n1, k0, n0) == "below"


@often
@given(counts(60), counts(60))
def test_whatever_is_not_told_has_a_reason(one: tuple[int, int], other: tuple[int, int]):
    found = compare_pair(Counted("a", *one), Reference("named", Counted("b", *other)))
    for name in ("ratio", "z", "p_z", "p_fisher", "p_midp", "phi", "flip", "ratio_after_flip", "odds_ratio"):
        value = getattr(found, name)
        assert (value is None or not math.isfinite(value)) <= (name in found.reasons), name
    assert math.isfinite(found.ratio_ci[1]) or "ratio_ci" in found.reasons
    assert found.result in ("INDICATOR_RAISED", "WATCH", "NO_INDICATION", "CANNOT_DETERMINE")


@seldom
@given(tables(), st.randoms())
def test_the_order_of_rows_does_not_matter(lines: list[tuple[str, int, int]], order: random.Random):
    shuffled = order.sample(lines, len(lines))
    here, there = asked(list(lines)), asked(shuffled)
    for part in ("groups", "comparisons"):
        assert by_name(here[part]) == approx_all(by_name(there[part]))
    assert here["spread"]["ratio"] == approx(there["spread"]["ratio"], nan_ok=True) if here["spread"]["ratio"] else True
    measured = [(name, k / n, n, 0.01, "yes") for name, n, k in lines]
    header = "group,value,population,se,favourable"
    again = [measured[lines.index(line)] for line in shuffled]
    one, two = (asked(each, header, command="inequality") for each in (measured, again))
    assert one["measures"] == approx_all(two["measures"])


def by_name(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {row["group"]: row for row in rows}


@often
@given(st.lists(counts(), min_size=1, max_size=8))
def test_the_highest_reference_is_no_small_group_where_a_large_one_is(rows: list[tuple[int, int]]):
    groups = [Counted(f"g{at}", k, n) for at, (k, n) in enumerate(rows)]
    found = highest(groups)
    assert found.counted is not None
    pool = sum(n for _k, n in rows)
    able = [(k, n) for k, n in rows if n >= 30 and 50 * n >= pool]
    if able:
        assert Fraction(found.counted.k or 0, found.counted.n or 1) == max(Fraction(k, n) for k, n in able)
        assert not found.note
    else:
        assert "weak" in found.note


@st.composite
def people(draw: Any) -> Cells:
    """Cells of up to four dimensions, some of them twice."""
    levels = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    rows = draw(st.lists(st.tuples(*(st.integers(0, most - 1) for most in levels)), min_size=1, max_size=25))
    n = np.array(draw(st.lists(st.integers(0, 2**40), min_size=len(rows), max_size=len(rows))), dtype=np.int64)
    names = tuple(f"d{at}" for at in range(len(levels)))
    words = tuple(tuple(f"{at}.{level}" for level in range(most)) for at, most in enumerate(levels))
    return gather(names, words, np.array(rows, dtype=np.int64).reshape(len(rows), len(levels)), {"n": n, "W": n / 7})


@often
@given(people())
def test_margins_sum_and_no_cell_is_dropped(finest: Cells):
    made = cube(finest)
    assert len(made) == 2 ** len(finest.dimensions) - 1
    for dimensions, cells in made.items():
        assert int(cells.sums["n"].sum()) == int(finest.sums["n"].sum())
        assert float(cells.sums["W"].sum()) == approx(float(finest.sums["W"].sum()))
        columns = [finest.dimensions.index(name) for name in dimensions]
        expected: dict[tuple[int, ...], int] = {}
        for row, n in zip(finest.codes[:, columns].tolist(), finest.sums["n"].tolist(), strict=True):
            expected[tuple(row)] = expected.get(tuple(row), 0) + n
        assert dict(zip(map(tuple, cells.codes.tolist()), cells.sums["n"].tolist(), strict=True)) == expected


@often
@given(st.lists(st.floats(0.1, 1000), min_size=2, max_size=8), st.data())
def test_equal_values_are_no_inequality_and_units_do_not_matter_to_what_is_relative(values: list[float], data: Any):
    weights = data.draw(st.lists(st.floats(0.1, 10), min_size=len(values), max_size=len(values)))
    y, share = np.array(values), np.array(weights) / sum(weights)
    same = np.full(y.shape, y[0])
    for measure in (inequality.theil, inequality.mean_log_deviation, inequality.coefficient_of_variation):
        assert float(measure(same, share)) == approx(0, abs=1e-5)
        assert float(measure(y, share)) >= -1e-9
        assert float(measure(60 * y, share)) == approx(float(measure(y, share)), abs=1e-6, rel=1e-6)


@often
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_probabilities_are_no_smaller_and_keep_their_order(p: list[float]):
    for adjusted in (benjamini_hochberg(p), holm(p)):
        assert np.all(adjusted >= np.array(p) - 1e-15)
        assert np.all(adjusted <= 1)
        order = np.argsort(p)
        assert np.all(np.diff(adjusted[order]) >= -1e-15)


@often
@given(st.lists(counts(), min_size=1, max_size=8))
def test_a_stabilised_rate_lies_between_the_groups_own_and_that_of_all(rows: list[tuple[int, int]]):
    k, n = (np.array(column) for column in zip(*rows, strict=True))
    found = stabilise(k, n)
    own = k / n
    low, high = np.minimum(own, found.centre), np.maximum(own, found.centre)
    assert np.all((found.rates >= low - 1e-12) & (found.rates <= high + 1e-12))


@often
@given(*[st.floats(-1000, 1000)] * 3, st.sampled_from(["up", "down"]))
def test_progress_runs_from_0_to_100_and_is_never_a_worsening(baseline: float, target: float, value: float, way: Any):
    found = progress(baseline, target, value, way)
    assert (found.percent is None) == bool(found.reason)
    if found.percent is not None and found.percent > 0:
        assert (value > baseline) == (way == "up")
    if found.percent is not None:
        assert progress(baseline, target, baseline, way).percent == 0
        assert progress(baseline, target, target, way).percent == approx(100)


@often
@given(*[st.floats(0.01, 100)] * 4, st.sampled_from(["up", "down"]))
def test_nobody_is_levelled_down_unseen(
    group: float, reference: float, group_now: float, reference_now: float, way: Any
):
    found = gap_change(Pair(group, reference), Pair(group_now, reference_now), way)
    if found.movement in ("levelled up", "narrowed", "levelled down"):
        sign = 1 if way == "up" else -1
        behind = (group, group_now) if (group - reference) * sign < 0 else (reference, reference_now)
        assert (found.movement != "levelled down") == ((behind[1] - behind[0]) * sign > 0)
        assert abs(found.now.gap) < abs(found.before.gap)


@seldom
@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(0.5, 2)), min_size=1, max_size=5), st.randoms()
)
def test_an_index_lies_between_its_parts_whatever_their_order(
    rows: list[tuple[float, float, float]], order: random.Random
):
    indicators = [
        Indicator(f"i{at}", f"d{at % 2}", Goalposts(0, 100), value, weight, 1.0, (Member("a", value, 50), Member("b", other, 50)))
        for at, (value, other, weight) in enumerate(rows)
    ]  # fmt: skip
    found = score_index(indicators)
    again = score_index(order.sample(indicators, len(indicators)))
    assert near(found.totals["index"].score, again.totals["index"].score) or math.isnan(found.totals["index"].score)
    if found.totals["index"].coverage == 1:
        parts = [max(1.0, part.index) for part in found.parts]
        assert min(parts) - 1e-9 <= found.totals["index"].score <= max(parts) + 1e-9
