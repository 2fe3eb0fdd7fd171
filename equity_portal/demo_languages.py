"""The demonstration's language access: a worksheet, vital documents and encounters, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from compliance.actions.encounters import log_encounters
from compliance.actions.language_assessments import begin_assessment
from compliance.actions.vital_documents import begin_document
from raci import clock
from raci.models import Person, Unit

FILE = "compliance/languages.yaml"
MODE, INTERPRETER, MINUTES, CENTS = range(1, 5)


def bring_languages(folder: Path, person: Callable[[str], Person]) -> None:
    """What the city's folder tells, if it tells something; `person` gives the holder of a post."""
    path = folder / FILE
    if not path.exists():
        return
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    unit, keeper = Unit.objects.get(code=told["unit"]), person(told["keeper"])
    said = told["assessment"]
    lines = said.pop("languages")
    title = said.pop("service")
    made = begin_assessment(unit, title, said, lines, by=keeper)
    services = {title: made.service}
    for one in told["documents"]:
        values = {**one, "service": services.get(one.pop("service", ""))}
        begin_document(unit, values, values.pop("translations"), by=keeper)
    _encounters(unit, told["encounters"], by=keeper)


def _encounters(unit: Unit, told: dict[str, list[Any]], *, by: Person) -> None:
    """One after the other, a few days apart, back from yesterday."""
    today, back = clock.today(), count(1)
    lines = [
        {
            "happened_on": today - timedelta(days=next(back) % 60 + 1), "language": language, "mode": one[MODE],
            "interpreter": one[INTERPRETER], "minutes": one[MINUTES], "cents": one[CENTS],
        }
        for language, one in told.items()
        for _each in range(one[0])
    ]  # fmt: skip
    log_encounters(unit, lines, by=by)
