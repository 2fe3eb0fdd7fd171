"""The portal's web server over the test database: gunicorn with several processes and threads, as `make run` starts it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from equity_portal.launcher.run import answers
from raci.models import Person
from tests.chaos.visitors import Visitor
from tests.database import TestDatabase


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def serving(database: str, folder: Path, **told: str) -> Iterator[int]:
    """Its port. Two processes of eight threads: eight requests at once meet in the database, not in a queue."""
    port, log = free_port(), folder / "gunicorn"
    url = re.sub(r"/[^/?]+($|\?)", rf"/{database}\1", os.environ["DATABASE_URL"])
    command = [
        sys.executable, "-m", "gunicorn", "tests.chaos.wsgi:application", f"--bind=127.0.0.1:{port}", "--workers=2",
        "--threads=8", "--worker-class=gthread", "--preload", "--timeout=60", "--no-control-socket",
    ]  # fmt: skip
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "equity_portal.settings",
        **told,
    }
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=file, stderr=file)
    try:
        while not answers(port):
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def gunicorn(django_db_setup: TestDatabase, tmp_path_factory: Any) -> Iterator[int]:
    """Its port."""
    with serving(django_db_setup.name, tmp_path_factory.mktemp("gunicorn")) as port:
        yield port


def signed_in(port: int, person: Person) -> Visitor:
    """A session of theirs, begun without the sign-in page."""
    client = Client()
    client.force_login(person)
    found = Visitor(port, person.name)
    found.cookies["sessionid"] = client.cookies["sessionid"].value
    return found


@pytest.fixture
def visitor(gunicorn: int) -> Callable[[Person], Visitor]:
    """`visitor(person)`: a session of theirs."""

    return partial(signed_in, gunicorn)
