"""A register of barriers in tests: facilities, barriers, and files of surveys."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.actions.barriers import begin_barrier, begin_facility
from compliance.actions.surveys import begin_batch, bring_in
from compliance.models import Barrier, BarrierBatch, Facility
from compliance.surveys.judging import Judged
from compliance.surveys.mapping import Mapping
from metrics.reading.files import open_table
from raci.models import Person, Unit
from tests.city import SmallCity

WHOLE: dict[str, Any] = {
    "obstacle": "Door 29 inches wide", "method": "Replace the door by one 36 inches wide", "finishes_on": date(2099, 6, 30),
    "official_words": "Director of Facilities", "removal": "structural",
}  # fmt: skip


def facility(city: SmallCity, code: str = "P-1", **more: Any) -> Facility:
    """A building of Parks."""
    values = {"code": code, "name": f"Centre {code}", "kind": "building", **more}
    return begin_facility(city.parks, values, by=city.director)


def barrier(place: Facility, code: str, *, by: Person, **more: Any) -> Barrier:
    """One with all four contents, but for what is said."""
    return begin_barrier(place, {"code": code, "asset": "building", **WHOLE, **more}, by=by)


def survey(rows: list[dict[str, Any]]) -> bytes:
    """A file of these rows."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def brought_in(
    unit: Unit, content: bytes, *, by: Person, mapping: Mapping | None = None
) -> tuple[BarrierBatch, Judged]:
    """A survey that came in."""
    table = open_table(io.BytesIO(content), "survey.csv")
    batch = begin_batch(unit, "survey.csv", "0" * 64, mapping or Mapping.proposed(table.headings), by=by)
    return batch, bring_in(batch, table, by=by)


def upload(content: bytes, name: str = "survey.csv") -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="text/csv")
