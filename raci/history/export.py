"""The auditor's export: a folder that proves itself without the portal.

`write_export` seals what has committed, then reads ONE snapshot: the ledger's finished lines by one COPY, the seals,
each history table that may be told as CSV, and a manifest with the hash of every file; `verify.py` goes with them. What is
restricted stands in the ledger as bare leaves. The folder is made beside its final place and renamed, so a failure leaves
nothing half-written. Memory stays flat.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import psycopg
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import IsolationLevel, sql

from raci.history.timeline import history_table, told_models
from raci.refusals import NotReady, Problem

Bytes = bytes | bytearray | memoryview
Progress = Callable[[int, int], None]  # how much is done, of how much

FORMAT = "equity-portal-history/2"  # 2: lines may be bare
PIECE = 1 << 22  # bytes packed between two words of how far it is
LINES_A_CHUNK = 200  # of the ledger, in one message of the COPY: a message a line would cost Python more than the rest

# One COPY of the ledger's column in order, many lines in each value; binary, because every text format escapes.
LEDGER = f"""
SELECT (SELECT string_agg(line, E'\\n' ORDER BY position) || E'\\n'
          FROM ledger WHERE position > block AND position <= block + {LINES_A_CHUNK})
  FROM generate_series(0, (SELECT max(position) FROM ledger) - 1, {LINES_A_CHUNK}) AS block
"""  # noqa: S608
SEALS = """
SELECT json_build_object('n', n, 'first', first, 'entries', entries, 'root', encode(root, 'hex'),
                         'hash', encode(hash, 'hex'), 'at', at)::text || E'\\n'
  FROM seal ORDER BY n
"""
# What a spreadsheet might run, as `raci.spreadsheets.is_risky` has it; blanks are named, since \s depends on the locale.
BLANK = r"[\s\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
RISKY = rf"^'*([\t\r\n]|{BLANK}*[=+@|%＝＋－＠-])"
TYPED = ("smallint", "integer", "bigint", "numeric", "double precision", "boolean", "date", "timestamp with time zone")


@dataclass(frozen=True)
class Exported:
    """What was written, and the hash the auditor notes."""

    folder: Path
    entries: int
    head: str  # hash of the last seal: everything before it hangs on it
    manifest_sha256: str


def _untold(_done: int, _total: int) -> None:
    """Nobody asks how far it is."""


def write_export(out: Path, *, by: str, progress: Progress = _untold) -> Exported:
    """Write the export into `out`, which must not exist or be empty (`NotReady` says so); `by` is a label."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise NotReady([Problem(_("%(folder)s is not empty; name a new folder.") % {"folder": out}, "out")])
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        exported = _fill(work, by, progress)
        work.chmod(0o750)
        work.rename(out)  # takes the place of an empty folder too
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return Exported(out, *exported)


def packed(folder: Path, *, progress: Progress = _untold) -> Path:
    """The export as one zip beside its folder."""
    archive = folder.with_suffix(".zip")
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    done, total = 0, sum(path.stat().st_size for path in paths)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        for path in paths:
            for written in _pack(bundle, path, Path("history") / path.relative_to(folder)):
                done += written
                progress(done, total)
    return archive


def _pack(bundle: zipfile.ZipFile, path: Path, name: Path) -> Iterator[int]:
    """Add a file piece by piece; the length of each."""
    long = path.stat().st_size > 1 << 30
    with path.open("rb") as source, bundle.open(str(name), "w", force_zip64=long) as target:
        while piece := source.read(PIECE):
            target.write(piece)
            yield len(piece)


