"""People become cells, cells every grouping, and thousands of cells are compared at once."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.statistics.comparisons import compare
from metrics.statistics.cube import cube, from_people

approx = pytest.approx


def test_people_become_cells_and_cells_every_grouping():
    rng = np.random.default_rng(1)
    levels = {"race": ("a", "b", "unknown"), "gender": ("x", "y"), "age": ("1", "2", "3", "4")}
    codes = np.stack([rng.integers(0, len(each), 5000) for each in levels.values()], axis=1)
    outcome, weight = rng.integers(0, 2, 5000), rng.uniform(0.5, 2, 5000)
    finest = from_people(levels, list(codes.T), outcome, weight)
    made = cube(finest)
    assert sorted(map(len, made)) == [1, 1, 1, 2, 2, 2, 3]
    here = (codes[:, 0] == 2) & (codes[:, 2] == 1)
    cells = made["race", "age"]
    at = list(cells.names()).index(("unknown", "2"))
    sums = {name: values[at] for name, values in cells.sums.items()}
    assert (sums["n"], sums["k"]) == (here.sum(), outcome[here].sum())
    assert sums["W2y"] == approx((weight[here] ** 2 * outcome[here]).sum())
    assert cells.sums["n"].dtype == np.int64
    with pytest.raises(ValueError, match="Group by some of race, gender, age"):
        finest.by(["race", "race"])
    with pytest.raises(ValueError, match="gender is none of 0 to 1"):
        from_people(levels, [codes[:, 0], codes[:, 0], codes[:, 2]], outcome, weight)


def test_many_cells_are_compared_at_once_as_one_by_one():
    rng = np.random.default_rng(4)
    n = rng.integers(1, 300, 500)
    k = rng.integers(0, n + 1)
    together = compare(k, n, 400, 1000)
    for at in (0, 17, 499):
        alone = compare(k[at], n[at], 400, 1000)
        assert float(together.ratio_limits[1][at]) == float(alone.ratio_limits[1])
        assert bool(together.below[at]) == bool(alone.below)
