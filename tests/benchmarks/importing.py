"""What both benchmarks of files measure: a file opened, proposed, judged and brought in by the act, and COPY of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from metrics.actions.batches import About, begin_batch
from metrics.actions.bringing_in import bring_in
from metrics.bringing.naming import Choices
from metrics.models import Batch
from metrics.reading.files import open_table
from metrics.reading.proposing import answered, propose
from tests.city import SmallCity

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import call_command
call_command("import_observations", *sys.argv[2:])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def brought_in(path: Path, city: SmallCity, **answers: str) -> Batch:
    """As the wizard and the command do it, all names being known; committed."""
    with path.open("rb") as file:
        table = open_table(file, path.name)
        batch = begin_batch(city.parks, About(path.stem, source="Made"), by=city.manager)
        bring_in(batch, table, answered(propose(table), **answers), Choices(), by=city.manager)
    return batch


def copied(owner: psycopg.Connection[Any], path: Path, table: str) -> None:
    """COPY of the file as it is."""
    into = f"COPY {table} FROM STDIN (FORMAT csv, HEADER)"
    with owner.cursor() as cursor, cursor.copy(into) as copying, path.open("rb") as file:
        while part := file.read(2**18):
            copying.write(part)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(path: Path, city: SmallCity, *options: str) -> tuple[int, dict[str, Any]]:
    """Peak memory of manage.py import_observations, in MiB, all of Django included; and what it printed."""
    name, by = str(connection.settings_dict["NAME"]), str(city.manager.email)
    command = [sys.executable, "-c", COMMAND, name, str(path), "--unit=parks", f"--as={by}", "--json", *options]
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "equity_portal.settings"}
    ran = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr
    told, used = ran.stdout.splitlines()
    return int(used) // 1024, json.loads(told)
