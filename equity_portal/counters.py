"""The cache: it counts tries. Redis, so that every web process counts together; each one's own memory while Redis is away.

A try too many is then let through now and then, and nobody waits: with Redis gone people still sign in (promises P10). What
lies there is JSON under hashed names: whoever reads Redis learns no address, whoever writes to it runs nothing here.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

SILENCE = 15.0  # seconds without asking after a failure: an absent server is not waited for again and again

log = logging.getLogger("equity_portal.counters")
_redis = {"away_until": 0.0}


def hidden_key(key: str, prefix: str, version: int) -> str:
    """The name a value has in Redis (KEY_FUNCTION): a key holds e-mail and network addresses."""
    return f"{prefix}:{version}:{salted_hmac('equity_portal.counters', key).hexdigest()}"


class Json:
    """Values as text: Django's own way would run what somebody else wrote there."""

    def dumps(self, value: Any) -> bytes:
        """A value to be kept."""
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        """A value that was kept."""
        return json.loads(data)


def _either(name: str) -> Callable[..., Any]:
    """A method of the cache that asks Redis, or this process' own memory while Redis is away."""

    def method(self: Counters, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _redis["away_until"]:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                _redis["away_until"] = time.monotonic() + SILENCE
                log.warning("Redis is away; each web process counts tries for itself: %s", error)
        return getattr(self.own, name)(*args, **kwargs)

    return method


class Counters(RedisCache):
    """Django's cache in Redis that goes on without Redis."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.own = LocMemCache("counters", {})

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    has_key = _either("has_key")
    incr = _either("incr")
    get_many = _either("get_many")
    set_many = _either("set_many")
    delete_many = _either("delete_many")

    def clear(self) -> None:
        """Forget what this cache keeps; what else lies in Redis (the queue) stays."""
        self.own.clear()
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*"):
            client.delete(key)
