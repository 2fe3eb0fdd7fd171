"""Reading what went out. Whoever may not read the figures reads these, and whatever is worked out is worked out from these.

A hidden number is None here as it is in the stored table: there is nothing else that a page, a chart or a file could tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from metrics.cells import Cell, Groups, all_groups
from metrics.models import DataRelease, Dimension, Indicator, IndicatorVersion, ReleasedTable
from metrics.periods import Period
from metrics.releases.asked import JOINS
from metrics.releases.gone_out import KIND
from metrics.values import Reading, reading
from raci.models import Case, Text

Levels = tuple[str, ...]  # the codes of a table's levels, "" for all of a dimension


@dataclass(frozen=True)
class ReleasedCell:
    """One cell: `levels` in the order of its table's dimensions. `n`, `k`, or both None where hidden."""

    levels: Levels
    n: int | None
    k: int | None
    is_hidden: bool
    read: Reading  # its value and interval, from n and k as they went out; no value where one of them is hidden

    @property
    def is_total(self) -> bool:
        """Everybody."""
        return not any(self.levels)

    @property
    def is_finest(self) -> bool:
        """No total of any dimension."""
        return all(self.levels)


@dataclass(frozen=True)
class Table:
    """One table with all its margins, in the order of its groups; what is hidden does not move."""

    order: int
    dimensions: tuple[str, ...]
    cells: tuple[ReleasedCell, ...]

    @property
    def hidden(self) -> int:
        """How many cells lack a number."""
        return sum(cell.is_hidden for cell in self.cells)

    @property
    def everyone(self) -> ReleasedCell | None:
        """The total."""
        return next((cell for cell in self.cells if cell.is_total), None)

    @property
    def finest(self) -> list[ReleasedCell]:
        """The cells that are no totals."""
        return [cell for cell in self.cells if cell.is_finest]


@dataclass(frozen=True)
class Released:
    """A release as it is read: frozen, or as it would go out."""

    record: int
    title: str
    purpose: str
    indicator: Indicator
    version: IndicatorVersion | None
    place: str  # its name; "" where the figures tell none
    period: Period
    threshold: int
    tables: tuple[Table, ...]
    since: datetime | None  # when it went out
    names: Names

    @property
    def hidden(self) -> int:
        """How many cells of all tables lack a number."""
        return sum(table.hidden for table in self.tables)


class Names:
    """What dimensions and groups are called today; a merged level by all its groups."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups

    @cached_property
    def _levels(self) -> dict[tuple[str, str], tuple[tuple[int, int], str]]:
        found = self._groups.groups.values()
        return {(one.dimension.code, one.code): ((one.order, one.pk), one.name) for one in found}

    @cached_property
    def _dimensions(self) -> dict[str, Dimension]:
        return {one.dimension.code: one.dimension for one in self._groups.groups.values()}

    def dimension(self, code: str) -> str:
        """A dimension's name."""
        return self._dimensions[code].name if code in self._dimensions else code

    def level(self, dimension: str, code: str) -> str:
        """A level's name; "" for all of them."""
        parts = code.split(JOINS) if code else []
        return " + ".join(self._levels.get((dimension, part), ((0, 0), part))[1] for part in parts)

    def place(self, dimension: str, code: str) -> tuple[int, int]:
        """Where it stands among its groups; totals come last."""
        return self._levels.get((dimension, code.split(JOINS)[0]), ((0, 0), code))[0] if code else (10**9, 0)


# ---- what is live


def live_texts() -> QuerySet[Text]:
    """The text in force of each release that was not withdrawn."""
    in_force = Q(case__state=Case.State.APPROVED, record__data_release__withdrawn_at=None)
    found = Text.objects.filter(in_force, record__kind=KIND, submissions__decision__kind__in=("approve", "conditions"))
    return found.select_related(
        "case", "record__data_release__indicator__unit", "record__data_release__place"
    ).distinct()


def live(indicators: Iterable[Indicator] | None = None, record: int | None = None) -> list[Released]:
    """What is out now, newest period first (4 queries): of these indicators, or of one record."""
    texts = live_texts()
    if indicators is not None:
        texts = texts.filter(record__data_release__indicator__in=list(indicators))
    if record is not None:
        texts = texts.filter(record=record)
    rows = [(text.record.data_release, json.loads(text.content), text.case.state_since) for text in texts]
    return sorted(_read(rows), key=lambda one: (one.period.end, one.record), reverse=True)


def newest(indicator: Indicator, dimensions: Iterable[str] = (), period: Period | None = None) -> Table | None:
    """The newest live table of an indicator that tells exactly these dimensions apart, in this period or the newest one."""
    wanted = set(dimensions)
    for one in live([indicator]):
        if period is None or one.period == period:
            for table in one.tables:
                if set(table.dimensions) == wanted:
                    return table
    return None


def as_made(release: DataRelease, content: Mapping[str, Any]) -> Released:
    """A release by one of its texts, or its draft: what this text lets go out (3 queries)."""
    return _read([(release, content, None)])[0]


def _read(rows: Sequence[tuple[DataRelease, Mapping[str, Any], datetime | None]]) -> list[Released]:
    names = Names(all_groups())
    stored: dict[tuple[int, int], list[ReleasedTable]] = {}
    for table in ReleasedTable.objects.filter(release__in=[release for release, _content, _since in rows]):
        stored.setdefault((table.release_id, table.making), []).append(table)
    versions = IndicatorVersion.objects.filter(indicator__in=[release.indicator_id for release, *_rest in rows])
    by_number = {(one.indicator_id, one.number): one for one in versions}
    accepted = [one for one in versions if one.state == IndicatorVersion.State.ACCEPTED]
    newest_of = {
        one.indicator_id: one.number for one in sorted(accepted, key=lambda one: one.number)
    }  # of what is not made
    found = []
    for release, content, since in rows:
        number = content["version"] or newest_of.get(release.indicator_id, 0)
        version = by_number.get((release.indicator_id, number))
        made = content["made"]
        tables = stored.get((release.pk, made["number"]), []) if made else []
        period = Period(*(_day(content[name]) for name in ("begins_on", "ends_on")))
        place = release.place.name if release.place else ""
        told = tuple(_table(one, version, period, names) for one in tables)
        frozen = (content["title"], content["purpose"], release.indicator, version, place, period, content["threshold"])
        found.append(Released(release.record_id, *frozen, told, since, names))
    return found


def _day(text: str) -> Any:
    return datetime.fromisoformat(text).date()


def _table(stored: ReleasedTable, version: IndicatorVersion | None, period: Period, names: Names) -> Table:
    dimensions = tuple(stored.dimensions)
    cells = [_cell(cell, dimensions, version, period) for cell in stored.cells]

    def place(cell: ReleasedCell) -> list[tuple[int, int]]:
        return [names.place(name, code) for name, code in zip(dimensions, cell.levels, strict=True)]

    return Table(stored.order, dimensions, tuple(sorted(cells, key=place)))


def _cell(
    cell: Mapping[str, Any], dimensions: tuple[str, ...], version: IndicatorVersion | None, period: Period
) -> ReleasedCell:
    levels = tuple(cell["groups"].get(name, "") for name in dimensions)
    n, k = cell["n"], cell["k"]
    counted = Cell(0, 0, None, (), period.begin, period.end, n=n, k=k)
    read = reading(version, counted) if version and not cell["hidden"] else Reading(None, n=n)
    return ReleasedCell(levels, n, k, cell["hidden"], read)
