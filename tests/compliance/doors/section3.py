"""Section 3: projects, their hours, workers and efforts, and what is reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from compliance.actions.labor_hours import keep_hours
from compliance.actions.section3_projects import begin_project, keep_workers
from compliance.models import Assistance, LaborHours, Section3Project
from raci.history import acting
from tests.city import SmallCity

HEAD = {"number": "B-24", "under": "housing_community_development", "committed_on": date(2024, 5, 1)}
MONEY = [
    {"programme": "CDBG", "cents": 500_000_00, "part": "first"},
    {"programme": "HOME", "cents": 350_000_00, "part": "first"},
]
QUARTER = date(2025, 10, 1), date(2025, 12, 31)
WORKED = {"total": 18400, "professional": 1200, "section3": 4460, "targeted": 905}  # worked example


def project(city: SmallCity, title: str = "Library renovation", money: Any = None, **more: Any) -> Section3Project:
    """One of Parks, covered by the row of 2020."""
    return begin_project(
        city.parks, {"title": title, **HEAD, **more}, MONEY if money is None else money, by=city.director
    )


def line(contractor: str = "Dee Builders", **more: Any) -> dict[str, Any]:
    """The hours of a contractor."""
    hours = {name: None if value is None else Decimal(value) for name, value in {**WORKED, **more}.items()
             if name not in ("certified", "assessed")}  # fmt: skip
    told = {"certified": more.get("certified", True), "assessed": more.get("assessed", False)}
    return {"contractor": contractor, "contractor_code": "", "professional_section3": None, **hours, **told}


def with_hours(city: SmallCity, title: str = "Library renovation", **more: Any) -> Section3Project:
    """The same with the hours of a quarter."""
    made = project(city, title)
    keep_hours(made, *QUARTER, [line(**more)], by=city.director, edits=made.edits)
    made.refresh_from_db()
    return made


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One with hours and a worker."""
    made = with_hours(city)
    status = {
        "worker": "W-1",
        "is_targeted": True,
        "certified_on": date(2024, 1, 8),
        "proof": "self",
        "worked_until": None,
    }
    keep_workers(made, [status], by=city.director, edits=made.edits)
    return {"section3-project": {"pk": made.pk}}


LISTS = {
    "compliance:section3-project-list": ("elsewhere", dict),
    "compliance:labor-hours-list": ("elsewhere", dict),
    "compliance:section3-report": ("elsewhere", dict),
}
EXPORTS = {"section3-projects": "elsewhere", "labor-hours": "elsewhere", "section3-report": "elsewhere"}
FULL = {"section3-projects": 2, "labor-hours": 2, "section3-report": 5}


def grow(city: SmallCity, number: int) -> None:
    """A project with hours."""
    with_hours(city, f"Project {number}")


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A project whose texts are the payload (as rows: acts put blanks in order)."""
    made = project(city, f"Planted {number}")
    with acting(by=city.director, act="keep_section3_project"):
        made.refresh_from_db()
        made.title, made.number, made.contact = payload, payload[:60], payload
        made.save()
        Assistance.objects.create(project=made, order=9, programme=payload, cents=1)
        days = {"begins_on": QUARTER[0], "ends_on": QUARTER[1]}
        LaborHours.objects.create(project=made, contractor=payload, contractor_code=payload[:40], **days)


ONE_THING = [
    "compliance:section3-project-create",
    "compliance:section3-project-detail",
    "compliance:section3-project-edit",
    "compliance:section3-project-judge",
    "compliance:section3-workers",
    "compliance:section3-efforts",
    "compliance:labor-hours-edit",
    "compliance:labor-hours-bring-in",
]
LOOKS = [
    {"name": "compliance:section3-project-list"},
    {"name": "compliance:section3-project-create"},
    {"name": "compliance:section3-project-create", "press": "*", "status": 422},
    {"name": "compliance:section3-project-detail", "args": "section3-project"},
    {"name": "compliance:section3-project-edit", "args": "section3-project"},
    {"name": "compliance:section3-workers", "args": "section3-project"},
    {"name": "compliance:section3-efforts", "args": "section3-project"},
    {"name": "compliance:labor-hours-edit", "args": "section3-project", "query": "?from=2025-10-01"},
    {"name": "compliance:labor-hours-list"},
    {"name": "compliance:labor-hours-bring-in"},
    {"name": "compliance:section3-report"},
]
NO_PAGE = [("compliance:section3-project-judge", "sent")]
