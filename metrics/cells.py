"""Which figures count, and reading them: the cells of accepted batches, and any grouping as a sum of finer cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from metrics.models import Batch, Dimension, Group, Indicator, Series

Dimensions = frozenset[str]  # codes of dimensions
ADDITIVE = ("n", "k", "w", "wy", "w2", "w2y", "x", "x2", "events", "exposure")
PUBLISHED = ("value", "se")  # as somebody else worked them out: never added up


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: an indicator in a period, a place and a combination of groups. None is not known, and never nothing."""

    indicator: int
    batch: int
    place: int | None
    groups: tuple[int, ...]  # pks, ascending; empty is everybody
    begins: date
    ends: date
    n: int | None = None
    k: int | None = None
    w: float | None = None
    wy: float | None = None
    w2: float | None = None
    w2y: float | None = None
    x: float | None = None
    x2: float | None = None
    events: int | None = None
    exposure: Decimal | None = None
    value: Decimal | None = None
    se: Decimal | None = None

    @property
    def period(self) -> tuple[date, date]:
        """First and last day."""
        return self.begins, self.ends


@dataclass(frozen=True)
class Groups:
    """All groups by their number, with the dimension of each: what turns numbers of cells into names."""

    groups: Mapping[int, Group]

    def __getitem__(self, pk: int) -> Group:
        return self.groups[pk]

    def dimensions_of(self, cell: Cell) -> Dimensions:
        """The dimensions that the cell tells apart."""
        return frozenset(self.groups[pk].dimension.code for pk in cell.groups)

    def overlapping(self, codes: Iterable[str]) -> bool:
        """Whether one of these dimensions has groups that share people."""
        wanted = set(codes)
        return any(group.dimension.overlapping for group in self.groups.values() if group.dimension.code in wanted)

    def of(self, dimension: str) -> list[Group]:
        """The groups of a dimension, in its order."""
        found = [group for group in self.groups.values() if group.dimension.code == dimension]
        return sorted(found, key=lambda group: (group.order, group.pk))


def all_groups() -> Groups:
    """Every group with its dimension (1 query)."""
    return Groups({group.pk: group for group in Group.objects.select_related("dimension")})


def all_dimensions() -> list[Dimension]:
    """Every dimension, in order (1 query)."""
    return list(Dimension.objects.all())


def counting() -> QuerySet[Batch]:
    """The batches that count: accepted, not undone, and not corrected by one that counts."""
    accepted = Batch.objects.filter(state=Batch.State.ACCEPTED, undone_at=None)
    return accepted.filter(~Exists(accepted.filter(corrects=OuterRef("pk"))))


def counts(batch: Batch) -> bool:
    """Whether this one counts."""
    return counting().filter(pk=batch.pk).exists()


def cells_of(
    indicators: Iterable[Indicator | int],
    *,
    batches: Iterable[int] | None = None,
    places: Iterable[int] | None = None,
    whole: bool = False,
    or_parts: bool = False,
) -> list[Cell]:
    """The cells of these indicators, in order of period, from what counts or from these batches (1 query).

    `places`: only in these; `whole`: only those of everybody, as they were given; `or_parts`: and all of an indicator that has
    none such, to be summed.
    """
    numbers = [one if isinstance(one, int) else one.pk for one in indicators]
    rows = Series.objects.filter(indicator__in=numbers)
    rows = rows if places is None else rows.filter(place__in=list(places))
    taken: Any = counting() if batches is None else list(batches)
    rows = rows.filter(batch__in=taken)
    if whole:
        given = Series.objects.filter(indicator=OuterRef("indicator"), groups=[], batch__in=taken)
        rows = rows.filter(Q(groups=[]) | ~Exists(given)) if or_parts else rows.filter(groups=[])
    names = ("indicator_id", "batch_id", "place_id", "groups", "begins", "ends", *ADDITIVE, *PUBLISHED)
    found = [cell for row in rows.values_list(*names) for cell in _unrolled(row)]
    return sorted(found, key=lambda cell: (cell.indicator, cell.begins, cell.ends, cell.place or 0, cell.groups))


def of_everybody(indicators: Iterable[Indicator | int]) -> list[Cell]:
    """The cells of everybody that count, by indicator and period; summed where an indicator has its parts alone (2 queries)."""
    found = grouped(cells_of(indicators, whole=True, or_parts=True), all_groups())
    return sorted(found, key=lambda cell: (cell.indicator, cell.begins, cell.ends, cell.place or 0))


def _unrolled(row: tuple[Any, ...]) -> Iterable[Cell]:
    indicator, batch, place, groups, begins, ends, *sums = row
    for at, (first, last) in enumerate(zip(begins, ends, strict=True)):
        values = (None if array is None else array[at] for array in sums)
        yield Cell(indicator, batch, place, tuple(groups), first, last, *values)


def grouped(cells: Iterable[Cell], groups: Groups, wanted: Iterable[str] = ()) -> list[Cell]:
    """The cells that tell exactly these dimensions apart (none: everybody), of each period and place.

    Where they were not given as such they are summed from the cells that tell the fewest more dimensions apart, as long as
    these neither overlap nor were published as values alone. A sum of which one part is not known is not known.
    """
    target = frozenset(wanted)
    by_whole: dict[tuple[Any, ...], dict[Dimensions, list[Cell]]] = {}
    for cell in cells:
        whole = (cell.indicator, cell.place, cell.begins, cell.ends)
        by_whole.setdefault(whole, {}).setdefault(groups.dimensions_of(cell), []).append(cell)
    found: list[Cell] = []
    for sets in by_whole.values():
        if target in sets:
            found += sets[target]
            continue
        finer = sorted((given for given in sets if given > target), key=lambda given: (len(given), sorted(given)))
        usable = [given for given in finer if not groups.overlapping(given - target)]
        if usable:
            found += _summed(sets[usable[0]], groups, target)
    return found


def _summed(cells: list[Cell], groups: Groups, target: Dimensions) -> list[Cell]:
    sums: dict[tuple[int, ...], list[Cell]] = {}
    for cell in cells:
        kept = tuple(pk for pk in cell.groups if groups[pk].dimension.code in target)
        sums.setdefault(kept, []).append(cell)
    return [summed for kept, parts in sums.items() if (summed := sum_of(kept, parts)) is not None]


def sum_of(kept: tuple[int, ...], parts: list[Cell]) -> Cell | None:
    """Cells of different people as one, for these groups; unknown where a part is, None where nothing adds up."""
    totals: dict[str, Any] = dict.fromkeys(PUBLISHED)
    for name in ADDITIVE:
        values = [getattr(part, name) for part in parts]
        totals[name] = None if any(value is None for value in values) else sum(values[1:], start=values[0])
    if all(value is None for value in totals.values()):
        return None
    return replace(parts[0], groups=kept, **totals)


NAMES = tuple(field.name for field in fields(Cell))
