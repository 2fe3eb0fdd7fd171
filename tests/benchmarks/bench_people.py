"""A file of people brought in by the act, against COPY of the same file into a bare table, in turn in one run; and its memory.

People: 1,000,000 (PEOPLE) in five dimensions with an outcome and a weight; all names are known. Growth: a tenth and ten times as
many, counted alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psycopg
import pytest
from django.db import connection

from metrics.finest.measures import outcome
from metrics.finest.people import count_people
from metrics.models import Batch
from tests.benchmarks import importing
from tests.benchmarks.importing import ROOT, brought_in, copied, seconds
from tests.city import SmallCity, small_city
from tests.database import connect_as_owner
from tests.metrics.figures import make_groups, make_indicator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
PEOPLE = int(os.environ.get("PEOPLE", "1000000"))
LEVELS = {"made race": 8, "made gender": 3, "made age": 4, "made area": 7, "made language": 4}
LINE = "race level {},gender level {},age level {},area level {},language level {},{},{:.4f}\n"
BARE = "CREATE TABLE bare_people (race text, gender text, age text, area text, language text, hired int, weight float8)"
TURNS, MOST_RATIO, MOST_MIB, MOST_GROWTH = 3, 3.0, 300, 11.0  # ten times as many people, and a tenth for chance
ANSWERS = {"indicator": "hires", "period": "2024"}


@pytest.fixture
def city() -> SmallCity:
    """It knows the names of the files."""
    found = small_city()
    make_indicator(found, "hires")
    for name, size in LEVELS.items():
        make_groups(name.replace(" ", "-"), *(f"{name.removeprefix('made ')} level {at}" for at in range(size)))
    return found


def write_people(path: Path, count: int) -> Path:
    """As a personnel system writes it: words, 79 bytes a row."""
    rng = np.random.default_rng(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join([*LEVELS, "hired", "weight"]) + "\n")
        for begun in range(0, count, 100_000):
            size = min(100_000, count - begun)
            codes = [np.minimum(rng.geometric(0.45, size) - 1, levels - 1).tolist() for levels in LEVELS.values()]
            rows = zip(
                *codes,
                (rng.uniform(size=size) < 0.3).astype(int).tolist(),
                rng.uniform(0.5, 2, size).tolist(),
                strict=True,
            )
            file.writelines(LINE.format(*row) for row in rows)
    return path


COUNT = """
import sys
from metrics.finest.measures import outcome
from metrics.finest.people import count_people
with open(sys.argv[1], "rb") as file:
    count_people(file, {name: name for name in sys.argv[2:]}, outcome("hired", "weight"))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def count(path: Path) -> None:
    with path.open("rb") as file:
        count_people(file, {name: name for name in LEVELS}, outcome("hired", "weight"))


def peak(path: Path) -> int:
    """Peak memory of a process that counts, in MiB, all that it imported included."""
    ran = subprocess.run(
        [sys.executable, "-c", COUNT, path, *LEVELS], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    return int(ran.stdout) // 1024


def test_people_into_cells_against_copy(tmp_path: Path, city: SmallCity) -> None:
    path = write_people(tmp_path / "people.csv", PEOPLE)
    pairs = []
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        for _turn in range(TURNS):
            owner.execute(BARE)
            bare = seconds(lambda: copied(owner, path, "bare_people"))
            ours = seconds(lambda: brought_in(path, city, **ANSWERS))
            pairs.append((ours / bare, ours, bare))
            same_people(owner, Batch.objects.latest("pk"))
            owner.execute("DROP TABLE bare_people")
    ratio, ours, bare = sorted(pairs)[TURNS // 2]
    size = path.stat().st_size // 2**20
    print(
        f"\n{PEOPLE:,} people ({size} MiB) brought in, against COPY into a bare table: {ratio:.2f}, at most {MOST_RATIO:g}"
    )
    print(f"  {ours:.2f} s against {bare:.2f} s")
    used, told = importing.peak(path, city, "--indicator=hires", "--period=2024")
    print(f"  peak memory {used} MiB, at most {MOST_MIB}; {told['rows']:,} rows, {told['cells']:,} cells")
    assert ratio <= MOST_RATIO
    assert used <= MOST_MIB
    assert told["rows"] == PEOPLE


def same_people(owner: psycopg.Connection[Any], batch: Batch) -> None:
    """What the bare table holds, by the database."""
    found = owner.execute(
        "SELECT count(*), sum(hired), sum(weight), count(DISTINCT (race, gender, age, area, language)) FROM bare_people"
    )
    n, k, weight, cells = found.fetchone() or ()
    sums = list(batch.series.values_list("n", "k", "w"))
    assert (batch.rows_in, sum(one[0] for one, _k, _w in sums), sum(one[0] for _n, one, _w in sums)) == (n, n, k)
    assert len(sums) == cells
    assert sum(one[0] for _n, _k, one in sums) == pytest.approx(weight, rel=1e-9)


def test_people_grow_at_most_linearly(tmp_path: Path) -> None:
    took, used = {}, {}
    for people in (PEOPLE // 10, PEOPLE, PEOPLE * 10):
        path = write_people(tmp_path / f"{people}.csv", people)
        took[people] = median(seconds(lambda path=path: count(path)) for _turn in range(TURNS))
        used[people] = peak(path)
        path.unlink()
        print(f"\n{people:>12,} people: {took[people]:6.2f} s, peak memory {used[people]} MiB")
    few, some, many = took.values()
    print(f"ten times the people take {some / few:.1f} and {many / some:.1f} times as long, at most {MOST_GROWTH:g}")
    assert some / few <= MOST_GROWTH
    assert many / some <= MOST_GROWTH
    assert max(used.values()) <= MOST_MIB
