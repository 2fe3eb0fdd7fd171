"""Exports of surveys in feedback rounds: read, confirmed, crossed."""

from __future__ import annotations

from typing import Any

from engagement.surveys.acts import choose_export, cross
from tests.city import SmallCity
from tests.engagement.rounds import written
from tests.engagement.surveys import BOOK, brought, export, people


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A draft with an export that waits, one that came in, and a table of it."""
    row, rows = written(city, "Round with a survey"), people(120)
    survey = brought(city, row, rows)
    untold = brought(city, written(city, "Round with a survey not told"), rows)
    table = cross(survey, rows="Q1", columns="Q2", by=city.office)
    waits = choose_export(
        row,
        title="Later",
        file_name="later.csv",
        content=export(rows),
        book=("book.csv", BOOK.encode()),
        by=city.office,
    )
    return {
        "survey-round": {"pk": row.record_id},
        "survey-file": {"pk": waits.pk},
        "survey": {"pk": survey.pk},
        "survey-untold": {"pk": untold.pk},
        "survey-table": {"pk": table.pk},
    }


ONE_THING = [
    "engagement:round-survey-create",
    "engagement:round-survey-read",
    "engagement:round-survey-detail",
    "engagement:round-survey-texts",
    "engagement:round-survey-remove",
    "engagement:round-table-csv",
    "engagement:round-table-show",
]
LOOKS: list[dict[str, Any]] = [
    {"name": "engagement:round-survey-create", "args": "survey-round", "who": "office"},
    {
        "name": "engagement:round-survey-create",
        "args": "survey-round",
        "who": "office",
        "press": "Read it",
        "status": 422,
    },
    {"name": "engagement:round-survey-read", "args": "survey-file", "who": "office"},
    {"name": "engagement:round-survey-detail", "args": "survey", "who": "office"},
    {"name": "engagement:round-survey-texts", "args": "survey", "who": "office"},
    {"name": "engagement:round-survey-remove", "args": "survey-untold", "who": "office"},
    {"name": "engagement:round-detail", "args": "survey-round", "who": "office"},
]
NO_PAGE: list[tuple[str, str]] = [
    ("engagement:round-table-csv", "a spreadsheet"),
    ("engagement:round-table-show", "answers by a redirect"),
]
