"""Adopting from a set: an entry of the starter catalogue becomes a unit's own indicator, as a draft to be gone through."""

from __future__ import annotations

from typing import Any

from metrics.actions.indicators import begin_indicator
from metrics.models import Indicator, IndicatorSet
from metrics.scales import scale_of
from raci.models import Person, Theme, Unit


def adopt(entry: Any, *, unit: Unit, by: Person, of: IndicatorSet | None = None) -> Indicator:
    """Begin an indicator with what an entry says (metrics.standards.indicators.IndicatorFacts)."""
    names = ("title", "definition", "measures", "value_kind", "direction", "unit_label", "source")
    said = {**{name: getattr(entry, name) for name in names}, "dimensions": list(entry.dimensions)}
    said["scale"] = scale_of(entry.value_kind, entry.unit_label)
    theme = Theme.objects.filter(code=entry.theme).first() if entry.theme else None
    kept = {"cadence": entry.cadence, "theme": theme, "set": of}
    return begin_indicator(unit=unit, kind=entry.kind, said=said, kept=kept, by=by)
