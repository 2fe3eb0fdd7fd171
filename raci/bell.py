"""The bell: wakes a worker early, if Redis is there. The row is the job; without the bell the beat's next round does it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

import kombu
from celery import Task
from celery.exceptions import CeleryError
from django.conf import settings
from kombu.exceptions import KombuError

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

log = logging.getLogger("raci.bell")
_bell = {"silent_until": 0.0}


def ring(task: Task[Any, Any], *, options: Mapping[str, Any] | None = None, **arguments: object) -> None:
    """Queue a task; never raises, never waits long. `options`: Celery's, of this one message."""
    if time.monotonic() < _bell["silent_until"]:
        return
    try:
        with kombu.Connection(settings.CELERY_BROKER_URL, transport_options=QUICK) as connection:
            task.apply_async(kwargs=arguments, connection=connection, retry=False, **options or {})  # type: ignore[call-arg] # its stubs lack it
    except (KombuError, CeleryError, OSError) as error:
        _bell["silent_until"] = time.monotonic() + SILENCE
        log.warning("The bell is silent; the work is done at the next round: %s", error)
