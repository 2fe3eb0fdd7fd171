"""Who lives there, from accepted figures of a population indicator: which there are for a question, and their counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics import showing
from metrics.cells import Cell, all_groups, cells_of, counting, grouped
from metrics.models import Dimension, Group, Indicator, IndicatorVersion, Place, Series


@dataclass(frozen=True)
class Residents:
    """An indicator in a period and place that tells a question's groups apart. `key` names it in a form."""

    indicator: int
    place: int | None
    begins: date
    ends: date
    label: str

    @property
    def key(self) -> str:
        """One of its kind."""
        return f"{self.indicator}.{self.place or ''}.{self.begins}.{self.ends}"


def residents_by(dimension: str) -> list[Residents]:
    """All there are, newest period first (5 queries)."""
    row = Dimension.objects.filter(code=dimension, overlapping=False).first()
    groups = list(Group.objects.filter(dimension=row).values_list("pk", flat=True)) if row else []
    rows = Series.objects.filter(
        indicator__kind=Indicator.Kind.POPULATION, groups__overlap=groups, batch__in=counting()
    ).values_list("indicator", "place", "begins", "ends")
    found = {(one, place, *span) for one, place, begins, ends in rows for span in zip(begins, ends, strict=True)}
    titles, places = _titles({one for one, *_rest in found}), dict(Place.objects.values_list("pk", "name"))
    told = [
        Residents(one, place, begins, ends, _label(titles.get(one, ""), places.get(place or 0, ""), begins, ends))
        for one, place, begins, ends in found
    ]
    return sorted(told, key=lambda one: (one.ends, one.label), reverse=True)


def _titles(indicators: set[int]) -> dict[int, str]:
    accepted = IndicatorVersion.objects.filter(indicator__in=indicators, state=IndicatorVersion.State.ACCEPTED)
    return dict(accepted.order_by("indicator", "number").values_list("indicator", "title"))


def _label(title: str, place: str, begins: date, ends: date) -> str:
    return " · ".join(part for part in (title, place, showing.period(begins, ends)) if part)


def counts_of(one: Residents, dimension: str) -> dict[str, str]:
    """People by group, as text; the groups of people, without those who are not known (2 queries)."""
    groups = all_groups()
    cells = [
        cell
        for cell in grouped(cells_of([one.indicator]), groups, [dimension])
        if (cell.place, cell.begins, cell.ends) == (one.place, one.begins, one.ends)
    ]
    named = [(groups[cell.groups[0]], _number(cell)) for cell in cells]
    return {group.code: number for group, number in named if group.kind == Group.Kind.GROUP and number is not None}


def _number(cell: Cell) -> str | None:
    number = cell.n if cell.n is not None else cell.value
    return None if number is None else str(number)


def described(one: Residents) -> dict[str, str]:
    """Its title, source and year, to be frozen (1 query)."""
    version = IndicatorVersion.objects.filter(indicator=one.indicator, state=IndicatorVersion.State.ACCEPTED)
    newest = version.order_by("-number").first()
    return {"title": one.label, "source": newest.source if newest else "", "year": str(one.ends.year)}
