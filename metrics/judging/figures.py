"""An indicator's figures as a question needs them: of a unit, of a place, or of all there are, by any grouping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from metrics import showing
from metrics.cells import Cell, Groups, all_groups, cells_of, grouped, sum_of
from metrics.models import Batch, Dimension, Indicator, IndicatorVersion, Place
from metrics.periods import Period
from raci.models import City, Unit

EVERYWHERE = ""
UNIT, PLACE = "unit:", "place:"


@dataclass
class Figures:
    """What counts of an indicator, with its groups, the unit of each batch, and places (5 queries)."""

    indicator: Indicator
    version: IndicatorVersion
    cells: list[Cell]
    groups: Groups
    units: dict[int, Unit]  # by batch
    sources: list[str]
    places: dict[int, Place]
    first_month: int  # of the fiscal year

    @cached_property
    def scopes(self) -> list[tuple[str, str]]:
        """Where the figures can be looked at: everywhere, in a unit that handed some in, in a place."""
        units = {unit.code: unit.name for unit in self.units.values()}
        places = {self.places[cell.place] for cell in self.cells if cell.place is not None}
        found = [(EVERYWHERE, self.everywhere)] if any(cell.place is None for cell in self.cells) else []
        found += [(f"{UNIT}{code}", name) for code, name in sorted(units.items(), key=lambda one: one[1])]
        return found + [(f"{PLACE}{one.code}", one.name) for one in sorted(places, key=lambda one: one.name)]

    @property
    def everywhere(self) -> str:
        """What "everywhere" is: the unit that the indicator belongs to."""
        return str(self.indicator.unit.name)

    def named(self, period: Period) -> str:
        """A period in words."""
        return showing.period(period.begin, period.end, self.first_month)

    def period_choices(self, periods: Iterable[Period]) -> list[tuple[str, str]]:
        """Each as it stands in an address, and in words."""
        return [(one.label(self.first_month), self.named(one)) for one in periods]

    def name_of(self, scope: str) -> str:
        """A scope in words; "" where there is none of this code."""
        return dict(self.scopes).get(scope, "")

    def dimensions(self) -> list[Dimension]:
        """The dimensions that the cells tell apart, in order."""
        found = {group.dimension for cell in self.cells for group in (self.groups[pk] for pk in cell.groups)}
        return sorted(found, key=lambda one: (one.order, one.code))

    def periods(self, by: Iterable[str], scope: str = EVERYWHERE) -> list[Period]:
        """The periods with figures by these dimensions, newest first."""
        found = {Period(cell.begins, cell.ends) for cell in self.by(by, scope)}
        return sorted(found, key=lambda one: (one.end, one.begin), reverse=True)

    def by(self, dimensions: Iterable[str], scope: str = EVERYWHERE, period: Period | None = None) -> list[Cell]:
        """The cells of these dimensions in a scope, in the order of their groups; units are added up where there are several.

        Everywhere: what the indicator's own unit handed in, and where it handed in nothing, the sum of the units that did.
        """
        wanted = frozenset(dimensions)
        found: dict[tuple[object, ...], list[Cell]] = {}
        for cells in self._parts(scope):
            for cell in grouped(cells, self.groups, wanted):
                if period is None or (cell.begins, cell.ends) == (period.begin, period.end):
                    found.setdefault((cell.begins, cell.ends, cell.groups), []).append(cell)
        summed = (cells[0] if len(cells) == 1 else sum_of(cells[0].groups, cells) for cells in found.values())
        return sorted((cell for cell in summed if cell is not None), key=self._place_of)

    def _parts(self, scope: str) -> list[list[Cell]]:
        """The cells in lists whose people are different ones."""
        if scope.startswith(PLACE):
            code = scope.removeprefix(PLACE)
            return [[cell for cell in self.cells if cell.place is not None and self.places[cell.place].code == code]]
        by_unit: dict[str, list[Cell]] = {}
        for cell in self.cells:
            if cell.place is None:
                by_unit.setdefault(self.units[cell.batch].code, []).append(cell)
        if scope.startswith(UNIT):
            return [by_unit.get(scope.removeprefix(UNIT), [])]
        own = by_unit.get(self.indicator.unit.code)
        return [own] if own else list(by_unit.values())

    def _place_of(self, cell: Cell) -> tuple[object, ...]:
        ordered = [self.groups[pk] for pk in cell.groups]
        ordered.sort(key=lambda group: (group.dimension.order, group.dimension.code))
        return (cell.begins, cell.ends, [(group.order, group.pk) for group in ordered])

    def name(self, cell: Cell, dimensions: Sequence[str]) -> str:
        """The groups of a cell in words, in the order of the dimensions: "Black · women"."""
        by_code = {self.groups[pk].dimension.code: self.groups[pk].name for pk in cell.groups}
        return " · ".join(by_code[code] for code in dimensions) or _("everybody")

    def is_group(self, cell: Cell) -> bool:
        """Whether its people said which groups they belong to; otherwise they are shown and not compared."""
        return all(self.groups[pk].kind == "group" for pk in cell.groups)

    @property
    def source(self) -> str:
        """Where the figures come from."""
        return self.version.source or "; ".join(self.sources)


def figures_of(indicator: Indicator) -> Figures | None:
    """What counts of it; None where no version of it was accepted yet (6 queries)."""
    return figures_of_all([indicator]).get(indicator.pk)


def figures_of_all(indicators: Iterable[Indicator]) -> dict[int, Figures]:
    """What counts of each, by its number, without those of which no version was accepted yet (6 queries)."""
    asked = {one.pk: one for one in indicators}
    accepted = IndicatorVersion.objects.filter(indicator__in=asked, state=IndicatorVersion.State.ACCEPTED)
    versions = {one.indicator_id: one for one in accepted.order_by("number")}
    cells: dict[int, list[Cell]] = {pk: [] for pk in versions}
    for cell in cells_of(versions):
        cells[cell.indicator].append(cell)
    every = [cell for given in cells.values() for cell in given]
    batches = {one.pk: one for one in _batches({cell.batch for cell in every})}
    places = {
        one.pk: one for one in Place.objects.filter(pk__in={cell.place for cell in every if cell.place is not None})
    }
    groups, first_month = all_groups(), fiscal_first_month()
    return {
        pk: Figures(asked[pk], version, cells[pk], groups, *_of(cells[pk], batches), places, first_month)
        for pk, version in versions.items()
    }


def _batches(numbers: set[int]) -> list[Batch]:
    return list(Batch.objects.filter(pk__in=numbers).select_related("unit").order_by("pk"))


def _of(cells: Iterable[Cell], batches: dict[int, Batch]) -> tuple[dict[int, Unit], list[str]]:
    """The unit of each batch, and what the batches say of their sources."""
    found = [batches[pk] for pk in sorted({cell.batch for cell in cells})]
    sources = dict.fromkeys(batch.source for batch in found if batch.source)
    return {batch.pk: batch.unit for batch in found}, list(sources)


def fiscal_first_month() -> int:
    """The month in which this city's fiscal year begins (1 query)."""
    begins = City.objects.values_list("fiscal_year_begins", flat=True).first()
    return int(begins[:2]) if begins else 1
