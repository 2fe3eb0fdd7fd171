"""What is followed, with its newest value as far as the reader may know it: for the list, the scorecard and its own page.

A constant number of queries, however many indicators there are: indicators, versions, targets, dependencies, and the values of
everybody. Values of groups are read on an indicator's own page alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from metrics import reading_rights, showing
from metrics.cells import Cell, of_everybody
from metrics.freshness import Freshness, freshness
from metrics.judging.figures import fiscal_first_month
from metrics.models import Dependency, Indicator, IndicatorVersion, Place, Target
from metrics.releases.released import live_texts
from metrics.trends import Change, change
from metrics.values import UNKNOWN, Reading, reading
from raci import reviewing
from raci.authority import Facts
from raci.models import Text, Unit

State = IndicatorVersion.State
RELATED = ("unit", "owner", "supplier", "aim__unit", "theme", "set")


@dataclass
class Followed:
    """An indicator as one reader may know it. `cells`: of everybody, by period; empty where they read no live figures."""

    indicator: Indicator
    version: IndicatorVersion
    is_live: bool
    today: date
    first_month: int
    cells: list[Cell] = field(default_factory=list)
    target: Target | None = None
    blocked_by: list[Dependency] = field(default_factory=list)  # with the newest value of what is waited for
    is_blocked: bool = False
    is_released: bool = False  # told only to those who read no live figures

    @property
    def pk(self) -> int:
        """The indicator's number."""
        return self.indicator.pk

    @property
    def title(self) -> str:
        """As it is called now."""
        return self.version.title

    @property
    def label(self) -> str:
        """How its documents number it; "" where they do not."""
        return self.indicator.label

    @property
    def kind(self) -> str:
        """Population indicator or performance measure."""
        return self.indicator.kind

    @property
    def unit(self) -> Unit:
        """Whose it is."""
        return self.indicator.unit

    @property
    def path(self) -> str:
        """Of the unit."""
        return self.indicator.unit.path

    @property
    def owner(self) -> str:
        """The post that answers for it."""
        return self.indicator.owner.title if self.indicator.owner else ""

    @property
    def state(self) -> str:
        """retired, or where its version stands."""
        return "retired" if self.indicator.retired_on else self.version.state

    @property
    def state_words(self) -> str:
        """The same in words."""
        if self.indicator.retired_on:
            return _("retired")
        return _("in force") if self.version.state == State.ACCEPTED else str(self.version.get_state_display())

    @property
    def newest(self) -> Cell | None:
        """The newest value of everybody that is known."""
        return next((cell for cell in reversed(self.cells) if self.read(cell).value is not None), None)

    @property
    def before(self) -> Cell | None:
        """The one before the newest."""
        newest = self.newest
        earlier = [cell for cell in self.cells if newest and cell.ends < newest.begins]
        return next((cell for cell in reversed(earlier) if self.read(cell).value is not None), None)

    def read(self, cell: Cell | None) -> Reading:
        """The value of a cell."""
        return reading(self.version, cell)

    @property
    def reading(self) -> Reading:
        """The newest value."""
        return self.read(self.newest) if self.newest else UNKNOWN

    @property
    def value(self) -> Decimal | None:
        """The newest value as a number in the unit shown."""
        return self.reading.value

    @property
    def value_words(self) -> str:
        """The newest value as it is read; "" where none is known."""
        return showing.value(self.reading.value, self.version)

    @property
    def released_words(self) -> str:
        """What is said in place of a value to who does not read it live."""
        return _("as released") if self.is_released else _("not released yet")

    @property
    def n(self) -> int | None:
        """People behind the newest value."""
        return self.reading.n

    @property
    def period(self) -> str:
        """Of the newest value."""
        return self.period_of(self.newest) if self.newest else ""

    def period_of(self, cell: Cell) -> str:
        """As a fiscal year or quarter of this city."""
        return showing.period(cell.begins, cell.ends, self.first_month)

    @property
    def target_words(self) -> str:
        """What it is to become."""
        return showing.value(self.target.value, self.version) if self.target else ""

    @property
    def target_by(self) -> date | None:
        """Until when."""
        return self.target.ends_on if self.target else None

    @property
    def fresh(self) -> Freshness:
        """Whether the figures are as new as they should be."""
        one = self.indicator
        last = self.newest.ends if self.newest else None
        return freshness(one.cadence, last, self.today, one.supplier_days)

    @property
    def changed(self) -> Change | None:
        """Better, worse or no clear change since the value before."""
        return change(self.version, self.newest, self.before) if self.newest and self.before else None


def followed(facts: Facts, *, among: QuerySet[Indicator] | None = None) -> list[Followed]:
    """Those with a version the reader may read, in the order of their codes."""
    shown = _followed(facts, Indicator.objects.all() if among is None else among)
    _with_dependencies(shown, facts)
    return shown


def _followed(facts: Facts, among: QuerySet[Indicator]) -> list[Followed]:
    """... without what they wait for."""
    rows = list(among.select_related(*RELATED))
    versions = readable_versions(facts, rows)
    first_month = fiscal_first_month()
    shown = [
        Followed(one, versions[one.pk], reading_rights.reads_live(facts, one), facts.today, first_month)
        for one in rows
        if one.pk in versions
    ]
    _with_values(shown)
    _with_targets(shown, facts.today)
    _with_releases(shown)
    return shown


