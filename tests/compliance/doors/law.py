"""What the law says: requirements, packs, parameters, and checks that are asked."""

from __future__ import annotations

from typing import Any

from compliance.actions import packs as acts
from compliance.models import Pack
from compliance.queries.packs import examples
from tests.city import SmallCity

ONE_THING = [
    "compliance:pack-list", "compliance:pack-detail", "compliance:pack-create", "compliance:pack-edit",
    "compliance:pack-upload", "compliance:pack-adopt", "compliance:requirement-detail", "compliance:requirement-create",
    "compliance:requirement-edit", "compliance:requirement-retire",
]  # fmt: skip
LISTS: dict[str, tuple[str, Any]] = {"compliance:requirement-list": ("director", dict)}
LOOKS = [
    {"name": "compliance:requirement-list", "who": "director"},
    {"name": "compliance:requirement-detail", "who": "director", "args": "requirement"},
    {"name": "compliance:pack-list", "who": "attorney"},
    {"name": "compliance:pack-detail", "who": "attorney", "args": "pack-draft"},
    {"name": "compliance:requirement-create", "who": "attorney", "args": "pack-draft"},
]


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A pack in force, and one that the attorney writes."""
    draft = acts.adopt_pack(examples()[0], by=city.attorney)
    in_force = Pack.objects.get(programme__code="ada")
    return {
        "pack": {"pk": in_force.record_id},
        "pack-draft": {"pk": draft.record_id},
        "pack-line": {"pk": draft.record_id, "code": "LO-01"},
        "example": {"code": draft.programme.code},
        "requirement": {"code": "T6-01"},
    }
