"""A place: several measures over time, and one of them on a map beside the places of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _

from metrics import showing
from metrics.cells import Cell, all_groups, cells_of, grouped
from metrics.charts.card import Card
from metrics.charts.spec import Area, Lines, Map, Series
from metrics.judging.figures import fiscal_first_month
from metrics.models import Indicator, IndicatorVersion, Place
from metrics.places.classes import breaks
from metrics.queries.followed import readable_versions
from metrics.queries.pictures import figure
from metrics.reading_rights import read_live
from metrics.values import Reading, reading
from raci.authority import Facts

MOST_ON_MAP = 600  # areas that a page can draw


@dataclass(frozen=True)
class Measure:
    """One indicator in one place, as one reader may know it: its values by period, oldest first."""

    version: IndicatorVersion
    cells: tuple[Cell, ...]
    first_month: int

    @property
    def indicator(self) -> Indicator:
        """Whose values these are."""
        return self.version.indicator

    @cached_property
    def readings(self) -> list[tuple[str, Reading]]:
        """Each period with its value."""
        return [(showing.period(*cell.period, self.first_month), reading(self.version, cell)) for cell in self.cells]

    @property
    def period(self) -> str:
        """Of the newest value."""
        return self.readings[-1][0]

    @property
    def newest(self) -> Reading:
        """The newest value."""
        return self.readings[-1][1]

    @property
    def value(self) -> str:
        """The newest value in words; "" where it is not known."""
        return showing.value(self.newest.value, self.version)

    @property
    def between(self) -> str:
        """Its interval in words; "" where none is known."""
        return showing.interval(self.newest, self.version)

    @property
    def change(self) -> str:
        """Since the period before, in words; "" where there is none."""
        values = [one.value for _period, one in self.readings[-2:]]
        if len(values) < 2 or values[0] is None or values[1] is None:
            return ""
        return showing.difference(values[1] - values[0], self.version)


@dataclass(frozen=True)
class PlacePage:
    """One place, with the measure that is looked at now."""

    place: Place
    measures: list[Measure]
    chosen: Measure | None
    trend: Card | None
    map: Card | None
    beside: list[Place]  # the places of its kind, without outlines


def place_page(pk: int, facts: Facts, *, chosen: int | None = None) -> PlacePage:
    """What this reader may know of the place (a constant number of queries); `chosen`: the indicator on the map."""
    place = Place.objects.select_related("parent").filter(pk=pk).first()
    if place is None:
        raise Http404
    measures = _measures(place, facts)
    looked_at = next((one for one in measures if one.indicator.pk == chosen), measures[0] if measures else None)
    beside = list(Place.objects.filter(kind=place.kind, parent=place.parent).order_by("name", "pk")[:MOST_ON_MAP])
    drawn = _map(looked_at, place, beside) if looked_at else None
    return PlacePage(place, measures, looked_at, _trend(looked_at, place) if looked_at else None, drawn, beside)


def _measures(place: Place, facts: Facts) -> list[Measure]:
    there = Indicator.objects.filter(series__place=place).select_related("unit").distinct()
    live = read_live(facts, there)
    versions = readable_versions(facts, live)
    first_month = fiscal_first_month()
    cells: dict[int, list[Cell]] = {}
    for cell in grouped(cells_of(versions, places=[place.pk]), all_groups()):
        cells.setdefault(cell.indicator, []).append(cell)
    found = [Measure(versions[pk], tuple(sorted(mine, key=_by_period)), first_month) for pk, mine in cells.items()]
    return sorted(found, key=lambda one: one.version.title)


def _by_period(cell: Cell) -> tuple[object, ...]:
    return cell.ends, cell.begins


def _trend(measure: Measure, place: Place) -> Card:
    told = [one for _period, one in measure.readings]
    version = measure.version
    chart = Lines(
        title=_("%(title)s, %(place)s") % {"title": version.title, "place": place.name},
        unit=showing.unit_of(version),
        periods=tuple(period for period, _reading in measure.readings),
        series=(Series(place.name, tuple(figure(one) for one in told)),),
    )
    values = {"title": version.title, "value": measure.value or _("not known"), "period": measure.period}
    sentence = _("In %(period)s: %(value)s.") % values
    if measure.between:
        sentence += " " + _("95 %% interval: %(between)s.") % {"between": measure.between}
    if measure.change:
        sentence += " " + _("Since the period before: %(change)s.") % {"change": measure.change}
    return Card(
        key="over-time",
        finding=_("%(title)s over time") % values,
        chart=chart,
        sentence=sentence,
        n=measure.newest.n,
        source=version.source,
        about=place.name,
    )


def _map(measure: Measure, place: Place, beside: list[Place]) -> Card | None:
    """The measure in its newest period here, in all places of this kind that have an outline."""
    outlined = [one for one in beside if one.rings]
    if len(outlined) < 2:
        return None
    period = measure.cells[-1].period
    cells = cells_of([measure.indicator], places=[one.pk for one in outlined])
    of_place = {cell.place: cell for cell in grouped(cells, all_groups()) if cell.period == period}
    told = {one.pk: reading(measure.version, of_place.get(one.pk)) for one in outlined}
    known = [float(one.value) for one in told.values() if one.value is not None]
    version = measure.version
    areas = tuple(Area(_here(one, place), _polygons(one), figure(told[one.pk]), one.pk == place.pk) for one in outlined)
    chart = Map(
        title=_("%(title)s, %(period)s") % {"title": version.title, "period": measure.period},
        unit=showing.unit_of(version),
        areas=areas,
        breaks=breaks(known),
        place=str(place.get_kind_display()),
    )
    here, alone = told.get(place.pk), len(known) < 2
    rank = sum(1 for one in known if here and here.value is not None and one > float(here.value)) + 1
    numbers = {
        "place": place.name,
        "value": measure.value,
        "period": measure.period,
        "rank": rank,
        "count": len(known),
        "places": len(outlined),
    }
    sentence = (
        _("%(place)s: %(value)s, number %(rank)s of %(count)s from the highest. It has the bold outline.") % numbers
    )
    if alone:
        sentence = _("In %(period)s one of %(places)s places has a value, so there is nothing to compare.") % numbers
    return Card(
        key="map",
        finding=_("Only one place has a value yet") if alone else _("Where it is more, and where less"),
        chart=chart,
        sentence=sentence if here and here.value is not None else "",
        source=place.source,
        limits=(
            _("Places differ in how many people live there; a dark place is not a crowded one."),
            _("Intervals of neighbours may overlap: what looks like a difference may be chance."),
        ),
    )


def _here(one: Place, place: Place) -> str:
    return _("%(place)s (this place)") % {"place": one.name} if one.pk == place.pk else one.name


def _polygons(place: Place) -> tuple[tuple[tuple[tuple[float, float], ...], ...], ...]:
    """All rings of a place as one polygon: they are drawn by the even-odd rule, so that holes stay holes."""
    rings = place.rings or []
    return (tuple(tuple((float(x), float(y)) for x, y in ring) for ring in rings),)
