"""Who a resident is, and what they wrote: sealed. The one seam to `raci.sealed`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engagement.kinds import APPLICANT
from engagement.models import Applicant, Enrolment
from raci import sealed
from raci.authority import Capacity
from raci.models import PayloadRead, Person


def put(row: Applicant, said: Mapping[str, Any]) -> None:
    """Seal words into a row that is about to be saved."""
    made = sealed.seal(APPLICANT.code, {name: value for name, value in said.items() if value}, about=row.about)
    row.payload, row.payload_sha256 = made.payload, made.sha256


def opened(row: Applicant, *, by: Person, via: Capacity | None, why: str) -> dict[str, Any]:
    """What is sealed there; one reading is recorded. Nothing where it was erased."""
    if row.payload is None:
        return {}
    try:
        return dict(sealed.read(sealed.Sealed(row.payload, row.payload_sha256, row.about), by=by, via=via, why=why))
    except sealed.Erased:
        return {}


def names_of(rows: Iterable[Enrolment], *, by: Person, via: Capacity | None, why: str) -> dict[int, dict[str, Any]]:
    """What is known of each, by its number: of staff their name, of residents what is sealed, each reading on record."""
    found, residents = {}, []
    for one in rows:
        if one.person is None:
            residents.append(one.pk)
        else:
            found[one.pk] = {"name": one.person.name, "email": one.person.email}
    for applicant in Applicant.objects.filter(enrolment__in=residents):
        found[applicant.enrolment_id] = opened(applicant, by=by, via=via, why=why)
    return found


def readings(row: Applicant) -> list[PayloadRead]:
    """Who opened it, newest first (1 query)."""
    return sealed.readings_of([row.payload]) if row.payload else []
