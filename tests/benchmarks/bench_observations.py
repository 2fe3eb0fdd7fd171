"""A file of observations checked and stored as series, against COPY of the same file into a bare table, in turn in one run.

Observations: 1,000,000 (OBSERVATIONS), 20 periods a series, in the order of series and shuffled. The portal's own login stores
them in the real table with its indexes, checks and triggers, and commits; the bare table has none.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from django.db import connection, transaction

from metrics.finest.observations import Codes, Layout
from metrics.models import Batch, Series
from metrics.storing import store_observations
from raci.history import acting
from raci.models import Unit
from tests.database import connect_as_owner
from tests.history.rows import LOADER, saved

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
OBSERVATIONS = int(os.environ.get("OBSERVATIONS", "1000000"))
PERIODS, TURNS, MOST_RATIO, MOST_MIB, MOST_GROWTH = 20, 3, 12.0, 300, 11.0
HEADINGS = ("indicator", "period", "place", "race", "sex", "age", "n", "k")
GROUPS = {"race": 8, "sex": 4, "age": 8}
LAYOUT = Layout("indicator", "period", "place", tuple(GROUPS), {"n": "n", "k": "k"})
CODES = Codes(
    {f"indicator-{at}": at for at in range(100)},
    {f"411{at:08}": at for at in range(2000)},
    {name: {f"{name} {at}": number * 10 + at for at in range(size)} for number, (name, size) in enumerate(GROUPS.items(), 1)},
)  # fmt: skip
TEXTS = "indicator text, period int, place text, race text, sex text, age text"
BARE = f"CREATE TABLE bare_observations ({TEXTS}, n bigint, k bigint)"
PEAK = """
import sys
from metrics.finest.observations import Codes, Layout
from metrics.storing import gathered_from, ordered, _lines
layout = Layout("indicator", "period", "place", ("race", "sex", "age"), {"n": "n", "k": "k"})
class Numbered(dict):
    def get(self, key, default=None):
        return self.setdefault(key, len(self) + 1)
groups = Numbered()
codes = Codes(Numbered(), Numbered(), dict.fromkeys(layout.groups, groups))
with open(sys.argv[1], "rb") as file:
    found = gathered_from(file, layout, codes, lambda rows: None)
for lines in _lines(found, ordered(found, published=False), 1):
    pass
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


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
                f"indicator-{i},{y},411{p:08},race {r},sex {s},age {a},{n},{k}\n"
                for i, y, p, r, s, a, n, k in rows[begun : begun + 50_000].tolist()
            )
    return path


def store(path: Path) -> int:
    with acting(by=LOADER, act="bench"):
        batch = Batch.objects.create(unit=saved(Unit), title="Figures", origin=Batch.Origin.FILE)
    with transaction.atomic(), path.open("rb") as file:
        session: Any = connection.connection
        return store_observations(session, Series._meta.db_table, batch.pk, file, LAYOUT, CODES).series


def copy(owner: psycopg.Connection[Any], path: Path) -> None:
    into = "COPY bare_observations FROM STDIN (FORMAT csv, HEADER)"
    with owner.cursor() as cursor, cursor.copy(into) as copying, path.open("rb") as file:
        while part := file.read(2**18):
            copying.write(part)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(path: Path) -> int:
    """Peak memory of a process that reads, checks and writes out a file, in MiB, all that it imported included."""
    command = [sys.executable, "-c", PEAK, str(path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
    return int(ran.stdout) // 1024


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
def test_observations_against_copy(tmp_path: Path, shuffled: bool) -> None:
    path = write_observations(tmp_path / "observations.csv", OBSERVATIONS, shuffled=shuffled)
    pairs = []
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        for _turn in range(TURNS):
            owner.execute(BARE)
            bare = seconds(lambda: copy(owner, path))
            owner.execute("DROP TABLE bare_observations")
            ours = seconds(lambda: store(path))
            pairs.append((ours / bare, ours, bare))
    assert Series.objects.count() == TURNS * (OBSERVATIONS // PERIODS)
    assert sum(map(len, Series.objects.values_list("n", flat=True))) == TURNS * OBSERVATIONS
    ratio, ours, bare = sorted(pairs)[TURNS // 2]
    used = peak(path)
    order = "shuffled" if shuffled else "in order"
    size = path.stat().st_size // 2**20
    print(f"\n{OBSERVATIONS:,} observations ({size} MiB, {order}) stored, against COPY into a bare table: {ratio:.2f}")
    print(
        f"  {ours:.2f} s against {bare:.2f} s, at most {MOST_RATIO:g} times; peak memory {used} MiB, at most {MOST_MIB}"
    )
    assert ratio <= MOST_RATIO
    assert used <= MOST_MIB


def test_observations_grow_at_most_linearly(tmp_path: Path) -> None:
    took = {}
    store(write_observations(tmp_path / "first.csv", 1000, shuffled=False))  # imports, and the first look at the table
    for count in (OBSERVATIONS // 10, OBSERVATIONS, OBSERVATIONS * 10):
        path = write_observations(tmp_path / f"{count}.csv", count, shuffled=False)
        took[count] = seconds(lambda path=path: store(path))  # once each: the best of several would flatter the smaller
        print(f"\n{count:>12,} observations: {took[count]:6.2f} s, peak memory {peak(path)} MiB")
        path.unlink()
    few, some, many = took.values()
    print(
        f"ten times the observations take {some / few:.1f} and {many / some:.1f} times as long, at most {MOST_GROWTH:g}"
    )
    assert some / few <= MOST_GROWTH
    assert many / some <= MOST_GROWTH
