"""What a release can be made of: indicators whose accepted figures count people, their periods, places and tables."""

from __future__ import annotations

from itertools import combinations

from django.db.models import Exists, OuterRef, QuerySet

from metrics.cells import Groups, all_groups, counting
from metrics.models import Indicator, IndicatorVersion, Place, Series
from metrics.periods import Period
from metrics.releases.asked import COUNTED, Grouping, most_ways
from raci.authority import Facts
from raci.grants import units_with

ACTIVITY = "4.5"


def may_begin(facts: Facts) -> bool:
    """Whether they may begin a release of any unit's figures (1 query)."""
    return units_with(facts, "R", ACTIVITY).exists()


def _counted() -> QuerySet[Series]:
    return Series.objects.filter(batch__in=counting(), n__isnull=False)


def indicators_to_release(facts: Facts) -> QuerySet[Indicator]:
    """Those of the units for which they may begin one, with accepted figures that count people."""
    version = IndicatorVersion.objects.filter(
        indicator=OuterRef("pk"), state=IndicatorVersion.State.ACCEPTED, value_kind__in=COUNTED
    )
    found = Indicator.objects.filter(Exists(version), Exists(_counted().filter(indicator=OuterRef("pk"))))
    return found.filter(unit__in=units_with(facts, "R", ACTIVITY)).select_related("unit").order_by("code")


def titles_of(indicators: QuerySet[Indicator]) -> dict[int, str]:
    """What each is called by its newest accepted version (1 query)."""
    versions = IndicatorVersion.objects.filter(indicator__in=indicators, state=IndicatorVersion.State.ACCEPTED)
    return dict(versions.order_by("indicator", "number").values_list("indicator", "title"))


def places_to_release() -> QuerySet[Place]:
    """Places for which any of them has figures."""
    return Place.objects.filter(Exists(_counted().filter(place=OuterRef("pk")))).order_by("kind", "name")


def periods_of(indicator: Indicator, place: Place | None) -> list[Period]:
    """The periods that have accepted figures of people here, newest first (1 query)."""
    rows = _counted().filter(indicator=indicator, place=place).values_list("begins", "ends")
    found = {Period(*span) for begins, ends in rows for span in zip(begins, ends, strict=True)}
    return sorted(found, key=lambda one: (one.end, one.begin), reverse=True)


def tables_of(indicator: Indicator, place: Place | None) -> list[Grouping]:
    """The tables that its figures can give, from everybody to the most ways a release may cross (2 queries)."""
    groups = all_groups()
    rows = _counted().filter(indicator=indicator, place=place).values_list("groups", flat=True)
    given = {_dimensions(tuple(row), groups) for row in rows}
    found = {part for one in given for size in range(most_ways() + 1) for part in combinations(one, size)}
    return sorted(found, key=lambda table: (len(table), table))


def _dimensions(row: tuple[int, ...], groups: Groups) -> Grouping:
    """The dimensions of a row that add up; one that overlaps cannot be released."""
    found = {groups[pk].dimension for pk in row}
    kept = [one for one in found if not one.overlapping] if not any(one.overlapping for one in found) else []
    return tuple(one.code for one in sorted(kept, key=lambda one: (one.order, one.code)))
