"""Where a portal keeps its data: the folder and database of `make run`, or those of a deployment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from equity_portal.launcher.home import ROOT, Home
from equity_portal.launcher.run import city_folder, owner_environment, portal_environment
from equity_portal.launcher.servers import URLS, named_urls, servers
from equity_portal.launcher.supervisor import Supervisor
from equity_portal.launcher.trouble import Trouble

FOLDERS = ("evidence", "jobs")  # of PORTAL_HOME: files that rows of the database name by their hash
LIBPQ = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS", "connect_timeout": "PGCONNECT_TIMEOUT", "target_session_attrs": "PGTARGETSESSIONATTRS",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A portal's data while its database is up."""

    folder: Path  # PORTAL_HOME
    environment: Mapping[str, str]  # what the portal's own processes are told
    urls: Mapping[str, str]
    home: Home | None = None  # of a portal that `make run` starts

    @property
    def owner_url(self) -> str:
        """The owner's login; the portal's own where there is but one."""
        return self.urls.get("DATABASE_OWNER_URL") or self.urls["DATABASE_URL"]

    @property
    def login(self) -> str:
        """Who the portal is to the database."""
        return str(conninfo_to_dict(self.urls["DATABASE_URL"]).get("user", ""))

    @property
    def city(self) -> str:
        """The name of the folder its city came from."""
        return (self.home and self.home.marked("city")) or Path(os.environ.get("PORTAL_CITY") or "portland").name

    def as_owner(self) -> dict[str, str]:
        """For a process that changes tables."""
        return owner_environment(dict(self.environment), dict(self.urls))

    def libpq(self) -> dict[str, str]:
        """The owner's login as PostgreSQL's programs read it; on a command line everybody could."""
        told = {LIBPQ[key]: str(value) for key, value in conninfo_to_dict(self.owner_url).items() if key in LIBPQ}
        return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", **told}

    def files(self) -> Iterator[tuple[str, Path]]:
        """Each kept file and its name in an archive, in order; half-received ones are none."""
        for folder in FOLDERS:
            for path in sorted((self.folder / folder).rglob("*")):
                if re.fullmatch(r"[0-9a-f]{64}(\.[a-z]+)?", path.name) and path.is_file() and not path.is_symlink():
                    yield path.relative_to(self.folder).as_posix(), path


@contextmanager
def running_or_not() -> Iterator[Place]:
    """The data as they are, whether the portal runs or not: for reading."""
    home = Home.from_environment()
    if (named := deployment()) is not None:
        yield named
    elif home.is_running() and "DATABASE_URL" in (found := home.running()):
        urls = {name: found[name] for name in URLS if name in found}
        yield Place(home.path, portal_environment(home, urls, found.get("address", ""), city_folder()), urls, home)
    elif not (home.path / "postgres").exists():
        raise Trouble(f"There is no portal in {home.path}; name its folder in PORTAL_HOME.")
    else:
        with alone() as place:
            yield place


@contextmanager
def alone() -> Iterator[Place]:
    """The data while no portal runs on them: for changing them."""
    if (named := deployment()) is not None:
        yield named
        return
    home = Home.from_environment()
    home.open()
    home.lock()
    home.make_secrets()
    supervisor = Supervisor(home.path / "log")
    with servers(supervisor, home) as urls:
        yield Place(home.path, portal_environment(home, urls, "http://localhost:8000", city_folder()), urls, home)


def deployment() -> Place | None:
    """The servers that the environment names, itself or by file."""
    urls = named_urls()
    if "DATABASE_URL" not in urls:
        return None
    folder = Path(os.environ.get("PORTAL_HOME") or ROOT / ".portal").absolute()
    ours = {"PORTAL_AS_OWNER", *URLS, *(f"{name}_FILE" for name in URLS)}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    told = {name: url for name, url in urls.items() if name != "DATABASE_OWNER_URL"}
    return Place(folder, {**environment, **told, "PORTAL_HOME": str(folder)}, urls)


def backups_folder() -> Path:
    """PORTAL_BACKUPS, else `backups` beside the portal: not in the data folder, which a new start may empty."""
    return Path(os.environ.get("PORTAL_BACKUPS") or ROOT / "backups").absolute()
