"""The transition plan and the digital inventory: facilities, barriers, surveys, items."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from PIL import Image

from compliance.actions.barrier_papers import add_photo, note_comment
from compliance.actions.barriers import begin_barrier, begin_facility
from compliance.actions.digital import begin_digital_asset
from compliance.actions.surveys import begin_batch, bring_in, choose_survey
from compliance.models import Barrier, DigitalAsset, Facility
from compliance.surveys.mapping import Mapping
from metrics.reading.files import open_table
from raci import clock
from raci.history import acting
from tests.city import SmallCity
from tests.compliance.registers import WHOLE, upload

ROWS = b"Facility,Barrier ID,Finding,Status\nPool %s,S-%s,No lift into the water,Begun somehow\n"


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each: of Parks."""
    place = begin_facility(
        city.parks, {"code": "P-1", "name": "Mill Park Centre", "kind": "building"}, by=city.director
    )
    late = {"finishes_on": date(2020, 6, 30), "cost_low": 1200_00, "cost_high": 1800_00, "cost_year": 2026, "tier": 1}
    row = barrier(city, place, "B-1", **late, method="", severity=3, use=2)
    gone = barrier(city, place, "B-2", status="removed", removed_on=clock.today() - timedelta(days=60))
    photo = add_photo(row, upload(_dot(), "door.png"), "The door", by=city.director)
    said = {"received_on": clock.today(), "channel": "meeting", "words": "The ramp is too steep for me."}
    comment = note_comment(row, said, by=city.director)
    chosen = choose_survey(unit=city.parks, file=upload(ROWS % (b"A", b"A")), by=city.director)
    content = (ROWS % (b"B", b"B")).replace(b"Begun somehow", b"funded")
    table = open_table(io.BytesIO(content), "pools.csv")
    came = begin_batch(city.parks, "pools.csv", "0" * 64, Mapping.proposed(table.headings), by=city.director)
    bring_in(came, table, by=city.director)
    found = {"facility": place, "barrier": row, "gone": gone, "photo": photo, "comment": comment, "survey": chosen, "came": came,
             "item": item(city, "W-1")}  # fmt: skip
    return {f"law-{name}": {"pk": one.pk} for name, one in found.items()}


def barrier(city: SmallCity, place: Facility, code: str, **more: Any) -> Barrier:
    """A door of Parks."""
    values = {"code": code, "asset": "building", "element": "Door", "location": "North side", **WHOLE, **more}
    return begin_barrier(place, values, by=city.director)


def item(city: SmallCity, code: str, **more: Any) -> DigitalAsset:
    """A form of Parks that was audited."""
    values = {
        "code": code, "name": f"Registration {code}", "kind": "document", "claim": "preexisting_document", "is_used": True,
        "audited_on": date(2026, 1, 5), "failures": {"1.4.3": 12}, **more,
    }  # fmt: skip
    return begin_digital_asset(city.parks, values, by=city.director)


def _dot() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, "PNG")
    return file.getvalue()


LISTS = {
    "compliance:barrier-list": ("director", dict),
    "compliance:facility-list": ("director", dict),
    "compliance:digital-list": ("director", dict),
    "compliance:transition-plan": ("director", dict),
    "compliance:facility-detail": ("director", lambda: {"pk": Facility.objects.earliest("pk").pk}),
    "compliance:barrier-change": ("director", dict),
    "compliance:survey-create": ("director", dict),
}
EXPORTS = {"barriers": "director", "facilities": "director", "digital-assets": "director"}


def grow(city: SmallCity, number: int) -> None:
    """A facility with a barrier, a barrier of the first facility, an item, a survey that was chosen."""
    values = {"code": f"G-{number}", "name": f"Grown {number}", "kind": "park"}
    barrier(city, begin_facility(city.parks, values, by=city.director), f"G-{number}", finishes_on=date(2020, 1, 1))
    first = Facility.objects.order_by("pk").first()
    assert first is not None
    barrier(city, first, f"F-{number}", method="")
    item(city, f"G-{number}")
    begin_batch(city.parks, f"{number}.csv", "0" * 64, Mapping(), by=city.director)


