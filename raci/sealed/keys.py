"""The keys of sealed texts: one small file each, in a folder that is neither in the database nor in any backup of it.

<folder>/ab/<number>.key      the text's key, wrapped by the master key
<folder>/ab/<number>.erased   in its place once it was destroyed: when. It goes on to stand against a key that comes back

Several processes use the folder at once: a key is written whole or not at all; erasing and wrapping anew take turns.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from raci.refusals import NotReady, Problem
from raci.sealed import envelopes
from raci.sealed.envelopes import MasterKey


class NoKey(Exception):
    """There is no key of this text: it was destroyed, or the folder is not the one it was kept in."""


def masters() -> list[MasterKey]:
    """The master key that wraps, then those that only unwrap; `NotReady` where the deployment has none."""
    if not settings.PAYLOAD_KEY:
        raise NotReady(
            [Problem(_("The portal has no key for confidential texts yet. Whoever runs it sets PAYLOAD_KEY_FILE."))]
        )
    return [MasterKey.of(secret) for secret in (settings.PAYLOAD_KEY, *settings.PAYLOAD_KEY_FALLBACKS)]


def keep(number: UUID, key: bytes) -> None:
    """Write a new text's key down, safe against a crash before the text itself is."""
    _write(_path(number, "key"), envelopes.wrap(masters()[0], key, number))


def fetch(number: UUID) -> bytes:
    """The text's key; `NoKey`, or `DoesNotOpen` where it was altered or no master key fits."""
    if erased_at(number):
        raise NoKey
    try:
        line = _path(number, "key").read_text(encoding="ascii")
    except FileNotFoundError:
        raise NoKey from None
    return envelopes.unwrap(masters(), line, number)


def destroy(number: UUID, at: datetime) -> None:
    """Put the mark of erasure where the key was. Doing it again changes nothing."""
    with turn():
        mark = _path(number, "erased")
        if not mark.exists():
            _write(mark, at.isoformat() + "\n")
        _shred(_path(number, "key"))


def erased_at(number: UUID) -> datetime | None:
    """When the text's key was destroyed, by the mark that was left."""
    try:
        return datetime.fromisoformat(_path(number, "erased").read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None


def is_kept(number: UUID) -> bool:
    """Whether there is a key of this text."""
    return _path(number, "key").exists()


def erased() -> Iterator[UUID]:
    """The texts whose keys were destroyed."""
    return (UUID(path.stem) for path in sorted(folder().glob("??/*.erased")))


def wrap_anew() -> tuple[int, int]:
    """Wrap every key by the newest master key: how many were, and how many are there. `DoesNotOpen` changes nothing."""
    known, many, done = masters(), 0, 0
    for path in sorted(folder().glob("??/*.key")):
        with turn():
            if not path.exists():
                continue  # erased meanwhile
            many += 1
            line = path.read_text(encoding="ascii")
            if envelopes.wrapped_by(line) != known[0].name:
                number = UUID(path.stem)
                _write(path, envelopes.wrap(known[0], envelopes.unwrap(known, line, number), number))
                done += 1
    return done, many


def put_mark(target: Path, mark: Path) -> bool:
    """Take a mark of erasure over into another folder, and destroy the key there; whether that changed anything."""
    there = target / mark.parent.name / mark.name
    changed = not there.exists()
    if changed:
        _write(there, mark.read_text(encoding="ascii"))
    return _shred(there.with_suffix(".key")) or changed


def put_key(target: Path, path: Path) -> bool:
    """Take a key over into another folder unless it was erased on either side; whether that changed anything."""
    there, line = target / path.parent.name / path.name, path.read_text(encoding="ascii")
    gone = there.with_suffix(".erased").exists() or path.with_suffix(".erased").exists()
    if gone or (there.exists() and there.read_text(encoding="ascii") == line):
        return False
    _write(there, line)
    return True


def folder() -> Path:
    """Where they are."""
    return Path(settings.PAYLOAD_KEYS)


def _path(number: UUID, ending: str) -> Path:
    return folder() / str(number)[:2] / f"{number}.{ending}"


def _write(path: Path, text: str) -> None:
    """Whole or not at all, for this user alone, and on the disk before anybody goes on."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _settle(path.parent.parent)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _settle(path.parent)


def _shred(path: Path) -> bool:
    """Write over a key and take it away; on a disk that writes in place, the bytes go with the name."""
    if not path.exists():
        return False
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _settle(path.parent)
    return True


def _settle(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def turn() -> Iterator[None]:
    """One process at a time: what was erased must not come back by being wrapped anew or copied."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder() / ".turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
