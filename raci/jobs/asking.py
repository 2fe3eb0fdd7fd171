"""Ask for something to be made, ask again, take it back."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raci import bell, clock
from raci.authority import facts_for
from raci.jobs.kinds import kind_of, longest_of
from raci.models import Job, Person
from raci.models.jobs import OPEN
from raci.records import canonical
from raci.refusals import Conflict

State = Job.State


def ask(code: str, *, title: str, arguments: dict[str, Any], by: Person) -> Job:
    """Write the job down in the running transaction and wake a worker once it is committed.

    The same asked by the same person while it waits or is being made (a double click) is that job. Whether they may have it
    is for the act that asks to say first; it is asked again when it is made.
    """
    kind_of(code)
    key = hashlib.sha256(canonical({"kind": code, "arguments": arguments}).encode()).hexdigest()
    job, is_new = _found_or_made(by, key, {"kind": code, "title": title[:300], "arguments": arguments})
    if is_new:
        transaction.on_commit(lambda: ring(job.pk, code), robust=True)
    return job


def _found_or_made(by: Person, key: str, values: dict[str, Any]) -> tuple[Job, bool]:
    while True:
        job = Job.objects.filter(person=by, key=key, state__in=OPEN).first()
        if job is not None:
            return job, False
        try:
            with transaction.atomic():
                return Job.objects.create(person=by, key=key, asked_at=clock.now(), **values), True
        except IntegrityError:  # the other click was quicker
            continue


def ring(pk: int, code: str) -> None:
    """Wake a worker; the sweep finds the job without."""
    from raci.tasks import do_job  # which does jobs by this package

    bell.ring(do_job, options={"time_limit": longest_of(code)}, pk=pk)


def ask_again(job: Job, *, by: Person) -> Job:
    """The same once more, by whoever asked for it and may still have it; the old one stays to read."""
    kind_of(job.kind).authorise(job, facts_for(by))
    return ask(job.kind, title=job.title, arguments=job.arguments, by=by)


def cancel(job: Job, *, by: Person) -> None:
    """Take back what no worker has begun."""
    waiting = Job.objects.filter(pk=job.pk, person=by, state=State.WAITING)
    if not waiting.update(state=State.CANCELLED, finished_at=clock.Moment(), lease_until=None):
        raise Conflict(_("“%(title)s” waits no longer: a worker has begun or finished it.") % {"title": job.title})
