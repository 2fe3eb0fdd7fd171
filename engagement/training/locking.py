"""What waits to be counted, closed with a key of its own that stands outside of the database and of its backups."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from raci.sealed import envelopes, keys

KIND, LONG = "cohort_answer", 2_048  # all are of one length, so that none tells how much was said


def close(number: UUID, chosen: list[tuple[str, str]]) -> bytes:
    """The answers, locked; the key is kept before they are."""
    text = json.dumps(chosen).encode().ljust(LONG)
    key, envelope, _hash = envelopes.close(text, envelopes.place(number, KIND, KIND))
    keys.keep(number, key)
    return envelope


def opened(number: UUID, locked: bytes | memoryview) -> list[list[str]]:
    """What was answered; nothing where the key is gone, for its counting was begun before."""
    try:
        text, _hash = envelopes.open_up(keys.fetch(number), bytes(locked), envelopes.place(number, KIND, KIND))
    except keys.NoKey:
        return []
    found: list[list[str]] = json.loads(text)
    return found


def destroy(numbers: Iterable[UUID]) -> None:
    """Their keys, for good."""
    for number in numbers:
        keys.destroy(number, timezone.now())
