"""What people wrote about a complaint, and their files: sealed, each reading on record. The one seam to `raci.sealed`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol
from uuid import UUID

from compliance.kinds import COMPLAINT
from raci import sealed
from raci.authority import Capacity
from raci.models import Person


class Owner(Protocol):
    """A row that keeps texts."""

    @property
    def about(self) -> str:
        """Whose they are."""


def put(row: Any, said: Mapping[str, Any], *, field: str = "payload") -> None:
    """Seal words into a row that is about to be saved; empty ones are left out, and nothing is sealed for nothing."""
    words = {name: value for name, value in said.items() if value not in ("", None, [], ())}
    if words:
        _keep(row, field, sealed.seal(COMPLAINT.code, words, about=row.about))


def put_file(row: Any, content: bytes) -> None:
    """Seal a file's bytes."""
    _keep(row, "file", sealed.seal(COMPLAINT.code, content, about=row.about))


def _keep(row: Any, field: str, made: sealed.Sealed) -> None:
    setattr(row, field, made.payload)
    setattr(row, f"{field}_sha256", made.sha256)


def words_of(row: Any, *, by: Person, via: Capacity | None, why: str, field: str = "payload") -> dict[str, Any]:
    """What was written; nothing where nothing was. Raises `sealed.Erased` with when and why."""
    number: UUID | None = getattr(row, field)
    if number is None:
        return {}
    return dict(sealed.read(_sealed(row, field), by=by, via=via, why=why))


def file_of(row: Any, *, by: Person, via: Capacity | None, why: str) -> bytes:
    """A file's bytes."""
    return sealed.file_of(_sealed(row, "file"), by=by, via=via, why=why)


def erase(row: Any, field: str, *, by: Person, via: Capacity | None, why: str) -> None:
    """Destroy one text for good; its hash stays. One that is gone already stays as it was erased."""
    with suppress(sealed.Erased):
        sealed.erase(_sealed(row, field), by=by, via=via, why=why)


def _sealed(row: Any, field: str) -> sealed.Sealed:
    return sealed.Sealed(getattr(row, field), getattr(row, f"{field}_sha256"), row.about)
