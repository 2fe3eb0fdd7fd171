"""What a survey can say of a barrier: each field with the headings that others use for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from raci.evidence.verdicts import _


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    DAY = "day"
    DAYS = "days"
    NUMBER = "number"
    MONEY = "money"
    YEAR = "year"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One thing said of a barrier or its facility. `choices`: code > what files call it."""

    name: str
    label: str
    headings: tuple[str, ...]
    kind: Kind = Kind.TEXT
    longest: int = 20_000
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ends: bool = False  # of a day: a year alone means its last day
    of_facility: bool = False


ASSETS = {
    "building": ("facility", "structure", "elevated", "subway", "at grade", "open cut", "embankment", "viaduct"),
    "park": ("open space", "playground"),
    "sidewalk": ("side walk", "walkway", "path"),
    "curb_ramp": ("curb ramp", "curbramp", "ramp", "curb cut"),
    "signal": ("pedestrian signal", "aps", "accessible pedestrian signal"),
    "parking": ("parking lot", "lot", "garage"),
    "website": ("web", "site", "app"),
}
STATUSES = {
    "open": ("identified", "not started", "outstanding", "noncompliant", "non compliant"),
    "designed": ("design", "in design"),
    "funded": ("budgeted",),
    "in_progress": ("in progress", "under construction", "started", "underway"),
    "removed": ("done", "complete", "completed", "closed", "fixed", "corrected", "remediated"),
    "verified": ("inspected",),
    "not_required": ("not required", "exempt", "na", "n a"),
}
REMOVALS = {
    "structural": ("construction", "capital", "building"),
    "relocate": ("relocate service", "relocation", "move the service", "relocate program"),
    "home_visit": ("home visit", "home visits"),
    "aide": ("assignment of aide", "assign an aide", "staff assistance"),
    "other": ("non structural", "nonstructural", "policy", "operational"),
}
TIERS = {
    "1": ("high", "entrance", "approach", "approach and entrance", "priority 1", "a"),
    "2": ("medium", "goods and services", "access to goods and services", "priority 2", "b"),
    "3": ("restroom", "restrooms", "toilet rooms", "priority 3", "c"),
    "4": ("low", "other", "priority 4", "d"),
}

FIELDS = (
    Field("facility_code", _("Code of the facility"), ("facility id", "facility code", "facility number", "building id",
          "site id", "complex id", "asset id"), longest=60, of_facility=True),
    Field("facility_name", _("Name of the facility"), ("facility", "facility name", "building", "building name", "site name",
          "site", "park", "stop name", "location name"), longest=200, of_facility=True),
    Field("address", _("Address of the facility"), ("address", "street address", "facility address"), longest=300,
          of_facility=True),
    Field("code", _("Number of the barrier"), ("barrier id", "barrier", "barrier number", "item", "item id", "record id", "id",
          "number", "finding id", "station id"), longest=60),
    Field("asset", _("What it stands in"), ("asset type", "asset", "type", "facility type", "structure"), Kind.CHOICE,
          choices=ASSETS),
    Field("location", _("Where it is"), ("location", "location text", "where", "location description", "room", "area"),
          longest=300),
    Field("latitude", _("Latitude"), ("latitude", "lat", "y", "gtfs latitude"), Kind.NUMBER),
    Field("longitude", _("Longitude"), ("longitude", "lon", "long", "lng", "x", "gtfs longitude"), Kind.NUMBER),
    Field("element", _("Element"), ("element", "feature", "component", "barrier type"), longest=200),
    Field("standard", _("Standard"), ("standard", "code", "standards"), longest=100),
    Field("section", _("Section"), ("section", "citation", "standard section", "code section", "reference"), longest=60),
    Field("measured", _("Measured"), ("measured", "measurement", "measured value", "existing", "existing condition", "as built",
          "ada notes"), longest=200),
    Field("required", _("Required by the standard"), ("required", "required value", "requirement"), longest=200),
    Field("obstacle", _("The obstacle"), ("obstacle", "description", "barrier description", "finding", "description of obstacle",
          "deficiency", "issue", "problem")),
    Field("programmes", _("Programs and services affected"), ("programmes", "programs", "programs affected", "services",
          "programmes affected", "program")),
    Field("severity", _("Severity score"), ("severity", "severity score", "condition score", "condition"), Kind.NUMBER),
    Field("use", _("Location and use score"), ("location score", "use score", "use", "location use score", "usage score"),
          Kind.NUMBER),
    Field("tier", _("Priority"), ("priority", "tier", "priority tier", "priority level"), Kind.CHOICE, choices=TIERS),
    Field("removal", _("Kind of removal"), ("method type", "removal type", "kind of removal"), Kind.CHOICE,
          choices=REMOVALS),
    Field("method", _("Method of removal"), ("method", "method of removal", "recommendation", "solution", "corrective action",
          "recommended action", "proposed solution", "remedy")),
    Field("interim", _("Interim measure"), ("interim", "interim measure", "temporary measure")),
    Field("cost_low", _("Least cost"), ("cost low", "low cost", "least cost", "cost", "estimated cost", "cost estimate"),
          Kind.MONEY),
    Field("cost_high", _("Greatest cost"), ("cost high", "high cost", "greatest cost"), Kind.MONEY),
    Field("cost_year", _("In dollars of the year"), ("cost year", "dollar year", "estimate year"), Kind.YEAR),
    Field("funding", _("Funding source"), ("funding", "funding source", "fund"), longest=200),
    Field("cip", _("Capital programme number"), ("cip", "cip id", "cip number", "project", "project number"), longest=60),
    Field("starts_on", _("Scheduled start"), ("scheduled start", "start", "start date", "start year"), Kind.DAY),
    Field("finishes_on", _("Scheduled finish"), ("scheduled finish", "finish", "finish date", "target date", "due date",
          "completion year", "target year", "finish year", "scheduled year", "year"), Kind.DAY, ends=True),
    Field("steps", _("Yearly steps"), ("steps", "yearly steps", "milestones"), Kind.DAYS),
    Field("official", _("Official responsible"), ("official", "official responsible", "responsible", "responsible official",
          "responsible position", "responsible party"), longest=200),
    Field("status", _("Status"), ("status", "state", "progress"), Kind.CHOICE, choices=STATUSES),
    Field("why_not_required", _("Why removal is not required"), ("reason", "why not required", "exemption reason")),
    Field("surveyed_on", _("Surveyed on"), ("surveyed on", "survey date", "inspection date", "date surveyed"), Kind.DAY),
    Field("surveyed_by", _("Surveyed by"), ("surveyed by", "surveyor", "inspector"), longest=200),
    Field("removed_on", _("Removed on"), ("removed on", "date removed", "completion date", "date completed"), Kind.DAY),
)  # fmt: skip
BY_NAME = {one.name: one for one in FIELDS}
OF_BARRIER = tuple(one.name for one in FIELDS if not one.of_facility)


def key(text: str) -> str:
    """ "Facility_ID *" and "facility id" are the same heading, "N/A" and "n a" the same word."""
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


def proposed(headings: Iterable[str]) -> dict[str, str]:
    """Field > heading: by the field's own name before what others call it, each column for one field."""
    known = {key(one): one for one in reversed(list(headings)) if one.strip()}
    found: dict[str, str] = {}
    for names_of in (lambda one: (key(one.name), key(one.label)), lambda one: one.headings):
        for one in FIELDS:
            for name in names_of(one):
                if one.name not in found and name in known and known[name] not in found.values():
                    found[one.name] = known[name]
    return found
