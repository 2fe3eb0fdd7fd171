"""What the law says: requirements, packs, parameters, and checks that are asked."""

from __future__ import annotations

from typing import Any

from compliance.actions import packs as acts
from compliance.actions import parameters as entering
from compliance.models import Pack, Parameter, Requirement
from compliance.queries.packs import examples
from raci.history import acting
from tests.city import SmallCity

ONE_THING = [
    "compliance:pack-list", "compliance:pack-detail", "compliance:pack-create", "compliance:pack-edit",
    "compliance:pack-upload", "compliance:pack-adopt", "compliance:requirement-detail", "compliance:requirement-create",
    "compliance:requirement-edit", "compliance:requirement-retire", "compliance:pack-verify", "compliance:parameter-detail",
    "compliance:parameter-create", "compliance:parameter-edit", "compliance:parameter-follow", "compliance:parameter-verify",
    "compliance:law-watch", "compliance:check-list", "compliance:check-ask",
]  # fmt: skip
LISTS: dict[str, tuple[str, Any]] = {
    "compliance:requirement-list": ("director", dict),
    "compliance:parameter-list": ("director", dict),
}
LOOKS = [
    {"name": "compliance:requirement-list", "who": "director"},
    {"name": "compliance:requirement-detail", "who": "director", "args": "requirement"},
    {"name": "compliance:parameter-list", "who": "attorney"},
    {"name": "compliance:parameter-detail", "who": "attorney", "args": "parameter"},
    {"name": "compliance:parameter-detail", "who": "administrator", "args": "row-draft"},
    {"name": "compliance:parameter-follow", "who": "attorney", "args": "row-followed.pk row-followed.way"},
    {"name": "compliance:law-watch", "who": "attorney"},
    {"name": "compliance:check-list", "who": "director"},
    {"name": "compliance:check-ask", "who": "director", "args": "check"},
    {"name": "compliance:pack-list", "who": "attorney"},
    {"name": "compliance:pack-detail", "who": "attorney", "args": "pack-draft"},
    {"name": "compliance:requirement-create", "who": "attorney", "args": "pack-draft"},
    {"name": "compliance:requirement-create", "who": "attorney", "args": "pack-draft", "press": "*", "status": 422},
    {"name": "compliance:requirement-edit", "who": "attorney", "args": "pack-line.pk pack-line.code"},
    {"name": "compliance:requirement-retire", "who": "attorney", "args": "pack-line.pk pack-line.code"},
    {"name": "compliance:pack-create", "who": "attorney"},
    {"name": "compliance:pack-edit", "who": "attorney", "args": "pack-draft"},
    {"name": "compliance:pack-upload", "who": "attorney", "args": "pack-draft"},
    {"name": "compliance:parameter-create", "who": "attorney"},
    {"name": "compliance:parameter-create", "who": "attorney", "press": "*", "status": 422},
    {"name": "compliance:parameter-edit", "who": "attorney", "args": "row-draft"},
]
NO_PAGE = [
    ("compliance:pack-adopt", "sent"),
    ("compliance:pack-verify", "sent"),
    ("compliance:parameter-verify", "sent"),
]


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A pack in force, and one that the attorney writes."""
    draft = acts.adopt_pack(examples()[0], by=city.attorney)
    threshold = Parameter.objects.get(key="s3.threshold.hcd", value=None)
    said = {name: getattr(threshold, name) for name in entering.SAID}
    written = entering.follow(threshold, "fills", said | {"value": "250000", "status": "in_force"}, by=city.attorney)
    in_force = Pack.objects.get(programme__code="ada")
    return {
        "pack": {"pk": in_force.record_id},
        "pack-draft": {"pk": draft.record_id},
        "pack-line": {"pk": draft.record_id, "code": "LO-01"},
        "example": {"code": draft.programme.code},
        "requirement": {"code": "T6-01"},
        "parameter": {"pk": Parameter.objects.get(key="s3.bench.all").pk},
        "row-draft": {"pk": written.pk},
        "row-followed": {"pk": Parameter.objects.get(key="cmp.ack").pk, "way": "fills"},
        "check": {"code": "section3_benchmark"},
    }


LONG = "Words that make a page longer. " * 20


def grow(city: SmallCity, number: int) -> None:
    """A requirement of a pack in force, and a row that counts; both stand first in their lists."""
    with acting(by=city.attorney, act="test"):
        row = Requirement.objects.get(code="T6-01")
        row.pk, row._state.adding, row.code, row.order, row.text = None, True, f"A-{number:03d}", 0, LONG
        row.save()
        other = Parameter.objects.filter(key="priv.k").latest("pk")
        other.pk, other._state.adding, other.key, other.citation = None, True, f"a.k{number}", LONG
        other.save()


EXPORTS = {"requirements": "director", "parameters": "director"}
FULL = {"requirements": 3, "parameters": 3}


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A requirement and a row of the law that say it (as rows: acts put blanks in order)."""
    with acting(by=city.attorney, act="test"):
        row = Requirement.objects.get(code="T6-01")
        row.pk, row._state.adding, row.code, row.note = None, True, f"Z-{number:03d}", payload
        row.text = row.citation = payload
        row.save()
        other = Parameter.objects.filter(key="priv.k").latest("pk")
        other.pk, other._state.adding, other.key = None, True, f"z.k{number}"
        other.citation = other.applies_to = other.note = payload
        other.save()
