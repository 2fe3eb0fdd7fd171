"""What a release prints, and of whom: of a draft as it stands, or as it was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.conf import settings

from metrics.models import DataRelease, IndicatorVersion
from metrics.periods import Period

Grouping = tuple[str, ...]  # codes of dimensions
Sets = tuple[tuple[str, ...], ...]  # codes of groups that are shown as one
JOINS = "+"  # between the codes of groups that are shown as one; no code has it
COUNTED = (IndicatorVersion.Value.RATE, IndicatorVersion.Value.COUNT)  # what the gate can judge: whole people


class Unfit(Exception):
    """The figures cannot go out as asked; `str()` says why, to whoever makes the release. Tells no count."""


@dataclass(frozen=True)
class Asked:
    """The tables of one release. `code` is the indicator's, and the name of its outcome."""

    record: int
    title: str
    indicator: int
    code: str
    value: str  # IndicatorVersion.Value
    place: int | None
    period: Period
    tables: tuple[Grouping, ...]
    merged: Mapping[str, Sets]
    threshold: int

    @property
    def dimensions(self) -> list[str]:
        """Every dimension that a table uses, in the order in which they come."""
        return list(dict.fromkeys(name for table in self.tables for name in table))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What is counted beside people: those with the outcome of a rate."""
        return (self.code,) if self.value == IndicatorVersion.Value.RATE else ()

    @property
    def groupings(self) -> list[Grouping]:
        """Every table with all its margins, each once, from the finest to the total."""
        return list(dict.fromkeys(part for table in self.tables for part in with_margins(table)))

    @property
    def columns(self) -> dict[str, Grouping]:
        """How its dimensions are called among the cells: a merged one is a dimension of its own, told by the first."""
        return {column_of(name, self.sets(name)): (name,) for name in self.dimensions}

    def sets(self, dimension: str) -> Sets:
        """Which of a dimension's groups are shown as one."""
        return self.merged.get(dimension, ())

    def column(self, dimension: str) -> str:
        """How this release's own form of a dimension is called among the cells."""
        return column_of(dimension, self.sets(dimension))


def with_margins(table: Grouping) -> list[Grouping]:
    """A table with all its totals, from the finest to the total."""
    return [part for size in range(len(table), -1, -1) for part in combinations(table, size)]


def column_of(dimension: str, sets: Sets) -> str:
    """The name of a dimension's form in which some groups are one."""
    return "~".join([dimension, *(JOINS.join(one) for one in sets)])


def level_of(group: str, sets: Sets) -> str:
    """The level in which a group is shown."""
    return next((JOINS.join(one) for one in sets if group in one), group)


def most_ways() -> int:
    """How many dimensions a table may cross at most (the setting RELEASE_WAYS)."""
    return int(settings.RELEASE_WAYS)


def asked_of(release: DataRelease, version: IndicatorVersion | None) -> Asked:
    """What a draft asks for; `version` says how its indicator's values are worked out."""
    return Asked(
        record=release.record_id,
        title=release.title,
        indicator=release.indicator_id,
        code=release.indicator.code,
        value=version.value_kind if version else "",
        place=release.place_id,
        period=Period(release.begins_on, release.ends_on),
        tables=_tables(release.tables),
        merged=_merged(release.merged),
        threshold=release.threshold,
    )


def frozen(release: DataRelease, content: Mapping[str, Any]) -> Asked:
    """What an approved text printed; its release says of which indicator and place, which never change."""
    return Asked(
        record=release.record_id,
        title=content["title"],
        indicator=release.indicator_id,
        code=content["indicator"],
        value=content["value"],
        place=release.place_id,
        period=Period(date.fromisoformat(content["begins_on"]), date.fromisoformat(content["ends_on"])),
        tables=_tables(content["tables"]),
        merged=_merged(content["merged"]),
        threshold=content["threshold"],
    )


def _tables(stored: list[list[str]]) -> tuple[Grouping, ...]:
    return tuple(tuple(table) for table in stored)


def _merged(stored: Mapping[str, list[list[str]]]) -> dict[str, Sets]:
    return {name: tuple(tuple(one) for one in sets) for name, sets in stored.items() if sets}
