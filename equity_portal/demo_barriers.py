"""The demonstration's transition plan: a survey brought in, a removal verified, a comment, digital items, by everybody's acts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from compliance.actions.barrier_papers import note_comment
from compliance.actions.barriers import verify_removal
from compliance.actions.digital import begin_digital_asset
from compliance.actions.surveys import begin_batch, bring_in
from compliance.models import Barrier
from compliance.surveys.mapping import Mapping
from metrics.reading.files import open_table
from raci.models import Person, Unit

FILE, SURVEY = "compliance/barriers.yaml", "compliance/barriers.csv"


def bring_barriers(folder: Path, person: Callable[[str], Person]) -> None:
    """What the city's folder tells, if it tells something; `person` gives the holder of a post."""
    path = folder / FILE
    if not path.exists():
        return
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    unit, keeper = Unit.objects.get(code=told["unit"]), person(told["keeper"])
    with (folder / SURVEY).open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        table = open_table(file, "barriers.csv")
        batch = begin_batch(unit, "barriers.csv", sha256, Mapping.proposed(table.headings), by=keeper)
        bring_in(batch, table, by=keeper)
    verified = told["verified"]
    verify_removal(_barrier(verified["barrier"]), on=verified["day"], by=person(told["verifier"]))
    for one in told["comments"]:
        note_comment(_barrier(one.pop("barrier")), one, by=keeper)
    for one in told["digital"]:
        begin_digital_asset(unit, one, by=keeper)


def _barrier(code: str) -> Barrier:
    return Barrier.objects.select_related("facility__unit").get(code=code)
