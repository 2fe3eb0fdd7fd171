"""The demonstration's figures: measures begun, accepted, held against a target and told, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from metrics.actions.batches import About, begin_batch, store_series
from metrics.actions.goals import set_target, tell_story
from metrics.actions.indicators import begin_indicator
from metrics.models import Group, Indicator
from metrics.periods import parse
from metrics.series import Cell, NewSeries
from raci import reviewing
from raci.models import Person, Post, Unit

SAID = ("title", "definition", "measures", "value_kind", "direction", "unit_label", "source")


def bring_figures(told: list[dict[str, Any]], person: Callable[[str], Person]) -> None:
    """Each measure with its values; `person` gives the holder of a post."""
    for one in told:
        _measure(one, writer=person(one["writer"]), accepter=person(one["accepter"]))


def _measure(told: dict[str, Any], *, writer: Person, accepter: Person) -> None:
    unit = Unit.objects.get(code=told["unit"])
    said = {name: told[name] for name in SAID if name in told}
    said |= {"scale": Decimal(told.get("scale", 100)), "dimensions": [told["by"]] if "by" in told else []}
    kept = {"owner": Post.objects.get(code=told["owner"]), "cadence": told["cadence"], "label": told.get("label", "")}
    indicator = begin_indicator(unit=unit, kind=Indicator.Kind.PERFORMANCE, said=said, kept=kept, by=writer)
    _accept(indicator.versions.get(), writer, accepter)
    batch = begin_batch(unit, About(told["batch"], source=told["source"]), by=writer)
    store_series(batch, _series(told, indicator), by=writer)
    _accept(batch, writer, accepter)
    if target := told.get("target"):
        period = parse(target["period"])
        values = {
            "value": Decimal(str(target["value"])),
            "begins_on": period.begin,
            "ends_on": period.end,
            "why": target["why"],
        }
        _accept(set_target(indicator, values, by=writer), writer, accepter)
    if story := told.get("story"):
        forecast = [(str(period), str(value)) for period, value in story.pop("forecast", {}).items()]
        tell_story(indicator, by=writer, forecast=forecast, **story)


def _accept(row: Any, writer: Person, accepter: Person) -> None:
    reviewing.hand_in(row, by=writer)
    reviewing.accept(row, by=accepter)


def _series(told: dict[str, Any], indicator: Indicator) -> list[NewSeries]:
    """`values`: period > group > the sums, or period > the sums where nobody is told apart."""
    groups = {one.code: one.pk for one in Group.objects.filter(dimension__code=told.get("by", ""))}
    found: dict[tuple[int, ...], list[Cell]] = {}
    for words, sums in told["values"].items():
        period = parse(str(words))
        parts = {(groups[code],): of for code, of in sums.items()} if groups else {(): sums}
        for key, of in parts.items():
            found.setdefault(key, []).append(_cell(period.begin, period.end, of))
    return [NewSeries(indicator.pk, None, key, tuple(cells)) for key, cells in found.items()]


def _cell(begins: date, ends: date, sums: Any) -> Cell:
    """[n, k] of a share, a number of a milestone."""
    if isinstance(sums, list):
        return Cell(begins, ends, n=sums[0], k=sums[1])
    return Cell(begins, ends, value=Decimal(str(sums)))
