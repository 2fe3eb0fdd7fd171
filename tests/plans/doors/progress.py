"""Quarterly reports and the files that show what they say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from plans.models import ProgressReport
from plans.progress.acts import add_evidence
from raci.history import acting
from tests.city import SmallCity
from tests.plans.progress import handed_in, in_force, opened, plan_of_the_year


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """Of Parks: the last quarter is being written, with a file; the one before is handed in."""
    in_force(city, plan_of_the_year(city))
    before = handed_in(opened(city, back=2), city)
    writing = opened(city)
    file = SimpleUploadedFile("lessons.txt", b"412 children came.", "text/plain")
    evidence = add_evidence(writing, file, title="Who came", action=None, by=city.director)
    return {
        "progress": {"pk": writing.pk},
        "progress-handed-in": {"pk": before.pk},
        "progress-file": {"pk": evidence.pk},
    }


LISTS = {"plans:progress-list": ("director", dict)}
EXPORTS = {"progress": "director"}
FULL = {"progress": 1}


def grow(city: SmallCity, number: int) -> None:
    """A report on a quarter of long ago."""
    _made(city, number, f"FY {1900 + number} Q1")


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A quarter that is called so."""
    _made(city, 500 + number, payload)


def _made(city: SmallCity, number: int, quarter: str) -> None:
    begins = date(1950, 1, 1) + timedelta(days=10 * number)
    days = {name: begins + timedelta(days=at) for name, at in (("ends_on", 9), ("due_on", 20), ("grace_until", 25))}
    with acting(by=city.director, act="open_quarter"):
        ProgressReport.objects.create(unit=city.parks, activity_code="4.1", quarter=quarter, begins_on=begins, **days)


ONE_THING = [
    "plans:progress-file",
    "plans:progress-begin",
    "plans:progress-detail",
    "plans:progress-write",
    "plans:progress-evidence",
    "plans:progress-file-remove",
]
NO_PAGE = [("plans:progress-file", "a file")]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:progress-list"},
    {"name": "plans:progress-list", "who": "new"},
    {"name": "plans:progress-begin"},
    {"name": "plans:progress-begin", "press": "Begin it", "status": 422},
    {"name": "plans:progress-detail", "args": "progress"},
    {"name": "plans:progress-detail", "args": "progress-handed-in", "who": "administrator"},
    {"name": "plans:progress-write", "args": "progress"},
    {"name": "plans:progress-write", "args": "progress", "press": "Hand it in", "status": 422},
    {"name": "plans:progress-evidence", "args": "progress"},
    {"name": "plans:progress-evidence", "args": "progress", "press": "Add it", "status": 422},
    {"name": "plans:progress-file-remove", "args": "progress-file"},
]
