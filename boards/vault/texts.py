"""What a member said of themself: sealed, opened, destroyed. The one seam to `raci.sealed`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from boards.kinds import SELF_IDENTIFICATION
from boards.models import SelfIdentification
from raci import sealed
from raci.authority import Capacity
from raci.models import PayloadRead, Person

Answers = Mapping[str, Mapping[str, Any]]  # by question: {"said": [codes], "detail": words} or {"declined": True}


def put(row: SelfIdentification, answers: Answers) -> None:
    """Seal answers into a row that is about to be saved."""
    content = {"answers": {code: dict(one) for code, one in answers.items()}}
    made = sealed.seal(SELF_IDENTIFICATION.code, content, about=row.about)
    row.payload, row.payload_sha256 = made.payload, made.sha256


def opened(row: SelfIdentification, *, by: Person, via: Capacity | None, why: str) -> Answers:
    """What they said; nothing where nothing is held. One reading is recorded."""
    if row.payload is None:
        return {}
    content = sealed.read(_sealed(row), by=by, via=via, why=why)
    answers: Answers = content["answers"]
    return answers


def destroy(row: SelfIdentification, *, by: Person, why: str) -> None:
    """The text's key goes for good, and the row about to be saved no longer names a text."""
    if row.payload is not None:
        sealed.erase(_sealed(row), by=by, via=None, why=why)
    row.payload, row.payload_sha256 = None, ""


def readings(row: SelfIdentification) -> list[PayloadRead]:
    """Who opened what this member said, also what they replaced since, newest first (2 queries)."""
    return sealed.readings_of(_ever(row))


def _ever(row: SelfIdentification) -> list[UUID]:
    past = row.history.exclude(payload=None).order_by().values_list("payload", flat=True)
    return list(past.distinct())


def _sealed(row: SelfIdentification) -> sealed.Sealed:
    assert row.payload is not None
    return sealed.Sealed(row.payload, row.payload_sha256, row.about)