class _File:
    """A file of the export, hashed while it is written."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.size, self._hash = name, 0, hashlib.sha256()
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        self._file: IO[bytes] = path.open("wb", buffering=1 << 18)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def write(self, data: Bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    @property
    def listed(self) -> dict[str, Any]:
        return {"name": self.name, "size": self.size, "sha256": self._hash.hexdigest()}


def _fill(folder: Path, by: str, progress: Progress) -> tuple[int, str, str]:
    fresh = connection.copy()  # a connection of its own: the snapshot must not be that of a half-done request
    try:
        fresh.ensure_connection()
        session: psycopg.Connection[Any] = fresh.connection
        session.execute("SELECT seal_now()")
        session.isolation_level = IsolationLevel.REPEATABLE_READ
        session.read_only = True
        with session.transaction():
            return _snapshot(session, folder, by, progress)
    finally:
        fresh.close()


def _snapshot(session: psycopg.Connection[Any], folder: Path, by: str, progress: Progress) -> tuple[int, str, str]:
    facts = _facts(session) | {"by": by}
    done, total = 0, 2 * facts["entries"]  # each stands in the ledger, and once more in its table

    def told(lines: Iterable[Bytes], each: int) -> Iterator[Bytes]:
        nonlocal done
        for part in lines:
            yield part
            done = min(done + each, total)
            progress(done, total)

    files = [
        _written(folder, "ledger.jsonl", told(values(session, LEDGER), LINES_A_CHUNK)),
        _written(folder, "seals.jsonl", values(session, SEALS)),
    ]
    for model in told_models():
        table = history_table(model)
        files.append(_written(folder, f"csv/{table}.csv", told(_csv(session, table), 1)))
    here = Path(__file__).parent
    files.append(_written(folder, "verify.py", [(here / "verify.py").read_bytes()]))
    files.append(_written(folder, "README.txt", [(here / "README.txt").read_bytes()]))
    manifest = _manifest(facts, files)
    (folder / "manifest.json").write_bytes(manifest)
    return facts["entries"], facts["head"], hashlib.sha256(manifest).hexdigest()


def _written(folder: Path, name: str, data: Iterable[Bytes]) -> dict[str, Any]:
    with _File(folder, name) as file:
        for part in data:
            file.write(part)
    return file.listed


def values(session: psycopg.Connection[Any], query: str) -> Iterator[memoryview]:
    """The text of the one column of a query, row by row and exactly, by a binary COPY."""
    head = 19  # signature, flags and extension length, before the first row
    with session.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy:
        for message in copy:
            row = memoryview(message)[head:]
            head = 0
            if len(row) > 6:  # fields (2 bytes), length (4 bytes), value; the trailer has 2 bytes
                yield row[6:]


def _csv(session: psycopg.Connection[Any], table: str) -> Iterator[Bytes]:
    columns = session.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        [table],
    ).fetchall()
    query = sql.SQL(
        "COPY (SELECT {} FROM {} ORDER BY history_id) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE *)"
    ).format(sql.SQL(", ").join(_cell(name, kind) for name, kind in columns), sql.Identifier(table))
    with session.cursor() as cursor, cursor.copy(query) as copy:
        yield from copy


def _cell(name: str, kind: str) -> sql.Composable:
    """A column as its cells are written: text that a spreadsheet might run gets an apostrophe."""
    column = sql.Identifier(name)
    if kind in TYPED:
        return column
    return sql.SQL("CASE WHEN {0}::text ~ {1} THEN '''' || {0}::text ELSE {0}::text END AS {0}").format(
        column, sql.Literal(RISKY)
    )


def _facts(session: psycopg.Connection[Any]) -> dict[str, Any]:
    """What the manifest says about the snapshot, besides its files."""
    row = session.execute(
        "SELECT (SELECT name FROM raci_city), portal_now(), (SELECT count(*) FROM ledger), (SELECT count(*) FROM seal),"
        " (SELECT encode(hash, 'hex') FROM seal ORDER BY n DESC LIMIT 1),"
        " (SELECT number FROM raci_matrix WHERE effective_on <= portal_today()"
        " ORDER BY effective_on DESC, number DESC LIMIT 1)"
    ).fetchone()
    assert row is not None
    city, at, entries, blocks, head, matrix = row
    counted = session.execute("SELECT tbl, count(*) FROM ledger GROUP BY tbl ORDER BY tbl").fetchall()
    return {
        "format": FORMAT,
        "city": city or "",
        "at": at.isoformat(),
        "matrix": f"v{matrix}" if matrix else "",
        "entries": entries,
        "blocks": blocks,
        "head": head or "",
        "tables": {table: many for table, many in counted if table},
        "bare": dict(counted).get("", 0),
    }


def _manifest(facts: dict[str, Any], files: list[dict[str, Any]]) -> bytes:
    """The manifest's bytes; its last line is the hash of all before it, so that damage to itself shows too."""
    body = json.dumps({**facts, "files": files}, indent=1, ensure_ascii=False).removesuffix("\n}").encode() + b",\n"
    return body + f' "sha256_of_all_above": "{hashlib.sha256(body).hexdigest()}"\n}}\n'.encode()
