"""Work in the background. Every task may run twice, or on two workers at once, and does no harm."""

from __future__ import annotations

import time

import redis
from celery import shared_task
from django.conf import settings
from django.db import connection

from raci import mailing

LAST_SWEEP = "portal:swept"  # when the beat last came round, in Unix time; /readyz shows its age


@shared_task
def send_notices(*, rung: bool = False) -> int:
    """Send what waits. The beat calls it plainly, which proves that the beat lives; `rung` is somebody's bell."""
    if not rung:
        _note_the_beat()
    return mailing.send_waiting()


@shared_task
def seal_history() -> None:
    """Seal the history committed so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_now()")


@shared_task
def sweep_evidence() -> int:
    """Delete files that were received but never attached."""
    from raci.actions.evidence import sweep_orphans  # acts import notices, which import this module

    return sweep_orphans()


def _note_the_beat() -> None:
    # Celery spells a socket's address differently
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")
    bell = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
    try:
        bell.set(LAST_SWEEP, int(time.time()))
    except redis.RedisError:
        mailing.log.warning("The beat could not be noted; notices are sent all the same.")
    finally:
        bell.close()
