"""A portal started as everybody starts it, in a folder of its own; what runs in it, and how to kill that."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from equity_portal.launcher.home import ROOT
from equity_portal.launcher.run import answers

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
LONGEST = 300.0  # seconds a machine under load may take for anything; what it took is printed, not demanded
FIRST = 1200.0  # the same for a first start, which makes a database and a city


@dataclass
class Portal:
    """It, while it runs."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    @property
    def password(self) -> str:
        return self.environment["PORTAL_DEMO_PASSWORD"]

    def serves(self) -> bool:
        return answers(self.port)

    def owner(self) -> psycopg.Connection[Any]:
        """The owner's connection to its database."""
        urls = json.loads((self.home / "running.json").read_text())
        return psycopg.connect(urls["DATABASE_OWNER_URL"], autocommit=True)

    def said(self) -> str:
        return (self.home / "console").read_text(errors="replace")[-4000:]

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command beside the running portal."""
        command = [sys.executable, "-m", "equity_portal.launcher", "manage", "--", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=LONGEST
        )

    def processes(self) -> dict[int, str]:
        """Every process of it, by number, with its command: what the supervisor started, and what was told its folder."""
        return {self.process.pid: "supervisor", **below(self.process.pid), **told(f"PORTAL_HOME={self.home}")}

    def kill_postgres(self) -> list[int]:
        """kill -9 the server and every process it has."""
        server = int((self.home / "postgres" / "postmaster.pid").read_text().split()[0])
        numbers = [server, *below(server)]
        for number in numbers:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        return numbers

    def until(self, true: Callable[[], object], what: str, longest: float = LONGEST) -> float:
        """How long it took."""
        began = time.monotonic()
        while not true():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - began < longest, f"{what}: not after {longest} s\n{self.said()}"
            time.sleep(0.05)
        return time.monotonic() - began


def below(number: int) -> dict[int, str]:
    """All processes a process started, directly or not."""
    parents, commands = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if stat[0] != "Z":  # both or neither: it may end between the two readings
                    parents[int(entry.name)], commands[int(entry.name)] = int(stat[1]), command
    found: dict[int, str] = {}
    front = [number]
    while front:
        front = [child for child, parent in parents.items() if parent in front and child not in found]
        found |= {child: commands[child] for child in front}
    return found


def told(line: str) -> dict[int, str]:
    """Processes that have this line in their environment."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if line.encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


@contextmanager
def running_portal(port: int) -> Iterator[Portal]:
    """`make run` in a new folder, serving its demo; afterwards nothing of it is left, whatever happened."""
    home = Path(tempfile.mkdtemp(prefix="portal-chaos-"))
    environment = {
        **{name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("PORTAL_")},
        "PORTAL_HOME": str(home),
        "PORTAL_DEMO_PASSWORD": secrets.token_urlsafe(16),
        "PORT": str(port),
    }
    with (home / "console").open("wb") as console:
        process = subprocess.Popen(
            [sys.executable, "-m", "equity_portal.launcher", "run"],
            cwd=ROOT, env=environment, stdout=console, stderr=console, start_new_session=True,
        )  # fmt: skip
    portal = Portal(home, port, process, environment)
    try:
        portal.until(lambda: "serves at" in portal.said(), "the first start", FIRST)
        yield portal
    finally:
        left = portal.processes()
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(60)
        for number in {*left, *told(f"PORTAL_HOME={home}")}:
            if Path(f"/proc/{number}").exists() and str(home) in _folder_or_environment(number):
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _folder_or_environment(number: int) -> str:
    """Enough of a process to know whose it is: a number may have been given to somebody else by now."""
    with suppress(OSError):
        entry = Path(f"/proc/{number}")
        return f"{(entry / 'cwd').readlink()} {(entry / 'environ').read_bytes()!r} {(entry / 'cmdline').read_bytes()!r}"
    return ""
