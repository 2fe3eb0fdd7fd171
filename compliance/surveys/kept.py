"""Files of surveys that were chosen and not brought in yet, on disk under the hash of their bytes, for a week."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from raci.evidence import storage
from raci.evidence.inspection import SIZE_LIMIT
from raci.refusals import NotReady, Problem

KEPT = 7 * 24 * 3600.0  # seconds
MEGABYTES = SIZE_LIMIT // 2**20


def root() -> Path:
    """Where they lie: beside what was made in the background."""
    return Path(settings.JOBS_ROOT) / "surveys"


def keep(pieces: Iterable[bytes]) -> str:
    """Keep a file; its SHA-256. What is older than a week goes. Raises NotReady for one that is too large."""
    for path in storage.old_files(root(), age=KEPT):
        path.unlink(missing_ok=True)
    try:
        incoming = storage.receive(root(), pieces, limit=SIZE_LIMIT)
    except storage.TooLong as error:
        text = _(
            "The file is larger than %(most)d MB. Whoever runs the portal brings it in with manage.py import_barriers."
        )
        raise NotReady([Problem(text % {"most": MEGABYTES}, field="file")]) from error
    try:
        storage.keep(root(), incoming)
    finally:
        incoming.discard()
    return incoming.sha256


def opened(sha256: str) -> BinaryIO:
    """The file as it was chosen. Raises NotReady where it is gone."""
    try:
        return storage.open_verified(root(), sha256)
    except storage.Damaged as error:
        raise NotReady([Problem(_("The file is kept for a week and is gone now: choose it again."))]) from error
