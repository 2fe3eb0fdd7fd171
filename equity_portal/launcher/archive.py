"""A backup as one file: a plain tar of which every byte is under a SHA-256, written whole or not at all.

    database.dump, evidence/..., jobs/...      what is kept
    manifest.json                               what was so at that moment, and the SHA-256 of each of these files
    SHA256                                      the SHA-256 of all bytes before it

Anybody can look into it with `tar`. No Django, no database.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from raci.evidence.storage import sync_folder

FORMAT = "equity-portal-backup/1"
MANIFEST, SEAL = "manifest.json", "SHA256"
DATABASE = "database.dump"
DRAFT = ".draft-"
# files by their hash, so that nothing else is ever written by a restore
KEPT = re.compile(r"database\.dump|[a-z]+(/[0-9a-f]{2}){1,2}/[0-9a-f]{64}(\.[a-z]+)?")
CHUNK = 1 << 20


class Damaged(Exception):
    """The archive is not as it was written; the sentence says where."""


@dataclass
class Manifest:
    """What the archive holds, and what was so when it was made."""

    facts: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict)  # name -> SHA-256

    def text(self) -> str:
        """As it stands in the archive."""
        return json.dumps({"format": FORMAT, **self.facts, "files": self.files}, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, text: bytes) -> Manifest:
        """Back from its text; `Damaged` if it is of another kind."""
        try:
            found = json.loads(text)
            form, files = found.pop("format"), found.pop("files")
        except (ValueError, KeyError, AttributeError):
            raise Damaged("its manifest cannot be read") from None
        if form != FORMAT:
            raise Damaged(f"it is of the form {form}, this portal reads {FORMAT}")
        if strange := next((name for name in files if not KEPT.fullmatch(name)), ""):
            raise Damaged(f"it lists a file that no backup holds: {strange}")
        return cls(found, files)


# ---- writing


class _Hashing:
    """What is written goes to a file and into a hash; all that tarfile asks of a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        self.size += len(data)
        return self.file.write(data)

    def tell(self) -> int:
        return self.size


class _Reading:
    """Bytes of a file on their way into the tar, hashed."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.hash = hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        self.hash.update(data)
        return data


class Writer:
    """The archive while it is made."""

    def __init__(self, out: _Hashing) -> None:
        self._out = out
        self._tar = tarfile.TarFile(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)  # type: ignore[arg-type]
        self.files: dict[str, str] = {}

    def add(self, name: str, path: Path) -> str:
        """Take a file in; its SHA-256."""
        with path.open("rb") as file:
            reading = _Reading(file)
            member = _member(name, os.fstat(file.fileno()).st_size)
            self._tar.addfile(member, reading)  # type: ignore[arg-type]
        self.files[name] = reading.hash.hexdigest()
        return self.files[name]

    def finish(self, facts: dict[str, Any]) -> None:
        """The manifest, and the hash of all before."""
        text = Manifest(facts, self.files).text().encode()
        self._tar.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))
        self._out.write(_tail(self._out.hash.hexdigest(), self._out.size))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _tail(digest: str, before: int) -> bytes:
    """The last member and the zeros that end a tar."""
    text = f"{digest}\n".encode()
    tail = _member(SEAL, len(text)).tobuf(tarfile.PAX_FORMAT) + text.ljust(tarfile.BLOCKSIZE, b"\0")
    tail += bytes(2 * tarfile.BLOCKSIZE)
    return tail + bytes(-(before + len(tail)) % tarfile.RECORDSIZE)


@contextmanager
def writing(place: Path) -> Iterator[tuple[Writer, Path]]:
    """An archive that gets its name when it is whole and on disk, and a private folder for what is made on the way."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(place.parent)
    folder = Path(tempfile.mkdtemp(prefix=DRAFT, dir=place.parent))  # 0700
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        draft = folder / "archive"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield Writer(_Hashing(file)), folder
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, place)  # unlike a renaming, never over another
        os.fsync(lock)
        sync_folder(place.parent)
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Take away what backups left that were killed; one that is being made holds a lock."""
    for each in folder.glob(f"{DRAFT}*"):
        handle = os.open(each, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(each, ignore_errors=True)
        finally:
            os.close(handle)


# ---- reading


def peek(path: Path) -> Manifest:
    """The manifest alone, unproven: for a list of archives."""
    with _opened(path) as tar:
        return Manifest.read(_content(tar, MANIFEST))


def prove(path: Path) -> Manifest:
    """Read every byte; `Damaged` unless all are as they were written."""
    with _opened(path) as tar:
        try:
            members = tar.getmembers()
        except tarfile.TarError as problem:
            raise Damaged(f"it is no whole tar ({problem})") from None
        seal = members[-1] if members else None
        if seal is None or seal.name != SEAL:
            raise Damaged("its end is missing")
        digest, end = _digest(path, seal.offset)
        if end != _tail(digest, seal.offset):
            raise Damaged("its bytes do not hash to what stands at its end")
        manifest = Manifest.read(_content(tar, MANIFEST))
    if [each.name for each in members] != [*manifest.files, MANIFEST, SEAL]:
        raise Damaged("it does not hold what its manifest lists")
    return manifest


def _digest(path: Path, until: int) -> tuple[str, bytes]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        left = until
        while left and (part := file.read(min(CHUNK, left))):
            digest.update(part)
            left -= len(part)
        return digest.hexdigest(), file.read()


def unpack(path: Path, files: Mapping[str, str], where: Callable[[str], Path]) -> int:
    """Write these files of the archive where `where(name)` says, durably and hashed once more; how many were written.

    A file that is there already with the right bytes is left alone.
    """
    written = 0
    with _opened(path) as tar:
        for member in tar:
            if wanted := files.get(member.name):
                written += _write(tar, member, where(member.name), wanted)
    return written


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path, wanted: str) -> bool:
    if place.exists() and hash_of(place) == wanted:
        return False
    place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    source = tar.extractfile(member)
    if source is None:
        raise Damaged(f"{member.name} is no file")
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=DRAFT)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(source, file, CHUNK)
        file.flush()
        os.fsync(file.fileno())
    if hash_of(Path(draft)) != wanted:
        os.unlink(draft)
        raise Damaged(f"{member.name} changed while it was read")
    os.chmod(draft, 0o440)
    os.replace(draft, place)
    sync_folder(place.parent)
    return True


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except tarfile.TarError as problem:
        raise Damaged(f"it is no backup ({problem})") from None
    except OSError as problem:
        raise Damaged(f"it cannot be read ({problem.strerror})") from None


def _content(tar: tarfile.TarFile, name: str) -> bytes:
    try:
        file = tar.extractfile(name)
    except KeyError:
        file = None
    if file is None:
        raise Damaged(f"{name} is missing")
    return file.read()
