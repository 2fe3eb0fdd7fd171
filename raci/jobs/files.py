"""The files that jobs made, on disk under the hash of their bytes. A row that says done always has its file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from raci.evidence import storage
from raci.jobs.kinds import Product

LONGEST = 1 << 36  # 64 GB: more is a fault of the work


def root() -> Path:
    """Where they lie."""
    return Path(settings.JOBS_ROOT)


def workroom() -> Path:
    """Where work may leave what is not finished; what a killed worker left there is swept."""
    folder = root() / storage.INCOMING
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    return folder


def keep(product: Product) -> storage.Incoming:
    """Write it whole, durably, under its hash."""
    content = product.content
    if isinstance(content, bytes):
        return _keep([content])
    with content.open("rb") if isinstance(content, Path) else content as file:
        return _keep(iter(partial(file.read, storage.CHUNK), b""))


def _keep(pieces: Iterable[bytes]) -> storage.Incoming:
    incoming = storage.receive(root(), pieces, limit=LONGEST)
    try:
        storage.keep(root(), incoming)
    finally:
        incoming.discard()
    return incoming


def opened(sha256: str) -> BinaryIO:
    """The file, hashed again just now; `storage.Damaged` if it is not what was made."""
    return storage.open_verified(root(), sha256)
