"""The mark the beat leaves in Redis each round: its age tells whether anything is done in the background at all."""

from __future__ import annotations

import logging
import time
from typing import Any

import redis
from django.conf import settings

LAST_SWEEP = "portal:swept"  # in Unix time
log = logging.getLogger("raci.jobs")


def note_round() -> None:
    """The beat came round, and a worker heard it."""
    client = _redis()
    try:
        client.set(LAST_SWEEP, int(time.time()))
    except redis.RedisError:
        log.warning("The beat could not be noted; its work is done all the same.")
    finally:
        client.close()


def last_round() -> tuple[bool, int | None]:
    """Whether Redis answers, and how many seconds ago the last round was; None where none is known."""
    client = _redis()
    try:
        found: Any = client.get(LAST_SWEEP)
    except redis.RedisError:
        return False, None
    finally:
        client.close()
    return True, int(time.time()) - int(found) if found else None


def _redis() -> redis.Redis:
    # Celery spells a socket's address differently
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")
    client: redis.Redis = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=0.5)
    return client
