"""Erasures that a crash or a restored database left half done, done to the end; and the keys' one copy, kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from raci.models import Payload
from raci.sealed import keys

AT_ONCE = 1_000


def finish_erasures() -> int:
    """How many texts were erased that had been already, on one side: the database or the keys. Safe at any time, and twice."""
    return _keys_of_erased_texts() + _texts_of_destroyed_keys()


def without_key() -> tuple[int, int]:
    """How many texts stand in the database, and of how many the key is not in this folder."""
    there = Payload.objects.filter(erased_at=None).values_list("pk", flat=True)
    found = [keys.is_kept(number) for number in there.iterator()]
    return len(found), found.count(False)


def _keys_of_erased_texts() -> int:
    """The process ended between its commit and the key."""
    many = 0
    for number, at in Payload.objects.values_list("pk", "erased_at").filter(erased_at__isnull=False).iterator():
        if at and (keys.is_kept(number) or keys.erased_at(number) is None):
            keys.destroy(number, at)
            many += 1
    return many


def _texts_of_destroyed_keys() -> int:
    """The database was put back to before the erasure."""
    many, marked = 0, list(keys.erased())
    for first in range(0, len(marked), AT_ONCE):
        for row in Payload.objects.filter(pk__in=marked[first : first + AT_ONCE], erased_at=None):
            row.ciphertext, row.erased_at = None, keys.erased_at(row.pk)
            row.save()
            many += 1
    return many


@dataclass(frozen=True)
class Copied:
    """What a copy of the keys took over."""

    keys: int
    erasures: int


def copy_to(folder: Path) -> Copied:
    """Bring another folder up to this one: new keys are added, and what was erased here is destroyed there."""
    return _copy(keys.folder(), folder)


def copy_from(folder: Path) -> Copied:
    """Take keys back from a copy. What is marked as erased on either side stays erased."""
    return _copy(folder, keys.folder())


def _copy(source: Path, target: Path) -> Copied:
    added = erased = 0
    with keys.turn():
        for mark in sorted(source.glob("??/*.erased")):
            erased += keys.put_mark(target, mark)
        for path in sorted(source.glob("??/*.key")):
            added += keys.put_key(target, path)
    return Copied(added, erased)
