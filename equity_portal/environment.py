"""What a deployment tells the portal: values by environment variable, secrets by file as well (`NAME_FILE`). No Django models."""

from __future__ import annotations

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
# Keys that stand in tutorials and examples; whoever reads those could sign a session of anybody.
KNOWN_KEYS = re.compile(r"^(django-insecure-|only-for-|for-tests-only|change.?me|secret|example|password|your.?)", re.I)


def secret(name: str, *, may_be_empty: bool = True) -> str:
    """The value of NAME, or what stands in the file that NAME_FILE names; without either, an empty text.

    Raises `ImproperlyConfigured`, in a sentence for whoever deploys, where the file cannot be used or both are set.
    """
    place = os.environ.get(f"{name}_FILE", "")
    if not place:
        return os.environ.get(name, "")
    if os.environ.get(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep the file, and take {name} away.")
    try:
        text = Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is not text"
        raise ImproperlyConfigured(
            f"{name}_FILE names {place}, which user {os.geteuid()} cannot read: {why}."
        ) from None
    if not text and not may_be_empty:
        raise ImproperlyConfigured(f"{name}_FILE names {place}, which is empty.")
    if any(sign in text for sign in "\n\r\0"):
        raise ImproperlyConfigured(f"{name}_FILE names {place}, which holds more than one line.")
    return text


def fit_key(key: str, what: str = "SECRET_KEY") -> str:
    """The key, if nobody can guess it; a deployment does not start with another."""
    if not key:
        raise ImproperlyConfigured(
            f"{what} is not set. Name a file of at least {SHORTEST_KEY} random characters in {what}_FILE."
        )
    if len(key) < SHORTEST_KEY or len(set(key)) < 10 or KNOWN_KEYS.match(key):
        raise ImproperlyConfigured(
            f"{what} is short or known: whoever guesses it signs in as anybody. Take at least {SHORTEST_KEY} random "
            "characters: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return key