FULL = {"barriers": 14, "facilities": 3, "digital-assets": 6}


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A facility, a barrier, an item (as rows: acts put blanks in order)."""
    with acting(by=city.director, act="begin_barrier"):
        place = Facility.objects.create(unit=city.parks, code=payload[:60], name=payload, kind="park", address=payload)
        texts = ("location", "element", "standard", "section", "measured", "required", "obstacle", "programmes", "method",
                 "interim", "funding", "cip", "surveyed_by", "official_words")  # fmt: skip
        Barrier.objects.create(
            code=f"H-{number}", facility=place, asset="park", entered_on=clock.today(), **dict.fromkeys(texts, payload)
        )
        DigitalAsset.objects.create(
            unit=city.parks, code=payload[:60], name=payload, kind="page", url=payload, vendor=payload, contract=payload,
            auditor=payload,
        )  # fmt: skip


ONE_THING = [
    "compliance:digital-rule",
    "compliance:digital-create",
    "compliance:digital-detail",
    "compliance:digital-edit",
    "compliance:barrier-detail",
    "compliance:barrier-create",
    "compliance:barrier-edit",
    "compliance:barrier-verify",
    "compliance:photo-add",
    "compliance:photo-file",
    "compliance:photo-remove",
    "compliance:comment-create",
    "compliance:comment-edit",
    "compliance:facility-create",
    "compliance:facility-edit",
    "compliance:survey-detail",
    "compliance:survey-columns",
    "compliance:survey-check",
    "compliance:survey-verdicts",
    "compliance:survey-undo",
]
LOOKS = [
    {"name": "compliance:transition-plan"},
    {"name": "compliance:transition-plan", "query": "?employees=7200"},
    {"name": "compliance:barrier-list"},
    {"name": "compliance:barrier-list", "query": "?missing=any"},
    {"name": "compliance:barrier-change"},
    {"name": "compliance:barrier-change", "press": "Change them", "status": 422},
    {"name": "compliance:barrier-detail", "args": "law-barrier"},
    {"name": "compliance:barrier-create", "args": "law-facility"},
    {"name": "compliance:barrier-create", "args": "law-facility", "press": "*", "status": 422},
    {"name": "compliance:barrier-edit", "args": "law-barrier"},
    {"name": "compliance:barrier-verify", "args": "law-gone", "who": "officer"},
    {"name": "compliance:photo-add", "args": "law-barrier"},
    {"name": "compliance:photo-remove", "args": "law-photo"},
    {"name": "compliance:comment-create", "args": "law-barrier"},
    {"name": "compliance:comment-edit", "args": "law-comment"},
    {"name": "compliance:facility-list"},
    {"name": "compliance:facility-detail", "args": "law-facility"},
    {"name": "compliance:facility-create"},
    {"name": "compliance:facility-edit", "args": "law-facility"},
    {"name": "compliance:survey-create"},
    {"name": "compliance:survey-create", "press": "*", "status": 422},
    {"name": "compliance:survey-columns", "args": "law-survey"},
    {"name": "compliance:survey-check", "args": "law-survey"},
    {"name": "compliance:survey-detail", "args": "law-came"},
    {"name": "compliance:survey-undo", "args": "law-came"},
    {"name": "compliance:digital-list"},
    {"name": "compliance:digital-rule"},
    {"name": "compliance:digital-create"},
    {"name": "compliance:digital-create", "press": "*", "status": 422},
    {"name": "compliance:digital-detail", "args": "law-item"},
    {"name": "compliance:digital-edit", "args": "law-item"},
]
NO_PAGE = [("compliance:photo-file", "download"), ("compliance:survey-verdicts", "download")]
