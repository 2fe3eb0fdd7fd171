"""A file of observations brought in by the act, against COPY of the same file into a bare table, in turn in one run.

Observations: 1,000,000 (OBSERVATIONS), 20 periods a series, in the order of series and shuffled. Opened, proposed, judged, stored
by the portal's own login in the real table with its indexes, checks and triggers, and committed; all names are known. The bare
table has no index.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from django.db import connection

from metrics.models import Place, Series
from raci.history import acting
from tests.benchmarks.importing import brought_in, copied, peak, seconds
from tests.city import SmallCity, small_city
from tests.database import connect_as_owner
from tests.history.rows import LOADER
from tests.metrics.figures import make_groups, make_indicator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
OBSERVATIONS = int(os.environ.get("OBSERVATIONS", "1000000"))
PERIODS, TURNS, MOST_RATIO, MOST_MIB, MOST_GROWTH = 20, 3, 12.0, 300, 11.0
HEADINGS = ("indicator", "period", "place", "made race", "made sex", "made age", "n", "k")
GROUPS = {"made race": 8, "made sex": 4, "made age": 8}
TEXTS = "indicator text, period int, place text, race text, sex text, age text"
BARE = f"CREATE TABLE bare_observations ({TEXTS}, n bigint, k bigint)"


@pytest.fixture
def city() -> SmallCity:
    """It knows the names of the files."""
    found = small_city()
    for at in range(100):
        make_indicator(found, f"indicator-{at}")
    for name, size in GROUPS.items():
        make_groups(name.replace(" ", "-"), *(f"{name} {at}" for at in range(size)))
    with acting(by=LOADER, act="load"):
        for at in range(OBSERVATIONS * 10 // PERIODS // 25600 + 1):
            Place.objects.create(code=f"411{at:08}", name=f"Place {at}", kind=Place.Kind.TRACT)
    return found


def write_observations(path: Path, count: int, *, shuffled: bool) -> Path:
    """Series after series, 20 years each; or all rows in any order."""
    rng = np.random.default_rng(1)
    series = np.arange(count) // PERIODS
    year = 2000 + np.arange(count) % PERIODS
    n = rng.integers(11, 5000, count)
    k = (n * rng.uniform(size=count)).astype(int)
    rows = np.stack(
        [series // 256 % 100, year, series // 25600, series % 8, series // 8 % 4, series // 32 % 8, n, k], axis=1
    )
    if shuffled:
        rng.shuffle(rows)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADINGS) + "\n")
        for begun in range(0, count, 50_000):
            file.writelines(
                f"indicator-{i},{y},411{p:08},made race {r},made sex {s},made age {a},{n},{k}\n"
                for i, y, p, r, s, a, n, k in rows[begun : begun + 50_000].tolist()
            )
    return path


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
def test_observations_against_copy(tmp_path: Path, city: SmallCity, shuffled: bool) -> None:
    path = write_observations(tmp_path / "observations.csv", OBSERVATIONS, shuffled=shuffled)
    pairs = []
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        for _turn in range(TURNS):
            owner.execute(BARE)
            bare = seconds(lambda: copied(owner, path, "bare_observations"))
            owner.execute("DROP TABLE bare_observations")
            ours = seconds(lambda: brought_in(path, city))
            pairs.append((ours / bare, ours, bare))
    assert Series.objects.count() == TURNS * (OBSERVATIONS // PERIODS)
    assert sum(map(len, Series.objects.values_list("n", flat=True))) == TURNS * OBSERVATIONS
    ratio, ours, bare = sorted(pairs)[TURNS // 2]
    used, told = peak(path, city)
    assert (told["rows"], told["cells"]) == (OBSERVATIONS, OBSERVATIONS)
    order = "shuffled" if shuffled else "in order"
    size = path.stat().st_size // 2**20
    print(
        f"\n{OBSERVATIONS:,} observations ({size} MiB, {order}) brought in, against COPY into a bare table: {ratio:.2f}"
    )
    print(
        f"  {ours:.2f} s against {bare:.2f} s, at most {MOST_RATIO:g} times; peak memory {used} MiB, at most {MOST_MIB}"
    )
    assert ratio <= MOST_RATIO
    assert used <= MOST_MIB


def test_observations_grow_at_most_linearly(tmp_path: Path, city: SmallCity) -> None:
    took = {}
    brought_in(
        write_observations(tmp_path / "first.csv", 100_000, shuffled=False), city
    )  # imports, the first look at the table
    for count in (OBSERVATIONS // 10, OBSERVATIONS, OBSERVATIONS * 10):
        path = write_observations(tmp_path / f"{count}.csv", count, shuffled=False)
        # once each: the best of several would flatter the smaller
        took[count] = seconds(lambda path=path: brought_in(path, city))
        print(f"\n{count:>12,} observations: {took[count]:6.2f} s")
        path.unlink()
    few, some, many = took.values()
    print(
        f"ten times the observations take {some / few:.1f} and {many / some:.1f} times as long, at most {MOST_GROWTH:g}"
    )
    assert some / few <= MOST_GROWTH
    assert many / some <= MOST_GROWTH
