"""The beat's round: find what the bell did not say, fail what cannot be made, forget what is old."""

from __future__ import annotations

import shutil
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from raci.clock import Moment
from raci.evidence import storage
from raci.jobs import files
from raci.jobs.asking import ring
from raci.jobs.working import MOST_ATTEMPTS, State, fail, free
from raci.models import Job
from raci.models.jobs import OPEN

BELLS = 2  # a round: as many as a worker has processes
AT_ONCE = 20  # failed in one round
BELL_HEARD = timedelta(seconds=2)  # a job so young was just rung for
KEPT = timedelta(days=7)
LEFT_OVER = 3600.0  # seconds after which a file nobody's job has is nobody's


def sweep() -> int:
    """Fail what ended its worker too often, and ring for the first of what waits or has lapsed; how many bells that were.

    A job done rings for the next (`ring_next`), so a few bells a round are enough, however many wait.
    """
    for job in _exhausted():
        fail(job, _worker_ended())
    young = Q(state=State.WAITING, attempts=0, asked_at__gt=Moment() - BELL_HEARD)
    return _ring(free().exclude(young), BELLS)


def ring_next() -> int:
    """Ring for the next job that nobody has."""
    return _ring(free(), 1)


def _ring(jobs: QuerySet[Job], most: int) -> int:
    first = list(jobs.order_by("attempts", "pk").values_list("pk", "kind")[:most])
    for pk, kind in first:
        ring(pk, kind)
    return len(first)


def _exhausted() -> list[Job]:
    lapsed = Job.objects.filter(state=State.WORKING, lease_until__lte=Moment(), attempts__gte=MOST_ATTEMPTS)
    return list(lapsed.select_related("person")[:AT_ONCE])


def _worker_ended() -> str:
    return _(
        "The worker ended unexpectedly %(count)s times, or took too long. "
        "Ask again; if it fails again, tell whoever looks after the portal."
    ) % {"count": MOST_ATTEMPTS}


def forget() -> int:
    """Forget jobs that are a week old, then the files that no job has; how many jobs those were."""
    forgotten, _each = Job.objects.exclude(state__in=OPEN).filter(asked_at__lt=Moment() - KEPT).delete()
    old = list(storage.old_files(files.root(), age=LEFT_OVER))
    had = set(Job.objects.filter(sha256__in=[path.name for path in old]).values_list("sha256", flat=True))
    for path in old:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name not in had:
            path.unlink(missing_ok=True)
    return forgotten
