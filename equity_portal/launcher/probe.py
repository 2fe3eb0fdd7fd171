"""Is a service of a deployment well? One line and status 0 or 1, for health checks; asks what it does, not whether it runs.

python -m equity_portal.launcher.probe web SOCKET      the portal answers /readyz, so it serves and has its database
python -m equity_portal.launcher.probe worker NAME     this worker answers a ping through the queue
python -m equity_portal.launcher.probe beat SECONDS    the last round of the beat is no older than that
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Callable

import redis
from celery import Celery
from django.core.exceptions import ImproperlyConfigured

from equity_portal.environment import secret

PATIENCE = 5.0  # seconds for an answer
LAST_SWEEP = "portal:swept"  # raci.jobs.beat writes it; named here again so that a probe loads no Django


class Ill(Exception):
    """What is wrong, in a sentence."""


class SocketConnection(http.client.HTTPConnection):
    """HTTP through a Unix socket."""

    def __init__(self, path: str, host: str) -> None:
        super().__init__(host, timeout=PATIENCE)
        self.path = path

    def connect(self) -> None:
        """To the socket, whatever the host is called."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def web(path: str) -> str:
    """Ready, as /readyz has it: 503 without the database."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".").replace("*", "localhost")
    connection = SocketConnection(path, host or "localhost")
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        said = answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as problem:
        raise Ill(f"the web server does not answer at {path}: {problem}") from None
    finally:
        connection.close()
    if answer.status != 200:
        raise Ill(f"the web server answers {answer.status}: {said[:200]}")
    return ", ".join(f"{name} {state}" for name, state in json.loads(said).items())


def worker(name: str) -> str:
    """Answers through the queue; `%h` in the name is this machine's."""
    node = name.replace("%h", socket.gethostname())
    app = Celery(broker=queue())
    app.conf.broker_transport_options = {"socket_timeout": PATIENCE, "socket_connect_timeout": 2}
    try:
        found = app.control.inspect([node], timeout=PATIENCE).ping() or {}
    except Exception as problem:  # kombu raises its own, redis its own
        raise Ill(f"the queue does not answer: {problem}") from None
    if node not in found:
        raise Ill(f"{node} does not answer")
    return f"{node} answers"


def beat(seconds: str) -> str:
    """It rang lately, and a worker heard it."""
    url = queue().replace("redis+socket://", "unix://")
    try:
        with redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=2) as server:
            found = server.get(LAST_SWEEP)
    except redis.RedisError as problem:
        raise Ill(f"the queue does not answer: {problem}") from None
    age = int(time.time()) - int(found) if found else None
    if age is None or age > int(seconds):
        raise Ill(f"last round {'never' if age is None else f'{age} s ago'}; the beat or every worker has stopped")
    return f"last round {age} s ago"


def queue() -> str:
    """Where the queue is."""
    return secret("REDIS_URL") or "redis://localhost:6379/0"


PROBES: dict[str, Callable[[str], str]] = {"web": web, "worker": worker, "beat": beat}


def main(arguments: list[str]) -> int:
    """Ask, and say."""
    try:
        asked, about = arguments
        probe = PROBES[asked]
    except (ValueError, KeyError):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(f"{asked}: {probe(about)}")
    except (Ill, ImproperlyConfigured) as problem:
        print(f"{asked}: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
