"""What is kept of runs and EEO-4 tables: sealed, each reading on record. The one seam to `raci.sealed`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from compliance.kinds import RUN
from raci import sealed
from raci.authority import Capacity
from raci.models import Person


def put(row: Any, said: dict[str, Any]) -> None:
    """Seal words into a row that is about to be saved."""
    _keep(row, "payload", sealed.seal(RUN.code, said, about=row.about))


def put_file(row: Any, content: bytes) -> None:
    """Seal a file's bytes."""
    _keep(row, "file", sealed.seal(RUN.code, content, about=row.about))


def words_of(row: Any, *, by: Person, via: Capacity, why: str) -> dict[str, Any]:
    """What was sealed; one reading is recorded. Raises `sealed.Erased` with when and why."""
    if row.payload is None:
        return {}
    return dict(sealed.read(_sealed(row, "payload"), by=by, via=via, why=why))


def file_of(row: Any, *, by: Person, via: Capacity, why: str) -> bytes:
    """A file's bytes; one reading is recorded."""
    return sealed.file_of(_sealed(row, "file"), by=by, via=via, why=why)


def erase(row: Any, field: str, *, by: Person, via: Capacity, why: str) -> None:
    """Destroy one text for good; its hash stays. One that is gone already stays as it was erased."""
    with suppress(sealed.Erased):
        sealed.erase(_sealed(row, field), by=by, via=via, why=why)


def _keep(row: Any, field: str, made: sealed.Sealed) -> None:
    setattr(row, field, made.payload)
    setattr(row, f"{field}_sha256", made.sha256)


def _sealed(row: Any, field: str) -> sealed.Sealed:
    return sealed.Sealed(getattr(row, field), getattr(row, f"{field}_sha256"), row.about)
