"""A file of people into cells, against COPY of the same file into a bare table, in turn in one run; and its memory.

People: 1,000,000 (PEOPLE) in five dimensions with an outcome and a weight. Growth: a tenth and ten times as many.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psycopg
import pytest
from django.db import connection

from metrics.finest.measures import outcome
from metrics.finest.people import Counted, count_people
from tests.database import connect_as_owner

ROOT = Path(__file__).resolve().parent.parent.parent
PEOPLE = int(os.environ.get("PEOPLE", "1000000"))
LEVELS = {"race": 8, "gender": 3, "age": 4, "area": 7, "language": 4}
LINE = "race level {},gender level {},age level {},area level {},language level {},{},{:.4f}\n"
BARE = "CREATE TABLE bare_people (race text, gender text, age text, area text, language text, hired int, weight float8)"
TURNS, MOST_RATIO, MOST_MIB, MOST_GROWTH = 3, 3.0, 300, 11.0  # ten times as many people, and a tenth for chance


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


def count(path: Path) -> Counted:
    with path.open("rb") as file:
        return count_people(file, {name: name for name in LEVELS}, outcome("hired", "weight"))


def copy(owner: psycopg.Connection[Any], path: Path) -> None:
    with (
        owner.cursor() as cursor,
        cursor.copy("COPY bare_people FROM STDIN (FORMAT csv, HEADER)") as copying,
        path.open("rb") as file,
    ):
        while part := file.read(2**18):
            copying.write(part)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


COUNT = """
import sys
from metrics.finest.measures import outcome
from metrics.finest.people import count_people
with open(sys.argv[1], "rb") as file:
    count_people(file, {name: name for name in sys.argv[2:]}, outcome("hired", "weight"))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def peak(path: Path) -> int:
    """Peak memory of a process that counts, in MiB, all that it imported included."""
    ran = subprocess.run(
        [sys.executable, "-c", COUNT, path, *LEVELS], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    return int(ran.stdout) // 1024


def test_people_into_cells_against_copy(django_db_setup: Any, tmp_path: Path) -> None:
    path = write_people(tmp_path / "people.csv", PEOPLE)
    pairs = []
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        for _turn in range(TURNS):
            owner.execute(BARE)
            bare = seconds(lambda: copy(owner, path))
            ours = seconds(lambda: count(path))
            pairs.append((ours / bare, ours, bare))
            same_people(owner, count(path))
            owner.execute("DROP TABLE bare_people")
    ratio, ours, bare = sorted(pairs)[TURNS // 2]
    size = path.stat().st_size // 2**20
    print(
        f"\n{PEOPLE:,} people ({size} MiB) into cells, against COPY into a bare table: {ratio:.2f}, at most {MOST_RATIO:g}"
    )
    print(f"  {ours:.2f} s against {bare:.2f} s")
    used = peak(path)
    print(f"  peak memory {used} MiB, at most {MOST_MIB}")
    assert ratio <= MOST_RATIO
    assert used <= MOST_MIB


def same_people(owner: psycopg.Connection[Any], counted: Counted) -> None:
    """What the bare table holds, by the database."""
    found = owner.execute(
        "SELECT count(*), sum(hired), sum(weight), count(DISTINCT (race, gender, age, area, language)) FROM bare_people"
    )
    n, k, weight, cells = found.fetchone() or ()
    sums = counted.cells.sums
    assert (counted.rows, int(sums["n"].sum()), int(sums["k"].sum()), len(counted.cells)) == (n, n, k, cells)
    assert float(sums["W"].sum()) == pytest.approx(weight, rel=1e-9)


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