def readable_versions(facts: Facts, indicators: Iterable[Indicator]) -> dict[int, IndicatorVersion]:
    """Of each, the newest accepted version; where there is none, the open one if they may read it (1 query)."""
    found: dict[int, IndicatorVersion] = {}
    numbers = {one.pk: one for one in indicators}
    rows = IndicatorVersion.objects.filter(indicator__in=numbers).select_related("submitted_by", "answered_by")
    for row in rows.order_by("number"):
        row.indicator = numbers[row.indicator_id]
        before = found.get(row.indicator_id)
        is_better = row.state == State.ACCEPTED or before is None or before.state != State.ACCEPTED
        if is_better and (row.state == State.ACCEPTED or reviewing.may_read(facts, row)):
            found[row.indicator_id] = row
    return found


def _with_values(shown: Sequence[Followed]) -> None:
    live = {one.pk: one for one in shown if one.is_live}
    # figures that were counted from people are kept in their finest cells alone, and summed here
    found = headline(of_everybody(list(live)))
    for cell in found:
        live[cell.indicator].cells.append(cell)
    for one in shown:
        one.cells.sort(key=lambda cell: cell.period)


def headline(cells: Iterable[Cell]) -> list[Cell]:
    """The cells of one place each: without a place where there are such, else of the city, else of the only place."""
    found: dict[int, dict[int | None, list[Cell]]] = {}
    for cell in cells:
        found.setdefault(cell.indicator, {}).setdefault(cell.place, []).append(cell)
    if any(None not in places for places in found.values()):
        cities = set(Place.objects.filter(kind=Place.Kind.CITY).values_list("pk", flat=True))
    else:
        cities = set()
    return [cell for places in found.values() for cell in _of_one_place(places, cities)]


def _of_one_place(places: dict[int | None, list[Cell]], cities: set[int]) -> list[Cell]:
    if None in places:
        return places[None]
    of_cities = [cells for place, cells in places.items() if place in cities]
    if len(of_cities) == 1:
        return of_cities[0]
    return next(iter(places.values())) if len(places) == 1 else []


def _with_targets(shown: Sequence[Followed], today: date) -> None:
    """The next target of everybody, or the last one where all have passed; a later one for the same days replaces it."""
    by_indicator: dict[int, list[Target]] = {}
    rows = Target.objects.filter(indicator__in=[one.pk for one in shown], group=None, state=State.ACCEPTED)
    for row in rows.order_by("ends_on", "pk"):
        by_indicator.setdefault(row.indicator_id, []).append(row)
    for one in shown:
        targets = {(row.begins_on, row.ends_on): row for row in by_indicator.get(one.pk, [])}.values()
        coming = [row for row in targets if row.ends_on >= today]
        one.target = (
            min(coming, key=lambda row: row.ends_on)
            if coming
            else max(targets, key=lambda row: row.ends_on, default=None)
        )


def _with_dependencies(shown: Sequence[Followed], facts: Facts) -> None:
    by_pk = {one.pk: one for one in shown}
    rows = Dependency.objects.filter(indicator__in=list(by_pk), removed_at=None).select_related("needs__unit")
    rows = rows.prefetch_related("needs__versions")
    away = {row.needs_id for row in rows} - set(by_pk)
    known = by_pk | {one.pk: one for one in (_followed(facts, Indicator.objects.filter(pk__in=away)) if away else [])}
    for row in rows:
        by_pk[row.indicator_id].blocked_by.append(row)
        needed = known.get(row.needs_id)
        # what the reader may not see of the other one is not said by this one either
        if needed is not None and needed.is_live and not is_complete(needed):
            by_pk[row.indicator_id].is_blocked = True


def _with_releases(shown: Sequence[Followed]) -> None:
    """Whether anything of it is out, for who does not read it live (1 query)."""
    others = [one for one in shown if not one.is_live]
    released = "record__data_release__indicator"
    out = live_texts().filter(**{f"{released}__in": [one.pk for one in others]}) if others else Text.objects.none()
    found = set(out.values_list(released, flat=True))
    for one in others:
        one.is_released = one.pk in found


def is_complete(one: Followed) -> bool:
    """A milestone at 100 percent, or a target that is reached; what is not known is not complete."""
    value = one.reading.value
    if value is None:
        return False
    if one.version.value_kind == IndicatorVersion.Value.MILESTONE:
        return value >= 100
    if one.target is None:
        return False
    up = one.version.direction == IndicatorVersion.Direction.UP
    return value >= one.target.value if up else value <= one.target.value


def units_measured(_facts: Facts) -> QuerySet[Unit]:
    """The units that have an indicator, for the filter."""
    return Unit.objects.filter(indicators__isnull=False).distinct().order_by("name")


def of_unit(unit: Unit | None) -> QuerySet[Indicator]:
    """Indicators of a unit and below; without one, of the whole city."""
    return Indicator.objects.filter(unit__path__startswith=unit.path) if unit else Indicator.objects.all()


def in_use() -> Q:
    """Those that were not retired."""
    return Q(retired_on=None)
