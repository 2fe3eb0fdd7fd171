"""The test database: made and migrated by the owner, used by the portal's own login, set back after tests that commit."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from tests.city import small_city

# The clock reads a row, not a replaced function: a session in the middle of a transaction may not notice a new function.
CLOCK = """
CREATE SCHEMA IF NOT EXISTS trial;
CREATE TABLE IF NOT EXISTS trial.clock AS SELECT interval '0' AS ahead;
GRANT USAGE ON SCHEMA trial TO PUBLIC;
GRANT SELECT ON trial.clock TO PUBLIC;
CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql STABLE AS
    'SELECT now() + ahead FROM trial.clock';
"""
MANY = 2_000  # dead rows of a table, from which on its pages are worth cleaning
LOGIN = ("USER", "PASSWORD", "HOST", "PORT")


def owner_login() -> dict[str, Any]:
    """What to connect with as the owner."""
    url = os.environ.get("DATABASE_OWNER_URL")
    if not url or not os.environ.get("DATABASE_URL"):
        pytest.exit(
            "Set DATABASE_URL and DATABASE_OWNER_URL, or run `make test`, which brings a database.", returncode=4
        )
    found = dj_database_url.parse(url)
    return {name: found[name] for name in LOGIN}


@contextmanager
def database_as_owner() -> Iterator[None]:
    """Django's connection of this thread, by the owner's login; afterwards by the portal's again."""
    connection.close()
    before = connection.settings_dict
    connection.settings_dict = {**before, **owner_login()}
    try:
        yield
    finally:
        connection.close()
        name = connection.settings_dict["NAME"]
        connection.settings_dict = before
        connection.settings_dict["NAME"] = name  # set_up and tear_down rename it


def connect_as_owner(name: str) -> psycopg.Connection[Any]:
    """A connection of its own, outside every test's transaction."""
    login = owner_login()
    return psycopg.connect(
        dbname=name,
        user=login["USER"],
        password=login["PASSWORD"],
        host=login["HOST"] or None,
        port=login["PORT"] or None,
        autocommit=True,
    )


class TestDatabase:
    """The one database of a run."""

    __test__ = False

    def __init__(self) -> None:
        self.real_name: str = connection.settings_dict["NAME"]
        self._bare: dict[str, bytes] = {}  # what the migrations wrote
        self._portland: dict[str, bytes] = {}  # the same, with the demonstration city loaded
        self._first = self._bare
        self._pattern = ""  # what the processes of a run copy, and the lock of who makes it
        self._turn: Path | None = None

    def create(self, *, keep: bool) -> None:
        """As the owner: create, migrate, grant; remember what the migrations wrote."""
        if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # each process of the run has a database of its own
            self._copy_for(f"test_{self.real_name}_{worker}", os.environ["PYTEST_XDIST_TESTRUNUID"])
        else:
            _migrate(keep=keep)
        with database_as_owner():
            call_command("secure_database", verbosity=0)
        with connect_as_owner(self.name) as owner:
            owner.execute(CLOCK)
            self._bare = self._first = {table: _copy_out(owner, table) for table in _filled(owner)}

    def _copy_for(self, name: str, run: str) -> None:
        """A copy of what the first process of the run migrated: PostgreSQL copies faster than Django migrates."""
        self._pattern = f"test_{self.real_name}_{run[:12]}"
        self._turn = Path(tempfile.gettempdir(), f"portal-tests-{run}.lock")
        with self._turn.open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            with connect_as_owner("postgres") as owner:
                if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._pattern]).fetchone():
                    connection.settings_dict["TEST"]["NAME"] = self._pattern
                    _migrate(keep=False)
                    connection.close()
                _drop(owner, name)
                owner.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                        sql.Identifier(name), sql.Identifier(self._pattern)
                    )
                )
        connection.settings_dict["NAME"] = name

    def stand_on(self, *, portland: bool) -> None:
        """From here on each test begins with the demonstration city, loaded once a run; or with an empty database."""
        if portland and not self._portland:
            small_city()
            with connect_as_owner(self.name) as owner:
                filled = _filled(owner)
                self._portland = {table: _copy_out(owner, table, whole=True) for table in filled}
                owner.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(map(sql.Identifier, filled))))
        wanted = self._portland if portland else self._bare
        if self._first is not wanted:
            self._first = wanted
            self.reset()
        self._sweep()

    def _sweep(self) -> None:
        """Take away what was written and undone: autovacuum, which would, is off while tests run."""
        with connect_as_owner(self.name) as owner:
            for (table,) in owner.execute(
                f"SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup > {MANY}"
            ).fetchall():
                owner.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)))

    @property
    def name(self) -> str:
        """The test database's name."""
        return str(connection.settings_dict["NAME"])

    def destroy(self) -> None:
        """Whoever is still connected (a browser's last request) does not keep it."""
        name = self.name
        for each in connections.all(initialized_only=True):
            each.close()
        with connect_as_owner("postgres") as owner:
            _drop(owner, name, self._pattern)
        if self._turn:
            self._turn.unlink(missing_ok=True)
        connection.settings_dict["NAME"] = self.real_name

    def reset(self) -> None:
        """As it was after the migrations, in one transaction; triggers rest meanwhile, which only the owner can order."""
        with connect_as_owner(self.name) as owner, owner.transaction():
            owner.execute("SET LOCAL session_replication_role = replica")
            for table in _filled(owner):
                if self._first.get(table) != _copy_out(owner, table, whole=table in self._first):
                    owner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                    _copy_in(owner, table, self._first.get(table))
            for table in set(self._first) - set(_filled(owner)):
                _copy_in(owner, table, self._first[table])


def _migrate(*, keep: bool) -> None:
    with database_as_owner():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)


def _drop(owner: psycopg.Connection[Any], *names: str) -> None:
    for name in filter(None, names):
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _filled(owner: psycopg.Connection[Any]) -> list[str]:
    """The tables that hold rows."""
    rows = owner.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' ORDER BY tablename"
    ).fetchall()
    ask = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for (name,) in rows
    )
    return [name for (name,) in owner.execute(ask).fetchall()]


def _copy_out(owner: psycopg.Connection[Any], table: str, *, whole: bool = True) -> bytes:
    if not whole:
        return b""
    with owner.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)


def _copy_in(owner: psycopg.Connection[Any], table: str, data: bytes | None) -> None:
    if data:
        with owner.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
            copy.write(data)
