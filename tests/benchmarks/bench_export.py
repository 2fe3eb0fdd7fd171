"""The export of a long ledger: as fast as the database can hand the column over, in memory that does not grow."""

from __future__ import annotations

import filecmp
import multiprocessing
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from raci.history.export import LEDGER, _written, values, write_export
from tests.database import connect_as_owner

pytestmark = pytest.mark.django_db(transaction=True)
MILLION, TEN_THOUSAND = 1_000_000, 10_000
BLOCK = 1_000

# As seal_now() writes them, without history rows beneath: 1,000,000 saves would take half an hour.
FILL = """
INSERT INTO ledger (position, seq, xid, at, tbl, history_id, leaf, line)
SELECT n, n, '1', now(), 'plans_historicalaction', n, leaf,
       '{"position":' || n || ',"salt":"' || encode(salt, 'hex') || '","leaf":"' || encode(leaf, 'hex') || '","payload":'
       || payload || '}'
  FROM (SELECT *, sha256('\\x00'::bytea || salt || convert_to(payload, 'UTF8')) AS leaf
          FROM (SELECT n, uuid_send(gen_random_uuid()) AS salt,
                       jsonb_build_object('id', n, 'title', 'Free “lessons” at "6" pools, no. ' || n, 'status', 'on_track',
                           'budget_cents', n * 100, 'starts_on', '2027-01-05', 'due_on', '2027-06-30', 'partners', '',
                           'history_table', 'plans_historicalaction', 'history_id', n, 'history_seq', n, 'history_type', '~',
                           'history_actor', 'Dana Reyes <dana@example.org>', 'history_post', 'Director, Parks & Recreation',
                           'history_cell', 'R 4.1, matrix v1', 'history_act', 'edit', 'history_why', '', 'history_record', 1,
                           'history_request', gen_random_uuid(), 'history_at', now())::text AS payload
                  FROM generate_series(%(first)s::bigint, %(last)s::bigint) n) one OFFSET 0) entry
"""
SEAL = """
DO $$
DECLARE before seal; start bigint; top bytea; size bigint;
BEGIN
    SELECT * INTO before FROM seal ORDER BY n DESC LIMIT 1;
    FOR start IN SELECT generate_series(coalesce(before.first + before.entries, 1), (SELECT max(position) FROM ledger), 1000) LOOP
        SELECT count(*), sha256(string_agg(leaf, NULL ORDER BY position)) INTO size, top
          FROM ledger WHERE position BETWEEN start AND start + 999;
        INSERT INTO seal (n, first, entries, root, hash)
        VALUES (coalesce(before.n, 0) + 1, start, size, top,
                sha256('\\x01'::bytea || coalesce(before.hash, decode(repeat('00', 32), 'hex'))
                       || int8send(start) || int8send(size) || top))
        RETURNING * INTO before;
    END LOOP;
END $$
"""


def fill(first: int, last: int) -> None:
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute(FILL, {"first": first, "last": last})
        owner.execute(SEAL)
        owner.execute("VACUUM ANALYZE ledger")


def plain_copy(session: psycopg.Connection[Any], out: Path) -> None:
    """What the export is measured against: the same column by a plain COPY to a file."""
    with out.open("wb") as file, session.cursor() as cursor, cursor.copy("COPY ledger (line) TO STDOUT") as copy:
        for part in copy:
            file.write(part)


def exported_ledger(session: psycopg.Connection[Any], out: Path) -> None:
    _written(out.parent, out.name, values(session, LEDGER))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_of_an_export(folder: Path) -> int:
    """Peak memory of a whole export in a process of its own, in MiB."""
    context = multiprocessing.get_context("fork")
    told = context.Queue()

    def work() -> None:
        connection.connection = None  # the parent's stays the parent's
        write_export(folder, by="Benchmark")
        told.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    process = context.Process(target=work)
    process.start()
    peak: int = told.get(timeout=120)
    process.join()
    return peak // 1024


def test_export_of_a_million_lines(tmp_path: Path) -> None:
    fill(1, TEN_THOUSAND)
    small = peak_of_an_export(tmp_path / "small")
    fill(TEN_THOUSAND + 1, MILLION)
    large = peak_of_an_export(tmp_path / "large")

    connection.ensure_connection()
    session: Any = connection.connection
    pairs = []
    for number in range(3):  # in turn, so that a busy machine is busy for both
        plain = seconds(lambda: plain_copy(session, tmp_path / "plain"))
        ours = seconds(lambda number=number: exported_ledger(session, tmp_path / f"ours-{number}"))
        pairs.append((ours / plain, ours, plain))
    ratio, ours, plain = sorted(pairs)[1]
    folder = tmp_path / "large"
    assert filecmp.cmp(folder / "ledger.jsonl", tmp_path / "ours-0", shallow=False)
    checking = seconds(lambda: subprocess.run([sys.executable, folder / "verify.py"], check=True))

    size = (folder / "ledger.jsonl").stat().st_size // 2**20
    print(f"\nexport of {MILLION:,} ledger lines ({size} MiB), hashed, against COPY of the same column: {ratio:.2f}")
    print(f"  {ours:.2f} s against {plain:.2f} s; at most 1.5")
    print(f"peak memory of a whole export with {MILLION:,} lines against {TEN_THOUSAND:,}: {large / small:.2f}")
    print(f"  {large} MiB against {small} MiB; at most 1.2")
    print(
        f"verify.py over {MILLION:,} lines against that COPY: {checking / plain:.1f} ({checking:.1f} s; at most 60 s)"
    )
    assert ratio <= 1.5
    assert large <= small * 1.2
    assert checking < 60
