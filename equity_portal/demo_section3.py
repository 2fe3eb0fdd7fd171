"""The demonstration's Section 3 projects and a transit analysis, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from compliance.actions.labor_hours import TOLD, keep_hours
from compliance.actions.section3_projects import begin_project, keep_efforts
from compliance.actions.transit import analyse_change
from compliance.section3.hours import HOURS
from raci.models import Person, Unit

FILE = "compliance/section3.yaml"


def bring_section3(folder: Path, person: Callable[[str], Person]) -> None:
    """What the city's folder tells, if it tells something; `person` gives the holder of a post."""
    path = folder / FILE
    if not path.exists():
        return
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    unit, keeper = Unit.objects.get(code=told["unit"]), person(told["keeper"])
    for one in told["projects"]:
        hours, efforts = one.pop("hours", []), one.pop("efforts", [])
        project = begin_project(unit, one, one.pop("assistance"), by=keeper)
        for period in hours:
            lines = [_line(line) for line in period["contractors"]]
            keep_hours(project, period["from"], period["until"], lines, by=keeper, edits=project.edits)
            project.refresh_from_db()
        if efforts:
            keep_efforts(project, efforts, by=keeper, edits=project.edits)
    for change in told["changes"]:
        numbers = {name: Decimal(change[name]) for name in ("route_hours", "hours_changed")}
        analyse_change(unit, {**change, **numbers}, by=keeper)


def _line(told: dict[str, Any]) -> dict[str, Any]:
    blank: dict[str, Any] = {**dict.fromkeys(TOLD), "contractor_code": "", "assessed": False}
    hours = {name: Decimal(str(told[name])) for name in HOURS if told.get(name) is not None}
    return {**blank, **told, **hours}
