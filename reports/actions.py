"""Ask for a print, and make it: the row is the job (promises c3), Redis only wakes a worker."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from raci import bell
from raci.authority import facts_for
from raci.models import City, Person
from raci.refusals import Refused
from reports.kinds import KINDS
from reports.models import Print
from reports.rendering import Unprintable, render

MOST_ATTEMPTS = 4
LEASE = timedelta(minutes=3)
KEPT = timedelta(days=7)
State = Print.State


def request_print(kind: str, subject: int | None, *, by: Person) -> Print:
    """Freeze what this person may see of it, and queue its PDF."""
    if kind not in KINDS:
        raise Refused(_("There is no such print."), visible=False)
    printing = KINDS[kind]
    printed = printing.facts(subject, facts_for(by))
    html = render_to_string(
        printing.template, {**printed.facts, "title": printed.title, "city": City.objects.first(), "printed_for": by}
    )
    with transaction.atomic():
        job = Print.objects.create(kind=kind, subject=subject, title=printed.title[:300], person=by, html=html)
        transaction.on_commit(lambda: ring_print(job.pk), robust=True)
    return job


def ring_print(pk: int) -> None:
    """Wake a worker; the sweep finds the job without."""
    from reports.tasks import render_print

    bell.ring(render_print, pk=pk)


def make_print(pk: int) -> bool:
    """Claim the job, render, keep the file, finish. Twice does no harm; whether this call finished it."""
    token = uuid4()
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    claimed = Print.objects.filter(free, pk=pk, state=State.QUEUED, attempts__lt=MOST_ATTEMPTS).update(
        token=token, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    job = Print.objects.get(pk=pk)
    try:
        pdf = render(job.html)
    except Unprintable as error:
        return _finish(job, state=State.FAILED, error=str(error)[:500])
    digest = hashlib.sha256(pdf).hexdigest()
    _keep(pdf, path_of(digest))
    return _finish(job, state=State.READY, sha256=digest, size=len(pdf))


def _finish(job: Print, **values: object) -> bool:
    """Only the worker that still has the lease finishes."""
    return bool(Print.objects.filter(pk=job.pk, token=job.token, state=State.QUEUED).update(**values, lease_until=None))


def path_of(digest: str) -> Path:
    """Where a PDF with this hash lies."""
    return Path(settings.PRINTS_ROOT) / digest[:2] / f"{digest}.pdf"


def _keep(pdf: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(pdf)
        part.flush()
        os.fsync(part.fileno())
    os.replace(part.name, path)


def sweep() -> list[int]:
    """Fail what was tried too often, forget what is old, and return the jobs that wait for a worker."""
    now = timezone.now()
    lapsed = Q(lease_until=None) | Q(lease_until__lt=now)
    queued = Print.objects.filter(lapsed, state=State.QUEUED)
    queued.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, error=_("The PDF could not be made after %(count)s tries.") % {"count": MOST_ATTEMPTS}
    )
    _forget(now - KEPT)
    return list(queued.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True)[:50])


def _forget(before: datetime) -> None:
    old = Print.objects.filter(asked_at__lt=before)
    digests = set(old.exclude(sha256="").values_list("sha256", flat=True))
    old.delete()
    for digest in digests - set(Print.objects.filter(sha256__in=digests).values_list("sha256", flat=True)):
        path_of(digest).unlink(missing_ok=True)
