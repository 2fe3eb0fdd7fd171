"""The words of requests: sealed one by one, opened for whom they concern, each opening on record."""

from __future__ import annotations

from datetime import date

from compliance.kinds import ACCOMMODATION
from compliance.models import Accommodation, AccommodationText
from raci import sealed
from raci.authority import Capacity
from raci.models import Person

Kind = AccommodationText.Kind
TO_SUBJECT = (Kind.OFFER, Kind.REFUSAL, Kind.ANSWER)  # what the person who asked is told by their code
TO_PROVIDER = (Kind.NEED, Kind.OFFER)  # what to provide, and not whose it is


def keep(row: Accommodation, kind: Kind, content: dict[str, str], *, on: date) -> AccommodationText:
    """Seal a text, inside the act that writes of it."""
    made = sealed.seal(ACCOMMODATION.code, content, about=_about(row))
    return AccommodationText.objects.create(
        request=row, kind=kind, payload=made.payload, payload_sha256=made.sha256, written_on=on
    )


def opened(
    row: Accommodation, kinds: tuple[Kind, ...], *, by: Person, via: Capacity | None, why: str
) -> list[tuple[AccommodationText, dict[str, str]]]:
    """The texts of these kinds with their words; one that was erased says so instead. Each reading is recorded."""
    found = []
    for one in row.texts.filter(kind__in=kinds):
        try:
            words = sealed.read(_sealed(row, one), by=by, via=via, why=why)
        except sealed.Erased as gone:
            words = {"gone": str(gone)}
        found.append((one, {name: str(value) for name, value in words.items()}))
    return found


def _sealed(row: Accommodation, text: AccommodationText) -> sealed.Sealed:
    assert text.payload is not None
    return sealed.Sealed(text.payload, text.payload_sha256, _about(row))


def _about(row: Accommodation) -> str:
    return f"accommodation:{row.uid}"
