"""The database and the queue a portal runs on: the embedded ones, or those the environment names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from equity_portal.environment import secret
from equity_portal.launcher.home import Home, socket_folder
from equity_portal.launcher.postgres import APPLICATION, OWNER, Postgres
from equity_portal.launcher.supervisor import Supervisor
from equity_portal.launcher.trouble import Trouble
from equity_portal.launcher.valkey import Valkey

URLS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")


@contextmanager
def servers(supervisor: Supervisor, home: Home, *, throwaway: bool = False) -> Iterator[dict[str, str]]:
    """Start what the environment does not name; hand back where everything is. They stop with the supervisor."""
    urls = named_urls()
    if "DATABASE_OWNER_URL" in urls and "DATABASE_URL" not in urls:
        raise Trouble("DATABASE_OWNER_URL is set but DATABASE_URL is not: set the portal's own login too, or neither.")
    sockets = socket_folder(home)
    try:
        with supervisor.watching():
            if "DATABASE_URL" not in urls:
                urls |= start_postgres(supervisor, home, sockets, throwaway=throwaway)
            if "REDIS_URL" not in urls:
                urls["REDIS_URL"] = start_valkey(supervisor, home, sockets)
            yield urls
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
        home.forget_running()


def named_urls() -> dict[str, str]:
    """The servers of one's own that the environment names, itself or by file."""
    try:
        return {name: url for name in URLS if (url := secret(name, may_be_empty=False))}
    except ImproperlyConfigured as problem:
        raise Trouble(str(problem)) from None


def start_postgres(supervisor: Supervisor, home: Home, sockets: Path, *, throwaway: bool) -> Mapping[str, str]:
    """The embedded PostgreSQL with its two logins."""
    data = home.path / "postgres"
    if data.exists() and not (home.path / "database_owner_password").exists():
        raise Trouble(
            f"{home.path / 'database_owner_password'} is missing; put back the file made with the data in {data}."
        )
    secrets = [home.secret("database_owner_password"), home.secret("database_password")]
    postgres = Postgres(data, sockets, *secrets, throwaway=throwaway)
    postgres.prepare()
    supervisor.add(postgres.program())
    supervisor.wait_until(postgres.answers, 60, "PostgreSQL")
    postgres.make_database(afresh=bool(home.marked("loading") and not home.marked("city")))
    return {"DATABASE_URL": postgres.url(APPLICATION), "DATABASE_OWNER_URL": postgres.url(OWNER)}


def start_valkey(supervisor: Supervisor, home: Home, sockets: Path) -> str:
    """The embedded Redis-protocol server."""
    valkey = Valkey(home.path / "valkey", sockets)
    supervisor.add(valkey.program())
    supervisor.wait_until(valkey.answers, 30, "Valkey")
    return valkey.url
