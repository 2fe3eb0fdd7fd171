"""What applicants wrote, how they are reached, and why they were taken further or not: sealed. The one seam to `raci.sealed`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from boards.kinds import APPLICATION
from boards.models import Application, ApplicationStep
from raci import sealed
from raci.authority import Capacity
from raci.models import PayloadRead, Person

WORDS, CONTACT = "payload", "contact"  # the fields of an application's two texts
Owner = Application | ApplicationStep


def put(row: Owner, said: Mapping[str, Any], field: str = WORDS) -> None:
    """Seal words into a row that is about to be saved; nothing is sealed for nothing."""
    words = {name: value for name, value in said.items() if value}
    if words:
        made = sealed.seal(APPLICATION.code, words, about=f"{row.about}:{field}")
        setattr(row, field, made.payload)
        setattr(row, f"{field}_sha256", made.sha256)


def opened(row: Owner, field: str = WORDS, *, by: Person, via: Capacity | None, why: str) -> dict[str, Any]:
    """What is sealed there; nothing where nothing is. One reading is recorded. Raises `sealed.Erased`."""
    if getattr(row, field) is None:
        return {}
    return dict(sealed.read(_sealed(row, field), by=by, via=via, why=why))


def erase(row: Owner, field: str, *, by: Person, via: Capacity | None, why: str) -> None:
    """Destroy one text for good; its hash stays."""
    if getattr(row, field) is not None:
        with suppress(sealed.Erased):
            sealed.erase(_sealed(row, field), by=by, via=via, why=why)


def readings(row: Application, steps: Iterable[ApplicationStep] = ()) -> list[PayloadRead]:
    """Who opened it, newest first (1 query)."""
    numbers = [row.payload, row.contact, *(one.payload for one in steps)]
    return sealed.readings_of([one for one in numbers if one is not None])


def _sealed(row: Owner, field: str) -> sealed.Sealed:
    number: UUID = getattr(row, field)
    return sealed.Sealed(number, getattr(row, f"{field}_sha256"), f"{row.about}:{field}")
