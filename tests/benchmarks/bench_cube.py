"""What the cube costs: every grouping of people in five dimensions, and every interval, in ratios of one run.

People: 1,000,000 (PEOPLE), encoded as small numbers. Peers that are installed are measured on the same people, fewer of them
(PEER_PEOPLE, 20,000), since they grow with them: `pip install fairlearn aequitas`.
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from metrics.statistics.comparisons import compare
from metrics.statistics.cube import Cells, cube, from_people

PEOPLE, PEERS = int(os.environ.get("PEOPLE", "1000000")), int(os.environ.get("PEER_PEOPLE", "20000"))
SHAPE = (8, 3, 4, 7, 4)  # 2,688 combinations of levels, 31 groupings
NAMES = ("race", "gender", "age", "area", "language")
LEVELS = {name: tuple(f"{name}{at}" for at in range(size)) for name, size in zip(NAMES, SHAPE, strict=True)}
TIMES, LEAST_FAIRLEARN, MOST_NUMPY, MOST_INTERVALS = 7, 1000, 3.0, 0.005


class People:
    """Encoded as they would be kept: a byte a dimension and for the outcome, a double for the weight."""

    def __init__(self, count: int) -> None:
        rng = np.random.default_rng(1)
        self.columns = [np.minimum(rng.geometric(0.45, count) - 1, size - 1).astype(np.uint8) for size in SHAPE]
        self.outcome = (rng.uniform(size=count) < 0.3).astype(np.uint8)
        self.weight = rng.uniform(0.5, 2, count)

    def scanned(self) -> float:
        """Each column read once."""
        return float(sum(int(each.max()) for each in (*self.columns, self.outcome)) + self.weight.max())

    def cubed(self) -> dict[tuple[str, ...], Cells]:
        return cube(from_people(LEVELS, self.columns, self.outcome, self.weight))

    def by_bincount(self) -> list[Any]:
        """The same by hand: a count and five weighted counts over one key, then sums along axes."""
        key = np.ravel_multi_index(tuple(self.columns), SHAPE)
        w, y = self.weight, self.outcome.astype(float)
        sums = [np.bincount(key, each, minlength=int(np.prod(SHAPE))) for each in (None, y, w, w * y, w * w, w * w * y)]
        whole = np.stack(sums).reshape(6, *SHAPE)
        axes = range(1, 6)
        return [whole.sum(axis=kept) for size in range(5) for kept in combinations(axes, size)]


def best(work: Callable[[], Any], times: int = TIMES) -> float:
    """Seconds of the quickest of several turns."""
    took = []
    for _turn in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def test_cube_against_a_scan_and_numpy():
    people = People(PEOPLE)
    made = people.cubed()
    assert len(made) == 31
    assert {int(cells.sums["n"].sum()) for cells in made.values()} == {PEOPLE}
    scan, numpy, ours = best(people.scanned), best(people.by_bincount), best(people.cubed)
    print(
        f"\ncube of {PEOPLE:,} people: {ours * 1000:.1f} ms, {ours / scan:.1f} times one scan of the columns "
        f"({scan * 1000:.2f} ms), {ours / numpy:.2f} times numpy by hand ({numpy * 1000:.1f} ms)"
    )
    assert ours / numpy <= MOST_NUMPY


def test_cube_grows_with_people():
    took = {count: best(People(count).cubed, 5) for count in (100_000, 1_000_000, 10_000_000)}
    few, some, many = took.values()
    print(f"\ncube: ten times the people take {some / few:.1f} and {many / some:.1f} times as long")
    assert many / some <= 12


def test_every_interval():
    made = People(PEOPLE).cubed()
    k, n = (np.concatenate([cells.sums[name] for cells in made.values()]) for name in ("k", "n"))
    took = best(lambda: compare(k, n, 4000, 10_000))
    print(f"\nintervals and tests of {len(n):,} cells: {took * 1000:.2f} ms")
    assert took * 6716 / len(n) < MOST_INTERVALS


def test_cube_against_fairlearn():
    if not importlib.util.find_spec("fairlearn"):
        pytest.skip("fairlearn is not installed")
    import pandas as pd
    from fairlearn.metrics import MetricFrame, count, selection_rate

    people = People(PEERS)
    table = pd.DataFrame(dict(zip(NAMES, people.columns, strict=True)))
    groupings = [list(names) for size in range(1, 6) for names in combinations(NAMES, size)]

    def theirs() -> list[Any]:
        measures = {"n": count, "rate": selection_rate}
        y = people.outcome
        return [
            MetricFrame(metrics=measures, y_true=y, y_pred=y, sensitive_features=table[names]) for names in groupings
        ]

    other, ours = best(theirs, 1), best(people.cubed)
    print(
        f"\ncube of {PEERS:,} people: {other / ours:,.0f} times as fast as fairlearn ({other:.1f} s and {ours * 1000:.2f} ms)"
    )
    assert other / ours >= LEAST_FAIRLEARN


def test_cube_against_aequitas():
    if not importlib.util.find_spec("aequitas"):
        pytest.skip("aequitas is not installed")
    import pandas as pd
    from aequitas.group import Group

    people = People(PEERS)
    words = pd.DataFrame(
        {name: pd.Series(column).astype(str) for name, column in zip(NAMES, people.columns, strict=True)}
    )
    groupings = [list(names) for size in range(1, 6) for names in combinations(NAMES, size)]
    table = pd.DataFrame({"_".join(names): words[names].agg("|".join, axis=1).astype(object) for names in groupings})
    table["score"] = table["label_value"] = people.outcome

    def theirs() -> Any:
        return Group().get_crosstabs(table, attr_cols=["_".join(names) for names in groupings])

    other, ours = best(theirs, 1), best(people.cubed)
    print(
        f"\ncube of {PEERS:,} people: {other / ours:,.0f} times as fast as aequitas ({other:.1f} s and {ours * 1000:.2f} ms)"
    )
    assert other > ours
