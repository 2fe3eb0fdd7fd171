"""The demonstration's plan that existed already and waits for its lines to be confirmed, by the same act as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml

from metrics.periods import last_day
from plans.bringing.acts import choose_plan
from plans.portfolio.gantt import after
from raci import clock
from raci.models import Person, Unit

FILE = "brought.yaml"


def bring_plans(folder: Path, person: Callable[[str], Person]) -> None:
    """What the city's folder tells, if it tells something; the plan's time begins with this month."""
    path = folder / FILE
    if not path.exists():
        return
    first = clock.today().replace(day=1)
    for told in yaml.safe_load(path.read_text(encoding="utf-8"))["plans"]:
        last = after(first, told["months"] - 1)
        choose_plan(
            unit=Unit.objects.get(code=told["unit"]), begins_on=first, ends_on=last_day(last.year, last.month),
            text=told["text"], by=person(told["by"]),
        )  # fmt: skip
