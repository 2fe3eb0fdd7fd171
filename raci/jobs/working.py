"""Make one job: claim it, work, keep the file, finish it. Twice does no harm; a worker that dies leaves it to the next."""

from __future__ import annotations

import errno
import logging
import time
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from raci import clock, denied
from raci.authority import facts_for
from raci.clock import Moment
from raci.jobs import files
from raci.jobs.kinds import Product, kind_of
from raci.models import Job
from raci.models.jobs import OPEN
from raci.notices import tell
from raci.refusals import Refusal, Refused

MOST_ATTEMPTS = 4
PAUSE = 5.0  # seconds after a fault, times the square of the attempts
WATCHED = timedelta(minutes=1)  # whoever got it sooner saw it on the page: no e-mail
State = Job.State
log = logging.getLogger("raci.jobs")


class LeaseLost(Exception):
    """Somebody else has the job by now."""


def do(pk: int) -> bool:
    """Make this job if nobody else has it; whether this call ended it."""
    job = claim(pk)
    if job is None:
        return False
    try:
        product = _make(job)
        kept = files.keep(product)
    except LeaseLost:
        return False
    except Refusal as refusal:
        _say_denied(job, refusal)
        return fail(job, str(refusal))
    except Exception as error:
        log.exception("Job %s (%s) met a fault at try %s.", job.pk, job.kind, job.attempts)
        return _leave(job, error)
    made = {"file_name": product.file_name[:200], "media_type": product.media_type}
    return _finish(job, product, **made, sha256=kept.sha256, size=kept.size)


def _say_denied(job: Job, refusal: Refusal) -> None:
    status = 404 if isinstance(refusal, Refused) and not refusal.visible else 403
    at, reason = f"job:{job.kind}", type(refusal).__name__
    denied.say(door="task", person=job.person_id, at=at, on=f"pk:{job.pk}", status=status, reason=reason)


def free() -> QuerySet[Job]:
    """Jobs that wait, or whose worker is gone, and that nobody has: to be claimed."""
    unleased = Q(lease_until=None) | Q(lease_until__lte=Moment())
    return Job.objects.filter(unleased, state__in=OPEN, attempts__lt=MOST_ATTEMPTS)


def claim(pk: int) -> Job | None:
    """Take it by one UPDATE, with a lease and a fresh token; None where another has it."""
    token = uuid4()
    taken = (
        free()
        .filter(pk=pk)
        .update(state=State.WORKING, token=token, lease_until=_lease(), attempts=F("attempts") + 1, steps_done=0)
    )
    return Job.objects.select_related("person").get(pk=pk) if taken else None


def fail(job: Job, reason: str) -> bool:
    """End it with a reason its reader can act on, and tell them; whether this call did."""
    line = _("“%(title)s” failed: %(reason)s") % {"title": job.title, "reason": reason}
    return _end(job, line, f"job:{job.pk}", mail=True, state=State.FAILED, error=reason[:500])


def _make(job: Job) -> Product:
    kind = kind_of(job.kind)
    if not job.person.is_active:
        raise Refused(_("The account of %(person)s is disabled.") % {"person": job.person.name})
    with clock.city_time():
        kind.authorise(job, facts_for(job.person))
        return kind.work(job, _Progress(job))


def _finish(job: Job, product: Product, **values: object) -> bool:
    kind = kind_of(job.kind)
    line = product.said or _("“%(title)s” is ready.") % {"title": job.title}
    slow = clock.now() - job.asked_at > WATCHED
    values |= {"state": State.DONE, "error": "", "steps_done": F("steps_total")}
    return _end(job, line, f"{kind.notice}:{job.pk}", mail=slow or kind.notice != "job", **values)


def _end(job: Job, line: str, key: str, *, mail: bool, **values: object) -> bool:
    """Only whoever still has the lease ends it; the notice is written with it, or neither is."""
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, token=job.token, state=State.WORKING)
        if not mine.update(**values, lease_until=None, finished_at=Moment()):
            return False
        url = reverse("raci:job-detail", args=[job.pk])
        tell([job.person], record=None, key=key, line=line, url=url, by_mail=mail)
    return True


def _leave(job: Job, error: Exception) -> bool:
    """After a fault: to be tried again in a while, or failed if that was the last try."""
    if job.attempts >= MOST_ATTEMPTS:
        return fail(job, _reason(error))
    pause = timedelta(seconds=PAUSE * job.attempts**2)
    Job.objects.filter(pk=job.pk, token=job.token).update(state=State.WAITING, lease_until=Moment() + pause)
    return False


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The server’s disk is full. Tell whoever looks after the portal, then ask again.")
    return _("The portal met a fault %(count)s times. Ask again; if it fails again, tell whoever looks after it.") % {
        "count": MOST_ATTEMPTS
    }


def _lease() -> object:
    return Moment() + timedelta(seconds=settings.JOB_LEASE)


class _Progress:
    """How far a job is, written down at most twice a second; each word of it renews the lease."""

    def __init__(self, job: Job) -> None:
        self._job, self._next = job, 0.0

    def __call__(self, done: int, total: int) -> None:
        if done < total and time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 0.5
        mine = Job.objects.filter(pk=self._job.pk, token=self._job.token, state=State.WORKING)
        if not mine.update(steps_done=min(done, total), steps_total=total, lease_until=_lease()):
            raise LeaseLost
