"""The demonstration's coordinators and complaints, by the same acts as everybody's; what they say is sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from compliance.actions.complaints import take_step
from compliance.actions.coordinators import name_coordinator
from compliance.actions.receiving import receive_by_staff
from raci import clock
from raci.models import Person, Post, Unit

FILE = "compliance/complaints.yaml"


def bring_complaints(folder: Path, person: Callable[[str], Person]) -> None:
    """What the city's folder tells, if it tells something; `person` gives the holder of a post."""
    path = folder / FILE
    if not path.exists():
        return
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    today, namer, keeper = clock.today(), person(told["namer"]), person(told["keeper"])
    for one in told["coordinators"]:
        post = Post.objects.get(code=one.pop("post"))
        values = {**one, "address": told["address"], "source": "", "ends_on": None}
        name_coordinator(values.pop("programme"), post, today, values, by=namer)
    for one in told["complaints"]:
        steps, unit = one.pop("steps", []), Unit.objects.get(code=one.pop("unit"))
        days = {
            "received_on": today - timedelta(days=one.pop("days_ago")),
            "event_on": today - timedelta(days=one.pop("event_days_ago")),
        }
        row = receive_by_staff(
            {**one, **days, "unit": unit, "is_anonymous": "name" not in one}, [], by=keeper
        ).complaint
        for kind, words in steps:
            take_step(row, kind, {"words": words}, by=keeper)
