"""Notices: one line in somebody's inbox and one e-mail, written with the act and sent after it is committed.

The row is the job; Redis is only the bell that wakes a worker early. Without it the beat's next round sends.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

import kombu
from celery.exceptions import CeleryError
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import KombuError

from raci.models import Notice, Person, Record
from raci.tasks import send_notices

# One quick try: by default an absent Redis holds the writer for six seconds.
QUICK = {
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.3,
}
SILENCE = 15.0  # seconds without ringing after a failure: by then the beat has come round

log = logging.getLogger("raci.notices")
_bell = {"silent_until": 0.0}


def tell(people: Iterable[Person], *, record: Record | None, key: str, line: str, url: str = "") -> None:
    """Give each of them this notice once (`key`), in the running transaction; e-mail follows after commit.

    Told again under the same key, they notice nothing. Programs and disabled people are not told.
    """
    rows = {
        person.pk: Notice(person=person, record=record, key=key, line=line[:500], url=url)
        for person in people
        if person.is_active and not person.is_service
    }
    if rows:
        Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
        transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Wake a worker, if Redis is there; never raises, never waits long."""
    if time.monotonic() < _bell["silent_until"]:
        return
    try:
        with kombu.Connection(settings.CELERY_BROKER_URL, transport_options=QUICK) as connection:
            send_notices.apply_async(kwargs={"rung": True}, connection=connection, retry=False)  # type: ignore[call-arg]
    except (KombuError, CeleryError, OSError) as error:
        _bell["silent_until"] = time.monotonic() + SILENCE
        log.warning("The bell is silent; notices go out with the next round: %s", error)


def unread_count(person: Person) -> int:
    """How many notices they have not read."""
    return Notice.objects.filter(person=person, read_at=None).count()


def inbox_of(person: Person) -> QuerySet[Notice]:
    """Their notices, newest first."""
    return Notice.objects.filter(person=person).select_related("record")


def mark_read(notices: QuerySet[Notice], *, by: Person) -> int:
    """Mark these of one's own notices as read; how many were not. Ungoverned: writes no history."""
    return notices.filter(person=by, read_at=None).update(read_at=timezone.now())
