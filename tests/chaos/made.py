"""Two kinds of work that only these tests know: one takes a moment, one kills the process that does it. And the worker's app.

`celery --app tests.chaos.made` is the portal's own worker and beat with these kinds, a short lease and frequent rounds.
"""

from __future__ import annotations

import os
import random
import signal
import time

import django
from django.conf import settings

from equity_portal.celery import app

LEASE, ROUND = 3.0, 1.0  # seconds

if os.environ.get("CHAOS_QUEUE"):  # in the worker and the beat, not in the tests' own process
    settings.JOB_LEASE = LEASE
    settings.CELERY_BEAT_SCHEDULE = {
        "sweep-jobs": {"task": "raci.tasks.sweep_jobs", "schedule": ROUND, "options": {"expires": 3}}
    }
    app.conf.task_default_queue = os.environ["CHAOS_QUEUE"]
    django.setup()

from raci.jobs import JobKind, Product, register  # noqa: E402
from raci.jobs.kinds import Progress  # noqa: E402
from raci.models import Job  # noqa: E402


def content(number: int) -> bytes:
    return f"the work of number {number}".encode()


def _work(job: Job, progress: Progress) -> Product:
    number = job.arguments["number"]
    for step in range(3):
        time.sleep(random.Random(number).uniform(0.02, 0.15))
        progress(step + 1, 3)
    return Product(f"{number}.txt", "text/plain", content(number))


def _poison(job: Job, progress: Progress) -> Product:
    progress(1, 2)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it is dead")


register(JobKind("chaos-work", "Work of a moment", _work))
register(JobKind("chaos-poison", "Work that kills its worker", _poison))
__all__ = ["app"]
