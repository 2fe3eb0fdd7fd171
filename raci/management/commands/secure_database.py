"""Gives the portal's own login what it needs and nothing of history's. Run by the owner after each migration."""

from __future__ import annotations

from typing import Any

import dj_database_url
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg import errors, sql


class Command(BaseCommand):
    """As the owner (PORTAL_AS_OWNER=1): make the login of DATABASE_URL where it is missing, then grant it its rights."""

    help = "Grants the portal's login (DATABASE_URL) its rights; run as the owner (PORTAL_AS_OWNER=1) after each migration."

    def handle(self, *_: Any, **__: Any) -> None:
        """One transaction; grants are taken back first, so that what a migration no longer allows is gone."""
        found = dj_database_url.parse(settings.DATABASE_URL)
        login, password = found.get("USER") or "", found.get("PASSWORD") or ""
        if not login or login == connection.settings_dict["USER"]:
            self.stderr.write(
                "History is not protected from the portal's login: it is the owner's. "
                "Set DATABASE_URL to a login of its own and DATABASE_OWNER_URL to the owner's."
            )
            return
        with transaction.atomic():
            make_login(login, password)
            narrow(login)
            close()
            grant(login)
        self.stdout.write(f"The login {login} can add to history, not alter it.")


def make_login(login: str, password: str) -> None:
    """A login without special powers; one that exists keeps its password."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [login])
        if cursor.fetchone():
            return
        statement = sql.SQL(
            "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}"
        )
        try:
            with transaction.atomic():
                cursor.execute(statement.format(sql.Identifier(login), sql.Literal(password)))
        except Exception as problem:  # two set-ups in one cluster at the same moment
            if not isinstance(problem.__cause__, errors.DuplicateObject | errors.UniqueViolation):
                raise


def narrow(login: str) -> None:
    """No tables of its own, not even temporary ones: one named like the guard's would be mistaken for it."""
    with connection.cursor() as cursor:
        database = sql.Identifier(connection.settings_dict["NAME"])
        who = sql.Identifier(login)
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC, {}").format(database, who))
        cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, who))
        cursor.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(who))


def close() -> None:
    """Functions that act with the owner's rights, and the guard's, are nobody else's; a restored database has lost that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
            " AND (p.prosecdef OR starts_with(p.proname, 'guard_'))"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")


def grant(login: str) -> None:
    """What the guard's own file says a login may do (raci/history/guard.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard_grants(%s)", [login])
