"""Workers are killed, Redis forgets everything, people click twice: no job is lost, none is made twice (promises P9).

The portal's own worker and beat under its own supervisor, on the test database and a Redis-protocol server of their own.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest
import redis
from celery import current_app
from django.conf import settings as portal_settings
from django.db import connection
from django.urls import reverse

from equity_portal.launcher.home import Home
from equity_portal.launcher.run import programs
from equity_portal.launcher.supervisor import Child, Supervisor
from equity_portal.launcher.valkey import Valkey
from raci import bell, jobs
from raci.evidence.storage import open_verified
from raci.jobs.beat import LAST_SWEEP
from raci.models import Job, Notice, Person
from raci.models.jobs import OPEN
from tests.chaos.made import content
from tests.chaos.portals import below
from tests.chaos.visitors import at_once
from tests.city import SmallCity, small_city
from tests.database import TestDatabase

pytestmark = pytest.mark.django_db(transaction=True)

SEEDS = [20_270_201 + more for more in range(int(os.environ.get("CHAOS_SEEDS", "3")))]
JOBS, POISON, FAULTS = 60, 2, 8
LONGEST = 150.0  # seconds a machine under load may take to settle; what it took is printed
KINDS = ("a child killed", "a child killed", "the worker killed", "Redis flushed", "Redis restarted empty")


@dataclass
class Works:
    """What does the work, and how to break it."""

    supervisor: Supervisor
    valkey: Valkey
    worker: Child
    server: Child
    folder: Path
    faults: Counter[str] = field(default_factory=Counter)

    def redis(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.valkey.socket), socket_timeout=5)

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.supervisor.step()

    def until(self, true: Callable[[], object], what: str) -> float:
        """How long it took."""
        began = time.monotonic()
        while not true():
            assert time.monotonic() - began < LONGEST, f"{what}: not after {LONGEST} s; {self.said()}"
            self.supervisor.step()
        return time.monotonic() - began

    def has_come_round(self) -> bool:
        try:
            return bool(self.redis().get(LAST_SWEEP))
        except redis.RedisError:
            return False

    def said(self) -> str:
        logs = sorted((self.folder / "log").glob("*.log"))
        return "\n".join(f"{log.name}: {log.read_text(errors='replace')[-2000:]}" for log in logs)

    def fault(self, chance: random.Random) -> None:
        """One of them, if it can be had just now."""
        kind = chance.choice(KINDS)
        if self._break(kind, chance):
            self.faults[kind] += 1

    def _break(self, kind: str, chance: random.Random) -> bool:
        worker = self.worker.process
        children = sorted(below(worker.pid)) if worker and worker.poll() is None else []
        if kind == "a child killed" and children:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(children), signal.SIGKILL)
            return True
        if kind == "the worker killed" and worker and children:
            os.kill(worker.pid, signal.SIGKILL)
            return True
        if kind == "Redis flushed":
            with suppress(redis.RedisError):
                self.redis().flushall()
                return True
        if kind == "Redis restarted empty" and self.server.process and self.server.process.poll() is None:
            self.server.process.kill()
            self.server.process.wait()
            shutil.rmtree(self.valkey.folder / "appendonlydir", ignore_errors=True)
            return True
        return False


@pytest.fixture(scope="module")
def works(django_db_setup: TestDatabase) -> Iterator[Works]:
    folder = Path(tempfile.mkdtemp(prefix="portal-jobs-"))
    home = Home(folder)
    home.open()
    valkey = Valkey(folder / "queue", folder)
    environment = {
        **os.environ,
        "DATABASE_URL": re.sub(r"/[^/?]+($|\?)", rf"/{django_db_setup.name}\1", os.environ["DATABASE_URL"]),
        "REDIS_URL": valkey.url,
        "SECRET_KEY": portal_settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "equity_portal.settings",
        "PORTAL_HOME": str(folder),
        "CHAOS_QUEUE": current_app.conf.task_default_queue,
        "PYTHONUNBUFFERED": "1",
    }
    supervisor = Supervisor(folder / "log")
    try:
        server = supervisor.add(replace(valkey.program(), longest_pause=0.5))
        with socket.socket() as door:
            _web, *others = programs(home, environment, door)
        children = []
        for program in others:
            command = [part.replace("equity_portal.celery", "tests.chaos.made") for part in program.command]
            quiet = replace(program, command=command, longest_pause=1.0, shown=lambda line: False)
            children.append(supervisor.add(quiet))
        yield Works(supervisor, valkey, children[0], server, folder)
    finally:
        supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def city(works: Works, settings) -> SmallCity:
    settings.CELERY_BROKER_URL = works.valkey.url
    bell._bell["silent_until"] = 0.0
    works.faults.clear()
    works.until(works.has_come_round, "the first round")
    return small_city()


def ask(person: Person, kind: str, number: int) -> int:
    try:
        return jobs.ask(kind, title=f"Number {number}", arguments={"number": number}, by=person).pk
    finally:
        connection.close()  # each click is a thread


def clicked(city: SmallCity, chance: random.Random, number: int, poison: set[int]) -> tuple[int, bool]:
    """Asked for once, or by two clicks at once that are one job; whether it was two."""
    kind = "chaos-poison" if number in poison else "chaos-work"
    call = partial(ask, chance.choice([city.director, city.manager]), kind, number)
    twice = chance.random() < 0.25
    [pk] = set(at_once([call, call])) if twice else {call()}
    return pk, twice


def address(pk: int) -> str:
    return reverse("raci:job-detail", args=[pk])


@pytest.mark.parametrize("seed", SEEDS)
def test_no_job_is_lost_and_none_is_doubled(works: Works, city: SmallCity, seed: int):
    chance = random.Random(seed)
    poison = set(chance.sample(range(JOBS), POISON))
    asked: dict[int, int] = {}
    twice = 0
    while len(asked) < JOBS or sum(works.faults.values()) < FAULTS:
        for number in range(len(asked), min(len(asked) + chance.randint(3, 12), JOBS)):
            asked[number], double = clicked(city, chance, number, poison)
            twice += double
        works.run(chance.uniform(0.2, 1.6))
        works.fault(chance)
    settled = works.until(lambda: not Job.objects.filter(state__in=OPEN).exists(), "all jobs settled")
    found = {job.pk: job for job in Job.objects.all()}
    told = Counter(Notice.objects.values_list("url", flat=True))
    lost = [number for number, pk in asked.items() if pk not in found or told[address(pk)] == 0]
    doubled = [number for number, pk in asked.items() if told[address(pk)] > 1] + list(set(found) - set(asked.values()))
    failed = {number: found[pk].error for number, pk in asked.items() if found[pk].state == "failed"}
    print(
        f"\nseed {seed}: {JOBS} jobs, {twice} clicked twice, {POISON} of poison; "
        f"{', '.join(f'{count} × {fault}' for fault, count in sorted(works.faults.items()))}: {len(lost)} lost, "
        f"{len(doubled)} doubled, {len(failed)} failed; settled {settled:.0f} s after the last fault, at most "
        f"{max(job.attempts for job in found.values())} tries a job"
    )
    assert (lost, doubled) == ([], [])
    assert set(failed) == poison, failed
    assert all("ended unexpectedly 4 times" in error for error in failed.values())
    for number, pk in asked.items():
        if number not in poison:
            with open_verified(works.folder / "jobs", found[pk].sha256) as file:
                assert file.read() == content(number)
