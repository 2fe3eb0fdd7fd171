"""What an indicator says of itself in a YAML file: a catalogue's and a city's have the same fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from metrics.standards.facts import Dimension
from raci.plainyaml.fields import Fields

POPULATION, PERFORMANCE = "population", "performance"
MEASURES = ("how_much", "how_well", "better_off")
VALUE_KINDS = ("rate", "count", "mean", "events", "estimate", "milestone")
DIRECTIONS = ("up", "down")
CADENCES = ("month", "quarter", "year", "irregular")
MOST = 2000


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator or measure. `measures`: which question of results-based accountability; "" for a population's."""

    code: str
    title: str
    definition: str
    kind: str
    measures: str
    value_kind: str
    unit_label: str
    direction: str
    cadence: str
    source: str
    theme: str
    dimensions: tuple[str, ...]


def read_indicator(one: Fields, taken: Mapping[str, object], dimensions: Mapping[str, Dimension]) -> IndicatorFacts:
    """Reads these fields; what else the entry holds is its reader's."""
    kind = one.choice("kind", (POPULATION, PERFORMANCE))
    facts = IndicatorFacts(
        code=one.code("code", taken),
        title=one.text("title"),
        definition=one.text("definition", most=MOST, default=""),
        kind=kind,
        measures=one.choice("measures", MEASURES, default=""),
        value_kind=one.choice("value_kind", VALUE_KINDS),
        unit_label=one.text("unit_label", most=60),
        direction=one.choice("direction", DIRECTIONS),
        cadence=one.choice("cadence", CADENCES),
        source=one.text("source", most=MOST, default=""),
        theme=one.text("theme", most=60, default="", pattern=r"[a-z0-9][a-z0-9-]*"),
        dimensions=one.references("dimensions", dimensions, to=_("dimension")),
    )
    if (kind == PERFORMANCE) != bool(facts.measures):
        text = _(
            "A performance measure says which question it answers (“measures”); a population indicator answers none of them."
        )
        one.wrong(one.at("measures"), text)
    return facts
