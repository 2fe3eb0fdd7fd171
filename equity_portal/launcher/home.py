"""The folder a running portal keeps its things in (PORTAL_HOME): data, secrets, logs, marks."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from equity_portal.launcher.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET = 107  # bytes; the kernel's limit for a Unix socket's path


class Home:
    """PORTAL_HOME, private to the user who runs the portal."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    @classmethod
    def from_environment(cls) -> Home:
        """The folder named by PORTAL_HOME, else `.portal` in the checkout."""
        return cls(Path(os.environ.get("PORTAL_HOME") or ROOT / ".portal").absolute())

    def open(self) -> None:
        """Make the folder, or refuse one that is somebody else's."""
        try:
            for folder in (self.path, self.path / "log", self.path / "marks"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            owner = self.path.stat().st_uid
            (self.path / "log" / "setup.log").open("a").close()
        except PermissionError as problem:
            raise Trouble(
                f"{problem.filename} cannot be written by this user (uid {os.geteuid()}); {self._way_out()}"
            ) from None
        except OSError as problem:
            raise Trouble(f"PORTAL_HOME cannot be used: {problem.strerror}: {problem.filename}.") from None
        if owner != os.geteuid():
            raise Trouble(f"{self.path} belongs to another user (uid {owner}); {self._way_out()}")

    @staticmethod
    def _way_out() -> str:
        return "run the portal as the user who made it, or set PORTAL_HOME to a folder of your own."

    def lock(self) -> None:
        """One supervisor for each folder; the lock goes with the process, however it ends."""
        self._lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = self.running()
            where = f" at {running['address']} (process {running['process']})" if "address" in running else ""
            raise Trouble(
                f"The portal already runs from {self.path}{where}. Stop it first, or set PORTAL_HOME and PORT for a second one."
            ) from None

    def secret(self, name: str, length: int = 32) -> str:
        """A secret made once and kept in a file of its own, readable by this user only."""
        path = self.path / name
        if not path.exists():
            self.write(name, secrets.token_urlsafe(length))
        return path.read_text().strip()

    def make_secrets(self) -> None:
        """What signs sessions, and what wraps the keys of sealed texts: made once."""
        for name in ("secret_key", "payload_key"):
            self.secret(name, 64)

    def write(self, name: str, text: str) -> None:
        """Whole or not at all, and private."""
        handle, draft = tempfile.mkstemp(dir=self.path, prefix=".draft-")  # 0600
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self.path / name)

    def marked(self, name: str) -> str:
        """What the mark says; empty where there is none."""
        path = self.path / "marks" / name
        return path.read_text() if path.exists() else ""

    def mark(self, name: str, text: str) -> None:
        """Remember that something was done, so that the next start need not."""
        self.write(f"marks/{name}", text)

    def running(self) -> dict[str, str]:
        """Where the running portal's servers are, as its supervisor wrote it down; empty where none runs."""
        try:
            found: dict[str, str] = json.loads((self.path / "running.json").read_text())
        except (OSError, ValueError):
            return {}
        return found

    def note_running(self, facts: dict[str, str]) -> None:
        """For `manage`, and for the sentence a second start gets."""
        self.write("running.json", json.dumps(self.running() | facts))

    def forget_running(self) -> None:
        """It stopped in order."""
        (self.path / "running.json").unlink(missing_ok=True)

    def is_running(self) -> bool:
        """Does a supervisor hold the lock?"""
        try:
            handle = os.open(self.path / "lock", os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False


def socket_folder(home: Home) -> Path:
    """A private folder whose name is short enough for sockets, whatever PORTAL_HOME and TMPDIR are called."""
    if left := home.running().get("sockets"):  # by kill -9
        shutil.rmtree(left, ignore_errors=True)
    folder = _short_folder()
    home.note_running({"sockets": str(folder)})
    return folder


def _short_folder() -> Path:
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/run"):  # noqa: S108
        if len(os.fsencode(parent)) + len("/portal-12345678/.s.PGSQL.5432.lock") > LONGEST_SOCKET:
            continue
        try:
            return Path(tempfile.mkdtemp(prefix="portal-", dir=parent))
        except OSError:
            continue
    raise Trouble("No temporary folder with a short path can be written (tried TMPDIR, /tmp, /var/tmp, /run).")
