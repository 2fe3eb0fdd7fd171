"""Complaints: about Parks, on disability, read by counsel and whoever coordinates the ADA; a question to Parks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.actions.information import ask_information
from compliance.actions.receiving import Received, receive_by_staff
from compliance.models import Complaint, ComplaintStep, InformationRequest
from raci import clock
from raci.history import acting
from raci.models import Person, Unit
from tests.city import SmallCity

SAID: dict[str, Any] = {
    "what": "The door was locked.", "bases": ["ada"], "language": "en", "format": "", "way": "letter",
    "received_on": date(2026, 3, 9), "event_on": date(2026, 3, 2), "last_event_on": None, "is_anonymous": False,
    "name": "Dana Roe", "phone": "555 0101",
}  # fmt: skip


def received(city: SmallCity, *, by: Person | None = None, unit: Unit | None = None, **more: Any) -> Received:
    """One about Parks with a letter, taken down by counsel."""
    letter = SimpleUploadedFile("letter.txt", b"The door was locked.", "text/plain")
    values = {**SAID, "unit": unit or city.parks, **more}
    return receive_by_staff(values, [letter], by=by or city.attorney)


def asked(city: SmallCity, complaint: Complaint) -> InformationRequest:
    """A question to Parks about it."""
    day = clock.today() + timedelta(days=10)
    return ask_information(complaint, city.parks, "When are the doors open?", day, by=city.attorney)


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One with a file, and what Parks is asked."""
    row = received(city).complaint
    return {
        "complaint": {"pk": row.pk},
        "complaint-note": {"pk": row.pk, "kind": "note"},
        "complaint-paper": {"pk": ComplaintStep.objects.get(complaint=row, file__isnull=False).pk},
        "information": {"pk": asked(city, row).pk},
    }


LISTS = {
    "compliance:complaint-list": ("attorney", dict),
    "compliance:complaint-figures": ("attorney", dict),
}
EXPORTS = {"complaints": "attorney"}


def grow(city: SmallCity, number: int) -> None:
    """One more, of a year of its own."""
    receive_by_staff(
        {**SAID, "unit": city.parks, "received_on": date(1950 + number, 3, 9), "event_on": None}, [], by=city.attorney
    )


FULL = {"complaints": 1}


def plant(city: SmallCity, number: int, payload: str) -> None:
    """One about an office whose name is the payload."""
    with acting(by=city.technician, act="seed"):
        code = f"complained-{number}"
        path = f"{city.parks.path}{code}/"
        unit = Unit.objects.create(code=code, name=payload, kind="office", parent=city.parks, path=path)
    with acting(by=city.attorney, act="receive_complaint"):
        Complaint.objects.create(number=f"h{number}", unit=unit, received_on=clock.today(), way="letter")


ONE_THING = [
    "compliance:public-complaint", "compliance:public-complaint-follow", "compliance:complaint-create",
    "compliance:complaint-log", "compliance:complaint-import", "compliance:complaint-detail", "compliance:complaint-read",
    "compliance:complaint-edit", "compliance:complaint-erase",
    "compliance:information-create", "compliance:complaint-step", "compliance:complaint-file",
    "compliance:information-detail",
]  # fmt: skip
LOOKS = [
    {"name": "compliance:complaint-figures", "who": "attorney"},
    {"name": "compliance:complaint-list", "who": "attorney"},
    {"name": "compliance:complaint-create", "who": "attorney"},
    {"name": "compliance:complaint-log", "who": "attorney"},
    {"name": "compliance:complaint-import", "who": "attorney"},
    {"name": "compliance:complaint-detail", "args": "complaint", "who": "attorney"},
    {"name": "compliance:complaint-detail", "args": "complaint", "who": "attorney", "press": "Open the texts"},
    {"name": "compliance:complaint-edit", "args": "complaint", "who": "attorney"},
    {"name": "compliance:complaint-erase", "args": "complaint", "who": "attorney"},
    {"name": "compliance:complaint-step", "args": "complaint-note.pk complaint-note.kind", "who": "attorney"},
    {"name": "compliance:public-complaint", "who": ""},
    {"name": "compliance:public-complaint", "who": "", "query": "?lang=es"},
    {"name": "compliance:public-complaint-follow", "who": ""},
    {"name": "compliance:information-create", "args": "complaint", "who": "attorney"},
    {"name": "compliance:information-detail", "args": "information", "who": "director"},
    {"name": "compliance:information-detail", "args": "information", "who": "director", "press": "Open the question"},
]
NO_PAGE = [
    ("compliance:complaint-read", "the page of a case with its texts, looked at above"),
    ("compliance:complaint-file", "a file"),
]
