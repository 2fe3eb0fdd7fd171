"""Files on disk under the SHA-256 of their bytes: `aa/bb/<sha256>`. Written whole or not at all, read if unaltered."""

from __future__ import annotations

import hashlib
import os
import re
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1024 * 1024
INCOMING = "incoming"
ORPHAN_AGE = 24 * 3600


class Damaged(Exception):
    """The bytes under a hash are missing or are not those that were stored."""

    def __init__(self, sha256: str, what: str) -> None:
        super().__init__(f"{sha256}: {what}")
        self.sha256 = sha256
        self.what = what


class TooLong(Exception):
    """More bytes than allowed are coming."""


@dataclass(frozen=True)
class Incoming:
    """Bytes received and not yet kept."""

    path: Path
    sha256: str
    size: int

    def discard(self) -> None:
        """Takes back what was not kept; nothing happens if it was."""
        self.path.unlink(missing_ok=True)


def receive(root: Path, pieces: Iterable[bytes], *, limit: int) -> Incoming:
    """Streams pieces to a temporary file while hashing them; `TooLong` (and no file) beyond the limit."""
    path = root / INCOMING / uuid.uuid4().hex
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            for piece in pieces:
                size += len(piece)
                if size > limit:
                    raise TooLong
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Incoming(path, digest.hexdigest(), size)


def keep(root: Path, incoming: Incoming) -> None:
    """Moves received bytes to their place, durably; heals a damaged file of the same hash."""
    place = place_of(root, incoming.sha256)
    _make_folder(place.parent, root)
    incoming.path.chmod(0o440)
    os.utime(incoming.path)
    incoming.path.replace(place)
    sync_folder(place.parent)


def place_of(root: Path, sha256: str) -> Path:
    """Where the bytes with this hash are."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("not a SHA-256 in hexadecimal")
    return root / sha256[:2] / sha256[2:4] / sha256


def open_verified(root: Path, sha256: str) -> BinaryIO:
    """The stored file, hashed again just now and standing at its beginning; `Damaged` if it is not what was stored."""
    try:
        file = place_of(root, sha256).open("rb")
        found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Damaged(sha256, f"cannot be read: {error.strerror}") from error
    if found != sha256:
        file.close()
        raise Damaged(sha256, f"the bytes on disk hash to {found}")
    file.seek(0)
    return file


def old_files(root: Path, *, age: float = ORPHAN_AGE) -> Iterator[Path]:
    """Files untouched for longer than this (seconds): half-received ones and kept ones alike."""
    before = time.time() - age
    for path in root.glob(f"{INCOMING}/*"):
        if _is_older(path, before):
            yield path
    for path in root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        if _is_older(path, before):
            yield path


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _make_folder(folder: Path, root: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    while folder != root:
        folder = folder.parent
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """What was renamed or made in it lasts."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
